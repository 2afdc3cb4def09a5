//! What is refused before anything is sent.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::config::Config;
use super::operation::Operation;
use crate::api::requests::{self, Context};
use crate::error::{Code, Detail, Error, refused, shown_masked};
use crate::json::{self, Json, Object};
use crate::reference::{EndpointId, Lookup, MerchantReference};
use crate::url::UrlPolicy;

/// The largest body, in bytes. Source: contract, section 6.
pub const BODY_MAX_BYTES: usize = 65_536;

/// Checks the body of a POST with the forms that the server reads it with.
///
/// `named` is the parameter of the path, if there is one. Where it has not the form of an id, the server
/// answers that nothing has it, whatever the body holds.
///
/// # Errors
/// `validation_failed` with every field that breaks a rule, `body_too_large`, and what strict JSON refuses.
pub(super) fn body(operation: &Operation, named: &str, body: &str, config: &Config) -> Result<(), Error> {
    if body.len() > BODY_MAX_BYTES {
        let message = format!("the body is larger than {BODY_MAX_BYTES} bytes");
        return Err(Error::with_message(Code::BodyTooLarge, message));
    }
    let Json::Object(object) = json::parse(body.as_bytes())? else { return Ok(()) };
    let read = form(operation, named, &object, config);
    if operation.name == "withdrawals.create" && object.get("reference").is_none() {
        return Err(without_reference(read));
    }
    read
}

fn form(operation: &Operation, named: &str, object: &Object, config: &Config) -> Result<(), Error> {
    let mode = config.api_key.mode();
    // Whether loopback addresses may be called is for the server to say.
    let rules = Context { mode, class: config.api_key.class(), urls: UrlPolicy::of(mode, true) };
    match operation.name {
        "payments.collect" => requests::collect(object, rules).map(drop),
        "payments.refund" => match Lookup::parse(named) {
            Ok(payment) => requests::refund(object, payment).map(drop),
            Err(_) => Ok(()),
        },
        "checkout.initialize" => requests::checkout(object, rules).map(drop),
        "withdrawals.create" => requests::withdraw(object).map(drop),
        "quote" => requests::quote(object).map(drop),
        "webhook_endpoints.create" => requests::create_endpoint(object, rules).map(drop),
        "webhook_endpoints.rotate" => match EndpointId::parse(named) {
            Ok(id) => requests::rotate(object, id).map(drop),
            Err(_) => Ok(()),
        },
        "sandbox.advance" => requests::advance_clock(object).map(drop),
        _ => requests::nothing(object),
    }
}

/// What is wrong with a withdrawal without a reference, that among it.
///
/// Across a crash only the reference tells a payout that was asked for from one that was not.
fn without_reference(read: Result<(), Error>) -> Error {
    let mut details = match read {
        Ok(()) => Vec::new(),
        Err(error) => error.details().to_vec(),
    };
    details.push(Detail {
        field: "reference".to_string(),
        code: Code::FieldRequired,
        message: "a withdrawal needs your own `reference`, so that it is never made twice".to_string(),
    });
    Error::validation(details)
}

/// Checks a parameter of the path, which would name another resource if it were empty.
///
/// The ids of the API fit the form of a merchant's reference, and so do our own references.
pub(super) fn path_parameter<'a>(name: &str, given: Option<&'a Json>) -> Result<&'a str, Detail> {
    let (code, message) = match given {
        None => (Code::FieldRequired, format!("`{name}` is missing")),
        Some(Json::Text(text)) => match MerchantReference::parse(text) {
            Ok(_) | Err(Code::ReferenceReserved) => return Ok(text),
            Err(code) => (code, refused(code, name, &shown_masked(text)).message().to_string()),
        },
        Some(_) => (Code::FieldTypeInvalid, format!("`{name}` is not a text")),
    };
    Err(Detail { field: name.to_string(), code, message })
}

/// Checks the query of a list with the form that the server reads it with; the cursor is the server's own.
///
/// # Errors
/// As [`requests::list`].
pub(super) fn query(operation: &Operation, pairs: &[(String, String)]) -> Result<(), Error> {
    let ours: Vec<_> = pairs.iter().filter(|(name, _)| name != "cursor").cloned().collect();
    requests::list(&ours, operation).map(drop)
}
