//! The key.

use alloc::boxed::Box;
use core::fmt;

use crate::error::Code;

/// An idempotency key: 1 to 255 visible ASCII characters, kept exactly as sent.
///
/// A quoted text keeps its quotes, `%0d` stays `%0d`, and case counts. Source: contract, section 6.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdempotencyKey(Box<str>);

impl IdempotencyKey {
    /// The most bytes of a key.
    pub const MAX_BYTES: usize = 255;

    /// Reads a key from the bytes of the header.
    ///
    /// # Errors
    /// `idempotency_key_malformed`: empty, longer than 255 bytes, or a byte outside `!` to `~`.
    ///
    /// ```
    /// use rwandapay_core::idempotency::IdempotencyKey;
    ///
    /// assert!(IdempotencyKey::parse(b"675ee1f4a5b3c").is_ok());
    /// assert!(IdempotencyKey::parse(b"two words").is_err());
    /// ```
    pub fn parse(bytes: &[u8]) -> Result<Self, Code> {
        let text = core::str::from_utf8(bytes).map_err(|_| Code::IdempotencyKeyMalformed)?;
        if !(1..=Self::MAX_BYTES).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_graphic) {
            return Err(Code::IdempotencyKeyMalformed);
        }
        Ok(Self(text.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
