//! Whose records they are, and how each is found.

use alloc::string::String;
use core::fmt;

use super::{
    Account, Attempt, Claim, ClaimKind, Delivery, Endpoint, Event, KeyClass, Names, Payment, Refund, Session,
    Withdrawal,
};
use crate::reference::{
    DeliveryId, EndpointId, EventId, MerchantId, MerchantReference, PaymentRef, ProviderRef, RefundRef,
    SessionId, WithdrawalRef,
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

    /// The mode with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "test" => Some(Self::Test),
            "live" => Some(Self::Live),
            _ => None,
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

/// Who a key stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Principal {
    /// Whose records.
    pub scope: Scope,
    /// Which kind of key.
    pub class: KeyClass,
}

/// The name under which a record is stored.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// What a merchant's reference has been used for, by the key class that chose it.
    Names(Scope, KeyClass, MerchantReference),
    /// A webhook endpoint.
    Endpoint(Scope, EndpointId),
    /// An event.
    Event(Scope, EventId),
    /// A delivery of an event to a target.
    Delivery(Scope, DeliveryId),
}

impl fmt::Debug for Key {
    /// Not what is claimed: phones are, and the tokens of callbacks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown =
            |name, part: &dyn fmt::Debug| f.debug_tuple(name).field(self.scope()).field(part).finish();
        match self {
            Self::Account(scope) => f.debug_tuple("Account").field(scope).finish(),
            Self::Payment(_, reference) => shown("Payment", reference),
            Self::Attempt(_, reference) => shown("Attempt", reference),
            Self::Refund(_, reference) => shown("Refund", reference),
            Self::Withdrawal(_, reference) => shown("Withdrawal", reference),
            Self::Session(_, id) => shown("Session", id),
            Self::Claim(_, kind, _) => shown("Claim", kind),
            Self::Names(_, _, reference) => shown("Names", reference),
            Self::Endpoint(_, id) => shown("Endpoint", id),
            Self::Event(_, id) => shown("Event", id),
            Self::Delivery(_, id) => shown("Delivery", id),
        }
    }
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
    /// Under [`Key::Names`].
    Names(Names),
    /// Under [`Key::Endpoint`].
    Endpoint(Endpoint),
    /// Under [`Key::Event`].
    Event(Event),
    /// Under [`Key::Delivery`].
    Delivery(Delivery),
}

impl Key {
    /// Whose record it is.
    pub const fn scope(&self) -> &Scope {
        match self {
            Self::Account(scope)
            | Self::Payment(scope, _)
            | Self::Attempt(scope, _)
            | Self::Refund(scope, _)
            | Self::Withdrawal(scope, _)
            | Self::Session(scope, _)
            | Self::Claim(scope, ..)
            | Self::Names(scope, ..)
            | Self::Endpoint(scope, _)
            | Self::Event(scope, _)
            | Self::Delivery(scope, _) => scope,
        }
    }
}

impl Record {
    /// How often the record was changed; claims and events never are.
    pub const fn version(&self) -> Option<u64> {
        match self {
            Self::Account(record) => Some(record.version),
            Self::Payment(record) => Some(record.version),
            Self::Attempt(record) => Some(record.version),
            Self::Refund(record) => Some(record.version),
            Self::Withdrawal(record) => Some(record.version),
            Self::Session(record) => Some(record.version),
            Self::Names(record) => Some(record.version),
            Self::Endpoint(record) => Some(record.version),
            Self::Delivery(record) => Some(record.version),
            Self::Claim(_) | Self::Event(_) => None,
        }
    }

    /// Sets the count of changes, where there is one.
    pub const fn set_version(&mut self, version: u64) {
        match self {
            Self::Account(record) => record.version = version,
            Self::Payment(record) => record.version = version,
            Self::Attempt(record) => record.version = version,
            Self::Refund(record) => record.version = version,
            Self::Withdrawal(record) => record.version = version,
            Self::Session(record) => record.version = version,
            Self::Names(record) => record.version = version,
            Self::Endpoint(record) => record.version = version,
            Self::Delivery(record) => record.version = version,
            Self::Claim(_) | Self::Event(_) => {}
        }
    }
}
