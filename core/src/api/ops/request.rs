//! `request.validate`, `request.faults` and `request.query`.

use alloc::string::ToString;

use super::super::requests::{self, Context};
use super::Operation;
use super::input::{Input, given_bytes};
use crate::client::{self, Shape};
use crate::error::{Code, Error};
use crate::http;
use crate::json::{Json, Object};
use crate::phone::Phone;
use crate::provider::Provider;
use crate::record::{Customer, EventType, KeyClass, Mode};
use crate::reference::{EndpointId, Lookup, MerchantReference};
use crate::request::{Collect, InitializeCheckout, Metadata, Quote, RefundPayment, Withdraw};
use crate::url::UrlPolicy;

/// The operations of this room.
pub const OPS: &[(&str, Operation)] =
    &[("request.validate", validate), ("request.faults", faults), ("request.query", query)];

const KNOWN: [&str; 6] = ["operation", "text", "hex", "mode", "key_class", "dev_webhooks"];

/// `{operation, text | hex, mode, key_class?, dev_webhooks?}`: the body as it is understood. Of several
/// faults the error is the first.
fn validate(object: &Object) -> Result<Json, Error> {
    read(Input::new(object, &KNOWN)?).map_err(|error| match error.details() {
        [] => error,
        [first, ..] => Error::with_message(first.code, first.message.as_str()).at(first.field.as_str()),
    })
}

/// The same input: every fault of the body, in order.
fn faults(object: &Object) -> Result<Json, Error> {
    let found = match read(Input::new(object, &KNOWN)?) {
        Ok(_) => Json::Array([].into()),
        Err(error) if error.details().is_empty() => return Err(error),
        Err(error) => {
            let faults = error.details().iter().map(|fault| {
                Object::default()
                    .with("field", Json::text(&fault.field))
                    .with("code", Json::text(fault.code.name()))
                    .into()
            });
            Json::Array(faults.collect())
        }
    };
    Ok(Object::default().with("faults", found).into())
}

/// `{operation, text}`: the query of a list as it is understood.
fn query(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["operation", "text"])?;
    let operation =
        client::Operation::find(input.text("operation")?).map_err(|error| error.at("operation"))?;
    if operation.shape != Shape::Page {
        return Err(input.fault(Code::FieldMalformed, "operation"));
    }
    let query = requests::list(&http::pairs(input.text("text")?)?, operation)?;
    Ok(Object::default()
        .with("limit", Json::int(query.limit))
        .with("cursor", Json::maybe_text(query.cursor.map(|cursor| cursor.print())))
        .with("status", Json::maybe_text(query.status))
        .with("provider", provider(query.provider))
        .with("phone", phone(query.phone))
        .with("merchant_reference", Json::maybe_text(query.merchant_reference))
        .with("created_from", Json::maybe_text(query.created_from))
        .with("created_to", Json::maybe_text(query.created_to))
        .into())
}

