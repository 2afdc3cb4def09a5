//! Idempotency: the key of a request, and the fingerprint of what it asked for.

mod fingerprint;
mod key;

pub use fingerprint::{FingerprintBuilder, same};
pub use key::IdempotencyKey;
