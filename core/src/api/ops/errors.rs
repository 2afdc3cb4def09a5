//! The error table, one row at a time.

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error, Outcome};
use crate::json::{Json, Object};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("error.describe", describe)];

/// What the table says about a `code`, or about the `id` that a packed result carried.
fn describe(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["code", "id"])?;
    let (code, field) = if input.maybe("id").is_some() {
        if input.maybe("code").is_some() {
            return Err(input.fault(Code::FieldUnknown, "code"));
        }
        (u16::try_from(input.whole("id")?).ok().and_then(Code::from_id), "id")
    } else {
        (Code::from_name(input.text("code")?), "code")
    };
    let row = code.ok_or_else(|| input.fault(Code::ErrorUnknown, field))?.row();
    let outcomes = row.outcomes.iter().map(|outcome| Json::maybe_text(outcome.map(Outcome::name)));
    Ok(Object::default()
        .with("name", Json::text(row.name))
        .with("id", Json::int(row.code.id()))
        .with("kind", Json::text(row.kind.name()))
        .with("http", Json::int(row.http))
        .with("retry", Json::text(row.retry.name()))
        .with("outcomes", Json::Array(outcomes.collect()))
        .with("message", Json::text(row.message))
        .with("help", Json::text(row.help))
        .into())
}
