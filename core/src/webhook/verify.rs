//! Verifying a delivery: the strict profile of Standard Webhooks 1.0.

use alloc::vec::Vec;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use super::headers::{read_id, read_timestamp};
use super::sign::signed_bytes;
use super::token::{Token, Tokens};
use super::{Headers, MAX_BODY_BYTES, MAX_KEYS, PublicKey, VerifyingKey, Version};
use crate::error::Code;
use crate::time::Instant;

/// How far a timestamp may be from now, in seconds, unless the receiver says otherwise.
pub const DEFAULT_TOLERANCE_S: u32 = 300;

/// The keys and the tolerance of a receiver, made once and used for every delivery.
///
/// It holds the key schedules, so that a delivery costs little more than one hash of its body. Verifying
/// allocates nothing with shared secrets.
///
/// ```
/// use rwandapay_core::time::Instant;
/// use rwandapay_core::webhook::{Headers, Verifier, WebhookSecret};
///
/// let secret = WebhookSecret::parse_allowing_published("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
/// let verifier = Verifier::new([secret])?;
/// let headers = Headers::new(
///     b"msg_p5jXN8AQM9LWM0D4loKWxJek",
///     b"1614265330",
///     b"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
/// );
/// let now = Instant::from_seconds(1_614_265_342);
/// assert_eq!(verifier.verify(&headers, br#"{"test": 2432232314}"#, now)?.age_s, 12);
///
/// let refused = verifier.verify(&headers, br#"{"test": 2432232315}"#, now);
/// assert_eq!(refused.unwrap_err().name(), "webhook_signature_mismatch");
/// # Ok::<(), rwandapay_core::error::Code>(())
/// ```
#[derive(Clone)]
pub struct Verifier {
    keys: Vec<Schedule>,
    tolerance_s: Option<u32>,
}

/// A key, ready for use.
#[derive(Clone)]
enum Schedule {
    Hmac(Hmac<Sha256>),
    Ed25519(PublicKey),
}

/// What is proven about a delivery whose signature holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified<'a> {
    /// The place of the key that matched, in the order they were given, from 0.
    pub key: usize,
    /// The kind of signature that matched.
    pub version: Version,
    /// The id of the message, the same at every attempt: keep it to handle each message once.
    pub id: &'a str,
    /// When it was signed, in unix seconds.
    pub timestamp: i64,
    /// How long ago that was, in seconds; negative where the sender's clock is ahead.
    pub age_s: i64,
}

impl Verifier {
    /// A verifier that accepts a signature by any of these keys, not older or newer than
    /// [`DEFAULT_TOLERANCE_S`].
    ///
    /// # Errors
    /// `secret_empty` without a key, `field_too_long` above [`MAX_KEYS`] keys.
    pub fn new(keys: impl IntoIterator<Item = impl Into<VerifyingKey>>) -> Result<Self, Code> {
        let schedules = keys.into_iter().map(|key| match key.into() {
            VerifyingKey::Shared(secret) => Schedule::Hmac(secret.mac()),
            VerifyingKey::Public(key) => Schedule::Ed25519(key),
        });
        let keys: Vec<Schedule> = schedules.take(MAX_KEYS.saturating_add(1)).collect();
        match keys.len() {
            0 => Err(Code::SecretEmpty),
            count if count > MAX_KEYS => Err(Code::FieldTooLong),
            _ => Ok(Self { keys, tolerance_s: Some(DEFAULT_TOLERANCE_S) }),
        }
    }

    /// The same verifier with another tolerance, in seconds.
    ///
    /// # Errors
    /// `webhook_tolerance_invalid` for 0, which is not a way to switch the check off.
    pub fn with_tolerance_s(mut self, tolerance_s: u32) -> Result<Self, Code> {
        if tolerance_s == 0 {
            return Err(Code::WebhookToleranceInvalid);
        }
        self.tolerance_s = Some(tolerance_s);
        Ok(self)
    }

    /// The same verifier without a look at the age: **whoever records one delivery can replay it for
    /// ever**. For archived deliveries only.
    #[must_use]
    pub fn dangerously_accepting_any_age(mut self) -> Self {
        self.tolerance_s = None;
        self
    }

