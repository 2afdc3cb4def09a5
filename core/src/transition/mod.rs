//! One entry to all five state machines, by name.

use crate::checkout::{SessionEvent, SessionState};
use crate::error::Code;
use crate::machine::{Step, names};
use crate::payment::{PaymentEvent, PaymentState};
use crate::refund::{RefundEvent, RefundState};
use crate::webhook::{DeliveryEvent, DeliveryState};
use crate::withdrawal::{WithdrawalEvent, WithdrawalState};

/// A state machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Machine {
    /// Of a payment.
    Payment,
    /// Of a refund.
    Refund,
    /// Of a withdrawal.
    Withdrawal,
    /// Of a checkout session.
    Checkout,
    /// Of the delivery of one event to one target.
    Delivery,
}

names!(Machine:
    Payment "payment",
    Refund "refund",
    Withdrawal "withdrawal",
    Checkout "checkout",
    Delivery "delivery",
);

/// Where an event leads, in names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// The state after the event.
    pub state: &'static str,
    /// Its place among the states of its machine, from 0, in the order of the documentation.
    pub place: u64,
    /// Whether the event was the one that had led there already, so that nothing changed.
    pub replay: bool,
}

/// Where `event` leads `machine` from `state`; names are exact.
///
/// # Errors
/// `state_unknown` where there is no such machine or it has no such state, `state_event_unknown` where it
/// has no such event, `transition_not_allowed` where the event cannot move the state.
///
/// ```
/// use rwandapay_core::error::Code;
/// use rwandapay_core::transition::transition;
///
/// assert_eq!(transition("payment", "expired", "succeed")?.state, "successful");
/// assert!(transition("payment", "successful", "succeed")?.replay);
/// assert_eq!(transition("payment", "successful", "fail"), Err(Code::TransitionNotAllowed));
/// # Ok::<(), Code>(())
/// ```
pub fn transition(machine: &str, state: &str, event: &str) -> Result<Transition, Code> {
    macro_rules! run {
        ($state:ident, $event:ident) => {{
            let before = $state::from_name(state).ok_or(Code::StateUnknown)?;
            let event = $event::from_name(event).ok_or(Code::StateEventUnknown)?;
            let step = before.apply(event)?;
            let after = step.or(before);
            let place = (0_u64..).zip($state::ALL).find(|(_, state)| **state == after);
            let (place, _) = place.ok_or(Code::Internal)?;
            Ok(Transition { state: after.name(), place, replay: step == Step::Replay })
        }};
    }
    match Machine::from_name(machine).ok_or(Code::StateUnknown)? {
        Machine::Payment => run!(PaymentState, PaymentEvent),
        Machine::Refund => run!(RefundState, RefundEvent),
        Machine::Withdrawal => run!(WithdrawalState, WithdrawalEvent),
        Machine::Checkout => run!(SessionState, SessionEvent),
        Machine::Delivery => run!(DeliveryState, DeliveryEvent),
    }
}
