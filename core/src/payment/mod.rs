//! The state machine of a payment, and the status that answers show.

mod status;

pub use status::{RefundPart, Status, display};

use crate::error::Code;
use crate::machine::{Step, names};

/// The state of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// The customer has not answered yet, or we do not know.
    Pending,
    /// Paid.
    Successful,
    /// Proven not to have been paid.
    Failed,
    /// We stopped waiting; the outcome says whether money may still have moved.
    Expired,
    /// Was successful, and taken back by an adjustment.
    Reversed,
}

names!(PaymentState:
    Pending "pending",
    Successful "successful",
    Failed "failed",
    Expired "expired",
    Reversed "reversed",
);

/// What happens to a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentEvent {
    /// An enquiry proves that the customer paid.
    Succeed,
    /// It is proven that the customer did not pay and never will.
    Fail,
    /// The time to wait is over.
    Expire,
    /// An adjustment takes a successful payment back.
    Reverse,
}

names!(PaymentEvent: Succeed "succeed", Fail "fail", Expire "expire", Reverse "reverse");

impl PaymentState {
    /// Where the event leads. From `expired` or `failed` to `successful` is a late success.
    ///
    /// A failure that is proven after expiry sets the outcome of the payment and not its state.
    /// Source: contract, section 4.
    ///
    /// # Errors
    /// `transition_not_allowed`.
    ///
    /// ```
    /// use rwandapay_core::machine::Step;
    /// use rwandapay_core::payment::{PaymentEvent, PaymentState};
    ///
    /// assert_eq!(PaymentState::Pending.apply(PaymentEvent::Fail), Ok(Step::Moved(PaymentState::Failed)));
    /// assert_eq!(PaymentState::Failed.apply(PaymentEvent::Fail), Ok(Step::Replay));
    /// assert!(PaymentState::Expired.apply(PaymentEvent::Fail).is_err());
    /// ```
    pub const fn apply(self, event: PaymentEvent) -> Result<Step<Self>, Code> {
        use PaymentEvent::{Expire, Fail, Reverse, Succeed};
        match (self, event) {
            (Self::Pending | Self::Expired | Self::Failed, Succeed) => Ok(Step::Moved(Self::Successful)),
            (Self::Pending, Fail) => Ok(Step::Moved(Self::Failed)),
            (Self::Pending, Expire) => Ok(Step::Moved(Self::Expired)),
            (Self::Successful, Reverse) => Ok(Step::Moved(Self::Reversed)),
            (Self::Successful, Succeed)
            | (Self::Failed, Fail)
            | (Self::Expired, Expire)
            | (Self::Reversed, Reverse) => Ok(Step::Replay),
            (Self::Successful | Self::Expired, Fail)
            | (Self::Successful | Self::Failed, Expire)
            | (Self::Pending | Self::Failed | Self::Expired, Reverse)
            | (Self::Reversed, Succeed | Fail | Expire) => Err(Code::TransitionNotAllowed),
        }
    }

    /// Whether nothing is waited for any more. A late success can still follow `failed` and `expired`, and
    /// a reversal `successful`.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Pending => false,
            Self::Successful | Self::Failed | Self::Expired | Self::Reversed => true,
        }
    }
}
