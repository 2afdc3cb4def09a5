//! The wire of the two providers: requests, and what replies prove.

use alloc::string::{String, ToString};

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::phone::Phone;
use crate::provider::Provider;
use crate::rails::{
    self, Access, Claim, Enquiry, Hint, Product, Reply, Submission, WireRequest, airtel, enquiry_delay_ms,
    mtn,
};
use crate::record::{Attempt, Failure, Purpose, Stage};
use crate::reference::{PaymentRef, ProviderRef, RefundRef, WithdrawalRef};
use crate::secret::Secret;
use crate::time::Instant;

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[
    ("rails.submit", submit),
    ("rails.enquire", enquire),
    ("rails.read_submission", read_submission),
    ("rails.read_enquiry", read_enquiry),
    ("rails.read_callback", read_callback),
    ("rails.enquiry_delay", enquiry_delay),
];

/// What a request is made of.
const SENT: [&str; 8] =
    ["provider", "attempt", "reference", "collected_by", "phone", "amount", "callback_token", "access"];
/// What the providers are reached with.
const ACCESS: [&str; 5] = ["environment", "callback_base", "subscription_key", "bearer", "encrypted_pin"];

/// The request that sends an `attempt` for one of our references: a payment's, a refund's (with the attempt
/// that `collected_by`) or a withdrawal's.
fn submit(input: &Object) -> Result<Json, Error> {
    let (attempt, access) = sent(Input::new(input, &SENT)?)?;
    Ok(request(&attempt, &rails::submit(&attempt, &access)))
}

/// The request that asks what became of it; the same members.
fn enquire(input: &Object) -> Result<Json, Error> {
    let (attempt, access) = sent(Input::new(input, &SENT)?)?;
    Ok(request(&attempt, &rails::enquire(&attempt, &access)))
}

fn sent(input: Input<'_>) -> Result<(Attempt, Access), Error> {
    let token = input.text("callback_token")?;
    if !rails::is_callback_token(token) {
        return Err(input.fault(Code::FieldMalformed, "callback_token"));
    }
    let attempt = Attempt {
        reference: attempt_reference(input, "attempt")?,
        purpose: purpose(input)?,
        provider: provider(input)?,
        phone: Phone::from_text(input.text("phone")?).map_err(|error| error.at("phone"))?,
        amount: input.amount("amount")?,
        callback_token: Secret::new(token),
        stage: Stage::Created,
        maybe_taken: false,
        sent_at: None,
        prompt_until: None,
        submissions: 0,
        enquiries: 0,
        not_found_at: None,
        created_at: Instant::EPOCH,
        version: 0,
    };
    let path = input.inside("access");
    let access = input.maybe_object("access")?.ok_or_else(|| input.fault(Code::FieldRequired, "access"))?;
    Ok((attempt, read_access(Input::nested(access, &path, &ACCESS)?)?))
}

fn read_access(input: Input<'_>) -> Result<Access, Error> {
    let secret = |field: &str| Ok::<_, Error>(Secret::new(input.text(field)?));
    let product =
        mtn::ProductAccess { subscription_key: secret("subscription_key")?, bearer: secret("bearer")? };
    Ok(Access {
        mtn: mtn::Access {
            environment: input.text("environment")?.to_string(),
            callback_base: input.text("callback_base")?.to_string(),
            collection: product.clone(),
            disbursement: product,
        },
        airtel: airtel::Access { bearer: secret("bearer")?, encrypted_pin: secret("encrypted_pin")? },
    })
}

fn purpose(input: Input<'_>) -> Result<Purpose, Error> {
    let text = input.text("reference")?;
    let fault = |_| input.fault(Code::ReferenceMalformed, "reference");
    if text.starts_with("RFD-") {
        let reference = RefundRef::parse(text).map_err(fault)?;
        return Ok(Purpose::Refund(reference, attempt_reference(input, "collected_by")?));
    }
    if input.maybe("collected_by").is_some() {
        return Err(input.fault(Code::FieldUnknown, "collected_by"));
    }
    if text.starts_with("WDR-") {
        return WithdrawalRef::parse(text).map(Purpose::Withdraw).map_err(fault);
    }
    PaymentRef::parse(text).map(Purpose::Collect).map_err(fault)
}

fn attempt_reference(input: Input<'_>, field: &str) -> Result<ProviderRef, Error> {
    ProviderRef::parse(input.text(field)?).map_err(|code| input.fault(code, field))
}

fn provider(input: Input<'_>) -> Result<Provider, Error> {
    input.maybe_provider("provider")?.ok_or_else(|| input.fault(Code::FieldRequired, "provider"))
}

