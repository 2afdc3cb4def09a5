//! The state machine of a payment.

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
