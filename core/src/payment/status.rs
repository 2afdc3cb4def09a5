//! What answers and filters call the status of a payment: its state and its refunds in one word.

use super::PaymentState;
use crate::machine::names;
use crate::money::Rwf;

/// How much of a payment went back in successful refunds; pending ones count for the ceiling only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundPart {
    /// Nothing.
    None,
    /// Less than the amount.
    Partial,
    /// All of it.
    Full,
}

impl RefundPart {
    /// The part that `refunded` is of `amount`.
    pub const fn of(amount: Rwf, refunded: Rwf) -> Self {
        if refunded.is_zero() {
            Self::None
        } else if refunded.get() < amount.get() {
            Self::Partial
        } else {
            Self::Full
        }
    }
}

/// The status of a payment in answers, events and list filters. Clients must ignore names they do not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The customer has not answered yet, or we do not know.
    Pending,
    /// Paid, and nothing went back.
    Successful,
    /// Paid, and less than the amount went back.
    PartiallyRefunded,
    /// Paid, and all of it went back.
    Refunded,
    /// Proven not to have been paid.
    Failed,
    /// We stopped waiting.
    Expired,
    /// Taken back by an adjustment.
    Reversed,
}

names!(Status:
    Pending "pending",
    Successful "successful",
    PartiallyRefunded "partially_refunded",
    Refunded "refunded",
    Failed "failed",
    Expired "expired",
    Reversed "reversed",
);

/// The status of a payment in this state of which this much went back.
///
/// ```
/// use rwandapay_core::money::Rwf;
/// use rwandapay_core::payment::{PaymentState, display};
///
/// let status = display(PaymentState::Successful, Rwf::new(5000)?, Rwf::new(4999)?);
/// assert_eq!(status.name(), "partially_refunded");
/// # Ok::<(), rwandapay_core::error::Code>(())
/// ```
pub const fn display(state: PaymentState, amount: Rwf, refunded: Rwf) -> Status {
    match state {
        PaymentState::Pending => Status::Pending,
        PaymentState::Successful => match RefundPart::of(amount, refunded) {
            RefundPart::None => Status::Successful,
            RefundPart::Partial => Status::PartiallyRefunded,
            RefundPart::Full => Status::Refunded,
        },
        PaymentState::Failed => Status::Failed,
        PaymentState::Expired => Status::Expired,
        PaymentState::Reversed => Status::Reversed,
    }
}
