//! Ed25519 keys, for receivers that must not be able to sign.

use alloc::format;
use core::fmt;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::base64;
use crate::error::Code;
use crate::secret::Secret;

/// How every private key begins.
pub const PRIVATE_PREFIX: &str = "whsk_";
/// How every public key begins.
pub const PUBLIC_PREFIX: &str = "whpk_";

/// The public half of the test key that stands in the public documents of the signature scheme.
const PUBLISHED: &str = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

/// A private Ed25519 key: `whsk_` and the strict base64 of its seed followed by its public key.
///
/// Debug masks it, and it is wiped when dropped. Source: Standard Webhooks 1.0.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey(SigningKey);

impl PrivateKey {
    /// Reads a private key and checks that its two halves belong together; the published test key is
    /// refused.
    ///
    /// # Errors
    /// `secret_empty`, `secret_malformed`, `secret_white_space`, `secret_is_public_key`,
    /// `secret_published`.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let key = Self::parse_allowing_published(text)?;
        key.public().not_published()?;
        Ok(key)
    }

    /// Reads a private key, and takes the published test key too: for tests against published vectors
    /// only.
    ///
    /// # Errors
    /// As [`PrivateKey::parse`], without `secret_published`.
    pub fn parse_allowing_published(text: &str) -> Result<Self, Code> {
        read(text, |text| {
            if text.starts_with(PUBLIC_PREFIX) {
                return Err(Code::SecretIsPublicKey);
            }
            let encoded = text.strip_prefix(PRIVATE_PREFIX).ok_or(Code::SecretMalformed)?;
            let pair = base64::decode_exact::<64>(encoded.as_bytes()).map(Zeroizing::new);
            let pair = pair.ok_or(Code::SecretMalformed)?;
            SigningKey::from_keypair_bytes(&pair).map(Self).map_err(|_| Code::SecretMalformed)
        })
    }

    /// The key made of 32 random bytes.
    pub fn generate(entropy: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(entropy))
    }

    /// The text that [`PrivateKey::parse`] reads.
    pub fn text(&self) -> Secret {
        let pair = Zeroizing::new(self.0.to_keypair_bytes());
        let encoded = Zeroizing::new(base64::encode(pair.as_slice()));
        Secret::new(format!("{PRIVATE_PREFIX}{}", encoded.as_str()))
    }

    /// The key that receivers verify with.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

/// A public Ed25519 key: `whpk_` and the strict base64 of 32 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a public key; the published test key is refused, and so are the few weak points under which
    /// one signature fits many bodies.
    ///
    /// # Errors
    /// `secret_empty`, `secret_malformed`, `secret_white_space`, `secret_published`.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let key = Self::parse_allowing_published(text)?;
        key.not_published()?;
        Ok(key)
    }

    /// Reads a public key, and takes the published test key too: for tests against published vectors
    /// only.
    ///
    /// # Errors
    /// As [`PublicKey::parse`], without `secret_published`.
    pub fn parse_allowing_published(text: &str) -> Result<Self, Code> {
        read(text, |text| {
            let encoded = text.strip_prefix(PUBLIC_PREFIX).ok_or(Code::SecretMalformed)?;
            let point = base64::decode_exact::<32>(encoded.as_bytes()).ok_or(Code::SecretMalformed)?;
            let key = VerifyingKey::from_bytes(&point).map_err(|_| Code::SecretMalformed)?;
            if key.is_weak() { Err(Code::SecretMalformed) } else { Ok(Self(key)) }
        })
    }

    /// The text that [`PublicKey::parse`] reads; it is no secret.
    pub fn text(&self) -> alloc::string::String {
        format!("{PUBLIC_PREFIX}{}", base64::encode(self.0.as_bytes()))
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &signature.into()).is_ok()
    }

    fn not_published(&self) -> Result<(), Code> {
        if self.text() == PUBLISHED { Err(Code::SecretPublished) } else { Ok(()) }
    }
}

/// Reads a key text, and names white space around it where that is the only fault.
fn read<T>(text: &str, strict: impl Fn(&str) -> Result<T, Code>) -> Result<T, Code> {
    let trimmed = super::secret::trim(text);
    if trimmed.is_empty() {
        return Err(Code::SecretEmpty);
    }
    let key = strict(trimmed)?;
    if trimmed.len() == text.len() { Ok(key) } else { Err(Code::SecretWhiteSpace) }
}
