//! The signature on the way back from a hosted page.
//!
//! A customer's browser carries the query, so anyone may write one. The signature proves that we wrote
//! it; the status in it is a hint to ask for the payment, never a reason to hand anything over.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use hmac::Mac;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::{MAX_KEYS, WebhookSecret, headers, hex, secret};
use crate::error::Code;
use crate::time::Instant;

/// The most bytes of a query.
pub const MAX_QUERY_BYTES: usize = 4_096;

/// Under this label the key of redirects is derived, so that no webhook is a redirect or the reverse.
const KEY_LABEL: &str = "rwandapay redirect v1";
/// The parameters that are signed, in the order in which they are signed and printed.
const SIGNED: [&str; 4] = ["session_id", "reference", "status", "timestamp"];
/// The parameter that holds one signature a key, 64 hexadecimal digits each, with full stops between.
const SIGNATURE: &str = "signature";

/// Whether an address already carries a parameter that the way back is signed with: beside it ours would stand
/// twice, and [`verify_redirect`] would refuse every customer who returns.
pub fn takes_our_names(url: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let names = query.split('&').map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name));
    let ours = |name: String| name == SIGNATURE || SIGNED.contains(&name.as_str());
    names.filter_map(|name| decoded(name).ok()).any(ours)
}

/// What the query says, once its signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The checkout session, `CHK-…`.
    pub session_id: String,
    /// The merchant's reference.
    pub reference: String,
    /// The status when the browser was sent back: a hint, nothing more.
    pub status: String,
    /// When the browser was sent back, in unix seconds.
    pub timestamp: i64,
    /// How long ago that was, in seconds.
    pub age_s: i64,
    /// The place of the secret that matched, from 0.
    pub key: usize,
}

/// The query that a browser is sent back with, signed with every secret.
///
/// # Errors
/// `secret_empty` without a secret, `field_too_long` above [`MAX_KEYS`] of them, `redirect_malformed` for a
/// value that [`verify_redirect`] would refuse.
pub fn sign_redirect(
    secrets: &[WebhookSecret],
    session_id: &str,
    reference: &str,
    status: &str,
    now: Instant,
) -> Result<String, Code> {
    count(secrets)?;
    let timestamp = now.seconds().to_string();
    let values = [session_id, reference, status, &timestamp];
    check(values)?;
    let signatures: Vec<String> = secrets.iter().map(|secret| hexadecimal(&code(secret, values))).collect();
    let mut query = String::new();
    for (name, value) in SIGNED.iter().zip(values) {
        query.push_str(name);
        query.push('=');
        push_encoded(&mut query, value);
        query.push('&');
    }
    Ok(format!("{query}{SIGNATURE}={}", signatures.join(".")))
}

/// Reads the query of a redirect, with or without its question mark, if one of the secrets signed it.
///
/// Parameters of other names are left alone: they are the merchant's own, and not signed.
///
/// # Errors
/// `redirect_malformed` for a parameter that is missing, stands twice or is no percent-encoded UTF-8;
/// `redirect_signature_mismatch`; `webhook_timestamp_too_old`, `webhook_timestamp_too_new`;
/// `webhook_tolerance_invalid` for a tolerance of 0; `secret_empty` without a secret, `field_too_long`
/// above [`MAX_KEYS`] of them.
///
/// ```
/// use rwandapay_core::time::Instant;
/// use rwandapay_core::webhook::{WebhookSecret, sign_redirect, verify_redirect};
///
/// let secrets = [WebhookSecret::generate(&[7; 32])];
/// let now = Instant::from_seconds(1_734_272_730);
/// let query = sign_redirect(&secrets, "CHK-ABC123DEF456", "INV 1/2", "completed", now)?;
/// assert_eq!(verify_redirect(&secrets, &query, now, 300)?.reference, "INV 1/2");
///
/// let forged = query.replace("completed", "expired");
/// let refused = verify_redirect(&secrets, &forged, now, 300);
/// assert_eq!(refused.unwrap_err().name(), "redirect_signature_mismatch");
/// # Ok::<(), rwandapay_core::error::Code>(())
/// ```
pub fn verify_redirect(
    secrets: &[WebhookSecret],
    query: &str,
    now: Instant,
    tolerance_s: u32,
) -> Result<Redirect, Code> {
    if tolerance_s == 0 {
        return Err(Code::WebhookToleranceInvalid);
    }
    count(secrets)?;
    let (values, signature) = parameters(query)?;
    let [session_id, reference, status, timestamp] = &values;
    let seconds = check([session_id, reference, status, timestamp])?;
    let given = signatures(&signature)?;
    let mut found = None;
    for (place, secret) in secrets.iter().enumerate() {
        let expected = code(secret, [session_id, reference, status, timestamp]);
        let equal = given.iter().fold(Choice::from(0), |any, one| any | one.ct_eq(&expected));
        found = found.or(bool::from(equal).then_some(place));
    }
    let key = found.ok_or(Code::RedirectSignatureMismatch)?;
    let age_s = now.seconds().saturating_sub(seconds);
    if age_s > i64::from(tolerance_s) {
        return Err(Code::WebhookTimestampTooOld);
    }
    if age_s < i64::from(tolerance_s).saturating_neg() {
        return Err(Code::WebhookTimestampTooNew);
    }
    let [session_id, reference, status, _] = values;
    Ok(Redirect { session_id, reference, status, timestamp: seconds, age_s, key })
}

