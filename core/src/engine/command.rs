//! What the engine can be asked to do.

use alloc::string::String;
use alloc::vec::Vec;

use crate::entropy::Entropy;
use crate::idempotency::IdempotencyKey;
use crate::money::Rwf;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::rails::{Enquiry, Submission};
use crate::record::{DeliveryAttempt, KeyClass, Scope, Settings};
use crate::reference::{DeliveryId, EndpointId, EventId, PaymentRef, ProviderRef, SessionId};
use crate::request::{Collect, CreateEndpoint, InitializeCheckout, RefundPayment, RotateEndpoint, Withdraw};

/// One command to one merchant's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Whose records.
    pub scope: Scope,
    /// 32 random bytes, drawn once; the command decided again makes the same references.
    pub entropy: Entropy,
    /// What to do.
    pub action: Action,
}

/// Who asks, for requests that create something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// With which of the merchant's keys.
    pub class: KeyClass,
    /// The idempotency key and the fingerprint of the request, if a key was sent.
    pub idempotency: Option<(IdempotencyKey, [u8; 32])>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `POST /payments/collect`.
    Collect(Caller, Collect),
    /// `POST /payments/{reference}/refund`.
    Refund(Caller, RefundPayment),
    /// `POST /withdrawals`; the shell has compared the PIN with the hash.
    Withdraw(Caller, Withdraw, PinCheck),
    /// `POST /checkout/initialize`.
    InitializeCheckout(Caller, InitializeCheckout),
    /// The customer pays on the page of a session.
    PayCheckout(PayCheckout),
    /// `POST /checkout/{id}/expire`.
    CloseCheckout(SessionId),
    /// A shell is about to send the attempt; it may only if the answer says so.
    Sending(ProviderRef),
    /// What sending it came to.
    Submitted(ProviderRef, Submission),
    /// What an enquiry about it said.
    Enquired(ProviderRef, Enquiry),
    /// A callback with this token came in: a hint to enquire, never proof.
    Callback(String),
    /// A callback about this attempt came in, from a provider that calls one address for all.
    CallbackOf(ProviderRef),
    /// The payment's time is over.
    ExpirePayment(PaymentRef),
    /// The session's time is over.
    ExpireCheckout(SessionId),
    /// Settle what is due.
    Settle,
    /// A correction by people.
    Adjust(Adjustment, Approval),
    /// Opens the account.
    OpenAccount(OpenAccount),
    /// Replaces the settings.
    SetSettings(Settings),
    /// Makes a new default webhook secret; the old ones sign beside it for this many seconds.
    RotateSecret(u32),
    /// Sets the hash of the PIN.
    SetPin(String),
    /// Unlocks the PIN.
    UnlockPin,
    /// `POST /webhooks/endpoints`.
    CreateEndpoint(CreateEndpoint),
    /// `DELETE /webhooks/endpoints/{id}`.
    DeleteEndpoint(EndpointId),
    /// `POST /webhooks/endpoints/{id}/rotate`.
    RotateEndpoint(RotateEndpoint),
    /// `POST /webhooks/endpoints/{id}/test`.
    TestEndpoint(EndpointId),
    /// Makes the deliveries of an event; the shell lists the endpoints there are.
    FanOut(EventId, Vec<EndpointId>),
    /// What an attempt to deliver came to.
    Attempted(DeliveryId, DeliveryAttempt),
    /// The endpoint of a delivery that is due was deleted or disabled, as the shell sees it: nothing is sent.
    TargetGone(DeliveryId),
    /// `POST /webhooks/deliveries/{id}/redeliver`.
    Redeliver(DeliveryId),
}

