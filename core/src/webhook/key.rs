//! A key of either kind: to sign with, to verify with.

use super::{PrivateKey, PublicKey, WebhookSecret};
use crate::error::Code;

/// The most keys that sign or verify at once: one token each.
pub const MAX_KEYS: usize = super::headers::MAX_TOKENS;

/// A key that signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SigningKey {
    /// A shared secret, for `v1` tokens.
    Shared(WebhookSecret),
    /// A private Ed25519 key, for `v1a` tokens.
    Private(PrivateKey),
}

impl SigningKey {
    /// Reads a `whsec_` or a `whsk_` text; the published test keys are refused.
    ///
    /// # Errors
    /// As [`WebhookSecret::parse`] and [`PrivateKey::parse`].
    pub fn parse(text: &str) -> Result<Self, Code> {
        if super::secret::trim(text).starts_with(super::PRIVATE_PREFIX) {
            PrivateKey::parse(text).map(Self::Private)
        } else {
            WebhookSecret::parse(text).map(Self::Shared)
        }
    }

    /// The same, and takes the published test keys too: for tests against published vectors only.
    ///
    /// # Errors
    /// As [`SigningKey::parse`], without `secret_published`.
    pub fn parse_allowing_published(text: &str) -> Result<Self, Code> {
        if super::secret::trim(text).starts_with(super::PRIVATE_PREFIX) {
            PrivateKey::parse_allowing_published(text).map(Self::Private)
        } else {
            WebhookSecret::parse_allowing_published(text).map(Self::Shared)
        }
    }

    /// The shared secret, where it is one.
    pub const fn shared(&self) -> Option<&WebhookSecret> {
        match self {
            Self::Shared(secret) => Some(secret),
            Self::Private(_) => None,
        }
    }
}

/// A key that verifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifyingKey {
    /// A shared secret, for `v1` tokens.
    Shared(WebhookSecret),
    /// A public Ed25519 key, for `v1a` tokens.
    Public(PublicKey),
}

impl From<WebhookSecret> for SigningKey {
    fn from(secret: WebhookSecret) -> Self {
        Self::Shared(secret)
    }
}

impl From<PrivateKey> for SigningKey {
    fn from(key: PrivateKey) -> Self {
        Self::Private(key)
    }
}

impl From<WebhookSecret> for VerifyingKey {
    fn from(secret: WebhookSecret) -> Self {
        Self::Shared(secret)
    }
}

impl From<PublicKey> for VerifyingKey {
    fn from(key: PublicKey) -> Self {
        Self::Public(key)
    }
}

impl From<SigningKey> for VerifyingKey {
    fn from(key: SigningKey) -> Self {
        match key {
            SigningKey::Shared(secret) => Self::Shared(secret),
            SigningKey::Private(key) => Self::Public(key.public()),
        }
    }
}
