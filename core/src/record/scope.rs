//! Whose records they are, and how each is found.

use alloc::string::String;

use super::{
    Account, Attempt, Claim, ClaimKind, Delivery, Endpoint, Event, Payment, Refund, Session, Withdrawal,
};
use crate::reference::{
    DeliveryId, EndpointId, EventId, MerchantId, PaymentRef, ProviderRef, RefundRef, SessionId, WithdrawalRef,
};

/// Test money or real money; the two never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Simulated rails.
    Test,
    /// Real rails.
    Live,
}

impl Mode {
    /// The name in events: `test` or `live`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }
}

/// One merchant in one mode: nothing crosses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    /// The merchant.
    pub merchant: MerchantId,
    /// The mode.
    pub mode: Mode,
}

/// The name under which a record is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The account of a scope: its lock, clock, event sequence and balances.
    Account(Scope),
    /// A payment.
    Payment(Scope, PaymentRef),
    /// One attempt at a provider.
    Attempt(Scope, ProviderRef),
    /// A refund.
    Refund(Scope, RefundRef),
    /// A withdrawal.
    Withdrawal(Scope, WithdrawalRef),
    /// A checkout session.
    Session(Scope, SessionId),
    /// A claim: at most one owner of a text.
    Claim(Scope, ClaimKind, String),
    /// A webhook endpoint.
    Endpoint(Scope, EndpointId),
    /// An event.
    Event(Scope, EventId),
    /// A delivery of an event to a target.
    Delivery(Scope, DeliveryId),
}

/// A stored record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// Under [`Key::Account`].
    Account(Account),
    /// Under [`Key::Payment`].
    Payment(Payment),
    /// Under [`Key::Attempt`].
    Attempt(Attempt),
    /// Under [`Key::Refund`].
    Refund(Refund),
    /// Under [`Key::Withdrawal`].
    Withdrawal(Withdrawal),
    /// Under [`Key::Session`].
    Session(Session),
    /// Under [`Key::Claim`].
    Claim(Claim),
    /// Under [`Key::Endpoint`].
    Endpoint(Endpoint),
    /// Under [`Key::Event`].
    Event(Event),
    /// Under [`Key::Delivery`].
    Delivery(Delivery),
}
