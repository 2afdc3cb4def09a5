//! What is stored: plain values, one file a record.
//!
//! A record has no rule. The engine writes records, `resource` prints them, a store keeps them.

mod account;
mod attempt;
mod claim;
mod payment;
mod payout;
mod scope;
mod session;
mod webhook;

pub use account::{Account, Balances, PinFailures, Settings, UnsettledDay};
pub use attempt::{Attempt, Purpose, Stage};
pub use claim::{Claim, ClaimKind, Names, Owner, Stored};
pub use payment::{Customer, Failure, KeyClass, Payment, Review};
pub use payout::{Refund, Withdrawal};
pub use scope::{Key, Mode, Principal, Record, Scope};
pub use session::Session;
pub use webhook::{Delivery, DeliveryAttempt, Endpoint, Event, EventType, SigningSecret, Target};
