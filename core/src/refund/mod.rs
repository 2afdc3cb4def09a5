//! The state machine of a refund.

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
