//! An amount that is accepted is digits and at most two zeros after a point, and prints back equal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::money::Rwf;

fuzz_target!(|text: &str| {
    let Ok(amount) = Rwf::parse(text) else { return };
    let whole = text.strip_suffix(".00").or_else(|| text.strip_suffix(".0")).unwrap_or(text);
    assert!(whole.bytes().all(|byte| byte.is_ascii_digit()), "{text}");
    assert_eq!(amount.to_string(), whole);
    assert_eq!(Rwf::parse(&amount.two_decimals().to_string()), Ok(amount));
    assert_eq!(Rwf::new(amount.get()), Ok(amount));
    assert_eq!(
        amount.checked_add(amount).map(Rwf::get),
        (amount.get() * 2 <= 9_007_199_254_740_991).then_some(amount.get() * 2)
    );
});
