//! Trying what may have been signed, the fewest mistakes first.

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;
use hmac::Mac;
use subtle::ConstantTimeEq;

use super::heads::Part;
use super::keys::{Candidate, LENIENT};
use super::{Clue, Finding};
use crate::webhook::sign::signed_bytes;
use crate::webhook::token::split;
use crate::webhook::{VerifyingKey, base64 as strict, hex};

/// The most mistakes that are looked for at once.
const MAX_MISTAKES: usize = 3;
/// The most bytes that are hashed in all: a large body is tried in fewer ways, a usual one in every way.
const MAX_HASHED_BYTES: usize = 128 * 1_048_576;
/// What the check of one Ed25519 signature counts for.
const ED25519_BYTES: usize = 65_536;

/// A signature as it may have been.
pub(super) struct Reading {
    value: Vec<u8>,
    fault: Option<Clue>,
}

/// The signatures in all values, strict ones and what careless readers would make of the rest.
pub(super) fn readings(signatures: &[&[u8]], most: usize) -> Vec<Reading> {
    let tokens = signatures.iter().flat_map(|value| split(value)).take(most);
    tokens.flat_map(|token| core::str::from_utf8(token).map(reading).unwrap_or_default()).collect()
}

fn reading(token: &str) -> Vec<Reading> {
    let known = ["v1,", "v1a,"].iter().find_map(|version| token.strip_prefix(version));
    let exact = known.map(|encoded| (strict::decode(encoded.as_bytes(), <[u8]>::to_vec), None));
    let label = if known.is_some() { None } else { Some(Clue::SignatureVersion) };
    let encoded = token.split_once([',', ';', ':']).map_or(token, |(_, encoded)| encoded);
    let encoded = encoded.split(',').next().unwrap_or_default();
    let standard: String = encoded
        .chars()
        .filter_map(|c| match c {
            '-' => Some('+'),
            '_' => Some('/'),
            c if c.is_ascii_alphanumeric() || matches!(c, '+' | '/') => Some(c),
            _ => None,
        })
        .collect();
    let as_hex = hex::decode(encoded).filter(|bytes| bytes.len() == 32);
    let lenient = LENIENT.decode(standard).ok();
    let altered = if label.is_some() { label } else { Some(Clue::SignatureAltered) };
    let all = [exact, Some((as_hex, Some(Clue::SignatureHex))), Some((lenient, altered))];
    let all = all.into_iter().flatten().filter_map(|(value, fault)| Some(Reading { value: value?, fault }));
    all.filter(|reading| matches!(reading.value.len(), 32 | 64)).collect()
}

/// Everything that may have been signed, and by what.
pub(super) struct Trial<'a> {
    pub(super) keys: &'a [Candidate],
    pub(super) ids: &'a [Part],
    pub(super) timestamps: &'a [Part],
    pub(super) bodies: &'a [(Option<Clue>, Vec<u8>)],
    pub(super) signatures: &'a [Reading],
}

impl Trial<'_> {
    /// The fewest mistakes under which a signature holds; none at all where it holds as it stands.
    pub(super) fn run(&self) -> Option<Vec<Finding>> {
        let mut budget = MAX_HASHED_BYTES;
        (0..=MAX_MISTAKES).find_map(|mistakes| self.with(mistakes, &mut budget))
    }

    fn with(&self, mistakes: usize, budget: &mut usize) -> Option<Vec<Finding>> {
        for key in self.keys {
            for (id, id_fault) in self.ids {
                for (timestamp, timestamp_fault) in self.timestamps {
                    for (body, body_fault) in self.bodies.iter().map(|(fault, body)| (body, fault)) {
                        let faults = [*id_fault, *timestamp_fault, *body_fault];
                        let made = key.fault.iter().copied();
                        let made: Vec<Finding> =
                            made.chain(faults.into_iter().flatten().map(Finding::from)).collect();
                        let left = mistakes.checked_sub(made.len());
                        let Some(left) = left.filter(|left| *left <= 1) else { continue };
                        let cost = match key.key {
                            VerifyingKey::Shared(_) => body.len().saturating_add(256),
                            VerifyingKey::Public(_) => body.len().saturating_add(ED25519_BYTES),
                        };
                        *budget = budget.checked_sub(cost)?;
                        let message = signed_bytes(id, timestamp, body);
                        if let Some(signature) = self.fitting(&key.key, &message, left) {
                            let fault = signature.fault.map(Finding::from);
                            return Some(made.into_iter().chain(fault).collect());
                        }
                    }
                }
            }
        }
        None
    }

    /// The signature with this many mistakes that is one of the message.
    fn fitting(&self, key: &VerifyingKey, message: &[u8], mistakes: usize) -> Option<&Reading> {
        let mut signatures =
            self.signatures.iter().filter(|reading| reading.fault.iter().count() == mistakes).peekable();
        signatures.peek()?;
        match key {
            VerifyingKey::Shared(secret) => {
                let code = secret.mac().chain_update(message).finalize().into_bytes();
                signatures.find(|reading| bool::from(reading.value.ct_eq(code.as_slice())))
            }
            VerifyingKey::Public(key) => signatures.find(|reading| {
                let signature: Option<[u8; 64]> = reading.value.as_slice().try_into().ok();
                signature.is_some_and(|signature| key.verifies(message, &signature))
            }),
        }
    }
}
