//! From an operation and its parameters to the request, checked before anything is sent.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::operation::{Method, Operation, parameter};
use super::validate;
use crate::error::{Code, Detail, Error, shown};
use crate::json::{Json, Object};

/// What is sent, in every try alike.
pub(super) struct Prepared {
    /// The path behind the base address, and the query.
    pub target: String,
    /// The body of a POST.
    pub body: Option<String>,
}

/// Builds the request; parameters that are null count as absent.
///
/// # Errors
/// `validation_failed` with every field that broke a rule, `body_too_large`.
pub(super) fn prepare(operation: &Operation, parameters: &Object) -> Result<Prepared, Error> {
    let mut rest: Vec<(String, Json)> =
        parameters.0.iter().filter(|(_, value)| *value != Json::Null).cloned().collect();
    let mut details = Vec::new();
    let mut target = path(operation, &mut rest, &mut details);
    let body = match operation.method {
        Method::Post => {
            let body = Json::Object(Object(rest)).print();
            details.extend(validate::body(operation, &body)?);
            Some(body)
        }
        Method::Get | Method::Delete => {
            query(operation, &rest, &mut target, &mut details);
            None
        }
    };
    if details.is_empty() { Ok(Prepared { target, body }) } else { Err(Error::validation(details)) }
}

/// Fills the path in, taking its parameters out of the rest.
fn path(operation: &Operation, rest: &mut Vec<(String, Json)>, details: &mut Vec<Detail>) -> String {
    let mut target = String::new();
    for segment in operation.path.split('/').skip(1) {
        target.push('/');
        let Some(name) = parameter(segment) else {
            target.push_str(segment);
            continue;
        };
        let given = rest.iter().position(|(key, _)| key == name).map(|at| rest.remove(at).1);
        match validate::path_parameter(name, given.as_ref()) {
            Ok(text) => percent_encode(text, &mut target),
            Err(detail) => details.push(detail),
        }
    }
    target
}

fn query(operation: &Operation, rest: &[(String, Json)], target: &mut String, details: &mut Vec<Detail>) {
    let mut mark = '?';
    for (name, value) in rest {
        let text = match value {
            _ if !operation.query.contains(&name.as_str()) => {
                details.push(Detail {
                    field: shown(name),
                    code: Code::FieldUnknown,
                    message: format!("{} has no parameter `{}`", operation.name, shown(name)),
                });
                continue;
            }
            Json::Text(text) | Json::Number(text) => text,
            Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) | Json::Printed(_) => {
                details.push(Detail {
                    field: name.clone(),
                    code: Code::FieldTypeInvalid,
                    message: format!("`{name}` is not a text"),
                });
                continue;
            }
        };
        if let Err(detail) = validate::query_parameter(name, text) {
            details.push(detail);
        }
        target.push(mark);
        mark = '&';
        target.push_str(name);
        target.push('=');
        percent_encode(text, target);
    }
}

/// Percent-encodes every byte but letters, digits and `-._~`. Source: RFC 3986, section 2.3.
fn percent_encode(text: &str, to: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(to, "%{byte:02X}");
        }
    }
}

/// The headers of a try. The key of the client is added here and kept nowhere else.
pub(super) fn headers(config: &super::Config, key: Option<&str>, has_body: bool) -> Vec<(String, Vec<u8>)> {
    let mut agent = concat!("rwandapay/", env!("CARGO_PKG_VERSION")).to_string();
    if let Some(suffix) = &config.user_agent {
        agent.push(' ');
        agent.push_str(suffix);
    }
    let mut headers = Vec::from([
        ("Authorization", format!("Bearer {}", config.api_key.reveal())),
        ("Accept", "application/json".to_string()),
        ("User-Agent", agent),
    ]);
    if has_body {
        headers.push(("Content-Type", "application/json".to_string()));
    }
    if let Some(key) = key {
        headers.push(("Idempotency-Key", key.to_string()));
    }
    headers.into_iter().map(|(name, value)| (name.to_string(), value.into_bytes())).collect()
}
