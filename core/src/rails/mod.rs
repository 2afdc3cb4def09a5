//! The wire formats of the two providers, and what their answers prove.
//!
//! A shell asks [`submit`] or [`enquire`] for a request, sends it once, and gives the [`Reply`] to
//! [`read_submission`] or [`read_enquiry`]. Each provider's table is the authority on what an answer means,
//! and its default is unknown: only a listed final status, or a listed refusal of a submission, has failed.
//!
//! Source: contract, section 4.

pub mod airtel;
mod callback;
pub mod mtn;
mod read;
mod schedule;
mod token;
mod wire;

pub use callback::{Claim, Hint, callback_target, callback_url, is_callback_token, read_callback};
pub use read::MAX_RAW_CHARS;
pub use schedule::{enquiry_delay_ms, prompt_lifetime_ms};
pub use token::{Token, read_token};
pub use wire::{MAX_REPLY_BYTES, Method, Reply, WireRequest, WireResponse, is_auth_failure};

use alloc::string::String;

use crate::money::Rwf;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::record::{Attempt, Failure, Purpose};

/// The currency of every request.
pub const CURRENCY: &str = "RWF";

/// What a provider is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Product {
    /// To collect from a wallet.
    Collect,
    /// To return a collection.
    Refund,
    /// To pay out to a wallet.
    Payout,
}

impl Product {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Collect, Self::Refund, Self::Payout];

    /// The name: `collect`, `refund` or `payout`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Refund => "refund",
            Self::Payout => "payout",
        }
    }

    /// How an attempt goes over the wire. At Airtel a refund, whole or partial, is a payout: the call
    /// that Airtel names refund cannot be partial and cannot be enquired about.
    pub const fn of(attempt: &Attempt) -> Self {
        match (&attempt.purpose, attempt.provider) {
            (Purpose::Collect(_), _) => Self::Collect,
            (Purpose::Refund(..), Provider::Mtn) => Self::Refund,
            (Purpose::Refund(..), Provider::Airtel) | (Purpose::Withdraw(_), _) => Self::Payout,
        }
    }
}

/// What the providers are reached with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// MTN.
    pub mtn: mtn::Access,
    /// Airtel.
    pub airtel: airtel::Access,
}

/// The request that sends an attempt. The same attempt gives the same request, byte for byte.
pub fn submit(attempt: &Attempt, access: &Access) -> WireRequest {
    match attempt.provider {
        Provider::Mtn => mtn::submit(attempt, Product::of(attempt), &access.mtn),
        Provider::Airtel => airtel::submit(attempt, Product::of(attempt), &access.airtel),
    }
}

/// The request that asks what became of an attempt.
pub fn enquire(attempt: &Attempt, access: &Access) -> WireRequest {
    match attempt.provider {
        Provider::Mtn => mtn::enquire(attempt, Product::of(attempt), &access.mtn),
        Provider::Airtel => airtel::enquire(attempt, Product::of(attempt), &access.airtel),
    }
}

/// What the reply to a submission proves.
///
/// ```
/// use rwandapay_core::provider::Provider;
/// use rwandapay_core::rails::{Product, Reply, Submission, read_submission};
///
/// let conflict = Reply::response(409, r#"{"code":"RESOURCE_ALREADY_EXIST"}"#);
/// assert_eq!(read_submission(Provider::Mtn, Product::Collect, &conflict), Submission::Unknown);
/// assert_eq!(read_submission(Provider::Mtn, Product::Collect, &Reply::NotSent), Submission::Unavailable);
/// ```
pub fn read_submission(provider: Provider, product: Product, reply: &Reply) -> Submission {
    match (reply, provider) {
        (Reply::NotSent, _) => Submission::Unavailable,
        (Reply::MaybeSent, _) => Submission::Unknown,
        (Reply::Response(response), Provider::Mtn) => mtn::read_submission(product, response),
        (Reply::Response(response), Provider::Airtel) => airtel::read_submission(product, response),
    }
}

/// What the reply to an enquiry proves.
///
/// ```
/// use rwandapay_core::provider::Provider;
/// use rwandapay_core::rails::{Enquiry, Product, Reply, read_enquiry};
///
/// let new_status = Reply::response(200, r#"{"status":"PARKED"}"#);
/// assert_eq!(read_enquiry(Provider::Mtn, Product::Collect, &new_status), Enquiry::Unknown);
/// ```
pub fn read_enquiry(provider: Provider, product: Product, reply: &Reply) -> Enquiry {
    match (reply, provider) {
        (Reply::NotSent | Reply::MaybeSent, _) => Enquiry::Unknown,
        (Reply::Response(response), Provider::Mtn) => mtn::read_enquiry(product, response),
        (Reply::Response(response), Provider::Airtel) => airtel::read_enquiry(product, response),
    }
}

/// What sending an attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submission {
    /// The provider has it.
    Accepted,
    /// The provider refused it with a listed reason: nothing moved, nothing will.
    Refused(Failure),
    /// The provider did not take it and says to come again: 429. The job waits.
    Busy,
    /// Nothing reached the provider, or it says that it is down and did not take it.
    Unavailable,
    /// It may have arrived: a time-out, a 5xx without a listed code, a duplicate.
    Unknown,
}

/// What an enquiry said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enquiry {
    /// The customer has not decided.
    Pending,
    /// Paid, as reported.
    Succeeded(Report),
    /// A listed final status: not paid, and never will be.
    Failed(Failure),
    /// The provider does not know the reference (yet).
    NotFound,
    /// Anything else.
    Unknown,
}

/// What the provider says it moved. A field that it does not carry is none, which is not a mismatch; one
/// that it carries and that cannot be read makes the whole enquiry [`Enquiry::Unknown`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The amount.
    pub amount: Option<Rwf>,
    /// The currency.
    pub currency: Option<String>,
    /// The payer, or the recipient.
    pub phone: Option<Phone>,
    /// The provider's own id of the transaction.
    pub transaction: Option<String>,
}
