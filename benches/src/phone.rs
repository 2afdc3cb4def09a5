//! Reading a phone number: text in, a proven number out.

use rlibphonenumber::PHONE_NUMBER_UTIL;
use rwandapay_core::phone::Phone;

use crate::harness::{Table, nanoseconds};

const PLAIN: [&str; 8] = [
    "0788123456",
    "+250788123456",
    "250722123456",
    "733123456",
    "0791234567",
    "+250780000001",
    "0729999999",
    "788654321",
];
const SPACED: [&str; 4] = ["0788 123 456", "+250 (0) 788-123-456", "00250733123456", "tel:+250722123456"];
const WRONG: [&str; 4] = ["0708123456", "O788123456", "078812345", "+254712345678"];

/// Our parser, and both libraries parsing and validating the same texts.
pub fn measure(table: &mut Table) {
    table.section("phone");
    let plain = nanoseconds(&PLAIN, Phone::parse);
    table.ours("parse, plain forms", plain);
    table.ours("parse, one text", nanoseconds(&PLAIN[..1], Phone::parse));
    table.ours("parse, other forms", nanoseconds(&SPACED, Phone::parse));
    table.ours("parse, refused", nanoseconds(&WRONG, Phone::parse));
    let parsed = |text| PHONE_NUMBER_UTIL.parse_with_default_region(text, "RW");
    let google = nanoseconds(&PLAIN, |text: &str| {
        parsed(text).is_ok_and(|number| PHONE_NUMBER_UTIL.is_valid_number(&number))
    });
    table.peer("rlibphonenumber, parse and validate", google, plain);
    table.peer("rlibphonenumber, parse alone", nanoseconds(&PLAIN, |text: &str| parsed(text).is_ok()), plain);
    let older = nanoseconds(&PLAIN, |text: &str| {
        phonenumber::parse(Some(phonenumber::country::RW), text)
            .is_ok_and(|number| phonenumber::is_valid(&number))
    });
    table.peer("phonenumber, parse and validate", older, plain);
}
