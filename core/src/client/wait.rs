//! Waiting for a payment: ask, wait a little longer, ask again.

use super::answer::{Again, Failure};
use super::error::ClientError;
use super::page::member;
use super::retry::{backoff_ms, doubled};
use super::state::Call;
use super::step::{Answer, Step};
use crate::error::{Code, Error};
use crate::json::{Json, Object};

/// The wait after the first look at a pending payment, in milliseconds; each further one is twice the last.
pub const POLL_FIRST_MS: u64 = 1_000;
/// The longest wait between two looks, in milliseconds.
pub const POLL_MOST_MS: u64 = 10_000;
/// How long a payment is waited for unless given: 16 minutes, the life of a payment and one more.
pub const WAIT_DEADLINE_MS: u64 = 960_000;
/// How long a payment may be waited for: 24 hours.
pub const WAIT_DEADLINE_MAX_MS: u64 = 86_400_000;

/// How much of the time is kept for one last look, in milliseconds.
const LAST_LOOK_MS: u64 = 1_000;
const UNTIL: &str = "until";

/// Reads `until` (`final` unless given, or `outcome_known`); returns the parameters without it.
///
/// # Errors
/// `client_option_invalid`.
pub(super) fn until(parameters: &Object) -> Result<(bool, Object), Error> {
    let known = match parameters.get(UNTIL) {
        None | Some(Json::Null) => false,
        Some(Json::Text(until)) if until == "final" => false,
        Some(Json::Text(until)) if until == "outcome_known" => true,
        Some(_) => {
            return Err(super::config::option(
                UNTIL,
                "option `until` is neither `final` nor `outcome_known`",
            ));
        }
    };
    Ok((known, Object(parameters.0.iter().filter(|(name, _)| name != UNTIL).cloned().collect())))
}

/// Looks at the payment: the end, or another wait.
///
/// Only `pending` is waited for; a status that this version does not know is handed to the caller. An
/// expired payment whose outcome is unknown is final too, unless the caller waits for the outcome.
pub(super) fn look(call: &mut Call, answer: Answer) -> Step {
    let pending = member(&answer.data, "status") == Some("pending");
    let unknown = call.until_known && member(&answer.data, "outcome") == Some("unknown");
    if member(&answer.data, "status").is_none() {
        let error = ClientError::of(Code::ResponseInvalid, "the payment has no `status`", None);
        let (status, request_id) = (Some(answer.status), answer.request_id);
        return Step::error(ClientError { status, request_id, ..error });
    }
    if !pending && !unknown {
        return Step::ok(answer);
    }
    call.seen = Some(answer.data);
    call.cause = None;
    call.retries = 0;
    let ms = doubled(POLL_FIRST_MS, call.polls, POLL_MOST_MS);
    call.polls = call.polls.saturating_add(1);
    pause(call, ms)
}

/// Whether a wait outlives this failure: passing ones, and a session whose customer has not come yet.
pub(super) fn goes_on(failure: &Failure) -> bool {
    failure.again == Again::UntilKnown || failure.error.code() == Some(Code::NoAttemptYet)
}

/// Another look after a failure.
pub(super) fn retry(call: &mut Call, failure: &Failure) -> Step {
    call.cause = Some(failure.error.reason.clone());
    call.retries = call.retries.saturating_add(1);
    let backoff_ms = if failure.error.code() == Some(Code::NoAttemptYet) {
        doubled(POLL_FIRST_MS, call.retries.saturating_sub(1), POLL_MOST_MS)
    } else {
        backoff_ms(&call.entropy, call.retries)
    };
    match failure.wait_ms {
        // The server will not answer before the deadline: asking earlier is no use.
        Some(ms) if ms >= call.remaining_ms() => Step::error(timed_out(call)),
        asked => pause(call, backoff_ms.max(asked.unwrap_or(0))),
    }
}

/// A wait that leaves time for one last look.
fn pause(call: &mut Call, ms: u64) -> Step {
    let most_ms = call.remaining_ms().saturating_sub(LAST_LOOK_MS);
    if most_ms == 0 {
        return Step::error(timed_out(call));
    }
    let ms = ms.min(most_ms);
    call.waiting_ms = Some(ms);
    Step::Wait { ms }
}

/// The end of a wait that saw nothing final.
pub(super) fn timed_out(call: &Call) -> ClientError {
    let error = ClientError::from(Error::new(Code::WaitTimedOut));
    ClientError { last: call.seen.clone(), cause: call.cause.clone(), ..error }
}
