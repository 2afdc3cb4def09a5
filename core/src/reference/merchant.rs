//! The reference that a merchant chooses.

use super::MerchantReference;
use crate::error::{Code, Error, refused, shown};

impl MerchantReference {
    /// The most characters of one.
    pub const MAX_CHARACTERS: usize = 64;

    /// Reads a merchant's reference: 1 to 64 characters, first one of `A-Z`, `a-z`, `0-9`, then these and
    /// space, `.`, `_`, `:`, `/`, `#`, `+`, `-`; no space at the end. Case counts.
    ///
    /// Whatever looks like one of ours is reserved, so that a lookup never has two meanings: `PAY-`,
    /// `RFD-` or `WDR-` with eight digits, `-` and six or more capitals or digits, and `CHK-` with twelve.
    /// The date need not exist.
    ///
    /// Source: contract, section 3.
    ///
    /// # Errors
    /// `reference_empty`, `reference_too_long`, `reference_malformed`, `reference_reserved`.
    ///
    /// ```
    /// use rwandapay_core::{error::Code, reference::MerchantReference};
    ///
    /// assert_eq!(MerchantReference::parse("INV-001")?.as_str(), "INV-001");
    /// assert_eq!(MerchantReference::parse("PAY-20241215-ABC123"), Err(Code::ReferenceReserved));
    /// # Ok::<(), Code>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Code> {
        if text.is_empty() {
            return Err(Code::ReferenceEmpty);
        }
        if text.chars().nth(Self::MAX_CHARACTERS).is_some() {
            return Err(Code::ReferenceTooLong);
        }
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b" ._:/#+-".contains(&b);
        let begins_well = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !begins_well || text.ends_with(' ') || !text.bytes().all(allowed) {
            return Err(Code::ReferenceMalformed);
        }
        if looks_like_ours(text) { Err(Code::ReferenceReserved) } else { Ok(Self::proven(text)) }
    }

    /// Like [`MerchantReference::parse`], with the reference in a message.
    ///
    /// # Errors
    /// As [`MerchantReference::parse`].
    pub fn from_text(text: &str) -> Result<Self, Error> {
        Self::parse(text).map_err(|code| refused(code, "reference", &shown(text)))
    }
}

fn looks_like_ours(text: &str) -> bool {
    let capitals = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    match text.split_at_checked(4) {
        Some(("PAY-" | "RFD-" | "WDR-", rest)) => rest.split_once('-').is_some_and(|(date, suffix)| {
            date.len() == 8
                && date.bytes().all(|b| b.is_ascii_digit())
                && suffix.len() >= 6
                && capitals(suffix)
        }),
        Some(("CHK-", rest)) => rest.len() == 12 && capitals(rest),
        _ => false,
    }
}
