//! The access tokens of the providers.

use super::read;
use super::wire::WireResponse;
use crate::provider::Provider;
use crate::secret::Secret;

/// An access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What goes into `Authorization: Bearer`.
    pub bearer: Secret,
    /// After how long a new one is asked for, while this one still works.
    pub refresh_after_ms: u64,
}

/// The longest life that is believed: a day.
const MAX_LIFE_SECONDS: u64 = 86_400;

/// Reads the answer to a token request; none for anything but a token and its life.
///
/// MTN's (one hour) is refreshed ten minutes before its end, Airtel's (minutes) at 80 % of its life; half
/// of the life at the earliest.
pub fn read_token(provider: Provider, response: &WireResponse) -> Option<Token> {
    let body = read::body(response).filter(|_| response.status == 200)?;
    let bearer =
        read::text(&body, "access_token").filter(|text| text.bytes().all(|b| b.is_ascii_graphic()))?;
    let life_seconds = read::text(&body, "expires_in")?.parse::<u64>().ok().filter(|life| *life > 0)?;
    let life_ms = life_seconds.min(MAX_LIFE_SECONDS).saturating_mul(1_000);
    let half_ms = life_ms.div_euclid(2);
    let refresh_after_ms = match provider {
        Provider::Mtn => life_ms.saturating_sub(600_000).max(half_ms),
        Provider::Airtel => life_ms.saturating_mul(4).div_euclid(5),
    };
    Some(Token { bearer: Secret::new(bearer), refresh_after_ms })
}
