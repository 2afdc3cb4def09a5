//! The state machine of a checkout session.

use crate::error::Code;
use crate::machine::{Step, names};

/// The state of a checkout session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionState {
    /// The customer may pay.
    Open,
    /// Paid.
    Completed,
    /// We stopped waiting.
    Expired,
}

names!(SessionState: Open "open", Completed "completed", Expired "expired");

/// What happens to a checkout session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionEvent {
    /// One of its attempts succeeded.
    Complete,
    /// The time to wait is over, or the merchant closed it.
    Expire,
}

names!(SessionEvent: Complete "complete", Expire "expire");

impl SessionState {
    /// Where the event leads. From `expired` to `completed` is a late success.
    ///
    /// At most one payment completes a session: whoever applies `complete` for a second payment sees a
    /// replay, and that payment is a duplicate. Source: contract, section 4.
    ///
    /// # Errors
    /// `transition_not_allowed`.
    pub const fn apply(self, event: SessionEvent) -> Result<Step<Self>, Code> {
        use SessionEvent::{Complete, Expire};
        match (self, event) {
            (Self::Open | Self::Expired, Complete) => Ok(Step::Moved(Self::Completed)),
            (Self::Open, Expire) => Ok(Step::Moved(Self::Expired)),
            (Self::Completed, Complete) | (Self::Expired, Expire) => Ok(Step::Replay),
            (Self::Completed, Expire) => Err(Code::TransitionNotAllowed),
        }
    }

    /// Whether nothing is waited for any more; a late success can still follow `expired`.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Open => false,
            Self::Completed | Self::Expired => true,
        }
    }
}
