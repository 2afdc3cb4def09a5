//! From JSON to typed requests: every field that breaks a rule is named, all of them at once.
//!
//! Source: the documentation's parameters, and contract, section 6.

use alloc::format;
use alloc::string::String;

use super::fields;
use super::form::{Form, line, wrong_type};
use crate::client::Operation;
use crate::error::{Code, Error};
use crate::json::{self, Json, Object};
use crate::money::{Limits, Rwf};
use crate::phone::Phone;
use crate::provider::Provider;
use crate::record::{EventType, KeyClass, Mode};
use crate::reference::{EndpointId, Lookup, MerchantReference};
use crate::request::{
    Collect, CreateEndpoint, Cursor, InitializeCheckout, ListQuery, Quote, RefundPayment, RotateEndpoint,
    Withdraw,
};
use crate::time::Instant;
use crate::url::UrlPolicy;

/// What a form must know about who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The mode of the key.
    pub mode: Mode,
    /// Which kind of key it is.
    pub class: KeyClass,
    /// Which addresses may be named.
    pub urls: UrlPolicy,
}

/// The largest body, in bytes.
pub const MAX_BODY_BYTES: usize = 65_536;

/// Refuses a body that is too large to be read.
///
/// # Errors
/// `body_too_large`.
pub fn check_size(body: &[u8]) -> Result<(), Error> {
    if body.len() > MAX_BODY_BYTES {
        let message = format!("the body has {} bytes, and at most {MAX_BODY_BYTES} are read", body.len());
        return Err(Error::with_message(Code::BodyTooLarge, message));
    }
    Ok(())
}

/// Reads a body that must be one JSON object.
///
/// # Errors
/// What strict JSON refuses; `field_type_invalid` for any other value.
pub fn object(body: &[u8]) -> Result<Object, Error> {
    match json::parse(body)? {
        Json::Object(object) => Ok(object),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Array(_) | Json::Printed(_) => {
            Err(Error::with_message(Code::FieldTypeInvalid, "the body is not a JSON object"))
        }
    }
}

/// The fields of `POST /payments/collect`.
pub const COLLECT: &[&str] = &[
    "amount",
    "phone",
    "provider",
    "provider_override",
    "reference",
    "callback_url",
    "metadata",
    "customer",
    "currency",
];

/// Reads `POST /payments/collect`.
///
/// # Errors
/// `validation_failed`, with every fault.
pub fn collect(object: &Object, context: Context) -> Result<Collect, Error> {
    let mut form = Form::new(object, COLLECT);
    let amount = form.required("amount", |value| fields::amount(value, Limits::COLLECT));
    let phone = form.required("phone", fields::phone);
    let (provider, provider_override) = fields::provider(&mut form, phone);
    let reference = form.guarded("reference", fields::reference);
    let callback_url = form.optional("callback_url", |value| fields::url(value, context.urls));
    let metadata = form.optional("metadata", fields::metadata);
    let customer = fields::customer(&mut form, &["name", "email"]);
    fields::currency(&mut form);
    let request = amount.zip(phone).map(|(amount, phone)| Collect {
        amount,
        phone,
        provider,
        provider_override,
        reference,
        callback_url,
        metadata,
        customer,
    });
    form.finish(request)
}

/// The fields of `POST /payments/{reference}/refund`.
pub const REFUND: &[&str] = &["amount", "reason", "reference", "currency"];

/// Reads `POST /payments/{reference}/refund`.
///
/// # Errors
/// `validation_failed`, with every fault.
pub fn refund(object: &Object, payment: Lookup) -> Result<RefundPayment, Error> {
    let mut form = Form::new(object, REFUND);
    let limits = Limits::refund(Rwf::MAX);
    let amount = form.guarded("amount", |value| fields::amount(value, limits));
    let reason = form.optional("reason", |value| line(value, 255));
    let reference = form.guarded("reference", fields::reference);
    fields::currency(&mut form);
    form.finish(Some(RefundPayment { payment, amount, reason, reference }))
}

/// The fields of `POST /checkout/initialize`.
pub const CHECKOUT: &[&str] =
    &["amount", "currency", "customer", "tx_ref", "redirect_url", "webhook_url", "meta"];

