//! What is kept secret at rest: the root key, sealed secrets, hashed keys and PINs.
//!
//! Everything comes from one root key, which lies in a file of its own. A copy of the database alone opens
//! nothing: webhook secrets are sealed, API keys are hashed, and the PINs, of which there are only a million,
//! cannot be searched without the pepper.

mod key_file;
mod pin;
mod pin_desk;
mod seal;

pub use key_file::KeyFile;
pub use pin_desk::PinDesk;

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::random;

/// The keys that are derived from the root.
pub struct Vault {
    root: Zeroizing<[u8; 32]>,
}

impl Vault {
    /// A vault over the root key in a file.
    pub fn new(root: [u8; 32]) -> Self {
        Self { root: Zeroizing::new(root) }
    }

    /// A vault that ends with the process, for records that do too.
    ///
    /// # Errors
    /// In words, where the operating system has no randomness.
    pub fn fleeting() -> Result<Self, String> {
        random().map(Self::new)
    }

    /// The key of page tokens.
    pub fn page_key(&self) -> [u8; 32] {
        self.derive("page tokens")
    }

    /// The key of the form tokens on hosted pages.
    pub fn form_key(&self) -> [u8; 32] {
        self.derive("form tokens")
    }

    /// The key under which requests are fingerprinted.
    pub fn fingerprint_key(&self) -> [u8; 32] {
        self.derive("request fingerprints")
    }

    /// What a database remembers of its key: enough to refuse another one, and nothing to find it by.
    pub fn check_value(&self) -> String {
        hex(&self.derive("check value"))
    }

    /// What an API key is stored and found by.
    pub fn api_key_hash(&self, key: &str) -> [u8; 32] {
        mac(&self.derive("api keys"), key.as_bytes())
    }

    /// What the page of a payment is found by: 64 bits over its token.
    pub fn page_index(&self, token: &str) -> i64 {
        let code = mac(&self.derive("page index"), token.as_bytes());
        code.iter().take(8).fold(0, |index, byte| (index << 8) | i64::from(*byte))
    }

    fn derive(&self, label: &str) -> [u8; 32] {
        mac(self.root.as_slice(), format!("rwandapay vault 1: {label}").as_bytes())
    }
}

impl fmt::Debug for Vault {
    /// Not the keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    // HMAC takes a key of any length, so the error arm never runs.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.chain_update(text).finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_uses_share_a_key_and_no_two_roots_anything() {
        let keys = |root| {
            let vault = Vault::new([root; 32]);
            [vault.page_key(), vault.form_key(), vault.fingerprint_key(), vault.api_key_hash("sk_test_a")]
        };
        let all: BTreeSet<[u8; 32]> = keys(1).into_iter().chain(keys(2)).collect();
        assert_eq!(all.len(), 8);
        assert_ne!(Vault::new([1; 32]).check_value(), Vault::new([2; 32]).check_value());
        assert_eq!(Vault::new([1; 32]).page_index("a"), Vault::new([1; 32]).page_index("a"));
        assert_ne!(Vault::new([1; 32]).page_index("a"), Vault::new([1; 32]).page_index("b"));
        assert_eq!(format!("{:?}", Vault::new([7; 32])), "Vault(…)");
    }
}
