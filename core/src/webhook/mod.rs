//! Webhooks: the state of a delivery; events, signing, verifying and explaining.
//!
//! Signatures follow Standard Webhooks 1.0 in a strict profile: whatever a careless reader might let pass
//! (another base64, a second comma, a sign before the timestamp, two ids) is refused, in every language
//! alike.

mod base64;
mod delivery;
mod ed25519;
mod event;
mod explain;
mod headers;
mod hex;
mod key;
mod redirect;
mod secret;
mod sign;
mod token;
mod verify;

pub(crate) use base64::bytes;
pub use delivery::{DeliveryEvent, RETRY_WAITS_MS, retry_delay_ms};
pub use ed25519::{PRIVATE_PREFIX, PUBLIC_PREFIX, PrivateKey, PublicKey};
pub use event::{Event, EventKind, body, is_stale};
pub use explain::{Clue, Explanation, Finding, Refused, explain};
pub use headers::{
    Headers, ID_HEADER, MAX_ID_BYTES, MAX_SIGNATURE_BYTES, MAX_TOKENS, SIGNATURE_HEADER, TIMESTAMP_HEADER,
};
pub use key::{MAX_KEYS, SigningKey, VerifyingKey};
pub use redirect::{MAX_QUERY_BYTES, Redirect, sign_redirect, takes_our_names, verify_redirect};
pub use secret::{MAX_SECRET_BYTES, MIN_SECRET_BYTES, SECRET_PREFIX, WebhookSecret};
pub use sign::{SignedHeaders, live_keys, sign};
pub use token::Version;
pub use verify::{DEFAULT_TOLERANCE_S, Verified, Verifier};

/// The most bytes of a delivered body: 1 MiB.
pub const MAX_BODY_BYTES: usize = 1_048_576;

/// The state of one delivery of one event to one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Waiting for its next attempt.
    Pending,
    /// The target answered 2xx.
    Delivered,
    /// Every attempt of the schedule failed.
    Failed,
    /// The target answered 410 or is disabled.
    Disabled,
}
