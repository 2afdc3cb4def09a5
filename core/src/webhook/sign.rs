//! Signing a delivery.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use hmac::Mac;

use super::headers::{self, ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use super::{MAX_BODY_BYTES, MAX_KEYS, SigningKey, Version, base64};
use crate::error::Code;
use crate::record;
use crate::time::Instant;

/// The headers of a signed delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHeaders {
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`.
    pub timestamp: String,
    /// `webhook-signature`: one token for each key.
    pub signature: String,
}

impl SignedHeaders {
    /// The names and values, ready to be sent.
    pub fn pairs(&self) -> [(&'static str, &str); 3] {
        [(ID_HEADER, &self.id), (TIMESTAMP_HEADER, &self.timestamp), (SIGNATURE_HEADER, &self.signature)]
    }
}

/// Signs a delivery with every key: while keys rotate, a receiver that knows any of them can verify.
///
/// `now` is the time of this attempt; the id stays the same when a delivery is repeated.
///
/// # Errors
/// `secret_empty` without a key, `webhook_signature_too_large` above [`MAX_KEYS`] keys,
/// `webhook_id_malformed`, `webhook_timestamp_malformed` before 1970, and
/// `webhook_body_too_large` for a body that no receiver would take.
///
/// ```
/// use rwandapay_core::time::Instant;
/// use rwandapay_core::webhook::{SigningKey, sign};
///
/// let key = SigningKey::parse_allowing_published("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
/// let now = Instant::from_seconds(1_614_265_330);
/// let headers = sign(&[key], "msg_p5jXN8AQM9LWM0D4loKWxJek", now, br#"{"test": 2432232314}"#)?;
/// assert_eq!(headers.signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
/// # Ok::<(), rwandapay_core::error::Code>(())
/// ```
pub fn sign(keys: &[SigningKey], id: &str, now: Instant, body: &[u8]) -> Result<SignedHeaders, Code> {
    if keys.is_empty() {
        return Err(Code::SecretEmpty);
    }
    if keys.len() > MAX_KEYS {
        return Err(Code::WebhookSignatureTooLarge);
    }
    headers::read_id(id.as_bytes())?;
    let timestamp = now.seconds().to_string();
    headers::read_timestamp(timestamp.as_bytes())?;
    if body.len() > MAX_BODY_BYTES {
        return Err(Code::WebhookBodyTooLarge);
    }
    let tokens: Vec<String> = keys.iter().map(|key| token(key, id, &timestamp, body)).collect();
    Ok(SignedHeaders { id: id.to_string(), timestamp, signature: tokens.join(" ") })
}

/// The keys of an endpoint that sign at this time: the newest, and every older one until its end.
///
/// # Errors
/// As [`WebhookSecret::parse`](super::WebhookSecret::parse), without `secret_published`: what is stored
/// was checked, or made here, when it came in.
pub fn live_keys(secrets: &[record::SigningSecret], now: Instant) -> Result<Vec<SigningKey>, Code> {
    let live = secrets.iter().filter(|secret| secret.expires_at.is_none_or(|end| now < end));
    live.map(|secret| SigningKey::parse_allowing_published(secret.secret.reveal())).collect()
}

fn token(key: &SigningKey, id: &str, timestamp: &str, body: &[u8]) -> String {
    match key {
        SigningKey::Shared(secret) => {
            let mac = secret.mac().chain_update(id).chain_update(".").chain_update(timestamp);
            let code = mac.chain_update(".").chain_update(body).finalize().into_bytes();
            format!("{},{}", Version::V1.name(), base64::encode(&code))
        }
        SigningKey::Private(key) => {
            let signature = key.sign(&signed_bytes(id.as_bytes(), timestamp.as_bytes(), body));
            format!("{},{}", Version::V1a.name(), base64::encode(&signature))
        }
    }
}

/// What is signed: the id, the timestamp as it was sent and the body, with full stops between them.
pub(super) fn signed_bytes(id: &[u8], timestamp: &[u8], body: &[u8]) -> Vec<u8> {
    [id, b".", timestamp, b".", body].concat()
}
