//! The wire formats of the two providers, and what their answers prove.

use alloc::string::String;

use crate::money::Rwf;
use crate::phone::Phone;
use crate::record::Failure;

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

/// What the provider says it moved. A field that it does not carry is none, which is not a mismatch.
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
