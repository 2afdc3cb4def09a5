//! `reference.parse` and `reference.generate`.

use alloc::string::{String, ToString};

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::reference::{
    DeliveryId, EndpointId, EventId, Lookup, MerchantId, MerchantReference, PaymentRef, ProviderRef,
    RefundRef, SessionId, WithdrawalRef,
};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("reference.parse", parse), ("reference.generate", generate)];

/// `{text, kind}`: the reference itself, and whose it is. The kind `lookup` takes ours and the merchant's.
fn parse(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["text", "kind"])?;
    let (text, kind) = (input.text("text")?, input.text("kind")?);
    let (owner, reference) = read(kind, text)
        .ok_or_else(|| input.fault(Code::FieldMalformed, "kind"))?
        .map_err(|code| input.refused(code, "reference", text, "text"))?;
    Ok(Object::default().with("owner", Json::text(owner)).with("reference", Json::text(reference)).into())
}

/// Whose the reference is and its text; `None` for an unknown kind.
fn read(kind: &str, text: &str) -> Option<Result<(&'static str, String), Code>> {
    let (ours, theirs) = ("ours", "theirs");
    Some(match kind {
        "merchant" => MerchantReference::parse(text).map(|r| (theirs, r.to_string())),
        "lookup" => Lookup::parse(text).map(|lookup| match lookup {
            Lookup::Ours(reference) => (ours, reference.to_string()),
            Lookup::Theirs(reference) => (theirs, reference.to_string()),
        }),
        "payment" => PaymentRef::parse(text).map(|r| (ours, r.to_string())),
        "refund" => RefundRef::parse(text).map(|r| (ours, r.to_string())),
        "withdrawal" => WithdrawalRef::parse(text).map(|r| (ours, r.to_string())),
        "session" => SessionId::parse(text).map(|r| (ours, r.to_string())),
        "provider" => ProviderRef::parse(text).map(|r| (ours, r.to_string())),
        "event" => EventId::parse(text).map(|r| (ours, r.to_string())),
        "endpoint" => EndpointId::parse(text).map(|r| (ours, r.to_string())),
        "delivery" => DeliveryId::parse(text).map(|r| (ours, r.to_string())),
        "merchant_id" => MerchantId::parse(text).map(|r| (ours, r.to_string())),
        _ => return None,
    })
}

/// `{kind, entropy, day?}`: a new reference from 32 bytes in hexadecimal, and for those with a date its day.
fn generate(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["kind", "entropy", "day"])?;
    let kind = input.text("kind")?;
    let entropy: [u8; 32] =
        input.hex("entropy")?.try_into().map_err(|_| input.fault(Code::FieldMalformed, "entropy"))?;
    let day = || input.day("day");
    let reference = match kind {
        "payment" => PaymentRef::generate(day()?, &entropy).to_string(),
        "refund" => RefundRef::generate(day()?, &entropy).to_string(),
        "withdrawal" => WithdrawalRef::generate(day()?, &entropy).to_string(),
        "session" => SessionId::generate(&entropy).to_string(),
        "provider" => ProviderRef::generate(&entropy).to_string(),
        "event" => EventId::generate(&entropy).to_string(),
        "endpoint" => EndpointId::generate(&entropy).to_string(),
        "delivery" => DeliveryId::generate(&entropy).to_string(),
        _ => return Err(input.fault(Code::FieldMalformed, "kind")),
    };
    Ok(Object::default().with("reference", Json::text(reference)).into())
}
