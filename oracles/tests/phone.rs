//! Phone numbers against two ports of Google's library, with every disagreement decided.
//!
//! Whatever the core takes, both take as the same number. What they take beyond that are texts with
//! characters that they drop or translate, where the core refuses: a number that is paid must be the
//! number that was written.

use std::collections::BTreeSet;
use std::fs;

use rlibphonenumber::PHONE_NUMBER_UTIL;
use rwandapay_core::error::Code;
use rwandapay_core::phone::Phone;

/// Google's rules, as `rlibphonenumber` ports them, narrowed to mobile numbers of Rwanda.
fn google(text: &str) -> Option<String> {
    let number = PHONE_NUMBER_UTIL.parse_with_default_region(text, "RW").ok()?;
    let valid = PHONE_NUMBER_UTIL.is_valid_number(&number) && number.country_code() == 250;
    (valid && is_mobile(number.national_number())).then(|| format!("+250{}", number.national_number()))
}

/// The same with `phonenumber`, the older port.
fn older(text: &str) -> Option<String> {
    let number = phonenumber::parse(Some(phonenumber::country::RW), text).ok()?;
    let national = number.national().value();
    let valid = phonenumber::is_valid(&number) && number.code().value() == 250;
    (valid && is_mobile(national)).then(|| format!("+250{national}"))
}

/// Both know fixed and toll-free numbers as well: valid there, not mobile here.
fn is_mobile(national: u64) -> bool {
    (700_000_000..=799_999_999).contains(&national)
}

/// Who takes a text that the core refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Taken {
    Both,
    Google,
    Older,
}
use Taken::{Both, Google, Older};

/// Every text of the vectors on which the core and an oracle differ; the core refuses each of them.
const DECIDED: &[(&str, Taken, &[u16])] = &[
    (
        "digits of other scripts: translated there, an error with its own code here",
        Google,
        &[107, 108, 109, 110, 111, 112, 113, 117],
    ),
    (
        "letters of a keypad, or letters dropped: a mistyped number must not become another one",
        Both,
        &[118, 122],
    ),
    ("the same, by the older port alone, which turns S into 7 and l into 5", Older, &[119, 120, 121, 126]),
    ("an extension: dropped there, but no wallet has one", Both, &[123, 124, 125]),
    (
        "a tel: address without its plus, in other letters, twice, or of another scheme",
        Both,
        &[129, 130, 131, 133, 134],
    ),
    ("invisible and control characters: dropped there", Both, &[135, 136, 137, 139, 140, 143, 144, 171]),
    (
        "signs in front and behind: dropped there, and -0788123456 is a negative number",
        Both,
        &[115, 127, 149, 150, 151, 152, 153, 154, 166, 170, 172],
    ),
    ("separators that the contract does not list", Both, &[158, 159, 163, 168]),
    ("a second plus, or a full-width one", Both, &[164, 167]),
    ("a plus and an international prefix: one too many", Both, &[103]),
    ("two trunk zeros: one too many", Older, &[92]),
];

#[test]
fn the_vectors_differ_exactly_where_it_was_decided() {
    let bytes = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/phone.json")).unwrap();
    let file: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let mut found = BTreeSet::new();
    let mut compared = 0;
    for case in file["cases"].as_array().unwrap() {
        let (Some(text), Some(id)) = (case["in"]["text"].as_str(), case["id"].as_str()) else { continue };
        let number: u16 = id.trim_start_matches("phone-").parse().unwrap();
        compared += 1;
        match (Phone::parse(text), google(text), older(text)) {
            (Ok(phone), google, older) => {
                let ours = Some(phone.e164().to_string());
                assert_eq!((&google, &older), (&ours, &ours), "{id}: {text:?}");
            }
            (Err(_), None, None) => {}
            (Err(_), Some(_), Some(_)) => _ = found.insert((number, Both)),
            (Err(_), Some(_), None) => _ = found.insert((number, Google)),
            (Err(_), None, Some(_)) => _ = found.insert((number, Older)),
        }
    }
    let decided: BTreeSet<(u16, Taken)> =
        DECIDED.iter().flat_map(|(_, by, cases)| cases.iter().map(move |case| (*case, *by))).collect();
    assert_eq!(found.difference(&decided).collect::<Vec<_>>(), [] as [&(u16, Taken); 0], "not decided");
    assert_eq!(decided.difference(&found).collect::<Vec<_>>(), [] as [&(u16, Taken); 0], "no longer true");
    assert!(compared > 150);
}

/// Texts made of the accepted forms and of pieces that get into them.
#[test]
fn what_the_core_takes_is_the_same_number_everywhere() {
    const FORMS: [&str; 8] = [
        "0788123456",
        "723456789",
        "250733123456",
        "+250778123456",
        "00250799999999",
        "tel:+250788123456",
        "+250 (0) 788 123 456",
        "0708123456",
    ];
    const PIECES: [&str; 20] = [
        "0", "1", "2", "5", "7", "8", "9", "00", "250", "+", "-", ".", " ", "(", ")", "\u{a0}", "\u{200e}",
        "x", "/", "\u{661}",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(bound).unwrap()).unwrap()
    };
    let (mut taken, mut refused_here_only) = (0, 0);
    for _ in 0..20_000 {
        let mut text = FORMS[below(FORMS.len())].to_owned();
        for _ in 0..below(3) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = places[below(places.len())];
            if below(3) == 0 && at < text.len() {
                text.remove(at);
            } else {
                text.insert_str(at, PIECES[below(PIECES.len())]);
            }
        }
        match (Phone::parse(&text), google(&text)) {
            (Ok(phone), google) => {
                taken += 1;
                assert_eq!(google.as_deref(), Some(phone.e164().as_str()), "{text:?}");
            }
            // A refused character, or a plus before an international prefix; never a count of digits.
            (Err(code), Some(_)) => {
                refused_here_only += 1;
                let digits = text.replace(|c: char| !c.is_ascii_digit() && c != '+', "");
                let decided = match code {
                    Code::PhoneMalformed | Code::PhoneNonAsciiDigits => true,
                    Code::PhoneNotRwandan => digits.starts_with("+00250"),
                    _ => false,
                };
                assert!(decided, "{text:?}: {code:?}");
            }
            (Err(_), None) => {}
        }
    }
    assert!(taken > 5_000 && refused_here_only > 500, "{taken} {refused_here_only}");
}
