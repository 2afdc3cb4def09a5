//! Databases for tests, with a sealer that seals.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};

use rwandapay_core::reference::PaymentRef;
use rwandapay_server::store::sqlite::{Database, Location, Reader, Report};
use rwandapay_server::store::{Sealer, StoreError};

pub struct Aeads(XChaCha20Poly1305);

impl Aeads {
    pub fn new() -> Self {
        let mut key = [0; 32];
        getrandom::fill(&mut key).unwrap();
        Self(XChaCha20Poly1305::new(&Key::from(key)))
    }
}

impl Sealer for Aeads {
    fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; 24];
        getrandom::fill(&mut nonce).unwrap();
        [nonce.as_slice(), &self.0.encrypt(&XNonce::from(nonce), plain).unwrap()].concat()
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<24>()?;
        self.0.decrypt(&XNonce::from(*nonce), sealed).ok()
    }
}

/// A number for a page, as different as references are.
pub fn page_index(reference: &PaymentRef) -> i64 {
    reference.as_str().bytes().fold(7_i64, |sum, byte| sum.wrapping_mul(1_000_003).wrapping_add(byte.into()))
}

pub struct Place {
    pub database: Database,
}

impl Place {
    pub fn new(location: Location) -> Self {
        Self { database: open(&location).unwrap() }
    }
}

pub fn open(location: &Location) -> Result<Database, StoreError> {
    Database::open(location, Box::new(Aeads::new()), Box::new(page_index))
}

/// What the audit finds, each with its check.
pub fn findings(reader: &Reader) -> Vec<String> {
    let mut found = Vec::new();
    let number = reader.verify(&mut |report| {
        if let Report::Finding { check, what } = report {
            found.push(format!("{check}: {what}"));
        }
    });
    assert_eq!(number.unwrap(), found.len() as u64);
    found
}
