//! What is refused before anything is sent.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::config::whole;
use super::operation::Operation;
use crate::error::{Code, Detail, Error, refused, shown_masked};
use crate::json::{self, Json};
use crate::reference::MerchantReference;

/// The largest body, in bytes. Source: contract, section 6.
pub const BODY_MAX_BYTES: usize = 65_536;

/// Checks the body of a POST: every field that breaks a rule, or nothing.
///
/// # Errors
/// `body_too_large`, and what strict JSON refuses.
pub(super) fn body(operation: &Operation, body: &str) -> Result<Vec<Detail>, Error> {
    if body.len() > BODY_MAX_BYTES {
        let message = format!("the body is larger than {BODY_MAX_BYTES} bytes");
        return Err(Error::with_message(Code::BodyTooLarge, message));
    }
    let mut details = Vec::new();
    if let Json::Object(object) = json::parse(body.as_bytes())? {
        // Across a crash only the reference tells a payout that was asked for from one that was not.
        if operation.name == "withdrawals.create" && object.get("reference").is_none() {
            details.push(Detail {
                field: "reference".to_string(),
                code: Code::FieldRequired,
                message: "a withdrawal needs your own `reference`, so that it is never made twice"
                    .to_string(),
            });
        }
    }
    Ok(details)
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

/// Checks a parameter of a query.
pub(super) fn query_parameter(name: &str, text: &str) -> Result<(), Detail> {
    let (code, message) = match name {
        "limit" if !whole(text).is_some_and(|limit| (1..=100).contains(&limit)) => {
            (Code::LimitOutOfRange, "`limit` is not a whole number from 1 to 100".to_string())
        }
        _ if text.is_empty() => (Code::FieldMalformed, format!("`{name}` is empty")),
        _ if text.len() > 512 => (Code::FieldTooLong, format!("`{name}` is longer than 512 bytes")),
        _ => return Ok(()),
    };
    Err(Detail { field: name.to_string(), code, message })
}