/// One secret at least, and no more than a receiver reads signatures.
fn count(secrets: &[WebhookSecret]) -> Result<(), Code> {
    match secrets.len() {
        0 => Err(Code::SecretEmpty),
        1..=MAX_KEYS => Ok(()),
        _ => Err(Code::FieldTooLong),
    }
}

/// The forms of the signed values: none is empty, none holds a control character. Gives the timestamp.
fn check(values: [&str; 4]) -> Result<i64, Code> {
    let [session_id, reference, status, timestamp] = values;
    let printable = |text: &str| text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let fits = |text: &str, most: usize| (1..=most).contains(&text.len()) && printable(text);
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if !fits(session_id, 64) || !fits(reference, 64) || !fits(status, 32) || !plain(status) {
        return Err(Code::RedirectMalformed);
    }
    headers::read_timestamp(timestamp.as_bytes()).map_err(|_| Code::RedirectMalformed)
}

/// The code over the values, each after its length, so that no two lists of values print the same bytes.
fn code(secret: &WebhookSecret, values: [&str; 4]) -> [u8; 32] {
    let key: Zeroizing<[u8; 32]> =
        Zeroizing::new(secret.mac().chain_update(KEY_LABEL).finalize().into_bytes().into());
    let mut mac = secret::mac(key.as_slice());
    for value in values {
        // Every value was checked to be short.
        mac.update(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
        mac.update(value.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

/// The signed values in their order, and the signature: each parameter exactly once.
fn parameters(query: &str) -> Result<([String; 4], String), Code> {
    if query.len() > MAX_QUERY_BYTES {
        return Err(Code::RedirectMalformed);
    }
    let mut values: [Option<String>; 4] = [const { None }; 4];
    let mut signature = None;
    let query = query.strip_prefix('?').unwrap_or(query);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decoded(name)?;
        let place = if name == SIGNATURE {
            Some(&mut signature)
        } else {
            SIGNED.iter().zip(&mut values).find(|(signed, _)| **signed == name).map(|(_, place)| place)
        };
        if let Some(place) = place
            && place.replace(decoded(value)?).is_some()
        {
            return Err(Code::RedirectMalformed);
        }
    }
    let [Some(session_id), Some(reference), Some(status), Some(timestamp)] = values else {
        return Err(Code::RedirectMalformed);
    };
    Ok(([session_id, reference, status, timestamp], signature.ok_or(Code::RedirectMalformed)?))
}

/// A part of a query as the text that it encodes.
fn decoded(part: &str) -> Result<String, Code> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = match (first, tail) {
            (b'%', [high, low, tail @ ..]) => {
                bytes.push(digit(*high)?.wrapping_shl(4) | digit(*low)?);
                tail
            }
            (b'+', _) => {
                bytes.push(b' ');
                tail
            }
            (plain, _) if plain.is_ascii_graphic() && *plain != b'%' => {
                bytes.push(*plain);
                tail
            }
            _ => return Err(Code::RedirectMalformed),
        };
    }
    String::from_utf8(bytes).map_err(|_| Code::RedirectMalformed)
}

/// The codes of the signature parameter: lower-case hexadecimal of 32 bytes, at most one for each key.
fn signatures(text: &str) -> Result<Vec<[u8; 32]>, Code> {
    let parts: Vec<&str> = text.split('.').take(MAX_KEYS.saturating_add(1)).collect();
    if parts.len() > MAX_KEYS {
        return Err(Code::RedirectMalformed);
    }
    parts.into_iter().map(signature).collect()
}

fn signature(text: &str) -> Result<[u8; 32], Code> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(Code::RedirectMalformed);
    }
    let bytes = hex::decode(text).ok_or(Code::RedirectMalformed)?;
    bytes.try_into().map_err(|_| Code::RedirectMalformed)
}

fn digit(byte: u8) -> Result<u8, Code> {
    hex::digit(byte).ok_or(Code::RedirectMalformed)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Writes a value so that every reader of queries reads it back: all but the unreserved characters as
/// percent and two digits.
fn push_encoded(query: &mut String, value: &str) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                query.push(char::from(byte));
            }
            other => {
                let _ = write!(query, "%{other:02X}");
            }
        }
    }
}
