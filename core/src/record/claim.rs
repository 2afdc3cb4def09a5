//! Claims: at most one owner of a text.

use alloc::string::String;
use core::fmt;

use crate::reference::{PaymentRef, RefundRef, SessionId, WithdrawalRef};
use crate::time::Instant;

/// What kind of text is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClaimKind {
    /// An idempotency key, with its key class in front.
    Idempotency,
    /// A merchant's reference of a payment or session.
    Reference,
    /// A merchant's reference of a refund.
    RefundReference,
    /// A merchant's reference of a withdrawal.
    WithdrawalReference,
    /// A reference chosen under a publishable key.
    PublishableReference,
    /// A phone with a prompt to answer.
    Prompt,
    /// The open attempt of a session.
    OpenAttempt,
    /// The callback token of an attempt.
    Callback,
    /// The address of an endpoint.
    EndpointUrl,
}

/// Who holds a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A payment.
    Payment(PaymentRef),
    /// A checkout session.
    Session(SessionId),
    /// A refund.
    Refund(RefundRef),
    /// A withdrawal.
    Withdrawal(WithdrawalRef),
    /// Something without a reference that anybody asks for: an attempt or an endpoint, by its id.
    Other(String),
}

impl Owner {
    /// Its reference or id.
    pub fn name(&self) -> &str {
        match self {
            Self::Payment(reference) => reference.as_str(),
            Self::Refund(reference) => reference.as_str(),
            Self::Withdrawal(reference) => reference.as_str(),
            Self::Session(id) => id.as_str(),
            Self::Other(id) => id,
        }
    }
}

/// A claim as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who holds it.
    pub owner: Owner,
    /// When it was taken.
    pub taken_at: Instant,
    /// For an idempotency key: what was asked and what was answered.
    pub stored: Option<Stored>,
}

/// The answer that an idempotency key stands for.
#[derive(Clone, PartialEq, Eq)]
pub struct Stored {
    /// HMAC over the typed request.
    pub fingerprint: [u8; 32],
    /// The `data` of the answer, as it was printed.
    pub data: String,
}

impl fmt::Debug for Stored {
    /// Not the answer, which has phones in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stored({} bytes)", self.data.len())
    }
}

/// What a merchant's reference has been used for, so that a look-up finds it after its claim was given back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// The newest payment with it.
    pub newest: Option<PaymentRef>,
    /// The payment with it that succeeded.
    pub successful: Option<PaymentRef>,
    /// The newest session with it.
    pub session: Option<SessionId>,
    /// Counts every change.
    pub version: u64,
}
