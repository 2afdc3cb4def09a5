//! The state machine of a checkout session.

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
