//! The one place where settings of the operator live.

use alloc::string::String;

use crate::fee::Schedule;
use crate::money::{Limits, Rwf};
use crate::resource::Links;

/// What stays the same over all decisions of a process.
#[derive(Debug, Clone)]
pub struct Config {
    /// The policy in force.
    pub policy: Policy,
    /// How addresses in answers are made.
    pub links: Links,
}

/// Fees, limits, delays and choices, under an id that everything created under it keeps.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// The fees of payments.
    pub fees: Schedule,
    /// What may be collected.
    pub collect: Limits,
    /// What may be withdrawn.
    pub withdraw: Limits,
    /// The fee of a withdrawal, on top of its amount.
    pub withdrawal_fee: Rwf,
    /// When a payment expires.
    pub payment_expiry_seconds: u32,
    /// When a checkout session expires.
    pub session_expiry_seconds: u32,
    /// After how many Kigali days a payment settles; 0 is at once.
    pub settlement_delay_days: u16,
    /// What a refund does to the fee.
    pub refund_fee: RefundFee,
    /// What becomes of a second success for one reference or session.
    pub duplicate_success: DuplicateSuccess,
    /// How many refused submissions prove that the provider is not there.
    pub refused_submissions: u32,
    /// How long a second one must wait, in seconds, to make two "not found" mean that nothing arrived.
    pub not_found_window_seconds: u32,
    /// Whether corrections need two different people.
    pub two_people: bool,
    /// How long an idempotency key is kept at least, in seconds.
    pub idempotency_seconds: u32,
    /// How many endpoints a merchant may have.
    pub endpoints: u32,
}

/// What a refund does to the fee of its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundFee {
    /// We keep it; the merchant bears the whole refund.
    Kept,
    /// It goes back in proportion; a full refund returns exactly the fee.
    Returned,
}

/// What becomes of a second success for one reference or session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DuplicateSuccess {
    /// It is refunded in full, fee included.
    Refund,
    /// It stays.
    Keep,
}

impl Policy {
    /// The policy of the documentation and the contract.
    ///
    /// Source: contract, sections 1, 4, 5 and 6.
    pub fn standard() -> Self {
        Self {
            id: "standard-1".into(),
            fees: Schedule::standard(),
            collect: Limits::COLLECT,
            withdraw: Limits::WITHDRAWAL,
            withdrawal_fee: Rwf::ZERO,
            payment_expiry_seconds: 900,
            session_expiry_seconds: 3600,
            settlement_delay_days: 0,
            refund_fee: RefundFee::Kept,
            duplicate_success: DuplicateSuccess::Refund,
            refused_submissions: 3,
            not_found_window_seconds: 60,
            two_people: true,
            idempotency_seconds: 86_400,
            endpoints: 16,
        }
    }
}
