//! Sealing: what a caller carries between two steps can be neither read nor changed without the API key.
//!
//! The state holds the body of a request, and so a PIN, and it may end in a log or a database. It is
//! encrypted with XChaCha20-Poly1305 under a key derived from the API key. The nonce is a MAC of the plain
//! text: no randomness is needed between steps, and no nonce ever serves two texts.

use alloc::vec::Vec;

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::key::ApiKey;

/// The first bytes of every state; the digit is the version of the form.
const MAGIC: &[u8] = b"rwpc1";
const NONCE_BYTES: usize = 24;

/// The sealed bytes of a text.
pub(super) fn seal(key: &ApiKey, text: &[u8]) -> Vec<u8> {
    let nonce = derive(key, b"nonce", text);
    let nonce: Vec<u8> = nonce.iter().copied().take(NONCE_BYTES).collect();
    let sealed =
        XNonce::try_from(nonce.as_slice()).ok().and_then(|nonce| cipher(key).encrypt(&nonce, text).ok());
    // A text of less than 256 GiB always encrypts; nothing at all would open as nothing.
    [MAGIC, &nonce, &sealed.unwrap_or_default()].concat()
}

/// The text in sealed bytes; none if a single bit is not as it was, or under another key.
pub(super) fn open(key: &ApiKey, bytes: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = bytes.strip_prefix(MAGIC)?.split_at_checked(NONCE_BYTES)?;
    cipher(key).decrypt(&XNonce::try_from(nonce).ok()?, sealed).ok()
}

fn cipher(key: &ApiKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(derive(key, b"cipher", b"")))
}

/// 32 bytes for one use, from the API key and a text.
fn derive(key: &ApiKey, purpose: &[u8], text: &[u8]) -> [u8; 32] {
    // HMAC takes a key of any length, so the error arm never runs.
    let Ok(mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.reveal().as_bytes()) else {
        return [0; 32];
    };
    let mac = mac.chain_update(b"rwandapay client state 1\0").chain_update(purpose).chain_update(b"\0");
    mac.chain_update(text).finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_shows_nothing_and_opens_under_its_key_alone() {
        let key = ApiKey::parse("sk_test_sandbox").unwrap();
        let sealed = seal(&key, b"{\"pin\":\"1234\"}");
        assert!(!sealed.windows(4).any(|part| part == b"1234"));
        assert_eq!(open(&key, &sealed).unwrap(), b"{\"pin\":\"1234\"}");
        assert_eq!(open(&ApiKey::parse("sk_test_another").unwrap(), &sealed), None);
        for index in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[index] ^= 1;
            assert_eq!(open(&key, &damaged), None, "byte {index}");
        }
    }
}
