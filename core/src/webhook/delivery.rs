//! The state machine of a delivery, and the waits between its attempts.

use super::DeliveryState;
use crate::error::Code;
use crate::machine::{Step, names};

names!(DeliveryState:
    Pending "pending",
    Delivered "delivered",
    Failed "failed",
    Disabled "disabled",
);

/// What happens to a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryEvent {
    /// The target answered 2xx.
    Deliver,
    /// An attempt failed, and the schedule has another one.
    Fail,
    /// The last attempt of the schedule failed.
    Exhaust,
    /// The target answered 410, or was disabled.
    Gone,
    /// Somebody asks for it again, with a new schedule.
    Redeliver,
}

names!(DeliveryEvent:
    Deliver "deliver",
    Fail "fail",
    Exhaust "exhaust",
    Gone "gone",
    Redeliver "redeliver",
);

impl DeliveryState {
    /// Where the event leads. A failed attempt with another to come is a move that stays `pending`: the
    /// attempt must be written down. Asking again for what is on its way already changes nothing.
    ///
    /// Source: contract, section 7.
    ///
    /// # Errors
    /// `transition_not_allowed`.
    pub const fn apply(self, event: DeliveryEvent) -> Result<Step<Self>, Code> {
        use DeliveryEvent::{Deliver, Exhaust, Fail, Gone, Redeliver};
        match (self, event) {
            (Self::Pending, Deliver) => Ok(Step::Moved(Self::Delivered)),
            (Self::Pending, Fail) | (Self::Delivered | Self::Failed | Self::Disabled, Redeliver) => {
                Ok(Step::Moved(Self::Pending))
            }
            (Self::Pending, Exhaust) => Ok(Step::Moved(Self::Failed)),
            (Self::Pending, Gone) => Ok(Step::Moved(Self::Disabled)),
            (Self::Pending, Redeliver)
            | (Self::Delivered, Deliver)
            | (Self::Failed, Exhaust)
            | (Self::Disabled, Gone) => Ok(Step::Replay),
            (Self::Delivered, Fail | Exhaust | Gone)
            | (Self::Failed, Deliver | Fail | Gone)
            | (Self::Disabled, Deliver | Fail | Exhaust) => Err(Code::TransitionNotAllowed),
        }
    }

    /// Whether no attempt is due; asking again opens it.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Pending => false,
            Self::Delivered | Self::Failed | Self::Disabled => true,
        }
    }
}

/// The waits after the first, second, … failed attempt, in milliseconds: 5 s, 5 min, 30 min, 2 h, 5 h,
/// 10 h, 14 h, 20 h, 24 h. Source: contract, section 7.
pub const RETRY_WAITS_MS: [u64; 9] =
    [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000];

/// How long to wait before the next attempt, in milliseconds, after this many failed ones; `None` when the
/// schedule is over, and no wait before the first attempt.
///
/// `jitter` is entropy: it lengthens the wait by up to a tenth, so that deliveries which failed together
/// do not come back together. A wait is never shorter than the schedule says.
///
/// ```
/// use rwandapay_core::webhook::retry_delay_ms;
///
/// assert_eq!(retry_delay_ms(0, 65_535), Some(0));
/// assert_eq!(retry_delay_ms(1, 0), Some(5_000));
/// assert_eq!(retry_delay_ms(1, 65_535), Some(5_500));
/// assert_eq!(retry_delay_ms(10, 0), None);
/// ```
pub fn retry_delay_ms(failures: u32, jitter: u16) -> Option<u64> {
    let Some(index) = failures.checked_sub(1) else { return Some(0) };
    let wait_ms = *RETRY_WAITS_MS.get(usize::try_from(index).ok()?)?;
    let share = u64::from(u16::MAX).saturating_mul(JITTER_DIVISOR);
    let extra_ms = wait_ms.checked_mul(u64::from(jitter))?.checked_div(share)?;
    wait_ms.checked_add(extra_ms)
}

/// The longest jitter is the wait divided by this.
const JITTER_DIVISOR: u64 = 10;
