//! The state machine of a withdrawal.

use crate::error::Code;
use crate::machine::{Step, names};

/// The state of a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WithdrawalState {
    /// Asked of the provider; the money is reserved.
    Pending,
    /// The merchant has the money.
    Successful,
    /// Proven not to have been paid out; the money is back.
    Failed,
}

names!(WithdrawalState: Pending "pending", Successful "successful", Failed "failed");

/// What happens to a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WithdrawalEvent {
    /// It is proven that the money arrived.
    Succeed,
    /// It is proven that the money was not paid out.
    Fail,
}

names!(WithdrawalEvent: Succeed "succeed", Fail "fail");

impl WithdrawalState {
    /// Where the event leads. From `failed` to `successful` is a late success.
    ///
    /// Source: contract, section 4.
    ///
    /// # Errors
    /// `transition_not_allowed`.
    pub const fn apply(self, event: WithdrawalEvent) -> Result<Step<Self>, Code> {
        use WithdrawalEvent::{Fail, Succeed};
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
