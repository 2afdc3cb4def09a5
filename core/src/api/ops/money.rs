//! `amount.parse`.

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::money::{Limits, Rwf};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("amount.parse", parse)];

/// `{text, kind?}`: `text` is a number or a text; `kind` is `collect` or `withdrawal` and adds its bounds.
fn parse(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["text", "kind"])?;
    let amount = input.amount("text")?;
    let amount = match input.maybe_text("kind")? {
        None => Ok(amount),
        Some("collect") => Limits::COLLECT.admit(amount),
        Some("withdrawal") => Limits::WITHDRAWAL.admit(amount),
        Some(_) => return Err(input.fault(Code::FieldMalformed, "kind")),
    };
    let amount: Rwf = amount.map_err(|error| error.at("text"))?;
    Ok(Object::default()
        .with("amount", Json::int(amount.signed()))
        .with("two_decimals", Json::text(amount.two_decimals()))
        .into())
}
