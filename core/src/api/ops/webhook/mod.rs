//! Webhooks: keys, signing, verifying, explaining, events and redirects.

mod event;
mod given;
mod redirect;

use alloc::vec::Vec;

use self::given::{Given, refusal, seconds, tolerance};
use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::webhook::{
    Explanation, Finding, PrivateKey, Refused, SigningKey, Verified, Verifier, WebhookSecret, explain, sign,
};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[
    ("webhook.secret", secret),
    ("webhook.sign", signed),
    ("webhook.verify", verify),
    ("webhook.verify_dangerously_accepting_any_age", verify_any_age),
    ("webhook.explain", explained),
    ("webhook.event", event::event),
    ("webhook.expect", event::expect),
    ("webhook.redirect_sign", redirect::signed),
    ("webhook.redirect_verify", redirect::verify),
];

/// Checks a `secret` or a `public_key`, or makes a key of 32 bytes of `entropy` in base64: a shared secret,
/// or a pair where `kind` is `private`.
fn secret(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["secret", "public_key", "entropy", "kind", "allow_published"])?;
    let published = given::flag(input, "allow_published")?;
    let kind = |name: &str| Object::default().with("kind", Json::text(name));
    if input.maybe("public_key").is_some() {
        given::public_key(input.text("public_key")?, published, "public_key")?;
        return Ok(kind("public").into());
    }
    if input.maybe("entropy").is_none() {
        return Ok(match given::key(input.text("secret")?, published, "secret")? {
            SigningKey::Shared(_) => kind("shared").into(),
            SigningKey::Private(key) => {
                kind("private").with("public_key", Json::text(key.public().text())).into()
            }
        });
    }
    let entropy = given::base64(input, "entropy")?;
    let entropy: &[u8; 32] =
        entropy.as_slice().try_into().map_err(|_| input.fault(Code::FieldMalformed, "entropy"))?;
    match input.maybe("kind").map_or(Ok("shared"), |_| input.text("kind"))? {
        "shared" => {
            let secret = WebhookSecret::generate(entropy);
            Ok(kind("shared").with("secret", Json::text(secret.text().reveal())).into())
        }
        "private" => {
            let key = PrivateKey::generate(entropy);
            let made = kind("private").with("secret", Json::text(key.text().reveal()));
            Ok(made.with("public_key", Json::text(key.public().text())).into())
        }
        _ => Err(input.fault(Code::FieldMalformed, "kind")),
    }
}

/// Signs a body with every secret.
fn signed(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["secrets", "allow_published", "id", "timestamp", "body", "body_base64"])?;
    let keys = given::keys(input)?;
    let timestamp = seconds(input, "timestamp", Code::WebhookTimestampMalformed)?;
    let body = given::body(input)?;
    let headers = sign(&keys, input.text("id")?, timestamp, &body).map_err(refusal)?;
    let printed = headers
        .pairs()
        .into_iter()
        .fold(Object::default(), |object, (name, value)| object.with(name, Json::text(value)));
    Ok(Object::default().with("headers", printed.into()).into())
}

/// Verifies a delivery.
fn verify(input: &Object) -> Result<Json, Error> {
    let given = Given::read(input, &["tolerance_s"])?;
    let verifier = given.verifier()?.with_tolerance_s(tolerance(given.input)?).map_err(refusal)?;
    verified(&given, &verifier)
}

/// Verifies a delivery of any age.
fn verify_any_age(input: &Object) -> Result<Json, Error> {
    let given = Given::read(input, &[])?;
    verified(&given, &given.verifier()?.dangerously_accepting_any_age())
}

fn verified(given: &Given<'_>, verifier: &Verifier) -> Result<Json, Error> {
    let pairs = given.headers.iter().copied();
    let Verified { key, version, id, timestamp, age_s } =
        verifier.verify_pairs(pairs, &given.body, given.now).map_err(|code| given.refusal(code))?;
    Ok(Object::default()
        .with("key", Json::Number(alloc::format!("{key}")))
        .with("version", Json::text(version.name()))
        .with("id", Json::text(id))
        .with("timestamp", Json::int(timestamp))
        .with("age_s", Json::int(age_s))
        .into())
}

/// Says why a delivery is refused.
fn explained(input: &Object) -> Result<Json, Error> {
    let given = Given::read(input, &["tolerance_s", "other_secrets"])?;
    let (secrets, public_keys) =
        (given::texts(given.input, "secrets")?, given::texts(given.input, "public_keys")?);
    let Explanation { code, findings } = explain(&Refused {
        secrets: &secrets,
        public_keys: &public_keys,
        other_secrets: &given::texts(given.input, "other_secrets")?,
        tolerance_s: tolerance(given.input)?,
        headers: &given.headers,
        body: &given.body,
        now: given.now,
    });
    let findings: Vec<Json> = findings.into_iter().map(finding).collect();
    Ok(Object::default()
        .with("code", Json::maybe_text(code.map(Code::name)))
        .with("findings", Json::Array(findings))
        .into())
}

fn finding(finding: Finding) -> Json {
    let Finding { clue, secret, code, age_s } = finding;
    Object::default()
        .with("clue", Json::text(clue.name()))
        .with("secret", secret.map_or(Json::Null, |place| Json::Number(alloc::format!("{place}"))))
        .with("code", Json::maybe_text(code.map(Code::name)))
        .with("age_s", age_s.map_or(Json::Null, Json::int))
        .with("message", Json::text(clue.message()))
        .into()
}
