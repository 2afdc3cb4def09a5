//! The state machine of a refund.

use crate::error::Code;
use crate::machine::{Step, names};

/// The state of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// Asked of the provider.
    Pending,
    /// The customer has the money.
    Successful,
    /// Proven not to have been paid out.
    Failed,
}

names!(RefundState: Pending "pending", Successful "successful", Failed "failed");

/// What happens to a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundEvent {
    /// It is proven that the customer has the money.
    Succeed,
    /// It is proven that the money was not paid out.
    Fail,
}

names!(RefundEvent: Succeed "succeed", Fail "fail");

impl RefundState {
    /// Where the event leads. From `failed` to `successful` is a late success.
    ///
    /// Source: contract, section 4.
    ///
    /// # Errors
    /// `transition_not_allowed`.
    pub const fn apply(self, event: RefundEvent) -> Result<Step<Self>, Code> {
        use RefundEvent::{Fail, Succeed};
        match (self, event) {
            (Self::Pending | Self::Failed, Succeed) => Ok(Step::Moved(Self::Successful)),
            (Self::Pending, Fail) => Ok(Step::Moved(Self::Failed)),
            (Self::Successful, Succeed) | (Self::Failed, Fail) => Ok(Step::Replay),
            (Self::Successful, Fail) => Err(Code::TransitionNotAllowed),
        }
    }

    /// Whether nothing is waited for any more; a late success can still follow `failed`.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Pending => false,
            Self::Successful | Self::Failed => true,
        }
    }
}
