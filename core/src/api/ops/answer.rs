//! `answer.refuse`.

use super::super::refuse;
use super::Operation;
use super::input::Input;
use crate::error::{Code, Error, Outcome};
use crate::json::{Json, Object, parse_answer};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("answer.refuse", run)];

/// `{code, outcome?, related?, field?, retry_after_ms?, request_id}`: the HTTP answer of an error.
fn run(object: &Object) -> Result<Json, Error> {
    let known = ["code", "outcome", "related", "field", "retry_after_ms", "request_id"];
    let input = Input::new(object, &known)?;
    let code = Code::from_name(input.text("code")?).ok_or_else(|| input.fault(Code::ErrorUnknown, "code"))?;
    let mut error = Error::new(code);
    if let Some(name) = input.maybe_text("outcome")? {
        let outcome =
            [Outcome::None, Outcome::Unknown, Outcome::Done].into_iter().find(|known| known.name() == name);
        error = error.outcome_is(Some(outcome.ok_or_else(|| input.fault(Code::FieldMalformed, "outcome"))?));
    }
    if let Some(related) = input.maybe_text("related")? {
        error = error.about(related);
    }
    if let Some(field) = input.maybe_text("field")? {
        error = error.at(field);
    }
    if let Some(ms) = input.maybe_whole("retry_after_ms")? {
        error = error.retry_after_ms(ms);
    }
    let response = refuse(&error, input.text("request_id")?);
    let retry_after = response.headers.iter().find(|(name, _)| name == "retry-after").map(|(_, value)| value);
    Ok(Object::default()
        .with("status", Json::int(response.status))
        .with("retry_after", Json::maybe_text(retry_after))
        .with("body", parse_answer(&response.body)?)
        .into())
}
