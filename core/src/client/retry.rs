//! How long to wait before the next try.

use crate::entropy::Entropy;
use crate::time::Instant;

/// The ceiling of the first wait, in milliseconds; each further one is twice the last.
pub const BACKOFF_FIRST_MS: u64 = 500;
/// The ceiling of every wait, in milliseconds.
pub const BACKOFF_MOST_MS: u64 = 8_000;

/// The wait before retry number `retry`, counted from 1: between half of its ceiling and the ceiling.
///
/// The upper half is drawn from the entropy of the call, so that callers refused together do not come
/// back together.
pub fn backoff_ms(entropy: &[u8; 32], retry: u64) -> u64 {
    let ceiling = doubled(BACKOFF_FIRST_MS, retry.saturating_sub(1), BACKOFF_MOST_MS);
    let half = ceiling.div_euclid(2);
    let number = u32::try_from(retry).unwrap_or(u32::MAX);
    let drawn = Entropy::new(*entropy).expand("client.backoff", number);
    let drawn = drawn.first_chunk().map_or(0, |bytes: &[u8; 8]| u64::from_be_bytes(*bytes));
    half.saturating_add(drawn.checked_rem(half.saturating_add(1)).unwrap_or(0))
}

/// `first`, doubled this many times, and never more than `most`.
pub(super) fn doubled(first: u64, times: u64, most: u64) -> u64 {
    let factor = u32::try_from(times).ok().and_then(|times| 1_u64.checked_shl(times)).unwrap_or(u64::MAX);
    first.saturating_mul(factor).min(most)
}

/// The longest wait that a server can ask for, in milliseconds: one day.
pub const RETRY_AFTER_MOST_MS: u64 = 86_400_000;

/// What `Retry-After` asks for, in milliseconds, a day at most: whole seconds, or a date (past: 0).
///
/// Anything else is `None`, as if the header were absent. Source: RFC 9110, section 10.2.3.
pub fn retry_after_ms(value: &str, wall: Instant) -> Option<u64> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let ms = if digits {
        value.parse::<u64>().map_or(u64::MAX, |seconds| seconds.saturating_mul(1000))
    } else {
        let date = chrono::DateTime::parse_from_rfc2822(value).ok().filter(|_| value.ends_with(" GMT"))?;
        u64::try_from(Instant::from_ms(date.timestamp_millis()).ms_since(wall)).unwrap_or(0)
    };
    Some(ms.min(RETRY_AFTER_MOST_MS))
}