/// Reads `POST /checkout/initialize`. A publishable key may not say where webhooks go.
///
/// # Errors
/// `validation_failed`, with every fault.
pub fn checkout(object: &Object, context: Context) -> Result<InitializeCheckout, Error> {
    let mut form = Form::new(object, CHECKOUT);
    let amount = form.required("amount", |value| fields::amount(value, Limits::COLLECT));
    fields::currency(&mut form);
    let customer = fields::customer(&mut form, &["name", "email", "phone"]);
    let tx_ref = form.required("tx_ref", fields::reference);
    let redirect_url = form.optional("redirect_url", |value| fields::redirect_url(value, context.urls));
    let webhook_url = form.optional("webhook_url", |value| {
        if context.class == KeyClass::Publishable {
            let message = "a publishable key may not name a webhook_url; register an endpoint";
            return Err(Error::with_message(Code::KeyNotAllowed, message));
        }
        fields::url(value, context.urls)
    });
    let metadata = form.optional("meta", fields::metadata);
    let request = amount.zip(tx_ref).map(|(amount, tx_ref)| InitializeCheckout {
        amount,
        tx_ref,
        customer,
        redirect_url,
        webhook_url,
        metadata,
    });
    form.finish(request)
}

/// The fields of `POST /withdrawals`.
pub const WITHDRAW: &[&str] =
    &["amount", "phone", "provider", "provider_override", "pin", "reference", "currency"];

/// Reads `POST /withdrawals`.
///
/// # Errors
/// `validation_failed`, with every fault; the PIN is never shown.
pub fn withdraw(object: &Object) -> Result<Withdraw, Error> {
    let mut form = Form::new(object, WITHDRAW);
    let amount = form.required("amount", |value| fields::amount(value, Limits::WITHDRAWAL));
    let phone = form.required("phone", fields::phone);
    let (provider, provider_override) = fields::provider(&mut form, phone);
    let pin = form.required("pin", fields::pin);
    let reference = form.guarded("reference", fields::reference);
    fields::currency(&mut form);
    let request = amount.zip(phone).zip(pin).map(|((amount, phone), pin)| Withdraw {
        amount,
        phone,
        provider,
        provider_override,
        pin,
        reference,
    });
    form.finish(request)
}

/// The fields of `POST /quote`.
pub const QUOTE: &[&str] = &["amount", "phone", "provider", "provider_override", "currency"];

/// Reads `POST /quote`.
///
/// # Errors
/// `validation_failed`, with every fault.
pub fn quote(object: &Object) -> Result<Quote, Error> {
    let mut form = Form::new(object, QUOTE);
    let amount = form.required("amount", |value| fields::amount(value, Limits::COLLECT));
    let phone = form.required("phone", fields::phone);
    let (provider, provider_override) = fields::provider(&mut form, phone);
    fields::currency(&mut form);
    let request =
        amount.zip(phone).map(|(amount, phone)| Quote { amount, phone, provider, provider_override });
    form.finish(request)
}

/// The fields of `POST /webhooks/endpoints`.
pub const CREATE_ENDPOINT: &[&str] = &["url", "events"];

/// Reads `POST /webhooks/endpoints`.
///
/// # Errors
/// `validation_failed`, with every fault.
pub fn create_endpoint(object: &Object, context: Context) -> Result<CreateEndpoint, Error> {
    let mut form = Form::new(object, CREATE_ENDPOINT);
    let url = form.required("url", |value| fields::url(value, context.urls));
    let events =
        form.optional("events", |value| fields::names(value, EventType::from_name, Code::EventTypeUnknown));
    form.finish(url.map(|url| CreateEndpoint { url, events: events.unwrap_or_default() })).map_err(no_money)
}

/// The fields of `POST /webhooks/endpoints/{id}/rotate`.
pub const ROTATE: &[&str] = &["overlap_seconds"];

/// A day: how long an old secret signs beside the new one, where nobody says.
const OVERLAP_SECONDS: u32 = 86_400;
/// A week: the longest.
const MAX_OVERLAP_SECONDS: u32 = 604_800;

