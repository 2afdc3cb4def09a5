//! `idempotency.parse` and `idempotency.fingerprint`.

use super::Operation;
use super::input::{Input, to_hex};
use crate::error::{Code, Error};
use crate::idempotency::{FingerprintBuilder, IdempotencyKey};
use crate::json::{Json, Object};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] =
    &[("idempotency.parse", parse), ("idempotency.fingerprint", fingerprint)];

/// `{text}`: the key itself.
fn parse(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["text"])?;
    let text = input.text("text")?;
    let key = IdempotencyKey::parse(text.as_bytes())
        .map_err(|code| input.refused(code, "idempotency key", text, "text"))?;
    Ok(Object::default().with("key", Json::text(key)).into())
}

/// `{key, operation, fields}`: `key` in hexadecimal, `fields` a list of `{name, value}`.
fn fingerprint(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["key", "operation", "fields"])?;
    let mut builder = FingerprintBuilder::new(&input.hex("key")?, input.text("operation")?);
    for field in input.list("fields")? {
        let Json::Object(field) = field else { return Err(input.fault(Code::FieldTypeInvalid, "fields")) };
        let field = Input::nested(field, "fields.", &["name", "value"])?;
        builder = builder.field(field.text("name")?, field.maybe_text("value")?.map(str::as_bytes));
    }
    Ok(Object::default().with("fingerprint", Json::text(to_hex(&builder.finish()))).into())
}