fn request(attempt: &Attempt, request: &WireRequest) -> Json {
    let headers = request
        .headers
        .iter()
        .fold(Object::default(), |headers, (name, value)| headers.with(name, Json::text(value.reveal())));
    Object::default()
        .with("product", Json::text(Product::of(attempt).name()))
        .with("method", Json::text(request.method.name()))
        .with("path", Json::text(&request.path))
        .with("headers", headers.into())
        .with("body", Json::text(String::from_utf8_lossy(&request.body)))
        .into()
}

/// What the members of a reading have in common.
fn replied(input: &Object) -> Result<(Provider, Product, Reply), Error> {
    let input = Input::new(input, &["provider", "product", "reply"])?;
    let name = input.text("product")?;
    let product = Product::ALL.into_iter().find(|product| product.name() == name);
    let product = product.ok_or_else(|| input.fault(Code::FieldMalformed, "product"))?;
    Ok((provider(input)?, product, reply(input)?))
}

/// `{status, body}`, or what the transport says where there was no answer.
fn reply(input: Input<'_>) -> Result<Reply, Error> {
    match input.member("reply")? {
        Json::Text(text) if text == "not_sent" => Ok(Reply::NotSent),
        Json::Text(text) if text == "maybe_sent" => Ok(Reply::MaybeSent),
        Json::Text(_) => Err(input.fault(Code::FieldMalformed, "reply")),
        Json::Object(object) => {
            let path = input.inside("reply");
            let input = Input::nested(object, &path, &["status", "body"])?;
            let status = input.number(input.member("status")?, "status")?;
            Ok(Reply::response(status, input.text("body")?))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Printed(_) => {
            Err(input.fault(Code::FieldTypeInvalid, "reply"))
        }
    }
}

/// What the `reply` to a submission proves.
fn read_submission(input: &Object) -> Result<Json, Error> {
    let (provider, product, reply) = replied(input)?;
    let submission = rails::read_submission(provider, product, &reply);
    let (name, refused) = match &submission {
        Submission::Accepted => ("accepted", None),
        Submission::Refused(failure) => ("refused", Some(failure)),
        Submission::Busy => ("busy", None),
        Submission::Unavailable => ("unavailable", None),
        Submission::Unknown => ("unknown", None),
    };
    Ok(Object::default().with("submission", Json::text(name)).with("failure", failure(refused)).into())
}

/// What the `reply` to an enquiry proves.
fn read_enquiry(input: &Object) -> Result<Json, Error> {
    let (provider, product, reply) = replied(input)?;
    let enquiry = rails::read_enquiry(provider, product, &reply);
    let (name, failed, report) = match &enquiry {
        Enquiry::Pending => ("pending", None, None),
        Enquiry::Succeeded(report) => ("succeeded", None, Some(report)),
        Enquiry::Failed(failure) => ("failed", Some(failure), None),
        Enquiry::NotFound => ("not_found", None, None),
        Enquiry::Unknown => ("unknown", None, None),
    };
    let report = report.map_or(Json::Null, |report| {
        Object::default()
            .with("amount", report.amount.map_or(Json::Null, |amount| Json::Number(amount.to_string())))
            .with("currency", Json::maybe_text(report.currency.as_deref()))
            .with("phone", Json::maybe_text(report.phone.map(Phone::e164)))
            .with("transaction", Json::maybe_text(report.transaction.as_deref()))
            .into()
    });
    Ok(Object::default()
        .with("enquiry", Json::text(name))
        .with("failure", failure(failed))
        .with("report", report)
        .into())
}

fn failure(failure: Option<&Failure>) -> Json {
    failure.map_or(Json::Null, |failure| {
        Object::default()
            .with("code", Json::text(failure.code.name()))
            .with("raw", Json::maybe_text(failure.raw.as_deref()))
            .into()
    })
}

/// What the `body` of a callback claims.
fn read_callback(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["provider", "body"])?;
    let hint = rails::read_callback(provider(input)?, input.text("body")?.as_bytes());
    let Hint { reference, claim } = hint.ok_or_else(|| input.fault(Code::FieldMalformed, "body"))?;
    Ok(Object::default()
        .with("reference", Json::maybe_text(reference))
        .with("claim", Json::text(Claim::name(claim)))
        .into())
}

/// How long to wait for the next enquiry; null when they end.
fn enquiry_delay(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["provider", "enquiries", "age_ms"])?;
    let enquiries = input.number(input.member("enquiries")?, "enquiries")?;
    let delay_ms = enquiry_delay_ms(provider(input)?, enquiries, input.whole("age_ms")?);
    let delay_ms = delay_ms.map_or(Json::Null, |delay_ms| Json::Number(delay_ms.to_string()));
    Ok(Object::default().with("delay_ms", delay_ms).into())
}