/// Reads `POST /webhooks/endpoints/{id}/rotate`.
///
/// # Errors
/// `validation_failed`, with every fault.
pub fn rotate(object: &Object, id: EndpointId) -> Result<RotateEndpoint, Error> {
    let mut form = Form::new(object, ROTATE);
    let overlap = form.optional("overlap_seconds", |value| {
        let seconds = super::form::whole(value)?;
        let fits = u32::try_from(seconds).ok().filter(|seconds| *seconds <= MAX_OVERLAP_SECONDS);
        fits.ok_or_else(|| {
            let message =
                format!("an overlap of {seconds} seconds is above the maximum of {MAX_OVERLAP_SECONDS}");
            Error::with_message(Code::OverlapOutOfRange, message)
        })
    });
    form.finish(Some(RotateEndpoint { id, overlap_seconds: overlap.unwrap_or(OVERLAP_SECONDS) }))
        .map_err(no_money)
}

/// The fields of `POST /sandbox/clock`.
pub const ADVANCE_CLOCK: &[&str] = &["advance_seconds"];

/// A year: the furthest that one request moves the clock.
const MAX_ADVANCE_SECONDS: u64 = 31_536_000;

/// Reads `POST /sandbox/clock`.
///
/// # Errors
/// `validation_failed`, with every fault.
pub fn advance_clock(object: &Object) -> Result<u64, Error> {
    let mut form = Form::new(object, ADVANCE_CLOCK);
    let seconds = form.required("advance_seconds", |value| {
        let seconds = super::form::whole(value)?;
        if seconds > MAX_ADVANCE_SECONDS {
            let message = format!("{seconds} seconds is above the maximum of {MAX_ADVANCE_SECONDS}");
            return Err(Error::with_message(Code::SandboxClockInvalid, message));
        }
        Ok(seconds)
    });
    form.finish(seconds).map_err(no_money)
}

/// Reads a body that has no fields.
///
/// # Errors
/// `validation_failed`, naming every field that is there.
pub fn nothing(object: &Object) -> Result<(), Error> {
    Form::new(object, &[]).finish(Some(())).map_err(no_money)
}

fn no_money(error: Error) -> Error {
    error.outcome_is(None)
}

/// Reads the query of a list.
///
/// # Errors
/// `query_malformed` for a name that the list does not take, `limit_out_of_range`, `cursor_malformed`, and
/// what a value breaks; a query stops at its first fault.
pub fn list(pairs: &[(String, String)], operation: &Operation) -> Result<ListQuery, Error> {
    let mut query = ListQuery::default();
    for (name, value) in pairs {
        if !operation.query.contains(&name.as_str()) {
            let known = operation.query.join(", ");
            let message =
                format!("`{}` is no parameter of this list; it takes {known}", crate::error::shown(name));
            return Err(Error::with_message(Code::QueryMalformed, message).at(crate::error::shown(name)));
        }
        filter(&mut query, name, value).map_err(|error| of_query(&error, name))?;
    }
    Ok(query)
}

fn filter(query: &mut ListQuery, name: &str, value: &str) -> Result<(), Error> {
    let time =
        |value: &str| Instant::parse(value).ok_or_else(|| wrong_type("a time such as 2026-01-05T08:00:00Z"));
    match name {
        "limit" => {
            let limit = value.parse::<u8>().ok().filter(|limit| (1..=ListQuery::MAX_LIMIT).contains(limit));
            let plain = value.bytes().all(|byte| byte.is_ascii_digit());
            query.limit = limit.filter(|_| plain).ok_or(Code::LimitOutOfRange)?;
        }
        "cursor" => query.cursor = Some(Cursor::parse(value)?),
        "status" => query.status = Some(status(value)?),
        "provider" => query.provider = Some(Provider::from_text(value)?),
        "phone" => query.phone = Some(Phone::from_text(value)?),
        "merchant_reference" => query.merchant_reference = Some(MerchantReference::from_text(value)?),
        "created_from" => query.created_from = Some(time(value)?),
        "created_to" => query.created_to = Some(time(value)?),
        // `reference` is a look-up, which the reads make themselves.
        _ => {}
    }
    Ok(())
}

/// A status is a short word; one that nothing has selects nothing.
fn status(value: &str) -> Result<String, Error> {
    let word = (1..=32).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.'));
    if word { Ok(value.into()) } else { Err(Code::StatusUnknown.into()) }
}

/// A fault of a query is a 400, whatever it is in a body.
fn of_query(error: &Error, name: &str) -> Error {
    let code = if error.code().row().http == 400 { error.code() } else { Code::QueryMalformed };
    Error::with_message(code, format!("{name}: {}", error.message())).at(name)
}
