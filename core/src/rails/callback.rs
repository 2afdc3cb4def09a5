//! What a callback claims. It proves nothing: the one thing to do with it is to enquire.

use alloc::string::{String, ToString};

use super::wire::MAX_REPLY_BYTES;
use super::{airtel, mtn};
use crate::json::{self, Json};
use crate::provider::Provider;
use crate::secret::Secret;

/// The outcome that a callback claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claim {
    /// That it succeeded.
    Succeeded,
    /// That it failed.
    Failed,
    /// That it is under way.
    Pending,
    /// Nothing that is listed.
    Unclear,
}

impl Claim {
    /// The name in logs: `succeeded`, `failed`, `pending` or `unclear`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Pending => "pending",
            Self::Unclear => "unclear",
        }
    }
}

/// A reason to enquire now. Anybody can write one, so no field of it may change a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The reference that it names: Airtel ours of the attempt (`transaction.id`), MTN ours of the payment
    /// (`externalId`), since MTN does not repeat the attempt's.
    pub reference: Option<String>,
    /// What it claims; for logs and counters.
    pub claim: Claim,
}

/// Reads the body of a callback; none if it is not the provider's shape at all.
pub fn read_callback(provider: Provider, body: &[u8]) -> Option<Hint> {
    if body.len() > MAX_REPLY_BYTES {
        return None;
    }
    let Ok(Json::Object(object)) = json::parse(body) else { return None };
    match provider {
        Provider::Mtn => mtn::read_callback(&object),
        Provider::Airtel => airtel::read_callback(&object),
    }
}

/// The address that the provider calls back: `{base}/{reference}/{token}`.
pub fn callback_url(base: &str, reference: &str, token: &Secret) -> Secret {
    Secret::new(alloc::format!("{}/{reference}/{}", base.trim_end_matches('/'), token.reveal()))
}

/// The reference and the token in the path of a callback; none if the last segment is no token.
pub fn callback_target(path: &str) -> Option<(String, Secret)> {
    let (rest, token) = path.rsplit_once('/')?;
    let (_, reference) = rest.rsplit_once('/')?;
    let is_target = is_callback_token(token) && !reference.is_empty();
    is_target.then(|| (reference.to_string(), Secret::new(token)))
}

/// Whether a text is a callback token: 32 lower-case hexadecimal digits, 128 bits.
pub fn is_callback_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
