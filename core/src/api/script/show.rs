//! What of an answer is shown: a path, and what is said about the value there.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Code, Error};
use crate::json::{Json, Object};

/// What a path shows: `data.items.0.status`, null where nothing is.
///
/// Behind the path may stand what is said about the value instead of the value: `#count` (of a list, or of
/// the characters of a text), `#keys` (of an object, sorted), `#text` (the value as it is printed), `#form`
/// (a text with every letter and digit as `x`), or `#as:0` (whether line 0 has the very same there).
///
/// # Errors
/// `field_malformed` for something else behind `#`.
pub fn at(answer: &Json, path: &str, earlier: &[Json]) -> Result<Json, Error> {
    let (path, said) = path.split_once('#').map_or((path, None), |(path, said)| (path, Some(said)));
    let value = walk(answer, path);
    let Some(said) = said else { return Ok(value.cloned().unwrap_or(Json::Null)) };
    if let Some(line) = said.strip_prefix("as:") {
        let other = line.parse().ok().and_then(|line: usize| earlier.get(line));
        let other = other.ok_or_else(|| unknown(said))?;
        return Ok(Json::Bool(value.is_some() && value == walk(other, path)));
    }
    Ok(match (said, value) {
        ("count", Some(Json::Array(items))) => count(items.len()),
        ("count", Some(Json::Text(text))) => count(text.chars().count()),
        ("keys", Some(Json::Object(object))) => keys(object),
        ("text", Some(value)) => Json::Text(value.print()),
        ("form", Some(Json::Text(text))) => Json::Text(form(text)),
        ("count" | "keys" | "text" | "form", _) => Json::Null,
        _ => return Err(unknown(said)),
    })
}

/// The value at a path: names of members and places in lists, with points between them.
pub fn walk<'a>(answer: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').try_fold(answer, |value, name| match value {
        Json::Object(object) => object.get(name),
        Json::Array(items) => items.get(name.parse::<usize>().ok()?),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Printed(_) => None,
    })
}

fn count(number: usize) -> Json {
    Json::Number(alloc::format!("{number}"))
}

fn keys(object: &Object) -> Json {
    let mut names: Vec<&str> = object.0.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    Json::Array(names.into_iter().map(Json::text).collect())
}

fn form(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { 'x' } else { c }).collect()
}

fn unknown(said: &str) -> Error {
    let message = alloc::format!("nothing is shown as `#{}`", crate::error::shown(said));
    Error::with_message(Code::FieldMalformed, message).at("show")
}
