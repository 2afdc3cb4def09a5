//! The pure operations: one JSON object in, one JSON value out.
//!
//! Every vector in `tests/vectors` names one of these as its `op`, so each language proves its door with
//! the same cases that prove the typed interface.

mod answer;
pub(super) mod client;
mod errors;
mod failure;
mod fee;
mod head;
mod idempotency;
pub mod input;
mod json;
mod ledger;
mod money;
mod phone;
mod provider;
mod rails;
mod rate_limit;
mod reference;
mod request;
mod sandbox;
mod transition;
mod url;
mod webhook;

use alloc::string::String;

use crate::error::{Code, Error};
use crate::json::{Json, Object, parse};

/// An operation: the members of its input, its result.
pub type Operation = fn(&Object) -> Result<Json, Error>;

/// Every operation and its name; one file a room.
pub const ROOMS: &[&[(&str, Operation)]] = &[
    // In the order of their names.
    answer::OPS,
    client::OPS,
    errors::OPS,
    failure::OPS,
    fee::OPS,
    head::OPS,
    idempotency::OPS,
    json::OPS,
    ledger::OPS,
    money::OPS,
    phone::OPS,
    provider::OPS,
    rails::OPS,
    rate_limit::OPS,
    reference::OPS,
    request::OPS,
    sandbox::OPS,
    transition::OPS,
    url::OPS,
    webhook::OPS,
];

/// Runs one operation: `{"ok": …}` or `{"error": {"code", "field", "message", …}}`, never anything else.
pub fn call(operation: &str, input: &[u8]) -> String {
    answered(run(operation, input))
}

/// Runs one operation.
///
/// # Errors
/// `operation_unknown`; what the input breaks; what the operation refuses.
pub fn run(operation: &str, input: &[u8]) -> Result<Json, Error> {
    let run = find(operation)?;
    let Json::Object(object) = parse(input)? else {
        return Err(Error::with_message(Code::FieldTypeInvalid, "the input is not a JSON object"));
    };
    run(&object)
}

/// A result as every door prints it: `{"ok": …}` or `{"error": …}`.
pub fn answered(result: Result<Json, Error>) -> String {
    match result {
        Ok(value) => Json::from(Object::default().with("ok", value)),
        Err(error) => Json::from(Object::default().with("error", error_json(&error))),
    }
    .print()
}

fn find(operation: &str) -> Result<Operation, Error> {
    let named = ROOMS.iter().copied().flatten().find(|(name, _)| *name == operation);
    named.map(|(_, run)| *run).ok_or_else(|| Error::new(Code::OperationUnknown))
}

/// An error as every door prints it.
pub fn error_json(error: &Error) -> Json {
    let row = error.code().row();
    Object::default()
        .with("code", Json::text(row.name))
        .with("kind", Json::text(error.kind().name()))
        .with("outcome", Json::maybe_text(error.outcome().map(crate::error::Outcome::name)))
        .with("retry", Json::text(error.retry().name()))
        .with("field", Json::maybe_text(error.field()))
        .with("message", Json::text(error.message()))
        .with("help", Json::text(row.help))
        .into()
}
