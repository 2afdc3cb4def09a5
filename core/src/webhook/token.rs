//! Signature tokens: a version, a comma, base64.

use super::base64;
use super::headers::{Headers, MAX_SIGNATURE_BYTES, MAX_TOKENS};
use crate::error::Code;

/// A way to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Version {
    /// `v1`: HMAC-SHA256 under a shared secret.
    V1,
    /// `v1a`: Ed25519.
    V1a,
}

impl Version {
    /// The name in a token: `v1` or `v1a`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V1a => "v1a",
        }
    }
}

/// A token that may hold.
#[derive(Clone, Copy)]
pub(super) enum Token {
    Hmac([u8; 32]),
    Ed25519([u8; 64]),
}

/// The usable tokens of a delivery, in their order.
#[derive(Default)]
pub(super) struct Tokens([Option<Token>; MAX_TOKENS]);

impl Tokens {
    /// Reads every signature value: unknown versions and malformed tokens are skipped, not refused.
    ///
    /// # Errors
    /// `webhook_signature_too_large`; `webhook_signature_malformed` where no token is left.
    pub(super) fn read(&mut self, headers: &Headers<'_>) -> Result<(), Code> {
        // One space joins two values.
        let joined = headers
            .signatures()
            .fold(0_usize, |sum, value| sum.saturating_add(value.len()).saturating_add(1));
        if joined > MAX_SIGNATURE_BYTES.saturating_add(1) {
            return Err(Code::WebhookSignatureTooLarge);
        }
        let mut places = self.0.iter_mut();
        let mut usable = false;
        for token in headers.signatures().flat_map(split) {
            let place = places.next().ok_or(Code::WebhookSignatureTooLarge)?;
            *place = read(token);
            usable |= place.is_some();
        }
        if usable { Ok(()) } else { Err(Code::WebhookSignatureMalformed) }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Token> {
        self.0.iter().flatten()
    }
}

/// The tokens of one value; the empty ones between two spaces are nothing.
pub(super) fn split(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    // One token is the rule, and whether there is a space is found faster than where it is.
    let (one, several) = if value.contains(&b' ') { (None, Some(value)) } else { (Some(value), None) };
    let several = several.into_iter().flat_map(|value| value.split(|byte| *byte == b' '));
    several.chain(one).filter(|token| !token.is_empty())
}

/// A token of a known version whose base64 is strict and of the right length.
fn read(token: &[u8]) -> Option<Token> {
    // The first comma ends the version; a second one is no base64.
    if let Some(encoded) = token.strip_prefix(b"v1,") {
        base64::decode_exact(encoded).map(Token::Hmac)
    } else if let Some(encoded) = token.strip_prefix(b"v1a,") {
        base64::decode_exact(encoded).map(Token::Ed25519)
    } else {
        None
    }
}
