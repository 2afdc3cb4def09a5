//! Steps and events as JSON.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::api::ops::input::Input;
use crate::client::{Context, Event, Moment, Step};
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::json::{Json, Object};
use crate::time::Instant;

/// A member that is an object; absent or null is empty.
pub(super) fn object<'a>(input: Input<'a>, field: &str) -> Result<&'a Object, Error> {
    const EMPTY: &Object = &Object(Vec::new());
    match input.maybe(field) {
        None => Ok(EMPTY),
        Some(Json::Object(object)) => Ok(object),
        Some(_) => Err(input.fault(Code::FieldTypeInvalid, field)),
    }
}

/// `{wall_ms, monotonic_ms, entropy, deadline_ms, idempotency_key}`; the entropy as 64 hex digits.
pub(super) fn context(object: &Object) -> Result<Context, Error> {
    let known = ["wall_ms", "monotonic_ms", "entropy", "deadline_ms", "idempotency_key"];
    let input = Input::nested(object, "context.", &known)?;
    let deadline_ms = input.maybe("deadline_ms").map(|_| input.whole("deadline_ms")).transpose()?;
    let idempotency_key =
        input.maybe("idempotency_key").map(|_| input.text("idempotency_key")).transpose()?;
    Ok(Context {
        moment: moment(input)?,
        entropy: entropy(input.text("entropy")?)
            .ok_or_else(|| input.fault(Code::ClientOptionInvalid, "entropy"))?,
        deadline_ms,
        idempotency_key: idempotency_key.map(ToString::to_string),
    })
}

/// `{wall_ms, monotonic_ms}`.
pub(super) fn moment(input: Input<'_>) -> Result<Moment, Error> {
    let wall_ms = i64::try_from(input.whole("wall_ms")?).unwrap_or(i64::MAX);
    Ok(Moment { wall: Instant::from_ms(wall_ms), monotonic_ms: input.whole("monotonic_ms")? })
}

fn entropy(hex: &str) -> Option<[u8; 32]> {
    let digits = hex.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<u32>>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let byte = |[high, low]: &[u32; 2]| u8::try_from(high.checked_mul(16)?.checked_add(*low)?).ok();
    pairs.iter().map(byte).collect::<Option<Vec<u8>>>()?.try_into().ok()
}

/// `{response: {status, headers, body}}`, `{not_sent: reason}`, `{maybe_sent: reason}`, `{cancelled: true}`
/// or `{woke: true}`. A body is `body` (a text), `body_base64`, or `json` (printed as it stands).
pub(super) fn event(object: &Object) -> Result<Event, Error> {
    event_with(object, None)
}

/// The same, with the body of a response beside it.
pub(super) fn event_with(object: &Object, body: Option<&[u8]>) -> Result<Event, Error> {
    let known = ["response", "not_sent", "maybe_sent", "cancelled", "woke"];
    let input = Input::nested(object, "event.", &known)?;
    let [(name, value)] = object.0.as_slice() else {
        return Err(Error::new(Code::FieldMalformed).at("event"));
    };
    match (name.as_str(), value) {
        ("response", Json::Object(answer)) => response(answer, body).map(Event::Response),
        ("not_sent", Json::Text(reason)) => Ok(Event::NotSent { reason: reason.clone() }),
        ("maybe_sent", Json::Text(reason)) => Ok(Event::MaybeSent { reason: reason.clone() }),
        ("cancelled", Json::Bool(true)) => Ok(Event::Cancelled),
        ("woke", Json::Bool(true)) => Ok(Event::Woke),
        _ => Err(input.fault(Code::FieldTypeInvalid, name)),
    }
}

fn response(object: &Object, body: Option<&[u8]>) -> Result<Response, Error> {
    let all = ["status", "headers", "body", "body_base64", "json"];
    let known = if body.is_some() { all.get(..2).unwrap_or_default() } else { &all };
    let input = Input::nested(object, "event.response.", known)?;
    let status =
        u16::try_from(input.whole("status")?).map_err(|_| input.fault(Code::FieldTypeInvalid, "status"))?;
    let mut headers = Vec::new();
    for (name, value) in &self::object(input, "headers")?.0 {
        let Json::Text(value) = value else { return Err(input.fault(Code::FieldTypeInvalid, "headers")) };
        headers.push((name.clone(), value.clone()));
    }
    let body = if let Some(body) = body {
        body.to_vec()
    } else if let Some(json) = input.maybe("json") {
        json.print().into_bytes()
    } else if input.maybe("body_base64").is_some() {
        let text = input.text("body_base64")?;
        BASE64_STANDARD.decode(text).map_err(|_| input.fault(Code::FieldMalformed, "body_base64"))?
    } else {
        input.text("body")?.as_bytes().to_vec()
    };
    Ok(Response { status, headers, body })
}

/// `{send: {method, url, headers, body, timeout_ms}}`, `{wait: {ms}}` or `{done: {ok} | {error}}`.
///
/// A step to send holds the API key and the body: it is for the transport alone.
pub(super) fn step(step: &Step) -> Json {
    let (name, value) = match step {
        Step::Send { origin, request, timeout_ms } => ("send", send(origin, request, *timeout_ms).into()),
        Step::Wait { ms } => ("wait", Object::default().with("ms", Json::Number(ms.to_string())).into()),
        Step::Done(result) => {
            let (name, value) = match result {
                Ok(answer) => ("ok", answer.json()),
                Err(error) => ("error", error.json()),
            };
            ("done", Object::default().with(name, value).into())
        }
    };
    Object::default().with(name, value).into()
}

pub(super) fn send(origin: &str, request: &Request, timeout_ms: u64) -> Object {
    let header = |(name, value): &(String, Vec<u8>)| (name.clone(), text(value));
    Object::default()
        .with("method", Json::text(&request.method))
        .with("url", Json::Text([origin, &request.target].concat()))
        .with("headers", Object(request.headers.iter().map(header).collect()).into())
        .with("body", if request.body.is_empty() { Json::Null } else { text(&request.body) })
        .with("timeout_ms", Json::Number(timeout_ms.to_string()))
}

/// Bytes that the client itself made from text.
fn text(bytes: &[u8]) -> Json {
    Json::Text(String::from_utf8_lossy(bytes).into_owned())
}
