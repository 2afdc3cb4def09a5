//! From bytes to the tree.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Json, Object};
use crate::error::{Code, Error};

/// How deep arrays and objects may be nested.
pub const MAX_DEPTH: usize = 32;
/// How deep they may be nested in what this side printed: an answer or an event puts a few levels of its
/// own around the metadata of a request that was as deep as it may be.
pub const MAX_ANSWER_DEPTH: usize = 40;

/// Reads one JSON value, and nothing around it but white space.
///
/// # Errors
/// `json_not_utf8`, `json_malformed`, `json_duplicate_key`, `json_too_deep`.
///
/// ```
/// use rwandapay_core::json::{Json, parse};
///
/// assert_eq!(parse(b"5000.00")?, Json::Number("5000.00".into()));
/// assert_eq!(parse(br#"{"a":1,"a":2}"#).unwrap_err().code().name(), "json_duplicate_key");
/// # Ok::<(), rwandapay_core::error::Error>(())
/// ```
pub fn parse(bytes: &[u8]) -> Result<Json, Error> {
    parse_within(bytes, MAX_DEPTH)
}

/// The same for an answer or an event, nested to [`MAX_ANSWER_DEPTH`].
///
/// # Errors
/// As [`parse`].
pub fn parse_answer(bytes: &[u8]) -> Result<Json, Error> {
    parse_within(bytes, MAX_ANSWER_DEPTH)
}

fn parse_within(bytes: &[u8], depth: usize) -> Result<Json, Error> {
    let text = core::str::from_utf8(bytes).map_err(|error| {
        Error::with_message(
            Code::JsonNotUtf8,
            format!("the body is not UTF-8 at byte {}", error.valid_up_to()),
        )
    })?;
    if deepest(text) > depth {
        return Err(Error::with_message(
            Code::JsonTooDeep,
            format!("the JSON is nested deeper than {depth} levels"),
        ));
    }
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    value(raw.get())
}

/// The deepest nesting of a text, counted before anything is parsed: brackets outside of strings.
fn deepest(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth = depth.saturating_add(1);
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// One value whose syntax is proven; each level is read again by the level above, 40 times at most.
fn value(raw: &str) -> Result<Json, Error> {
    Ok(match raw.as_bytes().first() {
        Some(b'n') => Json::Null,
        Some(b't') => Json::Bool(true),
        Some(b'f') => Json::Bool(false),
        Some(b'"') => {
            let text: Cow<'_, str> = serde_json::from_str(raw).map_err(|error| malformed(&error))?;
            Json::Text(text.into_owned())
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(raw).map_err(|error| malformed(&error))?;
            Json::Array(items.into_iter().map(|item| value(item.get())).collect::<Result<_, _>>()?)
        }
        Some(b'{') => {
            let members: Members<'_> = serde_json::from_str(raw).map_err(|error| malformed(&error))?;
            Json::Object(object(members)?)
        }
        _ => Json::Number(raw.to_string()),
    })
}

fn object(members: Members<'_>) -> Result<Object, Error> {
    let mut seen = BTreeSet::new();
    if let Some((twice, _)) = members.0.iter().find(|(key, _)| !seen.insert(key.as_str())) {
        let shown: String = twice.chars().filter(|c| !c.is_control()).take(40).collect();
        return Err(Error::with_message(
            Code::JsonDuplicateKey,
            format!("the key `{shown}` appears twice in one JSON object"),
        ));
    }
    let members = members.0.into_iter().map(|(key, raw)| Ok((key, value(raw.get())?)));
    Ok(Object(members.collect::<Result<_, Error>>()?))
}

fn malformed(error: &serde_json::Error) -> Error {
    Error::with_message(
        Code::JsonMalformed,
        format!("the body is not JSON at line {}, column {}", error.line(), error.column()),
    )
}

/// The members of an object as they stand, duplicates included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_text() {
        for number in ["0", "-0", "5000.00", "1e3", "4999.9999999999999999", "123456789012345678901234567890"]
        {
            assert_eq!(parse(number.as_bytes()).unwrap(), Json::Number(number.into()));
        }
    }

    #[test]
    fn what_is_not_strict_json_is_refused_by_name() {
        let deep = "[".repeat(33) + &"]".repeat(33);
        let deepest = "[".repeat(100_000);
        for (text, code) in [
            ("", Code::JsonMalformed),
            ("{", Code::JsonMalformed),
            ("{} {}", Code::JsonMalformed),
            ("{'a':1}", Code::JsonMalformed),
            ("{\"a\":1,}", Code::JsonMalformed),
            ("[1/*c*/]", Code::JsonMalformed),
            ("NaN", Code::JsonMalformed),
            ("Infinity", Code::JsonMalformed),
            ("+1", Code::JsonMalformed),
            ("0x10", Code::JsonMalformed),
            (".5", Code::JsonMalformed),
            ("01", Code::JsonMalformed),
            ("\"\n\"", Code::JsonMalformed),
            (r#""\u00""#, Code::JsonMalformed),
            (r#""\ud83d""#, Code::JsonMalformed),
            ("\u{feff}{}", Code::JsonMalformed),
            (r#"{"a":{"b":1,"\u0062":2}}"#, Code::JsonDuplicateKey),
            (&deep, Code::JsonTooDeep),
            (&deepest, Code::JsonTooDeep),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap_err().code(), code, "{}", &text[..text.len().min(40)]);
        }
        assert_eq!(parse(b"\"\xff\"").unwrap_err().code(), Code::JsonNotUtf8);
        assert_eq!(parse(b"\"\xed\xa0\x80\"").unwrap_err().code(), Code::JsonNotUtf8);
        assert!(parse(("[".repeat(32) + &"]".repeat(32)).as_bytes()).is_ok());
    }

    #[test]
    fn brackets_in_a_text_are_not_depth() {
        let text = alloc::format!("\"{}\\\"{}\"", "[".repeat(100), "{".repeat(100));
        assert!(parse(text.as_bytes()).is_ok());
    }
}
