//! The texts, bytes and bodies of a script, put together from parts.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::show;
use crate::api::ops::input::Input;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::{Json, Object};
use crate::sandbox::DEMO_SECRET_KEY;

/// What a request to send may say.
pub const SEND: &[&str] = &["method", "target", "headers", "body", "body_text"];

/// The longest text that a part may repeat into, in bytes.
const MAX_REPEATED: usize = 1_048_576;

/// What parts are taken from.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The earlier answers.
    pub answers: &'a [Json],
}

impl Parts<'_> {
    /// The request that a step describes.
    pub fn request(self, input: Input<'_>) -> Result<Request, Error> {
        let target = self.text(input.member("target")?)?;
        let body = match (input.maybe("body"), input.maybe("body_text")) {
            (Some(body), None) => self.value(body)?.print().into_bytes(),
            (None, Some(parts)) => self.bytes(parts)?,
            (None, None) => Vec::new(),
            (Some(_), Some(_)) => return Err(input.fault(Code::FieldUnknown, "body_text")),
        };
        let given = input.maybe_object("headers")?.cloned().unwrap_or_default();
        let headers = self.headers(&given, !body.is_empty())?;
        Ok(Request { method: input.text("method")?.into(), target, headers, body })
    }

    fn headers(self, given: &Object, has_body: bool) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let key = alloc::format!("Bearer {DEMO_SECRET_KEY}");
        let json = if has_body { "application/json" } else { "" };
        let mut headers: Vec<(String, Vec<u8>)> = [("Authorization", key.as_str()), ("Content-Type", json)]
            .into_iter()
            .filter(|(name, value)| {
                !value.is_empty() && !given.0.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
            })
            .map(|(name, value)| (name.into(), value.as_bytes().to_vec()))
            .collect();
        for (name, values) in &given.0 {
            let values = values.as_array().unwrap_or(core::slice::from_ref(values));
            for value in values.iter().filter(|value| **value != Json::Null) {
                headers.push((name.clone(), self.bytes(value)?));
            }
        }
        Ok(headers)
    }

    /// A value of a body; objects that are a part become what they stand for.
    pub fn value(self, value: &Json) -> Result<Json, Error> {
        Ok(match value {
            Json::Object(object) if is_part(object) => self.part(object)?,
            Json::Object(object) => {
                let members = object.0.iter().map(|(name, value)| Ok((name.clone(), self.value(value)?)));
                Json::Object(Object(members.collect::<Result<_, Error>>()?))
            }
            Json::Array(items) => {
                Json::Array(items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?)
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Printed(_) => value.clone(),
        })
    }

    /// A text: one, a part, or a list of both.
    fn text(self, value: &Json) -> Result<String, Error> {
        String::from_utf8(self.bytes(value)?).map_err(|_| malformed("a part of this text is not UTF-8"))
    }

    fn bytes(self, value: &Json) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        for part in value.as_array().unwrap_or(core::slice::from_ref(value)) {
            if let Some(hex) = part.as_object().filter(|part| part.get("hex").is_some()) {
                bytes.extend(Input::nested(hex, "steps.", &["hex"])?.hex("hex")?);
                continue;
            }
            let (Json::Text(text) | Json::Number(text)) = self.value(part)? else {
                return Err(malformed("a part of a text is neither a text nor a number"));
            };
            bytes.extend_from_slice(text.as_bytes());
        }
        Ok(bytes)
    }

    fn part(self, part: &Object) -> Result<Json, Error> {
        let input = Input::nested(part, "steps.", &["from", "path", "repeat", "times"])?;
        if input.maybe("repeat").is_some() {
            let (text, times) = (input.text("repeat")?, input.maybe_whole::<usize>("times")?.unwrap_or(1));
            if text.len().saturating_mul(times) > MAX_REPEATED {
                return Err(input.fault(Code::FieldTooLong, "times"));
            }
            return Ok(Json::Text(text.repeat(times)));
        }
        let line = input.maybe_whole::<usize>("from")?.unwrap_or_default();
        let answer = self.answers.get(line).ok_or_else(|| malformed("there is no such line yet"))?;
        let value = show::walk(answer, input.text("path")?);
        value.cloned().ok_or_else(|| malformed("the line has nothing at this path"))
    }
}

fn is_part(object: &Object) -> bool {
    let has = |names: [&str; 2]| {
        object.0.len() == 2 && object.0.iter().all(|(name, _)| names.contains(&name.as_str()))
    };
    has(["from", "path"]) || has(["repeat", "times"])
}

fn malformed(message: &str) -> Error {
    Error::with_message(Code::FieldMalformed, message.to_string()).at("steps")
}
