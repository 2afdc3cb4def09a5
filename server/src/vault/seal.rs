//! Sealing: XChaCha20-Poly1305 under a key from the root, with a random nonce in front.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};

use super::Vault;
use crate::random;
use crate::store::Sealer;

const NONCE_BYTES: usize = 24;

impl Vault {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.derive("sealed secrets")))
    }
}

impl Sealer for Vault {
    fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let drawn = random().unwrap_or_default();
        let nonce = drawn.get(..NONCE_BYTES).unwrap_or_default();
        let sealed = XNonce::try_from(nonce).ok().and_then(|nonce| self.cipher().encrypt(&nonce, plain).ok());
        // Without randomness nothing is sealed, and nothing at all opens as nothing: the record is lost to us
        // rather than readable to others.
        match sealed {
            Some(sealed) if nonce.iter().any(|byte| *byte != 0) => [nonce, &sealed].concat(),
            _ => Vec::new(),
        }
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        self.cipher().decrypt(&XNonce::try_from(nonce).ok()?, sealed).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_under_its_key_alone_and_unchanged_alone() {
        let vault = Vault::new([1; 32]);
        let sealed = vault.seal(b"whsec_secret");
        assert_ne!(vault.seal(b"whsec_secret"), sealed, "a nonce of its own each time");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(vault.open(&sealed).unwrap(), b"whsec_secret");
        assert_eq!(Vault::new([2; 32]).open(&sealed), None);
        for index in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[index] ^= 1;
            assert_eq!(vault.open(&damaged), None, "byte {index}");
        }
        assert_eq!(vault.open(&[]), None);
    }
}
