//! The contract's rules for phone numbers in the plainest form: several passes, strings, no cleverness.
//!
//! It shares nothing with the parser of the crate, which must agree with it on every text and code.

use rwandapay_core::error::Code;

/// The nine national digits of a number, or why it is none.
pub fn parse(text: &str) -> Result<u32, Code> {
    let mut text = text;
    while let Some(rest) = text.strip_prefix(['\u{200e}', '\u{200f}']) {
        text = rest;
    }
    while let Some(rest) = text.strip_suffix(['\u{200e}', '\u{200f}']) {
        text = rest;
    }
    if let Some(address) = text.strip_prefix("tel:") {
        if !address.starts_with('+') {
            return Err(Code::PhoneMalformed);
        }
        text = address;
    }
    characters(text)?;

    let international = text.contains('+');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() > 16 {
        return Err(Code::PhoneTooLong);
    }
    let digits = match (international, digits.strip_prefix("00")) {
        (true, _) => country(&digits)?,
        (false, Some(rest)) => country(rest)?,
        (false, None) if digits.starts_with("250") && digits.len() > 9 => digits[3..].to_owned(),
        (false, None) => digits,
    };
    let national = digits.strip_prefix('0').unwrap_or(&digits);
    if national.len() < 9 {
        return Err(Code::PhoneTooShort);
    }
    if national.len() > 9 {
        return Err(Code::PhoneTooLong);
    }
    match &national[..2] {
        "72" | "73" | "77" | "78" | "79" => Ok(national.parse().unwrap()),
        "70" | "71" | "74" | "75" | "76" => Err(Code::PhonePrefixUnassigned),
        _ => Err(Code::PhoneNotMobile),
    }
}

/// The first character that cannot stand where it stands.
fn characters(text: &str) -> Result<(), Code> {
    let characters: Vec<char> = text.chars().collect();
    for (at, &c) in characters.iter().enumerate() {
        let before = &characters[..at];
        let allowed = match c {
            '0'..='9' | ' ' | '\u{a0}' | '(' | ')' => true,
            '+' => !before.contains(&'+') && !before.iter().any(char::is_ascii_digit),
            '-' | '.' => before.iter().any(char::is_ascii_digit),
            _ => false,
        };
        if !allowed {
            let numeral = !c.is_ascii() && c.is_numeric();
            return Err(if numeral { Code::PhoneNonAsciiDigits } else { Code::PhoneMalformed });
        }
    }
    let stroke = characters.iter().rposition(|c| matches!(c, '-' | '.'));
    let digit = characters.iter().rposition(char::is_ascii_digit);
    if stroke > digit { Err(Code::PhoneMalformed) } else { Ok(()) }
}

/// What follows the country code of Rwanda.
fn country(digits: &str) -> Result<String, Code> {
    if let Some(rest) = digits.strip_prefix("250") {
        Ok(rest.to_owned())
    } else if "250".starts_with(digits) {
        Err(Code::PhoneTooShort)
    } else {
        Err(Code::PhoneNotRwandan)
    }
}