    /// Verifies a delivery: its headers, the bytes of its body as they arrived, and the time now.
    ///
    /// The body is not parsed: read an [`Event`](super::Event) from it after this has succeeded.
    ///
    /// # Errors
    /// `webhook_id_malformed`, `webhook_timestamp_malformed`, `webhook_timestamp_too_old`,
    /// `webhook_timestamp_too_new`, `webhook_signature_too_large`, `webhook_signature_malformed`,
    /// `webhook_body_too_large`, `webhook_signature_mismatch`.
    pub fn verify<'a>(&self, headers: &Headers<'a>, body: &[u8], now: Instant) -> Result<Verified<'a>, Code> {
        let id = read_id(headers.id)?;
        let timestamp = read_timestamp(headers.timestamp)?;
        let age_s = self.age(timestamp, now)?;
        let mut tokens = Tokens::default();
        tokens.read(headers)?;
        if body.len() > MAX_BODY_BYTES {
            return Err(Code::WebhookBodyTooLarge);
        }
        let (key, version) = self.matching(headers, &tokens, body).ok_or(Code::WebhookSignatureMismatch)?;
        Ok(Verified { key, version, id, timestamp, age_s })
    }

    /// Verifies a delivery given all the headers of its request; see [`Headers::from_pairs`].
    ///
    /// # Errors
    /// As [`Verifier::verify`], and `webhook_header_missing`, `ambiguous_header`.
    pub fn verify_pairs<'a, N: AsRef<[u8]>>(
        &self,
        pairs: impl IntoIterator<Item = (N, &'a [u8])>,
        body: &[u8],
        now: Instant,
    ) -> Result<Verified<'a>, Code> {
        self.verify(&Headers::from_pairs(pairs)?, body, now)
    }

    /// The age in seconds, if it is within the tolerance, both ends included.
    fn age(&self, timestamp: i64, now: Instant) -> Result<i64, Code> {
        let age_s = now.seconds().saturating_sub(timestamp);
        match self.tolerance_s.map(i64::from) {
            Some(tolerance) if age_s > tolerance => Err(Code::WebhookTimestampTooOld),
            Some(tolerance) if age_s < tolerance.saturating_neg() => Err(Code::WebhookTimestampTooNew),
            _ => Ok(age_s),
        }
    }

    /// The first key that made one of the tokens. Every shared secret is tried against every token, match
    /// or no match, so that the time taken does not tell which one it was.
    fn matching(&self, headers: &Headers<'_>, tokens: &Tokens, body: &[u8]) -> Option<(usize, Version)> {
        let mut found = None;
        let mut message = None;
        for (place, key) in self.keys.iter().enumerate() {
            let holds = match key {
                Schedule::Hmac(mac) => {
                    let mut mac = mac.clone();
                    for part in [headers.id, b".", headers.timestamp, b".", body] {
                        mac.update(part);
                    }
                    any_equal(&mac.finalize().into_bytes().into(), tokens).then_some(Version::V1)
                }
                // A public key has nothing to hide, and one check costs as much as 60 hashes.
                Schedule::Ed25519(_) if found.is_some() => None,
                Schedule::Ed25519(key) => {
                    let message =
                        message.get_or_insert_with(|| signed_bytes(headers.id, headers.timestamp, body));
                    any_signed(key, message, tokens).then_some(Version::V1a)
                }
            };
            found = found.or(holds.map(|version| (place, version)));
        }
        found
    }
}

/// Whether one of the tokens is this code; all are compared, each in constant time.
fn any_equal(code: &[u8; 32], tokens: &Tokens) -> bool {
    let equal = tokens.iter().map(|token| match token {
        Token::Hmac(given) => equal(given, code),
        Token::Ed25519(_) => 0.into(),
    });
    equal.fold(Choice::from(0), |any, one| any | one).into()
}

/// Whether two codes are the same, in constant time; a word at a time, since each step costs a call.
fn equal(one: &[u8; 32], other: &[u8; 32]) -> Choice {
    let words = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0);
    let words = words.map(|(one, other)| u64::from_ne_bytes(*one).ct_eq(&u64::from_ne_bytes(*other)));
    words.fold(Choice::from(1), |all, word| all & word)
}

/// Whether one of the tokens is a signature of the message by this key.
fn any_signed(key: &PublicKey, message: &[u8], tokens: &Tokens) -> bool {
    tokens.iter().any(|token| match token {
        Token::Hmac(_) => false,
        Token::Ed25519(signature) => key.verifies(message, signature),
    })
}

impl core::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Verifier")
            .field("keys", &self.keys.len())
            .field("tolerance_s", &self.tolerance_s)
            .finish()
    }
}
