//! The door of the engine: one command, one decision.

use super::command::{Action, Command};
use super::decision::Decision;
use super::draft::{Draft, Stop};
use super::policy::Config;
use super::records::{Missing, Records};
use super::{
    account, adjust, attempt, checkout, collect, delivery, endpoint, expiry, refund, settle, withdraw,
};
use crate::error::{Code, Error, Outcome};
use crate::record::{Key, Record};
use crate::time::Instant;

/// Decides a command against the records, at this time.
///
/// The decision changes nothing by itself. Time never runs backwards for a merchant: the decision is made
/// at the later of `now` and the account's clock.
///
/// # Errors
/// [`Missing`] names every record that must be loaded first, as many at once as can be known.
pub fn decide(
    config: &Config,
    records: &Records,
    command: &Command,
    now: Instant,
) -> Result<Decision, Missing> {
    let account = match records.get(&Key::Account(command.scope.clone())) {
        Ok(Some(Record::Account(account))) => account.clone(),
        Ok(_) => {
            let Action::OpenAccount(open) = &command.action else {
                return Ok(refusal(Error::new(Code::AccountNotFound)));
            };
            account::blank(open, now)
        }
        // The use case says what else it needs, so that one round loads all of it.
        Err(mut missing) => {
            let blank = account::unknown(now);
            if let Err(Stop::Missing(more)) = run(&mut Draft::new(config, records, command, blank, now)) {
                missing.0.extend(more.0.into_iter().filter(|key| !matches!(key, Key::Account(_))));
            }
            return Err(missing);
        }
    };
    let now = now.max(account.clock);
    let draft = Draft::new(config, records, command, account, now);
    settled(draft)
}

fn settled(mut draft: Draft<'_>) -> Result<Decision, Missing> {
    let finished = match run(&mut draft) {
        Ok(answer) => draft.finish(answer),
        Err(Stop::RefusedAndKept(error)) => draft.finish_refused(error),
        Err(stop) => Err(stop),
    };
    match finished {
        Ok(decision) => Ok(decision),
        Err(Stop::Missing(missing)) => Err(missing),
        Err(Stop::Refused(error) | Stop::RefusedAndKept(error)) => Ok(refusal(error)),
        Err(Stop::Defect(defect)) => Ok(Decision { defect: Some(defect), ..refusal(nothing_done()) }),
    }
}

fn run(draft: &mut Draft<'_>) -> Result<super::decision::Answer, Stop> {
    let command = draft.command;
    match &command.action {
        Action::Collect(caller, request) => collect::run(draft, caller, request),
        Action::Refund(caller, request) => refund::run(draft, caller, request),
        Action::Withdraw(caller, request, pin) => withdraw::run(draft, caller, request, *pin),
        Action::InitializeCheckout(caller, request) => checkout::initialize(draft, caller, request),
        Action::PayCheckout(request) => checkout::pay(draft, request),
        Action::CloseCheckout(session) => expiry::close_session(draft, session),
        Action::Sending(attempt) => attempt::sending(draft, attempt),
        Action::Submitted(attempt, submission) => attempt::submitted(draft, attempt, submission),
        Action::Enquired(attempt, enquiry) => attempt::enquired(draft, attempt, enquiry),
        Action::Callback(token) => attempt::callback(draft, token),
        Action::CallbackOf(attempt) => attempt::callback_of(draft, attempt),
        Action::ExpirePayment(payment) => expiry::payment(draft, payment),
        Action::ExpireCheckout(session) => expiry::session(draft, session),
        Action::Settle => settle::run(draft),
        Action::Adjust(adjustment, approval) => adjust::run(draft, adjustment, approval),
        Action::OpenAccount(open) => account::open(draft, open),
        Action::SetSettings(settings) => Ok(account::set_settings(draft, settings)),
        Action::RotateSecret(overlap_seconds) => Ok(account::rotate_secret(draft, *overlap_seconds)),
        Action::SetPin(hash) => Ok(account::set_pin(draft, hash)),
        Action::UnlockPin => Ok(account::unlock_pin(draft)),
        Action::CreateEndpoint(request) => endpoint::create(draft, request),
        Action::DeleteEndpoint(id) => endpoint::delete(draft, id),
        Action::RotateEndpoint(request) => endpoint::rotate(draft, request),
        Action::TestEndpoint(id) => endpoint::test(draft, id),
        Action::FanOut(event, endpoints) => delivery::fan_out(draft, event, endpoints),
        Action::Attempted(id, attempt) => delivery::attempted(draft, id, attempt),
        Action::TargetGone(id) => delivery::target_gone(draft, id),
        Action::Redeliver(id) => delivery::redeliver(draft, id),
    }
}

/// A defect was found before anything was written.
fn nothing_done() -> Error {
    Error::new(Code::Internal).outcome_is(Some(Outcome::None))
}

/// A decision that changes nothing.
fn refusal(error: Error) -> Decision {
    Decision {
        answer: Err(error),
        puts: alloc::vec::Vec::new(),
        releases: alloc::vec::Vec::new(),
        claims: alloc::vec::Vec::new(),
        journals: alloc::vec::Vec::new(),
        events: alloc::vec::Vec::new(),
        finished: alloc::vec::Vec::new(),
        jobs: alloc::vec::Vec::new(),
        defect: None,
    }
}
