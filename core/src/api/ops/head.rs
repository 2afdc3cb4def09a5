//! `head.read`.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::head;
use super::Operation;
use super::input::{Input, given_bytes};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::{Json, Object};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("head.read", read)];

/// `{headers, has_body?}`, each header `{name, text | hex}`: what the head of a request says. The key itself
/// is never shown.
fn read(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["headers", "has_body"])?;
    let headers: Vec<(String, Vec<u8>)> =
        input.list("headers")?.iter().map(|header| one(input, header)).collect::<Result<_, _>>()?;
    let request = Request { method: "POST".into(), target: "/v1/balance".into(), headers, body: Vec::new() };
    head::bearer(&request)?;
    if input.flag("has_body")? {
        head::json_body(&request)?;
    }
    let key = head::idempotency_key(&request)?;
    Ok(Object::default().with("idempotency_key", Json::maybe_text(key)).into())
}

fn one(input: Input<'_>, header: &Json) -> Result<(String, Vec<u8>), Error> {
    let Json::Object(header) = header else { return Err(input.fault(Code::FieldTypeInvalid, "headers")) };
    let header = Input::nested(header, "headers.", &["name", "text", "hex"])?;
    Ok((header.text("name")?.into(), given_bytes(header)?))
}
