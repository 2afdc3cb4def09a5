//! The client's machine as operations: every value a JSON object, every state base64.

mod forms;
mod script;
mod turn;

pub use turn::{Cut, turn};

use alloc::string::ToString;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::Operation;
use super::input::Input;
use crate::client::{self, Config, OPERATIONS, State, Step};
use crate::error::{Code, Error};
use crate::json::{Json, Object};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[
    ("client.begin", begin),
    ("client.next", next),
    ("client.operations", operations),
    ("client.resume", resume),
    ("client.script", script::run),
];

/// `{operation, parameters, config, context}` to `{state, step}`.
fn begin(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["operation", "parameters", "config", "context"])?;
    let config = Config::read(forms::object(input, "config")?)?;
    let context = forms::context(forms::object(input, "context")?)?;
    Ok(pair(client::begin(input.text("operation")?, forms::object(input, "parameters")?, &config, &context)))
}

/// `{state, event, config, moment}` to `{state, step}`.
fn next(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["state", "event", "config", "moment"])?;
    let config = Config::read(forms::object(input, "config")?)?;
    let moment = forms::moment(Input::nested(
        forms::object(input, "moment")?,
        "moment.",
        &["wall_ms", "monotonic_ms"],
    )?)?;
    let event = forms::event(forms::object(input, "event")?)?;
    Ok(pair(client::next(&bytes(input, "state")?, event, &config, moment)))
}

/// `{resume, config, context}` to `{state, step}`.
fn resume(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["resume", "config", "context"])?;
    let config = Config::read(forms::object(input, "config")?)?;
    let context = forms::context(forms::object(input, "context")?)?;
    Ok(pair(client::resume(&bytes(input, "resume")?, &config, &context)))
}

/// Every operation of the API, for bindings that make their methods from the list.
fn operations(input: &Object) -> Result<Json, Error> {
    Input::new(input, &[])?;
    let rows = OPERATIONS.iter().map(|row| {
        Object::default()
            .with("name", Json::text(row.name))
            .with("method", Json::text(row.method.name()))
            .with("path", Json::text(row.path))
            .with("query", Json::Array(row.query.iter().map(Json::text).collect()))
            .with("reads", Json::Bool(row.reads))
            .with("paged", Json::Bool(row.shape == client::Shape::Page))
            .with("publishable", Json::Bool(row.publishable))
            .into()
    });
    Ok(Json::Array(rows.collect()))
}

fn pair((state, step): (State, Step)) -> Json {
    Object::default()
        .with("state", Json::text(BASE64_STANDARD.encode(&state.0)))
        .with("step", forms::step(&step))
        .into()
}

/// A state from its text; what is not even base64 is no state.
fn bytes(input: Input<'_>, field: &str) -> Result<alloc::vec::Vec<u8>, Error> {
    let text = input.text(field)?;
    BASE64_STANDARD.decode(text).map_err(|_| Error::new(Code::ClientStateInvalid).at(field.to_string()))
}
