//! Reading our own references and ids. Anything that is not exactly one is `reference_malformed`.

use super::{
    ALPHABET, DeliveryId, EndpointId, EventId, MerchantId, PaymentRef, ProviderRef, RefundRef, SessionId,
    WithdrawalRef,
};
use crate::error::Code;
use crate::time::KigaliDay;

/// How many characters may follow the date: six in the oldest references, ten in new ones.
const SUFFIX: core::ops::RangeInclusive<usize> = 6..=32;

macro_rules! parse {
    ($($name:ident $check:expr, $doc:literal;)*) => {$(
        impl $name {
            #[doc = $doc]
            ///
            /// # Errors
            /// `reference_malformed`.
            pub fn parse(text: &str) -> Result<Self, Code> {
                let is_one: fn(&str) -> bool = $check;
                if is_one(text) { Ok(Self::proven(text)) } else { Err(Code::ReferenceMalformed) }
            }
        }
    )*};
}

parse! {
    PaymentRef |text| is_dated(text, "PAY-"),
        "Reads `PAY-YYYYMMDD-` with a date that exists and 6 to 32 characters of our alphabet.";
    RefundRef |text| is_dated(text, "RFD-"),
        "Reads `RFD-YYYYMMDD-` with a date that exists and 6 to 32 characters of our alphabet.";
    WithdrawalRef |text| is_dated(text, "WDR-"),
        "Reads `WDR-YYYYMMDD-` with a date that exists and 6 to 32 characters of our alphabet.";
    SessionId |text| text.strip_prefix("CHK-").is_some_and(|rest| rest.len() == 12 && all_symbols(rest)),
        "Reads `CHK-` and 12 characters of our alphabet.";
    EventId |text| is_plain(text, "evt_"), "Reads `evt_` and 24 small characters of our alphabet.";
    EndpointId |text| is_plain(text, "we_"), "Reads `we_` and 24 small characters of our alphabet.";
    DeliveryId |text| is_plain(text, "whd_"), "Reads `whd_` and 24 small characters of our alphabet.";
    ProviderRef is_uuid_v4, "Reads a UUID of version 4 in small letters.";
    MerchantId is_merchant_id, "Reads 1 to 32 of `a-z`, `0-9` and `_`.";
}

fn is_dated(text: &str, prefix: &str) -> bool {
    let parts = text.strip_prefix(prefix).and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(date, suffix)| {
        KigaliDay::parse_compact(date).is_some() && SUFFIX.contains(&suffix.len()) && all_symbols(suffix)
    })
}

fn is_plain(text: &str, prefix: &str) -> bool {
    let small = |b: u8| !b.is_ascii_uppercase() && ALPHABET.contains(&b.to_ascii_uppercase());
    text.strip_prefix(prefix).is_some_and(|rest| rest.len() == 24 && rest.bytes().all(small))
}

fn is_uuid_v4(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            14 => b == b'4',
            19 => matches!(b, b'8' | b'9' | b'a' | b'b'),
            _ => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
        })
}

fn is_merchant_id(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

fn all_symbols(text: &str) -> bool {
    text.bytes().all(|b| ALPHABET.contains(&b))
}
