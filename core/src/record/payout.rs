//! Money on its way out: refunds and withdrawals.

use alloc::string::String;

use super::payment::Failure;
use crate::error::Outcome;
use crate::ledger::Split;
use crate::money::Rwf;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::reference::{MerchantReference, PaymentRef, ProviderRef, RefundRef, WithdrawalRef};
use crate::refund::RefundState;
use crate::time::{Instant, KigaliDay};
use crate::withdrawal::WithdrawalState;

/// A refund of a payment, in whole or in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Our reference.
    pub reference: RefundRef,
    /// The merchant's reference, in a namespace of its own.
    pub merchant_reference: Option<MerchantReference>,
    /// The payment.
    pub payment: PaymentRef,
    /// What the customer gets.
    pub amount: Rwf,
    /// What of it comes out of our fee.
    pub fee_returned: Rwf,
    /// What it was reserved from.
    pub from: Split,
    /// The day whose unsettled money it was reserved from.
    pub unsettled_day: Option<KigaliDay>,
    /// The reason that the merchant gave.
    pub reason: Option<String>,
    /// The state.
    pub state: RefundState,
    /// Whether money moved.
    pub outcome: Outcome,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Whether it succeeded after it had failed.
    pub late: bool,
    /// The attempt that pays it out.
    pub attempt: ProviderRef,
    /// When it was created.
    pub created_at: Instant,
    /// When it became final.
    pub completed_at: Option<Instant>,
    /// Counts every change.
    pub version: u64,
}

/// A withdrawal to a wallet of the merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Our reference.
    pub reference: WithdrawalRef,
    /// The merchant's reference, in a namespace of its own.
    pub merchant_reference: Option<MerchantReference>,
    /// What arrives.
    pub amount: Rwf,
    /// What we keep on top of it.
    pub fee: Rwf,
    /// Where it goes.
    pub phone: Phone,
    /// The wallet's provider.
    pub provider: Provider,
    /// The state.
    pub state: WithdrawalState,
    /// Whether money moved.
    pub outcome: Outcome,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Whether it succeeded after it had failed.
    pub late: bool,
    /// The attempt that pays it out.
    pub attempt: ProviderRef,
    /// When it was created.
    pub created_at: Instant,
    /// When it became final.
    pub completed_at: Option<Instant>,
    /// Counts every change.
    pub version: u64,
}
