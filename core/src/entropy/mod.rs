//! Entropy as an argument: 32 random bytes from the shell, expanded into what a decision needs.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// 32 bytes that the shell drew from the operating system for one command.
///
/// Every use asks under its own label, so that no two values of one command are related, and the same
/// command decided again (after a lost commit, say) makes the same references.
#[derive(Clone, PartialEq, Eq)]
pub struct Entropy([u8; 32]);

impl Entropy {
    /// The entropy of one command.
    pub const fn new(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// 32 bytes for this use; `attempt` counts up where the first value was taken already.
    pub fn expand(&self, label: &str, attempt: u32) -> [u8; 32] {
        // HMAC takes a key of any length, so the error arm never runs.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return self.0 };
        mac.update(label.as_bytes());
        mac.update(&attempt.to_be_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy(…)")
    }
}
