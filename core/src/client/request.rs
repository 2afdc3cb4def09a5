//! From an operation and its parameters to the request, checked before anything is sent.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::config::Config;
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

/// Builds the request; parameters that are null count as absent. A fault of the path comes before the rest.
///
/// # Errors
/// `validation_failed` with every field that broke a rule, `body_too_large`; for a list what its query
/// breaks.
pub(super) fn prepare(
    operation: &Operation,
    parameters: &Object,
    config: &Config,
) -> Result<Prepared, Error> {
    let mut rest: Vec<(String, Json)> =
        parameters.0.iter().filter(|(_, value)| *value != Json::Null).cloned().collect();
    let (mut target, named) = path(operation, &mut rest)?;
    let body = match operation.method {
        Method::Post => {
            let body = Json::Object(Object(rest)).print();
            validate::body(operation, &named, &body, config)?;
            Some(body)
        }
        Method::Get | Method::Delete => {
            target.push_str(&query(operation, rest)?);
            None
        }
    };
    Ok(Prepared { target, body })
}

/// Fills the path in, taking its parameter out of the rest; no path has more than one.
fn path(operation: &Operation, rest: &mut Vec<(String, Json)>) -> Result<(String, String), Error> {
    let (mut target, mut named) = (String::new(), String::new());
    for segment in operation.path.split('/').skip(1) {
        target.push('/');
        let Some(name) = parameter(segment) else {
            target.push_str(segment);
            continue;
        };
        let given = rest.iter().position(|(key, _)| key == name).map(|at| rest.remove(at).1);
        let text = validate::path_parameter(name, given.as_ref())
            .map_err(|detail| Error::validation(Vec::from([detail])))?;
        percent_encode(text, &mut target);
        named = text.to_string();
    }
    Ok((target, named))
}

/// The query, with its question mark; nothing where there are no parameters.
fn query(operation: &Operation, rest: Vec<(String, Json)>) -> Result<String, Error> {
    let (mut pairs, mut details) = (Vec::new(), Vec::new());
    for (name, value) in rest {
        match value {
            Json::Text(text) | Json::Number(text) => pairs.push((name, text)),
            Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) | Json::Printed(_) => {
                let message = format!("`{}` is not a text", shown(&name));
                details.push(Detail { field: shown(&name), code: Code::FieldTypeInvalid, message });
            }
        }
    }
    for (name, _) in pairs.iter().filter(|_| operation.query.is_empty()) {
        let message = format!("{} has no parameter `{}`", operation.name, shown(name));
        details.push(Detail { field: shown(name), code: Code::FieldUnknown, message });
    }
    if !details.is_empty() {
        return Err(Error::validation(details));
    }
    validate::query(operation, &pairs)?;
    let mut query = String::new();
    for (name, text) in &pairs {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        percent_encode(text, &mut query);
    }
    Ok(query)
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
pub(super) fn headers(config: &Config, key: Option<&str>, has_body: bool) -> Vec<(String, Vec<u8>)> {
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
