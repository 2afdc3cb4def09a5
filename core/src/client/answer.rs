//! Reading an answer: a success, or a failure and what it proves.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};

use super::error::{ClientDetail, ClientError};
use super::operation::Operation;
use super::retry::retry_after_ms;
use super::step::Answer;
use crate::error::{Code, Kind, Outcome, Retry};
use crate::http::Response;
use crate::json::{self, Json, Object};
use crate::time::Instant;

/// The largest answer that is read, in bytes.
pub const RESPONSE_MAX_BYTES: usize = 1_048_576;

const TEXT_MAX_CHARS: usize = 500;

/// A try that did not succeed.
pub(super) struct Failure {
    /// What the call ends with, if it ends here.
    pub error: Box<ClientError>,
    /// Whether another try may help.
    pub again: Again,
    /// How long the server asked to wait.
    pub wait_ms: Option<u64>,
    /// Whether this try may have moved money.
    pub unproven: bool,
}

/// Whether another try may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// The same request gives the same answer.
    Never,
    /// A few times.
    Few,
    /// A few times; until the deadline while money may have moved.
    UntilKnown,
}

/// Reads the answer to this operation.
pub(super) fn read(
    operation: &Operation,
    response: &Response,
    wall: Instant,
) -> Result<Answer, Box<Failure>> {
    let unreadable = |why: &str| Err(Box::new(unreadable(operation, response, wall, why)));
    if (300..400).contains(&response.status) {
        let message =
            format!("the server answered {} with a redirect, which is never followed", response.status);
        return Err(Box::new(ours(operation, Code::RedirectRefused, message, response, Again::Never)));
    }
    if response.body.len() > RESPONSE_MAX_BYTES {
        let message = format!("the answer is larger than {RESPONSE_MAX_BYTES} bytes");
        return Err(Box::new(ours(operation, Code::ResponseTooLarge, message, response, Again::Never)));
    }
    let envelope = match json::parse(&response.body) {
        Ok(Json::Object(object)) => object,
        Ok(_) => return unreadable("it is not a JSON object"),
        Err(error) => return unreadable(error.message()),
    };
    match (response.status, envelope.get("status")) {
        (200..300, Some(Json::Text(status))) if status == "success" => {
            let Some(Json::Object(data)) = envelope.get("data") else {
                return unreadable("it has no `data`");
            };
            Ok(Answer {
                data: data.clone(),
                replayed: header(response, "idempotent-replayed")
                    .is_some_and(|value| value.eq_ignore_ascii_case("true")),
                status: response.status,
                request_id: request_id(response, Some(&envelope)),
                idempotency_key: None,
                next: None,
            })
        }
        (400..600, Some(Json::Text(status))) if status == "error" => match envelope.get("error") {
            Some(Json::Object(error)) if matches!(error.get("reason"), Some(Json::Text(_))) => {
                Err(Box::new(refusal(operation, response, &envelope, error, wall)))
            }
            _ => unreadable("it has no `error` with a `reason`"),
        },
        _ => unreadable("its `status` does not fit the HTTP status"),
    }
}

/// An answer that is not one of the API: a proxy's page, half an answer, something else on that port.
fn unreadable(operation: &Operation, response: &Response, wall: Instant, why: &str) -> Failure {
    if response.status == 429 {
        // Whoever limits the rate, it did not pass the request on.
        let error = ClientError::of(Code::RateLimited, Code::RateLimited.row().message, operation.before());
        return Failure { unproven: false, ..failed(error, response, Again::UntilKnown, wall) };
    }
    let message = format!("the answer with status {} could not be understood: {why}", response.status);
    let again = match response.status {
        // A proxy that refuses will refuse again; it may still have been the second to see the request.
        400..=407 | 409..500 => Again::Few,
        _ => Again::UntilKnown,
    };
    let failure = ours(operation, Code::ResponseInvalid, message, response, again);
    Failure { wait_ms: wait_ms(response, wall), ..failure }
}

fn ours(operation: &Operation, code: Code, message: String, response: &Response, again: Again) -> Failure {
    let outcome = operation.writes().then_some(Outcome::Unknown);
    let mut error = ClientError::of(code, message, outcome);
    error.status = Some(response.status);
    error.request_id = request_id(response, None);
    Failure { error: Box::new(error), again, wait_ms: None, unproven: operation.writes() }
}

fn failed(mut error: ClientError, response: &Response, again: Again, wall: Instant) -> Failure {
    let wait_ms = wait_ms(response, wall);
    if let Some(ms) = wait_ms {
        error.retry = Retry::After(ms);
    }
    error.status = Some(response.status);
    Failure { error: Box::new(error), again, wait_ms, unproven: false }
}

fn wait_ms(response: &Response, wall: Instant) -> Option<u64> {
    retry_after_ms(header(response, "retry-after")?, wall)
}

