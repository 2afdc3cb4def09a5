//! Answers: the two envelopes, and what the documentation says about each status.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use crate::error::{Error, Outcome, Retry};
use crate::http::Response;
use crate::json::{Json, Object};

/// `message` and `resolution` of a status. Those of the documentation stand as it has them.
pub const fn http_error(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("Bad Request", "Check request parameters"),
        401 => ("Unauthorized", "Invalid or missing API key"),
        402 => ("Insufficient Balance", "Add funds to your wallet"),
        403 => ("Forbidden", "Use the secret key, on your server only"),
        404 => ("Not Found", "Resource not found"),
        405 => ("Method Not Allowed", "Use a method from the Allow header"),
        408 => ("Request Timeout", "Send the request again"),
        409 => ("Conflict", "Send the same request again with the same key"),
        413 => ("Payload Too Large", "Send at most 64 KiB"),
        415 => ("Unsupported Media Type", "Send Content-Type: application/json"),
        422 => ("Validation Error", "Invalid input data"),
        429 => ("Too Many Requests", "Rate limit exceeded (100/min in sandbox)"),
        431 => ("Request Header Fields Too Large", "Send at most 16 KiB of headers"),
        503 => ("Service Unavailable", "Send the same request again later"),
        _ => ("Internal Server Error", "Contact support"),
    }
}

/// A success: `{"status":"success","data":…}`.
pub fn success(data: Json, request_id: &str) -> Response {
    let body = Object::default().with("status", Json::text("success")).with("data", data);
    response(200, &Json::from(body), request_id)
}

/// A refusal, in the shape of every error.
pub fn refuse(error: &Error, request_id: &str) -> Response {
    let row = error.code().row();
    // What has no status of its own never crosses HTTP, unless by a defect of ours.
    let status = if row.http == 0 { 500 } else { row.http };
    let (message, resolution) = http_error(status);
    let body = Object::default()
        .with("code", Json::int(status))
        .with("message", Json::text(message))
        .with("resolution", Json::text(resolution))
        .with("reason", Json::text(row.name))
        .with("kind", Json::text(error.kind().name()))
        .with("outcome", Json::maybe_text(error.outcome().map(Outcome::name)))
        .with("related", Json::maybe_text(error.related()))
        .with("details", Json::Array(details(error)))
        .with("retry", Json::text(error.retry().name()))
        .with("help", Json::text(row.help));
    let body = error
        .facts()
        .iter()
        .fold(body, |body, (name, value)| body.with(name, Json::Number(value.to_string())));
    let envelope = Object::default()
        .with("status", Json::text("error"))
        .with("error", body.into())
        .with("request_id", Json::text(request_id));
    let mut response = response(status, &envelope.into(), request_id);
    if let Retry::After(ms) = error.retry() {
        let seconds = ms.div_ceil(1000).max(1);
        response.headers.push(("retry-after".into(), seconds.to_string()));
    }
    response
}

/// Every field that broke a rule; for an error that is not about fields, its own sentence.
fn details(error: &Error) -> Vec<Json> {
    if error.details().is_empty() {
        return vec![detail(error.field(), error.code().name(), error.message())];
    }
    let details = error.details().iter();
    details.map(|one| detail(Some(&one.field), one.code.name(), &one.message)).collect()
}

fn detail(field: Option<&str>, code: &str, message: &str) -> Json {
    Object::default()
        .with("field", Json::maybe_text(field))
        .with("code", Json::text(code))
        .with("message", Json::text(message))
        .into()
}

fn response(status: u16, body: &Json, request_id: &str) -> Response {
    let headers: Vec<(String, String)> = vec![
        ("content-type".into(), "application/json".into()),
        ("request-id".into(), request_id.into()),
        ("cache-control".into(), "no-store".into()),
    ];
    Response { status, headers, body: body.print().into_bytes() }
}
