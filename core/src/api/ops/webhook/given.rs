//! What the operations of webhooks are given: keys, headers, bytes, seconds.

use alloc::format;
use alloc::vec::Vec;

use crate::api::ops::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::time::Instant;
use crate::webhook::{
    self, DEFAULT_TOLERANCE_S, ID_HEADER, MAX_KEYS, PublicKey, SIGNATURE_HEADER, SigningKey,
    TIMESTAMP_HEADER, Verifier, VerifyingKey,
};

/// What verifying and explaining are given.
pub(super) struct Given<'a> {
    pub(super) input: Input<'a>,
    pub(super) headers: Vec<(&'a str, &'a [u8])>,
    pub(super) body: Vec<u8>,
    pub(super) now: Instant,
}

impl<'a> Given<'a> {
    /// Reads the members that both have, and allows these others.
    pub(super) fn read(object: &'a Object, others: &[&str]) -> Result<Self, Error> {
        let known = ["secrets", "public_keys", "allow_published", "now", "headers", "body", "body_base64"];
        let input = Input::new(object, &[&known, others].concat())?;
        let (headers, body) = (headers(input)?, body(input)?);
        Ok(Self { input, headers, body, now: seconds(input, "now", Code::FieldMalformed)? })
    }

    /// The verifier of the keys that were given.
    pub(super) fn verifier(&self) -> Result<Verifier, Error> {
        let published = flag(self.input, "allow_published")?;
        let public = texts(self.input, "public_keys")?.into_iter();
        let public = public.map(|text| public_key(text, published, "public_keys").map(VerifyingKey::from));
        let keys = keys(self.input)?.into_iter().map(|key| Ok(VerifyingKey::from(key))).chain(public);
        Verifier::new(keys.collect::<Result<Vec<_>, Error>>()?).map_err(refusal)
    }

    /// The error with the header that it is about; a missing one is named.
    pub(super) fn refusal(&self, code: Code) -> Error {
        if code != Code::WebhookHeaderMissing {
            return refusal(code);
        }
        let names = [ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER];
        let there = |name: &str| self.headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
        match names.into_iter().find(|name| !there(name)) {
            Some(name) => Error::with_message(code, format!("the header `{name}` is missing")).at(name),
            None => Error::new(code),
        }
    }
}

/// The header or the member that a code is about.
const FIELDS: &[(Code, &str)] = &[
    (Code::WebhookIdMalformed, ID_HEADER),
    (Code::WebhookTimestampMalformed, TIMESTAMP_HEADER),
    (Code::WebhookTimestampTooOld, TIMESTAMP_HEADER),
    (Code::WebhookTimestampTooNew, TIMESTAMP_HEADER),
    (Code::WebhookSignatureMalformed, SIGNATURE_HEADER),
    (Code::WebhookSignatureMismatch, SIGNATURE_HEADER),
    (Code::WebhookSignatureTooLarge, SIGNATURE_HEADER),
    (Code::WebhookBodyTooLarge, "body"),
    (Code::RedirectSignatureMismatch, "signature"),
    (Code::SecretEmpty, "secrets"),
    (Code::FieldTooLong, "secrets"),
];

/// The error of a code, at the header or the member that it is about.
pub(super) fn refusal(code: Code) -> Error {
    match FIELDS.iter().find(|(one, _)| *one == code) {
        Some((_, field)) => Error::new(code).at(*field),
        None => Error::new(code),
    }
}

/// The keys of the member `secrets`, at most 16.
pub(super) fn keys(input: Input<'_>) -> Result<Vec<SigningKey>, Error> {
    let published = flag(input, "allow_published")?;
    texts(input, "secrets")?.into_iter().map(|text| key(text, published, "secrets")).collect()
}

/// A key that signs.
pub(super) fn key(text: &str, published: bool, field: &str) -> Result<SigningKey, Error> {
    let parse = if published { SigningKey::parse_allowing_published } else { SigningKey::parse };
    parse(text).map_err(|code| Error::new(code).at(field))
}

/// A key that verifies and cannot sign.
pub(super) fn public_key(text: &str, published: bool, field: &str) -> Result<PublicKey, Error> {
    let parse = if published { PublicKey::parse_allowing_published } else { PublicKey::parse };
    parse(text).map_err(|code| Error::new(code).at(field))
}

