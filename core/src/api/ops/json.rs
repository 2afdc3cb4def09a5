//! `json.parse`.

use super::Operation;
use super::input::{Input, given_bytes};
use crate::error::Error;
use crate::json::{self, Json, Object};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("json.parse", parse)];

/// `{text}` or `{hex}`: the value, printed shortest.
fn parse(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["text", "hex"])?;
    let value = json::parse(&given_bytes(input)?)?;
    Ok(Object::default().with("printed", Json::text(value.print())).into())
}
