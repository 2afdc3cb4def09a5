//! The query that a customer's browser comes back with.

use alloc::vec::Vec;

use super::given::{self, refusal, seconds, tolerance};
use crate::api::ops::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::webhook::{Redirect, SigningKey, WebhookSecret, sign_redirect, verify_redirect};

/// Prints and signs the query.
pub(super) fn signed(input: &Object) -> Result<Json, Error> {
    let input =
        Input::new(input, &["secrets", "allow_published", "session_id", "reference", "status", "now"])?;
    let (secrets, now) = (secrets(input)?, seconds(input, "now", Code::FieldMalformed)?);
    let (session_id, reference) = (input.text("session_id")?, input.text("reference")?);
    let query =
        sign_redirect(&secrets, session_id, reference, input.text("status")?, now).map_err(refusal)?;
    Ok(Object::default().with("query", Json::text(query)).into())
}

/// Reads the query if one of the secrets signed it.
pub(super) fn verify(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["secrets", "allow_published", "query", "now", "tolerance_s"])?;
    let (secrets, now) = (secrets(input)?, seconds(input, "now", Code::FieldMalformed)?);
    let Redirect { session_id, reference, status, timestamp, age_s, key } =
        verify_redirect(&secrets, input.text("query")?, now, tolerance(input)?).map_err(redirect_refusal)?;
    Ok(Object::default()
        .with("session_id", Json::text(session_id))
        .with("reference", Json::text(reference))
        .with("status", Json::text(status))
        .with("timestamp", Json::int(timestamp))
        .with("age_s", Json::int(age_s))
        .with("key", Json::Number(alloc::format!("{key}")))
        .into())
}

/// Redirects are signed with shared secrets alone.
fn secrets(input: Input<'_>) -> Result<Vec<WebhookSecret>, Error> {
    let keys = given::keys(input)?;
    let shared = keys.iter().map(SigningKey::shared);
    let shared: Option<Vec<_>> = shared.map(Option::<&WebhookSecret>::cloned).collect();
    shared.ok_or_else(|| input.fault(Code::SecretMalformed, "secrets"))
}

/// The error of a code, at the parameter that it is about.
fn redirect_refusal(code: Code) -> Error {
    if code == Code::WebhookTimestampTooOld {
        Error::with_message(code, "the redirect is older than the tolerance").at("timestamp")
    } else if code == Code::WebhookTimestampTooNew {
        Error::with_message(code, "the redirect is newer than the tolerance").at("timestamp")
    } else {
        refusal(code)
    }
}
