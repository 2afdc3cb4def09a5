//! The fields that several requests share.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::form::{Form, line, text, wrong_type};
use crate::error::{Code, Detail, Error, shown};
use crate::json::Json;
use crate::money::{Limits, Rwf};
use crate::phone::Phone;
use crate::provider::{Provider, choose_described};
use crate::record::Customer;
use crate::reference::MerchantReference;
use crate::request::Metadata;
use crate::secret::Secret;
use crate::url::{Url, UrlPolicy};
use crate::webhook::takes_our_names;

/// An amount inside these limits, as a number or a text.
pub fn amount(value: &Json, limits: Limits) -> Result<Rwf, Error> {
    let (Json::Number(text) | Json::Text(text)) = value else {
        return Err(wrong_type("an amount: a number, or a text of digits"));
    };
    limits.admit(Rwf::from_text(text)?)
}

/// A phone number: a text, because a number loses its zero.
pub fn phone(value: &Json) -> Result<Phone, Error> {
    let wanted = "a text such as \"0788123456\"; a number loses its leading zero";
    Phone::from_text(value.as_text().ok_or_else(|| wrong_type(wanted))?)
}

/// `provider` and `provider_override`, checked against the number.
pub fn provider(form: &mut Form<'_>, phone: Option<Phone>) -> (Option<Provider>, bool) {
    let provider = form.optional("provider", |value| Provider::from_text(text(value)?));
    let provider_override = form.optional("provider_override", super::form::flag).unwrap_or(false);
    if let Some(phone) = phone
        && let Err(error) = choose_described(phone, provider, provider_override)
    {
        let field = if provider.is_some() { "provider" } else { "phone" };
        form.note(field, error.code(), error.message());
    }
    (provider, provider_override)
}

/// A reference that the merchant chose.
pub fn reference(value: &Json) -> Result<MerchantReference, Error> {
    MerchantReference::from_text(text(value)?)
}

/// `currency`, which may be left out and must be RWF.
pub fn currency(form: &mut Form<'_>) {
    form.optional("currency", |value| match text(value)? {
        "RWF" => Ok(()),
        other => {
            let message = format!("currency `{}` is not RWF", shown(other));
            Err(Error::with_message(Code::CurrencyNotSupported, message))
        }
    });
}

/// An address that events or customers go to.
pub fn url(value: &Json, policy: UrlPolicy) -> Result<String, Error> {
    Url::from_text(text(value)?, policy).map(|url| url.to_string())
}

/// Where a customer goes back to. It may carry parameters of the merchant's own, but none that we sign.
pub fn redirect_url(value: &Json, policy: UrlPolicy) -> Result<String, Error> {
    let url = url(value, policy)?;
    if takes_our_names(&url) {
        let message = "redirect_url carries a parameter that the way back is signed with: session_id, reference, \
                       status, timestamp or signature; give it another name";
        return Err(Error::with_message(Code::UrlMalformed, message));
    }
    Ok(url)
}

/// A PIN: a text of 4 to 6 digits. What was given is never shown.
pub fn pin(value: &Json) -> Result<Secret, Error> {
    let pin = value.as_text().ok_or_else(|| wrong_type("a text of 4 to 6 digits"))?;
    Ok(Secret::pin(pin)?)
}

/// `customer`: a name, an e-mail address and, for a session, a phone.
pub fn customer(form: &mut Form<'_>, known: &[&str]) -> Customer {
    let customer = form.object("customer", "customer.", known, |form| Customer {
        name: form.optional("name", |value| line(value, 100)),
        email: form.optional("email", email),
        phone: form.optional("phone", phone),
    });
    customer.unwrap_or_default()
}

/// One address of at most 254 characters: a local part, an @, and a name with a point in it.
fn email(value: &Json) -> Result<String, Error> {
    let address = line(value, 254)?;
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"(),:;<>[\\]".contains(&byte));
    let labels = |domain: &str| {
        let mut count = 0_usize;
        let sound = domain.split('.').all(|label| {
            count = count.saturating_add(1);
            let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            label.len() <= 63
                && ends(label.chars().next())
                && ends(label.chars().next_back())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        sound && count >= 2
    };
    match address.split_once('@') {
        Some((local, domain)) if plain && (1..=64).contains(&local.len()) && labels(domain) => Ok(address),
        _ => Err(Error::new(Code::EmailMalformed)),
    }
}

const METADATA_KEYS: usize = 50;
const METADATA_BYTES: usize = 8_192;
const METADATA_KEY_BYTES: usize = 40;
const METADATA_VALUE_BYTES: usize = 500;

/// The merchant's own data: at most 50 keys of 1 to 40 bytes, texts of at most 500 bytes, 8 KiB in all.
pub fn metadata(value: &Json) -> Result<Metadata, Error> {
    let Json::Object(object) = value else { return Err(wrong_type("an object of texts")) };
    let count = object.0.len();
    if count > METADATA_KEYS {
        let message = format!("metadata has {count} keys, and at most {METADATA_KEYS} fit");
        return Err(Error::with_message(Code::MetadataTooManyKeys, message));
    }
    let mut details = Vec::new();
    let mut metadata = Metadata::new();
    for (key, value) in &object.0 {
        match member(key, value) {
            Ok(text) => metadata.push((key.clone(), text)),
            Err((code, message)) => details.push(Detail { field: shown(key), code, message }),
        }
    }
    let bytes = metadata
        .iter()
        .fold(0_usize, |sum, (key, value)| sum.saturating_add(key.len()).saturating_add(value.len()));
    if bytes > METADATA_BYTES {
        let message = format!("metadata has {bytes} bytes, and at most {METADATA_BYTES} fit");
        return Err(Error::with_message(Code::MetadataTooLarge, message));
    }
    if details.is_empty() { Ok(metadata) } else { Err(Error::validation(details)) }
}

fn member(key: &str, value: &Json) -> Result<String, (Code, String)> {
    if !(1..=METADATA_KEY_BYTES).contains(&key.len()) || key.chars().any(char::is_control) {
        let message =
            format!("a key has {} bytes, and 1 to {METADATA_KEY_BYTES} visible ones fit", key.len());
        return Err((Code::MetadataKeyMalformed, message));
    }
    let Json::Text(text) = value else {
        return Err((Code::FieldTypeInvalid, "a value of metadata must be a text".to_string()));
    };
    if text.len() > METADATA_VALUE_BYTES || text.contains('\0') {
        let message =
            format!("a value has {} bytes, and at most {METADATA_VALUE_BYTES} without NUL fit", text.len());
        return Err((Code::MetadataValueMalformed, message));
    }
    Ok(text.clone())
}

/// A list of names, each once.
pub fn names<T: Ord + Copy>(
    value: &Json,
    read: impl Fn(&str) -> Option<T>,
    code: Code,
) -> Result<Vec<T>, Error> {
    let Json::Array(items) = value else { return Err(wrong_type("a list of texts")) };
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for item in items {
        let name = text(item)?;
        let known = read(name)
            .ok_or_else(|| Error::with_message(code, format!("{}: `{}`", code.row().message, shown(name))))?;
        if seen.insert(known) {
            names.push(known);
        }
    }
    Ok(names)
}
