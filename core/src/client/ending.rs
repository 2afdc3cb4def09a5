//! How a call ends without a good answer.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;

use super::answer::{Again, Failure};
use super::config::Config;
use super::error::ClientError;
use super::operation::{Operation, Shape};
use super::state::Call;
use super::step::Step;
use super::wait;
use crate::error::{Code, Outcome};

const REASON_MAX_CHARS: usize = 200;

/// The deadline has passed before the next try.
pub(super) fn out_of_time(call: &Call, config: &Config) -> Step {
    if call.operation.shape == Shape::Wait {
        return Step::error(wait::timed_out(call));
    }
    let row = Code::DeadlineExceeded.row();
    failed(call, ClientError::of(row.code, row.message, call.operation.before()), config)
}

/// The end of a call without a good answer. Nothing but a good answer proves what an earlier try did.
pub(super) fn failed(call: &Call, mut error: ClientError, config: &Config) -> Step {
    if error.cause.is_none() && error.status.is_none() {
        error.cause.clone_from(&call.cause);
    }
    if call.unproven {
        let own = [Code::OutcomeUnknown, Code::Cancelled, Code::RedirectRefused, Code::ResponseTooLarge];
        if !error.code().is_some_and(|code| own.contains(&code)) {
            error = unknown(error);
        }
        error = error.unproven();
        let call = Call { waiting_ms: None, ..call.clone() };
        error.resume = Some(call.seal(&config.api_key));
    }
    error.cause = error.cause.take().filter(|cause| *cause != error.reason);
    error.idempotency_key.clone_from(&call.key);
    Step::error(error)
}

/// The last failure of a call whose money may have moved.
fn unknown(last: ClientError) -> ClientError {
    let message =
        format!("the request may have arrived, but no answer settled it; the last was `{}`", last.reason);
    let cause = if last.code() == Some(Code::DeadlineExceeded) { last.cause } else { Some(last.reason) };
    ClientError {
        cause,
        status: last.status,
        request_id: last.request_id,
        related: last.related,
        ..ClientError::of(Code::OutcomeUnknown, message, Some(Outcome::Unknown))
    }
}

/// Nothing left this machine.
pub(super) fn not_sent(operation: &Operation, reason: &str) -> Failure {
    let message = format!("no connection could be made, so nothing was sent: {}", line(reason));
    let error = ClientError::of(Code::ConnectionFailed, message, operation.before());
    Failure { error: Box::new(error), again: Again::UntilKnown, wait_ms: None, unproven: false }
}

/// The request may have arrived.
pub(super) fn no_answer(operation: &Operation, reason: &str) -> Failure {
    let error = if operation.writes() {
        let message = format!("the request may have arrived, but no answer did: {}", line(reason));
        ClientError::of(Code::OutcomeUnknown, message, Some(Outcome::Unknown))
    } else {
        let message = format!("the connection broke before an answer came: {}", line(reason));
        ClientError::of(Code::ConnectionFailed, message, None)
    };
    Failure { error: Box::new(error), again: Again::UntilKnown, wait_ms: None, unproven: operation.writes() }
}

/// What a transport said, as one line that is not too long.
fn line(reason: &str) -> String {
    reason.chars().filter(|c| !c.is_control()).take(REASON_MAX_CHARS).collect()
}
