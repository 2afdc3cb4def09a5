//! One attempt at a provider: a collection, a refund or a payout on the wire.

use crate::money::Rwf;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::reference::{PaymentRef, ProviderRef, RefundRef, WithdrawalRef};
use crate::secret::Secret;
use crate::time::Instant;

/// What an attempt moves money for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// To collect a payment.
    Collect(PaymentRef),
    /// To pay a refund out; the second is the attempt that collected the payment.
    Refund(RefundRef, ProviderRef),
    /// To pay a withdrawal out.
    Withdraw(WithdrawalRef),
}

/// How far an attempt has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Not sent yet.
    Created,
    /// A shell is sending it, or died while it did.
    Sending,
    /// The provider has it.
    Accepted,
    /// It may have arrived; enquiries tell.
    Unknown,
    /// Its outcome is known.
    Closed,
    /// A person must look at it: enquiries ended without an answer, the provider does not know a payout, or
    /// it reports something else than was sent. What an enquiry still says counts, unless under review.
    Parked,
}

/// One attempt. Its reference and its amount never change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The reference that the provider knows it by, fixed at creation.
    pub reference: ProviderRef,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it goes.
    pub provider: Provider,
    /// The wallet that pays, or is paid.
    pub phone: Phone,
    /// How much.
    pub amount: Rwf,
    /// The token in its callback path: 32 hexadecimal digits.
    pub callback_token: Secret,
    /// How far it has come.
    pub stage: Stage,
    /// Whether the provider may have taken it: it accepted, or we do not know.
    pub maybe_taken: bool,
    /// When it was first sent.
    pub sent_at: Option<Instant>,
    /// Until when the prompt can be answered on the phone; none before it was sent.
    pub prompt_until: Option<Instant>,
    /// How often it was sent, or refused before it was taken.
    pub submissions: u32,
    /// How often the provider was asked about it.
    pub enquiries: u32,
    /// When the provider first said that it does not know it, without having said otherwise since.
    pub not_found_at: Option<Instant>,
    /// When it was created.
    pub created_at: Instant,
    /// Counts every change.
    pub version: u64,
}