/// A list of texts that may be missing, at most 16.
pub(super) fn texts<'a>(input: Input<'a>, field: &str) -> Result<Vec<&'a str>, Error> {
    let Some(list) = input.maybe(field) else { return Ok(Vec::new()) };
    let Json::Array(items) = list else { return Err(input.fault(Code::FieldTypeInvalid, field)) };
    if items.len() > MAX_KEYS {
        return Err(input.fault(Code::FieldTooLong, field));
    }
    items.iter().map(|item| text(item).ok_or_else(|| input.fault(Code::FieldTypeInvalid, field))).collect()
}

/// The headers: an object of texts and lists of texts, or a list of pairs. A null is no header.
fn headers(input: Input<'_>) -> Result<Vec<(&str, &[u8])>, Error> {
    let members = members(input.member("headers")?);
    let pairs = members.and_then(|members| {
        let pairs = members.into_iter().map(|(name, value)| Some((name, values(value)?)));
        pairs.collect::<Option<Vec<_>>>()
    });
    let pairs = pairs.ok_or_else(|| input.fault(Code::FieldTypeInvalid, "headers"))?;
    Ok(pairs
        .into_iter()
        .flat_map(|(name, values)| values.into_iter().map(move |value| (name, value)))
        .collect())
}

fn members(headers: &Json) -> Option<Vec<(&str, &Json)>> {
    if let Json::Object(object) = headers {
        return Some(object.0.iter().map(|(name, value)| (name.as_str(), value)).collect());
    }
    let Json::Array(pairs) = headers else { return None };
    let pairs = pairs.iter().map(|pair| {
        let Json::Array(pair) = pair else { return None };
        let [name, value] = pair.as_slice() else { return None };
        Some((text(name)?, value))
    });
    pairs.collect()
}

fn values(value: &Json) -> Option<Vec<&[u8]>> {
    let values =
        if let Json::Array(values) = value { values.as_slice() } else { core::slice::from_ref(value) };
    values.iter().filter(|value| **value != Json::Null).map(|value| text(value).map(str::as_bytes)).collect()
}

/// The bytes of `body`, or of `body_base64`.
pub(super) fn body(input: Input<'_>) -> Result<Vec<u8>, Error> {
    if input.maybe("body_base64").is_none() {
        return input.text("body").map(|text| text.as_bytes().to_vec());
    }
    if input.maybe("body").is_some() {
        return Err(input.fault(Code::FieldUnknown, "body"));
    }
    base64(input, "body_base64")
}

/// The bytes of a member in strict base64.
pub(super) fn base64(input: Input<'_>, field: &str) -> Result<Vec<u8>, Error> {
    webhook::bytes(input.text(field)?).ok_or_else(|| input.fault(Code::FieldMalformed, field))
}

/// A member in unix seconds, from 1970 to 9999; outside of these it is refused with the code.
pub(super) fn seconds(input: Input<'_>, field: &str, code: Code) -> Result<Instant, Error> {
    let seconds = i64::try_from(input.whole(field)?).map_err(|_| input.fault(code, field))?;
    let instant = Instant::from_seconds(seconds);
    if instant.seconds() == seconds { Ok(instant) } else { Err(input.fault(code, field)) }
}

/// The tolerance, in whole seconds from 1.
pub(super) fn tolerance(input: Input<'_>) -> Result<u32, Error> {
    let tolerance = match input.maybe("tolerance_s") {
        None => Some(DEFAULT_TOLERANCE_S),
        Some(Json::Number(digits)) => digits.parse().ok().filter(|seconds| *seconds > 0),
        Some(_) => return Err(input.fault(Code::FieldTypeInvalid, "tolerance_s")),
    };
    tolerance.ok_or_else(|| input.fault(Code::WebhookToleranceInvalid, "tolerance_s"))
}

/// A member that is true, false or missing, which is false.
pub(super) fn flag(input: Input<'_>, field: &str) -> Result<bool, Error> {
    match input.maybe(field) {
        None => Ok(false),
        Some(Json::Bool(flag)) => Ok(*flag),
        Some(_) => Err(input.fault(Code::FieldTypeInvalid, field)),
    }
}

fn text(value: &Json) -> Option<&str> {
    if let Json::Text(text) = value { Some(text) } else { None }
}
