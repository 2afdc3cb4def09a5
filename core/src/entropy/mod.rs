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

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use core::array;

    #[test]
    fn each_use_has_its_own_bytes_and_always_the_same() {
        let entropy = Entropy::new(array::from_fn(|at| u8::try_from(at).unwrap()));
        let hex = entropy.expand("payment", 0).map(|byte| format!("{byte:02x}")).concat();
        // HMAC-SHA256 of `payment` and four zero bytes, computed apart.
        assert_eq!(hex, "23f427b9d09b5d1a2fc2aef442f7309073d04b9b40eb5b6c83731f13246d97c1");
        assert_eq!(entropy.expand("payment", 0), entropy.clone().expand("payment", 0));
        assert_ne!(entropy.expand("payment", 0), entropy.expand("payment", 1));
        assert_ne!(entropy.expand("payment", 0), entropy.expand("refund", 0));
        assert_eq!(format!("{entropy:?}"), "Entropy(…)");
    }
}
