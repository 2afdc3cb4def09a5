//! The state machines by name, the shown status of a payment, and the waits between deliveries.

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::money::Rwf;
use crate::payment::{PaymentState, display};
use crate::transition::{Machine, transition};
use crate::webhook::{is_stale, retry_delay_ms};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[
    ("transition", run),
    ("payment.status", status),
    ("payment.is_stale", stale),
    ("webhook.retry_delay", retry_delay),
];

/// Where an `event` leads a `machine` from a `state`, and whether it had led there already.
fn run(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["machine", "state", "event"])?;
    let [machine, state, event] = [input.text("machine")?, input.text("state")?, input.text("event")?];
    let after = transition(machine, state, event).map_err(|code| {
        let field = if code != Code::StateUnknown {
            "event"
        } else if Machine::from_name(machine).is_some() {
            "state"
        } else {
            "machine"
        };
        input.fault(code, field)
    })?;
    Ok(Object::default()
        .with("state", Json::text(after.state))
        .with("replay", Json::Bool(after.replay))
        .into())
}

/// The status that a payment shows: its `state`, its `amount` and what was `refunded` of it, in one word.
fn status(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["state", "amount", "refunded"])?;
    let state = PaymentState::from_name(input.text("state")?);
    let state = state.ok_or_else(|| input.fault(Code::StateUnknown, "state"))?;
    let francs = |field| Rwf::new(input.whole(field)?).map_err(|code| input.fault(code, field));
    let [amount, refunded] = [francs("amount")?, francs("refunded")?];
    if refunded > amount {
        return Err(input.fault(Code::RefundExceedsRefundable, "refunded"));
    }
    Ok(Object::default().with("status", Json::text(display(state, amount, refunded).name())).into())
}

/// Whether a delivery of this `version` says nothing new to whoever has seen `last_seen`.
fn stale(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["version", "last_seen"])?;
    let stale = is_stale(input.whole("version")?, input.whole("last_seen")?);
    Ok(Object::default().with("stale", Json::Bool(stale)).into())
}

/// The wait before the next attempt to deliver; null when the schedule is over.
fn retry_delay(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["failures", "jitter"])?;
    let failures = u32::try_from(input.whole("failures")?);
    let failures = failures.map_err(|_| input.fault(Code::FieldTypeInvalid, "failures"))?;
    let jitter = u16::try_from(input.whole("jitter")?);
    let jitter = jitter.map_err(|_| input.fault(Code::FieldTypeInvalid, "jitter"))?;
    let delay_ms = retry_delay_ms(failures, jitter).and_then(|ms| i64::try_from(ms).ok());
    Ok(Object::default().with("delay_ms", delay_ms.map_or(Json::Null, Json::int)).into())
}
