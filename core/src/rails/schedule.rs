//! When to ask a provider again, and how long its prompt lives.

use crate::provider::Provider;

const SECOND_MS: u64 = 1_000;
const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 3_600_000;

/// The waits before the first enquiries at MTN; the last one repeats until the hard check.
const MTN_WAITS_MS: [u64; 5] =
    [5 * SECOND_MS, 10 * SECOND_MS, 20 * SECOND_MS, 40 * SECOND_MS, 60 * SECOND_MS];
/// Airtel asks not to be asked earlier, unless its callback came.
const AIRTEL_FIRST_MS: u64 = 3 * MINUTE_MS;
/// Airtel's wait between the first enquiry and the hard check.
const AIRTEL_WAIT_MS: u64 = MINUTE_MS;
/// The age of the hard check: the prompt's approval window is over.
const HARD_CHECK_MS: u64 = 5 * MINUTE_MS;
/// The ages of the next two enquiries.
const LATER_MS: [u64; 2] = [15 * MINUTE_MS, HOUR_MS];
/// From then on one enquiry every four hours.
const EVERY_MS: u64 = 4 * HOUR_MS;
/// The age of the last enquiry.
const LAST_MS: u64 = 48 * HOUR_MS;

/// How long to wait until the next enquiry; none once 48 hours have passed: then a person looks at it.
///
/// `age_ms` counts from the first submission, `enquiries_so_far` every enquiry since. Within the first
/// five minutes MTN is asked after waits of 5, 10, 20, 40, 60, 60 … seconds, Airtel first at three
/// minutes; no wait passes over the check at five minutes. Then both are asked at 15 minutes, 1 hour,
/// 4 hours and every four hours up to 48. The jitter is the shell's.
///
/// ```
/// use rwandapay_core::provider::Provider;
/// use rwandapay_core::rails::enquiry_delay_ms;
///
/// assert_eq!(enquiry_delay_ms(Provider::Mtn, 0, 0), Some(5_000));
/// assert_eq!(enquiry_delay_ms(Provider::Airtel, 0, 0), Some(180_000));
/// assert_eq!(enquiry_delay_ms(Provider::Mtn, 30, 48 * 3_600_000), None);
/// ```
pub fn enquiry_delay_ms(provider: Provider, enquiries_so_far: u32, age_ms: u64) -> Option<u64> {
    let until = |mark_ms: u64| mark_ms.checked_sub(age_ms).filter(|wait_ms| *wait_ms > 0);
    if let Some(until_hard_check) = until(HARD_CHECK_MS) {
        let wait_ms = match provider {
            Provider::Mtn => mtn_wait_ms(enquiries_so_far),
            Provider::Airtel => until(AIRTEL_FIRST_MS).unwrap_or(AIRTEL_WAIT_MS),
        };
        return Some(wait_ms.min(until_hard_check));
    }
    if let Some(wait_ms) = LATER_MS.into_iter().find_map(until) {
        return Some(wait_ms);
    }
    let to_next_mark_ms = EVERY_MS.saturating_sub(age_ms.checked_rem(EVERY_MS)?);
    until(LAST_MS).map(|until_last| to_next_mark_ms.min(until_last))
}

fn mtn_wait_ms(enquiries_so_far: u32) -> u64 {
    let [.., last] = MTN_WAITS_MS;
    usize::try_from(enquiries_so_far).ok().and_then(|n| MTN_WAITS_MS.get(n)).copied().unwrap_or(last)
}

/// How long a prompt can be answered, counted from its submission: the provider's window and a minute.
///
/// MTN's window is 5 minutes. Airtel publishes none, so it is taken to be the same.
pub const fn prompt_lifetime_ms(provider: Provider) -> u64 {
    match provider {
        Provider::Mtn | Provider::Airtel => 6 * MINUTE_MS,
    }
}
