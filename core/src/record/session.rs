//! A checkout session.

use alloc::string::String;
use alloc::vec::Vec;

use super::payment::{Customer, KeyClass};
use crate::checkout::SessionState;
use crate::error::Outcome;
use crate::money::Rwf;
use crate::reference::{MerchantReference, PaymentRef, SessionId};
use crate::time::Instant;

/// A checkout session: a hosted page on which a customer pays once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The merchant's `tx_ref`.
    pub merchant_reference: MerchantReference,
    /// What the customer pays.
    pub amount: Rwf,
    /// Which key named the amount.
    pub amount_source: KeyClass,
    /// Who pays.
    pub customer: Customer,
    /// The merchant's own data, given on to its payments.
    pub metadata: Option<Vec<(String, String)>>,
    /// Where the customer goes afterwards.
    pub redirect_url: Option<String>,
    /// Where events go besides the registered endpoints; given on to its payments.
    pub webhook_url: Option<String>,
    /// The state.
    pub state: SessionState,
    /// Whether it was completed after it had expired.
    pub late: bool,
    /// The payment that completed it.
    pub completed_by: Option<PaymentRef>,
    /// The newest attempt.
    pub last_payment: Option<PaymentRef>,
    /// How many attempts there were.
    pub attempts: u32,
    /// How many attempts may still turn out to have been paid.
    pub undecided: u32,
    /// When it was created.
    pub created_at: Instant,
    /// When it closes.
    pub expires_at: Instant,
    /// When it was completed.
    pub completed_at: Option<Instant>,
    /// Counts every change.
    pub version: u64,
}

impl Session {
    /// What is known about the money of its attempts.
    pub const fn outcome(&self) -> Outcome {
        match self.state {
            SessionState::Completed => Outcome::Done,
            SessionState::Open | SessionState::Expired if self.undecided > 0 => Outcome::Unknown,
            SessionState::Open | SessionState::Expired => Outcome::None,
        }
    }
}
