//! The secret that a sender and a receiver share, and every way in which it is pasted wrongly.

use alloc::string::String;
use alloc::{format, vec::Vec};
use core::fmt;

use hmac::{Hmac, KeyInit};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::base64;
use crate::error::Code;
use crate::secret::Secret;

/// How every shared secret begins.
pub const SECRET_PREFIX: &str = "whsec_";
/// The fewest bytes of a shared secret.
pub const MIN_SECRET_BYTES: usize = 24;
/// The most bytes of a shared secret.
pub const MAX_SECRET_BYTES: usize = 64;

/// No acceptable secret, and no wrong one that is worth naming, is longer than this text.
const MAX_TEXT_BYTES: usize = 1_024;
/// From this many hexadecimal digits on, a text of nothing else is taken for hexadecimal.
const MIN_HEX_DIGITS: usize = 32;

/// The test keys that stand in the public documents of the signature scheme.
const PUBLISHED: [&str; 2] =
    ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"];

/// A shared webhook secret: `whsec_` and the strict base64 of 24 to 64 bytes.
///
/// Nothing is trimmed or repaired; every common way to paste one wrongly has a code of its own. Debug
/// masks it, and it is wiped when dropped. Source: Standard Webhooks 1.0.
///
/// ```
/// use rwandapay_core::webhook::WebhookSecret;
///
/// assert!(WebhookSecret::parse("whsec_bm90IGEgc2VjcmV0LCBidXQgbG9uZyBlbm91Z2g=").is_ok());
/// let untrimmed = WebhookSecret::parse("whsec_bm90IGEgc2VjcmV0LCBidXQgbG9uZyBlbm91Z2g=\n");
/// assert_eq!(untrimmed.unwrap_err().name(), "secret_white_space");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

impl WebhookSecret {
    /// Reads a secret; the published test keys are refused.
    ///
    /// # Errors
    /// `secret_empty`, `secret_malformed`, `secret_too_short`, `secret_too_long`, `secret_white_space`,
    /// `secret_has_signature_prefix`, `secret_is_public_key`, `secret_unpadded`, `secret_base64url`,
    /// `secret_hex`, `secret_published`.
    pub fn parse(text: &str) -> Result<Self, Code> {
        if PUBLISHED.contains(&text) {
            return Err(Code::SecretPublished);
        }
        Self::parse_allowing_published(text)
    }

    /// Reads a secret, and takes the published test keys too: for tests against published vectors only.
    ///
    /// # Errors
    /// As [`WebhookSecret::parse`], without `secret_published`.
    pub fn parse_allowing_published(text: &str) -> Result<Self, Code> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(Code::SecretTooLong);
        }
        let trimmed = trim(text);
        if trimmed.is_empty() {
            return Err(Code::SecretEmpty);
        }
        let secret = read(trimmed)?;
        // Only now is white space known to be the only fault.
        if trimmed.len() == text.len() { Ok(secret) } else { Err(Code::SecretWhiteSpace) }
    }

    /// The secret made of 32 random bytes.
    pub fn generate(entropy: &[u8; 32]) -> Self {
        Self(Zeroizing::new(entropy.to_vec()))
    }

    /// The text that [`WebhookSecret::parse`] reads.
    pub fn text(&self) -> Secret {
        let text = Zeroizing::new(base64::encode(&self.0));
        Secret::new(format!("{SECRET_PREFIX}{}", text.as_str()))
    }

    /// The key schedule: HMAC-SHA256 before its first byte.
    pub(super) fn mac(&self) -> Hmac<Sha256> {
        mac(&self.0)
    }

    /// A secret of any bytes, for `explain`, which tries what no parser accepts.
    pub(super) fn lenient(key: Vec<u8>) -> Self {
        Self(Zeroizing::new(key))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

/// HMAC-SHA256 under a key; one of more than a block is hashed first, as the standard says.
pub(super) fn mac(key: &[u8]) -> Hmac<Sha256> {
    // HMAC takes a key of any length, so the block of zeros is never used.
    Hmac::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&[0; 64].into()))
}

/// The text without white space or byte order marks around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// Whether the text has a form of hexadecimal: digits, and letters of one case.
pub(super) fn is_hex(text: &str) -> bool {
    text.len() >= MIN_HEX_DIGITS
        && text.len().is_multiple_of(2)
        && text.bytes().all(|b| b.is_ascii_hexdigit())
        && !(text.bytes().any(|b| b.is_ascii_uppercase()) && text.bytes().any(|b| b.is_ascii_lowercase()))
}

fn read(text: &str) -> Result<WebhookSecret, Code> {
    if text.starts_with("v1,") || text.starts_with("v1a,") {
        return Err(Code::SecretHasSignaturePrefix);
    }
    if text.starts_with("whpk_") {
        return Err(Code::SecretIsPublicKey);
    }
    let Some(encoded) = text.strip_prefix(SECRET_PREFIX) else {
        return Err(if is_hex(text) { Code::SecretHex } else { Code::SecretMalformed });
    };
    if encoded.is_empty() {
        return Err(Code::SecretEmpty);
    }
    // Hexadecimal of a fitting length is base64 of other bytes too, so it is looked for first; a random
    // secret looks like it once in 2^64.
    if is_hex(encoded) {
        return Err(Code::SecretHex);
    }
    bounded(encoded, base64::decode(encoded.as_bytes(), <[u8]>::to_vec))
}

fn bounded(encoded: &str, key: Option<Vec<u8>>) -> Result<WebhookSecret, Code> {
    let secret = WebhookSecret::lenient(key.ok_or_else(|| fault(encoded))?);
    match secret.0.len() {
        length if length < MIN_SECRET_BYTES => Err(Code::SecretTooShort),
        length if length > MAX_SECRET_BYTES => Err(Code::SecretTooLong),
        _ => Ok(secret),
    }
}

/// What is wrong with base64 that the strict reader refused.
fn fault(encoded: &str) -> Code {
    let standard: String = encoded
        .chars()
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    let standard = Zeroizing::new(standard);
    let padded = Zeroizing::new(pad(&standard));
    if !base64::is_strict(padded.as_bytes()) {
        Code::SecretMalformed
    } else if standard.as_str() != encoded {
        Code::SecretBase64url
    } else if padded.len() != encoded.len() {
        Code::SecretUnpadded
    } else {
        Code::SecretTooLong
    }
}

/// The text with the padding that its length asks for.
pub(super) fn pad(encoded: &str) -> String {
    let missing = encoded.len().wrapping_neg() % 4;
    format!("{encoded}{}", "=".repeat(missing))
}
