//! The headers as they may have been.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Clue, Finding};
use crate::json::{self, Json};
use crate::webhook::headers::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, read_id, read_timestamp};

/// How the id of every event of ours begins.
const EVENT_PREFIX: &[u8] = b"evt_";

/// What was found under the three names, or under names that look like them.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub(super) id: Option<&'a [u8]>,
    pub(super) timestamp: Option<&'a [u8]>,
    pub(super) signatures: Vec<&'a [u8]>,
}

/// An id or a timestamp that the signature is tried against, and what is wrong if it fits.
pub(super) type Part = (Vec<u8>, Option<Clue>);

/// Finds the headers, and says what is wrong with their names.
pub(super) fn find<'a>(headers: &[(&str, &'a [u8])], findings: &mut Vec<Finding>) -> Found<'a> {
    let values = |name: &str| named(headers, name);
    let (mut renamed, mut missing) = (false, false);
    let mut look = |name: &str| {
        let (mut found, other) = values(name);
        if found.is_empty() && !other.is_empty() {
            (renamed, found) = (true, other);
        }
        missing |= found.is_empty();
        found
    };
    let (ids, timestamps, signatures) = (look(ID_HEADER), look(TIMESTAMP_HEADER), look(SIGNATURE_HEADER));
    let contradicted =
        [&ids, &timestamps].iter().any(|values| values.iter().any(|one| Some(one) != values.first()));
    for (is, clue) in [
        (renamed, Clue::HeaderRenamed),
        (missing, Clue::HeaderMissing),
        (contradicted, Clue::HeaderContradicted),
    ] {
        if is {
            findings.push(clue.into());
        }
    }
    Found { id: ids.first().copied(), timestamp: timestamps.first().copied(), signatures }
}

/// The values under a name, and those under the names that other senders and frameworks give it.
fn named<'a>(headers: &[(&str, &'a [u8])], name: &str) -> (Vec<&'a [u8]>, Vec<&'a [u8]>) {
    let short = name.trim_start_matches("webhook-");
    let others = [format!("svix-{short}"), format!("x-{name}"), format!("http-{name}"), name.to_owned()];
    let (mut exact, mut similar) = (Vec::new(), Vec::new());
    for (given, value) in headers {
        let dashed: String = given.trim().replace('_', "-").to_ascii_lowercase();
        if given.eq_ignore_ascii_case(name) {
            exact.push(*value);
        } else if others.contains(&dashed) {
            similar.push(*value);
        }
    }
    (exact, similar)
}

/// The ids that may have been signed: the one of the header, else the one of the event in the body.
pub(super) fn ids(found: &Found<'_>, body: &[u8], findings: &mut Vec<Finding>) -> Vec<Part> {
    let given = found.id.unwrap_or_default();
    if found.id.is_some() && read_id(given).is_err() {
        findings.push(Clue::IdMalformed.into());
    }
    let event = event_id(body).filter(|id| id.as_bytes() != given);
    let event = event.map(|id| (id.into_bytes(), Some(Clue::IdOfAnotherDelivery)));
    core::iter::once((given.to_vec(), None)).chain(event).collect()
}

/// Whether both the header and the body hold the id of an event of ours, and not the same one.
pub(super) fn is_of_another(found: &Found<'_>, body: &[u8]) -> bool {
    let given = found.id.filter(|id| id.starts_with(EVENT_PREFIX));
    let event = event_id(body).filter(|id| id.as_bytes().starts_with(EVENT_PREFIX));
    matches!((given, event), (Some(given), Some(event)) if event.as_bytes() != given)
}

/// The id of the event in a body.
fn event_id(body: &[u8]) -> Option<String> {
    let Json::Object(object) = json::parse_answer(body).ok()? else { return None };
    let Json::Text(id) = object.get("id")? else { return None };
    Some(id.clone())
}

/// The timestamps that may have been signed: the one of the header, else its leading digits without what
/// a careless reader lets pass, else the seconds of its milliseconds.
pub(super) fn timestamps(found: &Found<'_>, findings: &mut Vec<Finding>) -> Vec<Part> {
    let given = found.timestamp.unwrap_or_default();
    let mut timestamps: Vec<Part> = Vec::from([(given.to_vec(), None)]);
    if found.timestamp.is_none() || read_timestamp(given).is_ok() {
        return timestamps;
    }
    let text = given.trim_ascii();
    let text = text.strip_prefix(b"+").unwrap_or(text);
    let zeros = text.iter().take_while(|byte| **byte == b'0').count();
    let digits: Vec<u8> = text.iter().skip(zeros).copied().take_while(u8::is_ascii_digit).take(14).collect();
    if text.len() == 13 && digits.len() == 13 {
        findings.push(Clue::TimestampMilliseconds.into());
        timestamps.push((digits.into_iter().take(10).collect(), Some(Clue::TimestampMilliseconds)));
    } else {
        findings.push(Clue::TimestampMalformed.into());
        if !digits.is_empty() {
            timestamps.push((digits, Some(Clue::TimestampMalformed)));
        }
    }
    timestamps
}
