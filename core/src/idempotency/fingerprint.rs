//! The fingerprint: tells the same request from another one without keeping either.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Builds the fingerprint of one typed request: HMAC-SHA256 under a key of the server.
///
/// What goes in is unambiguous. A text is its length in bytes, as eight bytes in big-endian order, and
/// then its bytes; the message is the text `rwandapay.fingerprint.v1`, the operation, and for each field
/// its name and one byte: 0 for an absent value, 1 before the text of a present one. So two requests have
/// one message only if they have the same operation and the same fields in the same order, an absent
/// value and an empty one included.
///
/// Values go in as they were understood, before defaults, and never the PIN: `5000` and `"5000.00"` are
/// one request. Source: contract, section 6.
///
/// ```
/// use rwandapay_core::idempotency::FingerprintBuilder;
///
/// let of = |amount: &str| {
///     FingerprintBuilder::new(b"server key", "collect").field("amount", Some(amount.as_bytes())).finish()
/// };
/// assert_eq!(of("5000"), of("5000"));
/// assert_ne!(of("5000"), of("5001"));
/// ```
#[derive(Clone)]
pub struct FingerprintBuilder(Option<Hmac<Sha256>>);

impl FingerprintBuilder {
    /// Begins the fingerprint of an operation.
    pub fn new(key: &[u8], operation: &str) -> Self {
        // HMAC takes a key of any length, so there always is one.
        Self(Hmac::new_from_slice(key).ok()).text(b"rwandapay.fingerprint.v1").text(operation.as_bytes())
    }

    /// Adds a field; `None` where the request does not have it.
    #[must_use]
    pub fn field(self, name: &str, value: Option<&[u8]>) -> Self {
        let named = self.text(name.as_bytes());
        match value {
            None => named.raw(&[0]),
            Some(value) => named.raw(&[1]).text(value),
        }
    }

    /// The fingerprint.
    pub fn finish(self) -> [u8; 32] {
        self.0.map(|mac| mac.finalize().into_bytes().into()).unwrap_or_default()
    }

    fn text(self, bytes: &[u8]) -> Self {
        // A length that does not fit cannot exist: usize has at most 64 bits here.
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.raw(&length.to_be_bytes()).raw(bytes)
    }

    fn raw(mut self, bytes: &[u8]) -> Self {
        if let Some(mac) = &mut self.0 {
            mac.update(bytes);
        }
        self
    }
}

/// Whether two fingerprints are one, in the same time wherever they differ.
pub fn same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.ct_eq(other).into()
}
