//! The reasons of failures, one at a time.

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::failure::{FailureCode, Language};
use crate::json::{Json, Object};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("failure.describe", describe)];

/// What is known about a failure `code`: whether a new attempt may help, and its sentences.
fn describe(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["code"])?;
    let name = input.text("code")?;
    let code = FailureCode::from_name(name).ok_or_else(|| input.fault(Code::FieldMalformed, "code"))?;
    let messages = Language::ALL.into_iter().fold(Object::default(), |messages, language| {
        messages.with(language.tag(), Json::text(code.message(language)))
    });
    Ok(Object::default()
        .with("code", Json::text(code.name()))
        .with("new_attempt", Json::text(code.new_attempt().name()))
        .with("messages", messages.into())
        .into())
}
