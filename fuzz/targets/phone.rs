//! A number that is accepted keeps its digits: nothing is dropped, nothing is guessed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::phone::Phone;

fuzz_target!(|bytes: &[u8]| {
    let Ok(phone) = Phone::parse(bytes) else { return };
    let text = std::str::from_utf8(bytes).unwrap();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = phone.airtel_wire();
    assert!(digits.ends_with(national.as_str()), "{text}");
    let before = digits.strip_suffix(national.as_str()).unwrap();
    assert!(["", "0", "250", "2500", "00250", "002500"].contains(&before), "{text}");
    let inside = text.trim_matches(['\u{200e}', '\u{200f}']);
    assert!(!inside.strip_prefix("tel:").unwrap_or(inside).chars().any(char::is_alphabetic), "{text}");

    let [e164, mtn, local] =
        [phone.e164().to_string(), phone.mtn_wire().to_string(), phone.national().to_string()];
    for form in [&e164, &mtn, &local, &phone.display().to_string(), national.as_str()] {
        assert_eq!(Phone::parse(form), Ok(phone), "{form}");
    }
    assert_eq!(Phone::new(phone.get()), Ok(phone));
    assert!(!phone.masked().as_str().contains(national.as_str()));
    assert!(!format!("{phone:?}").contains(national.as_str()));
});
