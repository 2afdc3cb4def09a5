//! The state machine of a withdrawal.

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
