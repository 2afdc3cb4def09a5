//! Shapes as JSON Schema.

use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::super::shape::{Field, Kind, Presence, Shape};
use crate::json::{Json, Object};

/// A reference to a component.
pub fn reference(section: &str, name: &str) -> Json {
    pointer(section, name).into()
}

fn pointer(section: &str, name: &str) -> Object {
    Object::default().with("$ref", Json::text(format!("#/components/{section}/{name}")))
}

/// The schema of a shape.
pub fn component(shape: &Shape) -> Json {
    let required = shape.fields.iter().filter(|field| field.presence.always());
    let required: Vec<Json> = required.map(|field| Json::text(field.name)).collect();
    let properties = shape.fields.iter().map(|field| (field.name.into(), property(field)));
    let schema = Object::default()
        .with("type", Json::text("object"))
        .with("description", Json::text(shape.doc))
        .with("properties", Json::Object(Object(properties.collect())));
    let schema = if required.is_empty() { schema } else { schema.with("required", Json::Array(required)) };
    // Requests are strict; answers may grow.
    let strict = shape.name.ends_with("Request");
    if strict { schema.with("additionalProperties", Json::Bool(false)) } else { schema }.into()
}

impl Presence {
    /// Whether a field is always there.
    pub const fn always(self) -> bool {
        match self {
            Self::Required | Self::Nullable => true,
            Self::Optional | Self::Guarded => false,
        }
    }

    /// Whether a field may be null.
    pub const fn may_be_null(self) -> bool {
        match self {
            Self::Nullable | Self::Optional => true,
            Self::Required | Self::Guarded => false,
        }
    }
}

fn property(field: &Field) -> Json {
    let schema = kind(field.kind);
    let schema = if field.presence.may_be_null() { or_null(schema) } else { schema };
    schema
        .with("description", Json::text(field.doc))
        .with("examples", Json::Array(vec![Json::Printed(field.example.to_string())]))
        .into()
}

fn or_null(mut schema: Object) -> Object {
    if let Some((_, types @ Json::Text(_))) = schema.0.iter_mut().find(|(key, _)| key == "type") {
        *types = Json::Array(vec![types.clone(), Json::text("null")]);
        return schema;
    }
    Object::default().with("anyOf", Json::Array(vec![schema.into(), typed("null").into()]))
}

fn typed(name: &str) -> Object {
    Object::default().with("type", Json::text(name))
}

fn number(value: u64) -> Json {
    Json::Number(value.to_string())
}

/// The schema of a kind.
pub fn kind(kind: Kind) -> Object {
    match kind {
        Kind::Text(text) => {
            let schema = typed("string").with("maxLength", Json::int(text.max));
            let schema = match text.format {
                Some(format) => schema.with("format", Json::text(format)),
                None => schema,
            };
            match text.pattern {
                Some(pattern) => schema.with("pattern", Json::text(pattern)),
                None => schema,
            }
        }
        // Names are open: a list of the known ones, and no `enum`.
        Kind::Name(names) => typed("string")
            .with("x-extensible-enum", Json::Array(names().into_iter().map(Json::text).collect())),
        Kind::Amount(minimum, maximum) => {
            let number = typed("integer").with("minimum", number(minimum)).with("maximum", number(maximum));
            let text = typed("string").with("pattern", Json::text("^(0|[1-9][0-9]*)(\\.0{1,2})?$"));
            Object::default().with("anyOf", Json::Array(vec![number.into(), text.into()]))
        }
        Kind::Francs => typed("integer").with("minimum", Json::int(0)),
        Kind::Decimals => typed("number").with("minimum", Json::int(0)),
        Kind::Whole(minimum, maximum) => {
            typed("integer").with("minimum", number(minimum)).with("maximum", number(maximum))
        }
        Kind::Flag => typed("boolean"),
        Kind::Time => typed("string").with("format", Json::text("date-time")),
        Kind::Metadata => pointer("schemas", "Metadata"),
        Kind::Object(shape) => pointer("schemas", shape.name),
        Kind::Resource => typed("object"),
        Kind::List(item) => typed("array").with("items", self::kind(*item).into()),
    }
}

/// A page of a list.
pub fn page(shape: &Shape) -> Json {
    let items = typed("array").with("items", reference("schemas", shape.name));
    let cursor = typed("string").with("maxLength", Json::int(128));
    let properties =
        Object::default().with("items", items.into()).with("next_cursor", or_null(cursor).into());
    typed("object")
        .with("description", Json::text("A page, newest first; `next_cursor` is null on the last one."))
        .with("properties", properties.into())
        .with("required", names(&["items", "next_cursor"]))
        .into()
}

/// A success with this data.
pub fn success(data: Json) -> Json {
    let status = typed("string").with("const", Json::text("success"));
    let properties = Object::default().with("status", status.into()).with("data", data);
    typed("object").with("properties", properties.into()).with("required", names(&["status", "data"])).into()
}

/// The envelope of every error.
pub fn envelope() -> Json {
    let status = typed("string").with("const", Json::text("error"));
    let properties = Object::default()
        .with("status", status.into())
        .with("error", reference("schemas", super::super::ERROR.name))
        .with("request_id", typed("string").into());
    typed("object")
        .with("description", Json::text("A refusal."))
        .with("properties", properties.into())
        .with("required", names(&["status", "error", "request_id"]))
        .into()
}

/// The merchant's own data.
pub fn metadata() -> Json {
    let key = Object::default().with("minLength", Json::int(1)).with("maxLength", Json::int(40));
    typed("object")
        .with(
            "description",
            Json::text(
                "Your own data: at most 50 keys of 1 to 40 bytes, texts of at most 500 bytes, 8 KiB in all.",
            ),
        )
        .with("maxProperties", Json::int(50))
        .with("propertyNames", key.into())
        .with("additionalProperties", typed("string").with("maxLength", Json::int(500)).into())
        .into()
}

fn names(names: &[&str]) -> Json {
    Json::Array(names.iter().map(Json::text).collect())
}