fn read(input: Input<'_>) -> Result<Json, Error> {
    let malformed = |field| input.fault(Code::FieldMalformed, field);
    let mode = Mode::from_name(input.text("mode")?).ok_or_else(|| malformed("mode"))?;
    let class = match input.maybe_text("key_class")? {
        None | Some("secret") => KeyClass::Secret,
        Some("publishable") => KeyClass::Publishable,
        Some(_) => return Err(malformed("key_class")),
    };
    let context = Context { mode, class, urls: UrlPolicy::of(mode, input.flag("dev_webhooks")?) };
    let body = given_bytes(input)?;
    requests::check_size(&body)?;
    let body = requests::object(&body)?;
    // What stands in the path is no matter of the body.
    let id = || EndpointId::parse("we_0123456789abcdefghjkmnpq");
    match input.text("operation")? {
        "payments.collect" => requests::collect(&body, context).map(|read| collect(&read)),
        "payments.refund" => requests::refund(&body, Lookup::parse("INV-001")?).map(|read| refund(&read)),
        "checkout.initialize" => requests::checkout(&body, context).map(|read| checkout(&read)),
        "withdrawals.create" => requests::withdraw(&body).map(|read| withdraw(&read)),
        "quote" => requests::quote(&body).map(|read| quote(&read)),
        "webhook_endpoints.create" => requests::create_endpoint(&body, context).map(|read| {
            let events = read.events.iter().map(|kind| Json::text(EventType::name(*kind)));
            Object::default()
                .with("url", Json::text(read.url))
                .with("events", Json::Array(events.collect()))
                .into()
        }),
        "webhook_endpoints.rotate" => requests::rotate(&body, id()?)
            .map(|read| Object::default().with("overlap_seconds", Json::int(read.overlap_seconds)).into()),
        "sandbox.advance" => requests::advance_clock(&body).map(|seconds| {
            Object::default().with("advance_seconds", Json::Number(seconds.to_string())).into()
        }),
        "checkout.expire" | "webhook_endpoints.test" | "webhook_deliveries.redeliver" | "sandbox.reset" => {
            requests::nothing(&body).map(|()| Object::default().into())
        }
        _ => Err(Error::new(Code::OperationUnknown).at("operation")),
    }
}

fn collect(request: &Collect) -> Json {
    Object::default()
        .with("amount", Json::int(request.amount.signed()))
        .with("phone", phone(Some(request.phone)))
        .with("provider", provider(request.provider))
        .with("provider_override", Json::Bool(request.provider_override))
        .with("reference", reference(request.reference.as_ref()))
        .with("callback_url", Json::maybe_text(request.callback_url.as_deref()))
        .with("metadata", metadata(request.metadata.as_ref()))
        .with("customer", customer(&request.customer))
        .into()
}

fn refund(request: &RefundPayment) -> Json {
    Object::default()
        .with("amount", request.amount.map_or(Json::Null, |amount| Json::int(amount.signed())))
        .with("reason", Json::maybe_text(request.reason.as_deref()))
        .with("reference", reference(request.reference.as_ref()))
        .into()
}

fn checkout(request: &InitializeCheckout) -> Json {
    Object::default()
        .with("amount", Json::int(request.amount.signed()))
        .with("tx_ref", reference(Some(&request.tx_ref)))
        .with("customer", customer(&request.customer))
        .with("redirect_url", Json::maybe_text(request.redirect_url.as_deref()))
        .with("webhook_url", Json::maybe_text(request.webhook_url.as_deref()))
        .with("metadata", metadata(request.metadata.as_ref()))
        .into()
}

/// Without the PIN.
fn withdraw(request: &Withdraw) -> Json {
    Object::default()
        .with("amount", Json::int(request.amount.signed()))
        .with("phone", phone(Some(request.phone)))
        .with("provider", provider(request.provider))
        .with("provider_override", Json::Bool(request.provider_override))
        .with("reference", reference(request.reference.as_ref()))
        .into()
}

fn quote(request: &Quote) -> Json {
    Object::default()
        .with("amount", Json::int(request.amount.signed()))
        .with("phone", phone(Some(request.phone)))
        .with("provider", provider(request.provider))
        .with("provider_override", Json::Bool(request.provider_override))
        .into()
}

fn phone(phone: Option<Phone>) -> Json {
    Json::maybe_text(phone.map(Phone::e164))
}

fn provider(provider: Option<Provider>) -> Json {
    Json::maybe_text(provider.map(Provider::name))
}

fn reference(reference: Option<&MerchantReference>) -> Json {
    Json::maybe_text(reference)
}

fn customer(customer: &Customer) -> Json {
    Object::default()
        .with("name", Json::maybe_text(customer.name.as_deref()))
        .with("email", Json::maybe_text(customer.email.as_deref()))
        .with("phone", phone(customer.phone))
        .into()
}

fn metadata(metadata: Option<&Metadata>) -> Json {
    metadata.map_or(Json::Null, |members| {
        Json::Object(Object(members.iter().map(|(key, value)| (key.clone(), Json::text(value))).collect()))
    })
}