impl Action {
    /// The name, such as `collect`: for logs and counters, with nothing of the command in it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Collect(..) => "collect",
            Self::Refund(..) => "refund",
            Self::Withdraw(..) => "withdraw",
            Self::InitializeCheckout(..) => "initialize_checkout",
            Self::PayCheckout(_) => "pay_checkout",
            Self::CloseCheckout(_) => "close_checkout",
            Self::Sending(_) => "sending",
            Self::Submitted(..) => "submitted",
            Self::Enquired(..) => "enquired",
            Self::Callback(_) => "callback",
            Self::CallbackOf(_) => "callback_of",
            Self::ExpirePayment(_) => "expire_payment",
            Self::ExpireCheckout(_) => "expire_checkout",
            Self::Settle => "settle",
            Self::Adjust(..) => "adjust",
            Self::OpenAccount(_) => "open_account",
            Self::SetSettings(_) => "set_settings",
            Self::RotateSecret(_) => "rotate_secret",
            Self::SetPin(_) => "set_pin",
            Self::UnlockPin => "unlock_pin",
            Self::CreateEndpoint(_) => "create_endpoint",
            Self::DeleteEndpoint(_) => "delete_endpoint",
            Self::RotateEndpoint(_) => "rotate_endpoint",
            Self::TestEndpoint(_) => "test_endpoint",
            Self::FanOut(..) => "fan_out",
            Self::Attempted(..) => "attempted",
            Self::TargetGone(_) => "target_gone",
            Self::Redeliver(_) => "redeliver",
        }
    }

    /// Whether somebody outside asks for something new, rather than for a change of what is there.
    pub const fn creates(&self) -> bool {
        match self {
            Self::Collect(..)
            | Self::Refund(..)
            | Self::Withdraw(..)
            | Self::InitializeCheckout(..)
            | Self::PayCheckout(_)
            | Self::CreateEndpoint(_)
            | Self::TestEndpoint(_)
            | Self::Redeliver(_) => true,
            Self::CloseCheckout(_)
            | Self::Sending(_)
            | Self::Submitted(..)
            | Self::Enquired(..)
            | Self::Callback(_)
            | Self::CallbackOf(_)
            | Self::ExpirePayment(_)
            | Self::ExpireCheckout(_)
            | Self::Settle
            | Self::Adjust(..)
            | Self::OpenAccount(_)
            | Self::SetSettings(_)
            | Self::RotateSecret(_)
            | Self::SetPin(_)
            | Self::UnlockPin
            | Self::DeleteEndpoint(_)
            | Self::RotateEndpoint(_)
            | Self::FanOut(..)
            | Self::Attempted(..)
            | Self::TargetGone(_) => false,
        }
    }
}

/// What the shell found when it compared the PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PinCheck {
    /// It matches.
    Matches,
    /// It does not.
    Differs,
}

/// A customer's attempt on a session's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayCheckout {
    /// The session.
    pub session: SessionId,
    /// The wallet's number.
    pub phone: Phone,
    /// The provider, if the customer chose one.
    pub provider: Option<Provider>,
    /// Whether the choice holds against the number's prefix.
    pub provider_override: bool,
}

/// The account of a merchant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAccount {
    /// The name that customers see.
    pub name: String,
    /// Its settings.
    pub settings: Settings,
    /// What it has from before, available.
    pub available: Rwf,
    /// What it has from before, pending.
    pub unsettled: Rwf,
    /// A payment from before, received through ordinary postings.
    pub payment: Option<OpeningPayment>,
}

/// A payment that a merchant brings along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningPayment {
    /// Its reference.
    pub reference: PaymentRef,
    /// What was paid.
    pub amount: Rwf,
    /// By whom.
    pub phone: Phone,
    /// When.
    pub paid_at: crate::time::Instant,
}

/// Who decided a correction: two people in live mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who asked for it.
    pub by: String,
    /// Who agreed.
    pub and: String,
    /// Why.
    pub reason: String,
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adjustment {
    /// A merchant's deposit arrived at the provider.
    Deposit(Provider, Rwf),
    /// The provider took a payment back.
    Reverse(PaymentRef),
    /// A payment under review: keep what came in.
    AcceptReview(PaymentRef),
    /// A payment under review: give back what came in.
    ReturnReview(PaymentRef),
    /// Gives the merchant this much.
    Credit(Rwf),
    /// Takes this much from the merchant; what it does not have is owed.
    Debit(Rwf),
    /// A parked attempt did move money, as the provider's statement shows.
    ConfirmAttempt(ProviderRef),
    /// A parked attempt did not move money, as the provider's statement shows.
    DenyAttempt(ProviderRef),
    /// A parked payout that the provider never had may be sent again, under the same reference.
    ResubmitAttempt(ProviderRef),
}
