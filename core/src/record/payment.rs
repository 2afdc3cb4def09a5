//! A payment.

use alloc::string::String;
use alloc::vec::Vec;

use super::claim::Owner;
use crate::error::Outcome;
use crate::failure::FailureCode;
use crate::money::Rwf;
use crate::payment::PaymentState;
use crate::phone::Phone;
use crate::provider::{Provider, ProviderSource};
use crate::reference::{MerchantReference, PaymentRef, ProviderRef, SessionId};
use crate::time::Instant;

/// Which of the merchant's keys asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyClass {
    /// `sk_`: the merchant's server.
    Secret,
    /// `pk_`: a browser.
    Publishable,
}

impl KeyClass {
    /// The name in answers: `secret` or `publishable`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Publishable => "publishable",
        }
    }
}

/// Who pays, as far as the merchant said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Customer {
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The phone as the merchant gave it for a session; a payment's own phone is apart.
    pub phone: Option<Phone>,
}

/// Why something failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The public reason.
    pub code: FailureCode,
    /// What the provider said, where nobody has mapped it.
    pub raw: Option<String>,
}

/// What an enquiry reported that differs from what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The francs that the provider says it received, posted to suspense; none where it says another
    /// currency.
    pub received: Rwf,
    /// Whether the payer differs.
    pub payer_differs: bool,
    /// When it was found.
    pub since: Instant,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Our reference.
    pub reference: PaymentRef,
    /// The merchant's reference.
    pub merchant_reference: Option<MerchantReference>,
    /// The checkout session that it is an attempt of.
    pub session: Option<SessionId>,
    /// What the customer pays.
    pub amount: Rwf,
    /// What we keep of it.
    pub fee: Rwf,
    /// The schedule that the fee was computed from.
    pub fee_schedule: String,
    /// The policy under which it was created.
    pub policy: String,
    /// Which key named the amount.
    pub amount_source: KeyClass,
    /// Who is asked to pay.
    pub phone: Phone,
    /// The wallet that is asked.
    pub provider: Provider,
    /// How the wallet was found.
    pub provider_source: ProviderSource,
    /// Who pays.
    pub customer: Customer,
    /// The merchant's own data, in the order given; none where none was given.
    pub metadata: Option<Vec<(String, String)>>,
    /// Where its events go besides the registered endpoints.
    pub callback_url: Option<String>,
    /// The state.
    pub state: PaymentState,
    /// Whether money moved.
    pub outcome: Outcome,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Whether it succeeded after it had expired or failed.
    pub late: bool,
    /// The payment or session that had the same reference or session already.
    pub duplicate_of: Option<Owner>,
    /// Why people must look at it; present while they have not decided.
    pub review: Option<Review>,
    /// Refunded for good.
    pub refunded: Rwf,
    /// In refunds that are under way.
    pub refund_pending: Rwf,
    /// What went back beyond the amount: a refund that had failed was paid after all, beside others. It
    /// counts as refunded as soon as one of those fails.
    pub refunded_beyond: Rwf,
    /// What of the fee went back with successful and pending refunds, under `fee_returned`.
    pub fee_returned: Rwf,
    /// The attempt that collects it.
    pub attempt: ProviderRef,
    /// When it was created.
    pub created_at: Instant,
    /// When we stop waiting.
    pub expires_at: Instant,
    /// When the customer paid.
    pub paid_at: Option<Instant>,
    /// Counts every change; a webhook with a lower version is stale.
    pub version: u64,
}

impl Payment {
    /// What the merchant receives: amount minus fee.
    pub fn net(&self) -> Rwf {
        self.amount.saturating_sub(self.fee)
    }

    /// What can still be refunded: nothing unless it succeeded.
    pub fn refundable(&self) -> Rwf {
        match self.state {
            PaymentState::Successful => {
                self.amount.saturating_sub(self.refunded).saturating_sub(self.refund_pending)
            }
            PaymentState::Pending | PaymentState::Failed | PaymentState::Expired | PaymentState::Reversed => {
                Rwf::ZERO
            }
        }
    }
}
