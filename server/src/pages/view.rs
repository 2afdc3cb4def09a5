//! What a page shows: plain records of one merchant.

use rwandapay_core::record::{Payment, Scope, Session};

/// The page of a payment.
#[derive(Debug, Clone)]
pub struct PaymentView {
    /// Whose it is.
    pub scope: Scope,
    /// The name that the customer sees.
    pub merchant: String,
    /// The payment.
    pub payment: Payment,
}

/// The page of a checkout session.
#[derive(Debug, Clone)]
pub struct SessionView {
    /// Whose it is.
    pub scope: Scope,
    /// The name that the customer sees.
    pub merchant: String,
    /// The session.
    pub session: Session,
    /// The payment that completed it, or the last attempt.
    pub attempt: Option<Payment>,
    /// The signed way back to the shop, for the status as it is.
    pub back: Option<String>,
}
