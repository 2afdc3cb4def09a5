//! The head of a request: the key, the idempotency key and the type of the body.

use alloc::format;

use crate::error::{Code, Error};
use crate::http::Request;
use crate::idempotency::IdempotencyKey;

/// The key behind `Authorization: Bearer`.
///
/// # Errors
/// `api_key_missing`, `api_key_invalid`; `header_malformed` where the header comes twice.
pub fn bearer(request: &Request) -> Result<&str, Error> {
    let Some(value) = only(request, "authorization")? else { return Err(Code::ApiKeyMissing.into()) };
    let text = core::str::from_utf8(value).map_err(|_| Code::ApiKeyInvalid)?;
    let (scheme, key) = text.split_once(' ').ok_or(Code::ApiKeyMissing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        let message = "the Authorization header has another scheme than Bearer";
        return Err(Error::with_message(Code::ApiKeyMissing, message));
    }
    let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { Ok(key) } else { Err(Code::ApiKeyInvalid.into()) }
}

/// The idempotency key, if one was sent.
///
/// # Errors
/// `idempotency_key_malformed`; `header_malformed` where the header comes twice.
pub fn idempotency_key(request: &Request) -> Result<Option<IdempotencyKey>, Error> {
    let value = only(request, "idempotency-key")?;
    let key = value.map(IdempotencyKey::parse).transpose();
    key.map_err(|code| Error::new(code).at("Idempotency-Key"))
}

/// Refuses a body that is not declared as JSON in UTF-8, or that is compressed.
///
/// # Errors
/// `media_type_not_supported`; `header_malformed` where the header comes twice.
pub fn json_body(request: &Request) -> Result<(), Error> {
    let refused = |what: &str| Err(Error::with_message(Code::MediaTypeNotSupported, what));
    if request.header("content-encoding").any(|value| !value.eq_ignore_ascii_case(b"identity")) {
        return refused("the body is compressed, and compressed bodies are not read");
    }
    let Some(value) = only(request, "content-type")? else {
        return refused("the body has no Content-Type; send application/json");
    };
    let text = core::str::from_utf8(value).unwrap_or_default();
    let mut parts = text.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let in_utf8 = parts.all(|parameter| {
        let parameter = parameter.to_ascii_lowercase();
        parameter.is_empty() || matches!(parameter.as_str(), "charset=utf-8" | "charset=\"utf-8\"")
    });
    if is_json && in_utf8 { Ok(()) } else { refused("the body is not declared as application/json in UTF-8") }
}

/// The value of a header that may come once.
fn only<'a>(request: &'a Request, name: &'static str) -> Result<Option<&'a [u8]>, Error> {
    let mut values = request.header(name);
    let first = values.next();
    if values.next().is_some() {
        let message = format!("the header {name} comes twice");
        return Err(Error::with_message(Code::HeaderMalformed, message).at(name));
    }
    Ok(first)
}