/// An error that the API itself answered.
fn refusal(
    operation: &Operation,
    response: &Response,
    envelope: &Object,
    error: &Object,
    wall: Instant,
) -> Failure {
    let reason = text(error, "reason").unwrap_or_default();
    let known = Code::from_name(&reason);
    let outcome = outcome(operation, response.status, error);
    let again = again(response.status, known);
    // A refusal that names an earlier resource tells its outcome; a failure tells that of this request.
    let failed_here = response.status >= 500 || again != Again::Never;
    let unproven = operation.writes() && outcome == Some(Outcome::Unknown) && failed_here;
    let mut read = ClientError::of(known.unwrap_or(Code::ResponseInvalid), "", outcome);
    read.details = details(error);
    read.message = match (read.details.as_slice(), known) {
        ([only], _) => only.message.clone(),
        (_, Some(code)) => code.row().message.to_string(),
        (_, None) => text(error, "message").unwrap_or_else(|| "the server refused".to_string()),
    };
    if let [only] = read.details.as_slice() {
        read.field = Some(only.field.clone());
    }
    if known.is_none_or(|code| code.row().kind == Kind::UnknownOutcome) {
        read.kind = kind(outcome, text(error, "kind").as_deref(), response.status);
    }
    if known.is_none() {
        read.help = text(error, "resolution").unwrap_or_default();
        read.retry = if again == Again::Never { Retry::Never } else { Retry::SameKey };
    }
    read.reason = reason;
    read.related = text(error, "related");
    read.facts = facts(error);
    read.request_id = request_id(response, Some(envelope));
    Failure { unproven, ..failed(read, response, again, wall) }
}

fn again(status: u16, known: Option<Code>) -> Again {
    let retried = matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
        || (status == 409 && known == Some(Code::IdempotencyInProgress));
    let never = known.is_some_and(|code| code.row().retry == Retry::Never);
    if retried && !never { Again::UntilKnown } else { Again::Never }
}

/// What the answer says about the money; a write that says nothing understandable is unknown.
fn outcome(operation: &Operation, status: u16, error: &Object) -> Option<Outcome> {
    match error.get("outcome") {
        _ if !operation.writes() => None,
        Some(Json::Null) if status < 500 => None,
        Some(Json::Text(name)) if name == "none" => Some(Outcome::None),
        Some(Json::Text(name)) if name == "done" => Some(Outcome::Done),
        _ => Some(Outcome::Unknown),
    }
}

/// The class of an error that only a newer server knows.
fn kind(outcome: Option<Outcome>, given: Option<&str>, status: u16) -> Kind {
    const NAMED: [Kind; 8] = [
        Kind::InvalidInput,
        Kind::Refused,
        Kind::Conflict,
        Kind::NotFound,
        Kind::Auth,
        Kind::RateLimited,
        Kind::Unavailable,
        Kind::Internal,
    ];
    if outcome == Some(Outcome::Unknown) {
        return Kind::UnknownOutcome;
    }
    let named = NAMED.into_iter().find(|kind| given == Some(kind.name()));
    named.unwrap_or(match status {
        401 | 403 => Kind::Auth,
        402 => Kind::Refused,
        404 => Kind::NotFound,
        409 => Kind::Conflict,
        429 => Kind::RateLimited,
        408 | 502..=504 => Kind::Unavailable,
        500 | 501 | 505..600 => Kind::Internal,
        _ => Kind::InvalidInput,
    })
}

fn details(error: &Object) -> alloc::vec::Vec<ClientDetail> {
    let Some(Json::Array(items)) = error.get("details") else { return alloc::vec::Vec::new() };
    let detail = |item: &Json| match item {
        Json::Object(item) => Some(ClientDetail {
            field: text(item, "field")?,
            reason: text(item, "code")?,
            message: text(item, "message").unwrap_or_default(),
        }),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Array(_) | Json::Printed(_) => {
            None
        }
    };
    items.iter().filter_map(detail).collect()
}

/// The numbers that stand beside the error, such as `required` and `available`.
fn facts(error: &Object) -> Object {
    let fact = |(name, value): &&(String, Json)| name != "code" && matches!(value, Json::Number(_));
    Object(error.0.iter().filter(fact).cloned().collect())
}

/// A text of the answer: one line, not too long.
fn text(object: &Object, name: &str) -> Option<String> {
    let Some(Json::Text(text)) = object.get(name) else { return None };
    Some(text.chars().filter(|c| !c.is_control()).take(TEXT_MAX_CHARS).collect())
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    let found = response.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim())
}

/// The id from the header, else from the body; only if it is short and visible.
fn request_id(response: &Response, envelope: Option<&Object>) -> Option<String> {
    let given =
        match (header(response, "request-id"), envelope.and_then(|envelope| envelope.get("request_id"))) {
            (Some(id), _) => id,
            (None, Some(Json::Text(id))) => id,
            (None, _) => return None,
        };
    let fit = !given.is_empty() && given.len() <= 128 && given.bytes().all(|byte| byte.is_ascii_graphic());
    fit.then(|| given.to_string())
}
