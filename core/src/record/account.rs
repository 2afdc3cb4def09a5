//! The account of a merchant in one mode.

use alloc::string::String;
use alloc::vec::Vec;

use super::webhook::SigningSecret;
use crate::money::Rwf;
use crate::phone::Phone;
use crate::rate_limit::Plan;
use crate::time::{Instant, KigaliDay};

/// The account: whoever writes to a merchant's records holds it first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name that customers see.
    pub name: String,
    /// The latest `now` of a decision; time never runs backwards behind it.
    pub clock: Instant,
    /// The sequence of the last event; gapless.
    pub sequence: u64,
    /// What the merchant has.
    pub balances: Balances,
    /// What is in `balances.unsettled`, by the day it came in and the day it settles on, oldest first.
    pub unsettled_days: Vec<UnsettledDay>,
    /// The hash of the PIN, made and checked by the shell; none until one is set.
    pub pin_hash: Option<String>,
    /// Wrong PINs so far.
    pub pin_failures: PinFailures,
    /// The merchant's own settings.
    pub settings: Settings,
    /// The default webhook secrets, the one that signs alone or first at the front.
    pub secrets: Vec<SigningSecret>,
    /// How many webhook endpoints there are.
    pub endpoints: u32,
    /// Counts every change.
    pub version: u64,
}

/// The four balances of a merchant; none is ever below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balances {
    /// May be withdrawn or refunded now.
    pub available: Rwf,
    /// Received, and waiting for its settlement day.
    pub unsettled: Rwf,
    /// Set aside for refunds and withdrawals that are under way.
    pub reserved: Rwf,
    /// What corrections could not take; later credits repay it first.
    pub owed: Rwf,
}

/// What came in on one day and is not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsettledDay {
    /// The Kigali day on which it came in.
    pub day: KigaliDay,
    /// How much of it is left.
    pub amount: Rwf,
    /// The day on which it becomes available; never for an opening balance that stays pending.
    pub settles_on: Option<KigaliDay>,
}

/// Wrong PINs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PinFailures {
    /// Wrong ones since the last right one or the last pause.
    pub in_a_row: u32,
    /// Wrong ones since the last right one.
    pub since_success: u32,
    /// Until when every PIN is answered `pin_locked`.
    pub locked_until: Option<Instant>,
    /// Whether only an operator can unlock it.
    pub needs_operator: bool,
}

/// What a merchant may set for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// One prompt in flight per payer phone.
    pub prompt_guard: bool,
    /// Withdrawals go to these numbers only, where `registered_only` holds.
    pub registered_numbers: Vec<Phone>,
    /// Whether withdrawals go to registered numbers only.
    pub registered_only: bool,
    /// Origins that a publishable key may redirect to, such as `https://shop.example`.
    pub redirect_origins: Vec<String>,
    /// The rate limits of live mode.
    pub plan: Plan,
}
