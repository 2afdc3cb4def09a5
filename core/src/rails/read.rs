//! Reading what providers write: numbers as texts, texts as numbers, and nothing guessed.

use alloc::string::{String, ToString};

use super::wire::{MAX_REPLY_BYTES, WireResponse};
use super::{Enquiry, Report};
use crate::failure::FailureCode;
use crate::json::{self, Json, Object};
use crate::money::Rwf;
use crate::phone::Phone;
use crate::record::Failure;

/// How much of an unmapped reason is kept, in characters.
pub const MAX_RAW_CHARS: usize = 64;

/// The members of a body; none for anything but one strict JSON object within the limit.
pub(super) fn body(response: &WireResponse) -> Option<Object> {
    if response.body.len() > MAX_REPLY_BYTES {
        return None;
    }
    match json::parse(&response.body) {
        Ok(Json::Object(object)) => Some(object),
        _ => None,
    }
}

/// The object under a key.
pub(super) fn object<'a>(parent: &'a Object, key: &str) -> Option<&'a Object> {
    match parent.get(key) {
        Some(Json::Object(object)) => Some(object),
        _ => None,
    }
}

/// A text or a number as its text; none where it is missing, null, empty or anything else.
pub(super) fn text<'a>(parent: &'a Object, key: &str) -> Option<&'a str> {
    match parent.get(key) {
        Some(Json::Text(text) | Json::Number(text)) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// A code of a table, with `_` for each space, since MTN writes both.
pub(super) fn code(parent: &Object, key: &str) -> Option<String> {
    text(parent, key).map(|text| text.replace(' ', "_"))
}

/// A value that a report may carry.
struct Unreadable;

/// A member that may be missing or null; what is there must be readable.
fn carried<'a, T>(
    parent: &'a Object,
    key: &str,
    read: impl FnOnce(&'a str) -> Option<T>,
) -> Result<Option<T>, Unreadable> {
    match parent.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Text(text) | Json::Number(text)) => read(text).map(Some).ok_or(Unreadable),
        Some(Json::Bool(_) | Json::Array(_) | Json::Object(_) | Json::Printed(_)) => Err(Unreadable),
    }
}

/// A success as reported.
///
/// What it carries must be readable. A success whose amount, currency or phone cannot be read is
/// neither a match nor a mismatch with a known sum: it is unknown, so nothing is credited, the payment is
/// never charged again, and a person looks at it when the enquiries end.
pub(super) fn succeeded(from: &Object, party: Option<&Object>, phone_key: &str, id_key: &str) -> Enquiry {
    let report = || -> Result<Report, Unreadable> {
        Ok(Report {
            amount: carried(from, "amount", |text| Rwf::parse(text).ok())?,
            currency: carried(from, "currency", |text| Some(text.to_string()))?,
            phone: match party {
                Some(party) => carried(party, phone_key, |text| Phone::parse(text).ok())?,
                None => None,
            },
            transaction: text(from, id_key).map(ToString::to_string),
        })
    };
    report().map_or(Enquiry::Unknown, Enquiry::Succeeded)
}

/// The failure of a mapped reason, or `unknown_reason` with what the provider wrote.
pub(super) fn failure(mapped: Option<FailureCode>, raw: Option<&str>) -> Failure {
    match mapped {
        Some(code) => Failure { code, raw: None },
        None => {
            Failure { code: FailureCode::UnknownReason, raw: raw.map(shown).filter(|raw| !raw.is_empty()) }
        }
    }
}

/// The first visible characters of a text, in which a phone shows only its last three digits.
fn shown(raw: &str) -> String {
    let mut shown = String::new();
    let mut rest = raw;
    while let Some(first) = rest.chars().next() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(digits.max(first.len_utf8())).unwrap_or((rest, ""));
        if is_phone(run) {
            let hidden = run.len().saturating_sub(3);
            shown.extend(run.chars().enumerate().map(|(at, c)| if at < hidden { '•' } else { c }));
        } else {
            shown.extend(run.chars().filter(|c| is_visible(*c)));
        }
        rest = after;
    }
    shown.trim().chars().take(MAX_RAW_CHARS).collect()
}

/// Whether a run of digits may be a phone: nine digits from 7 on, whatever stands before them.
fn is_phone(run: &str) -> bool {
    let national = run.len().checked_sub(9).and_then(|start| run.get(start..));
    run.len() <= 15
        && national
            .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()) && digits.starts_with('7'))
}

/// Whether a character is seen where it stands: no control, no direction mark, no zero width.
fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
