//! The keys that a sender may have meant.

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Clue, Finding};
use crate::error::Code;
use crate::webhook::secret::{self, SECRET_PREFIX};
use crate::webhook::{PublicKey, SigningKey, VerifyingKey, WebhookSecret, hex};

/// Base64 as careless readers take it: any padding, any trailing bits.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A key that the signature is tried against, and what is wrong if it fits.
pub(super) struct Candidate {
    pub(super) key: VerifyingKey,
    pub(super) fault: Option<Finding>,
}

/// What is wrong with a secret as it was configured.
pub(super) fn fault(text: &str, public: bool) -> Option<Code> {
    if public {
        PublicKey::parse_allowing_published(text).err()
    } else {
        SigningKey::parse_allowing_published(text).err()
    }
}

/// The keys that the `place`th secret may stand for: the one that it is, else every lenient reading.
pub(super) fn readings(text: &str, place: usize, public: bool) -> Vec<Candidate> {
    if public {
        let key = PublicKey::parse_allowing_published(secret::trim(text)).ok();
        return key.map(|key| plain(key.into(), text, place)).into_iter().collect();
    }
    let mut candidates = Vec::new();
    if let Ok(key) = SigningKey::parse_allowing_published(secret::trim(text)) {
        candidates.push(plain(key.into(), text, place));
    } else {
        let fault = Finding::of_secret(Clue::SecretRepaired, place);
        candidates.extend(repaired(text).into_iter().map(|key| shared(key, fault)));
    }
    let unprefixed = text.strip_prefix(SECRET_PREFIX);
    for key in [Some(text), unprefixed].into_iter().flatten().filter(|key| !key.is_empty()) {
        let fault = Finding::of_secret(Clue::SecretAsText, place);
        candidates.push(shared(key.as_bytes().to_vec(), fault));
    }
    candidates
}

fn plain(key: VerifyingKey, text: &str, place: usize) -> Candidate {
    let trimmed = secret::trim(text).len() != text.len();
    Candidate { key, fault: trimmed.then(|| Finding::of_secret(Clue::SecretRepaired, place)) }
}

fn shared(key: Vec<u8>, fault: Finding) -> Candidate {
    Candidate { key: WebhookSecret::lenient(key).into(), fault: Some(fault) }
}

/// The bytes that a wrongly pasted secret may stand for; an empty key stands for nothing.
fn repaired(text: &str) -> Vec<Vec<u8>> {
    let text = secret::trim(text).trim_matches(['"', '\'', '`']);
    let text = text.strip_prefix("v1,").unwrap_or(text);
    let text = text.strip_prefix(SECRET_PREFIX).unwrap_or(text);
    let standard: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    let readings = [hex::decode(text), LENIENT.decode(standard).ok()];
    readings.into_iter().flatten().filter(|key| !key.is_empty()).collect()
}
