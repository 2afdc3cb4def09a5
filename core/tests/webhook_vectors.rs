//! `tests/vectors/webhook.json`, through `api::call` and through the typed interface.

mod vectors;

use rwandapay_core::error::Code;
use rwandapay_core::json::{Json, Object};
use rwandapay_core::money::Rwf;
use rwandapay_core::record::Mode;
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{
    Event, PrivateKey, PublicKey, SigningKey, Verifier, VerifyingKey, WebhookSecret, sign, sign_redirect,
    verify_redirect,
};
use vectors::{Case, load, text};

/// What the typed interface says: the members to compare with `out`, or the code.
type Said = Result<Vec<(&'static str, String)>, Code>;

#[test]
fn every_case_holds_at_both_doors() {
    let mut typed = 0;
    for case in load("webhook") {
        let Some(said) = typed_result(&case) else { continue };
        typed += 1;
        match (&case.expected, said) {
            (Ok(Json::Object(out)), Ok(members)) => {
                for (name, value) in members {
                    let expected = out.get(name).map(|json| match json {
                        Json::Text(text) => text.clone(),
                        other => other.print(),
                    });
                    assert_eq!(expected, Some(value), "{} {name}: {}", case.id, case.comment);
                }
            }
            (Err((code, _)), Err(said)) => assert_eq!(*code, said, "{}: {}", case.id, case.comment),
            (expected, said) => panic!("{}: expected {expected:?}, got {said:?}", case.id),
        }
    }
    // What is left speaks of JSON types and members, which the typed interface cannot get wrong.
    assert!(typed >= 300, "only {typed} cases reach the typed interface");
}

fn typed_result(case: &Case) -> Option<Said> {
    let input = &case.input;
    match case.op.as_str() {
        "webhook.sign" => Some(typed_sign(input)),
        "webhook.verify" | "webhook.verify_dangerously_accepting_any_age" => {
            typed_verify(input, case.op != "webhook.verify")
        }
        "webhook.secret" => typed_secret(input),
        "webhook.event" | "webhook.expect" => typed_event(input),
        "webhook.redirect_sign" => Some(typed_redirect_sign(input)),
        "webhook.redirect_verify" => Some(typed_redirect_verify(input)),
        "webhook.explain" => None,
        other => panic!("no typed form of {other}"),
    }
}

fn typed_sign(input: &Object) -> Said {
    let now = Instant::from_seconds(whole(input, "timestamp").unwrap());
    if Some(now.seconds()) != whole(input, "timestamp") {
        return Err(Code::WebhookTimestampMalformed);
    }
    let signed = sign(&keys(input)?, text(input, "id").unwrap(), now, &body(input).unwrap())?;
    let pairs = signed.pairs().map(|(name, value)| (name.to_owned(), Json::text(value)));
    Ok(vec![("headers", Json::Object(Object(pairs.to_vec())).print())])
}

fn typed_verify(input: &Object, any_age: bool) -> Option<Said> {
    let (headers, body) = (headers(input)?, body(input)?);
    let tolerance = match input.get("tolerance_s") {
        None => None,
        Some(Json::Number(digits)) => Some(digits.parse().ok()?),
        Some(_) => return None,
    };
    let listed = ["secrets", "public_keys"].map(|field| list(input, field));
    if any_age && tolerance.is_some() || listed.iter().any(Option::is_none) {
        return None;
    }
    let now = Instant::from_seconds(whole(input, "now")?);
    Some((|| {
        let mut all: Vec<VerifyingKey> = keys(input)?.into_iter().map(Into::into).collect();
        for key in list(input, "public_keys").unwrap_or_default() {
            let parse = if published(input) { PublicKey::parse_allowing_published } else { PublicKey::parse };
            all.push(parse(&key)?.into());
        }
        let mut verifier = Verifier::new(all)?;
        if let Some(tolerance) = tolerance {
            verifier = verifier.with_tolerance_s(tolerance)?;
        }
        if any_age {
            verifier = verifier.dangerously_accepting_any_age();
        }
        let pairs = headers.iter().map(|(name, value)| (name, value.as_bytes()));
        let proof = verifier.verify_pairs(pairs, &body, now)?;
        Ok(vec![
            ("key", proof.key.to_string()),
            ("version", proof.version.name().to_owned()),
            ("id", proof.id.to_owned()),
            ("timestamp", proof.timestamp.to_string()),
            ("age_s", proof.age_s.to_string()),
        ])
    })())
}

fn typed_secret(input: &Object) -> Option<Said> {
    if let Some(public) = text(input, "public_key") {
        return Some(PublicKey::parse(public).map(|_| vec![("kind", "public".to_owned())]));
    }
    if text(input, "entropy").is_some() {
        let entropy: [u8; 32] = decode(text(input, "entropy")?)?.try_into().ok()?;
        return Some(Ok(if text(input, "kind") == Some("private") {
            let key = PrivateKey::generate(&entropy);
            vec![("secret", key.text().reveal().to_owned()), ("public_key", key.public().text())]
        } else {
            vec![("secret", WebhookSecret::generate(&entropy).text().reveal().to_owned())]
        }));
    }
    let secret = text(input, "secret")?;
    let parse = if published(input) { SigningKey::parse_allowing_published } else { SigningKey::parse };
    Some(parse(secret).map(|key| {
        // What is read is printed as the same text again.
        let (kind, printed) = match &key {
            SigningKey::Shared(secret) => ("shared", secret.text()),
            SigningKey::Private(key) => ("private", key.text()),
        };
        assert_eq!(printed.reveal(), secret);
        assert!(!format!("{key:?}").contains(&secret[6..]), "Debug shows the secret");
        vec![("kind", kind.to_owned())]
    }))
}

fn typed_event(input: &Object) -> Option<Said> {
    let body = body(input)?;
    let event = match text(input, "mode")? {
        "any" => Event::parse_any_mode(&body),
        mode => Event::parse(&body, Mode::from_name(mode)?),
    };
    Some((|| {
        let event = event.map_err(|error| error.code())?;
        if let Some(reference) = text(input, "reference") {
            let amount = Rwf::new(whole(input, "amount").unwrap().try_into().unwrap())?;
            event.expect(reference, amount).map_err(|error| error.code())?;
            return Ok(vec![("id", event.id)]);
        }
        let last_seen = whole(input, "last_seen").map(|seen| seen.try_into().unwrap());
        Ok(vec![
            ("stale", last_seen.map_or("null".into(), |seen| event.is_stale(seen).to_string())),
            ("event", event.kind.name().to_owned()),
            ("created_at", event.created_at.to_string()),
            ("mode", event.mode.name().to_owned()),
            ("sequence", event.sequence.to_string()),
            ("version", event.version().map_or("null".into(), |version| version.to_string())),
            ("data", Json::Object(event.data).print()),
        ])
    })())
}

fn typed_redirect_sign(input: &Object) -> Said {
    let part = |field| text(input, field).unwrap();
    let now = Instant::from_seconds(whole(input, "now").unwrap());
    let query = sign_redirect(&secrets(input)?, part("session_id"), part("reference"), part("status"), now)?;
    Ok(vec![("query", query)])
}

fn typed_redirect_verify(input: &Object) -> Said {
    let now = Instant::from_seconds(whole(input, "now").unwrap());
    let tolerance = whole(input, "tolerance_s").unwrap_or(300).try_into().unwrap();
    let redirect = verify_redirect(&secrets(input)?, text(input, "query").unwrap(), now, tolerance)?;
    Ok(vec![
        ("session_id", redirect.session_id),
        ("reference", redirect.reference),
        ("status", redirect.status),
        ("timestamp", redirect.timestamp.to_string()),
        ("age_s", redirect.age_s.to_string()),
        ("key", redirect.key.to_string()),
    ])
}

fn published(input: &Object) -> bool {
    input.get("allow_published") == Some(&Json::Bool(true))
}

fn keys(input: &Object) -> Result<Vec<SigningKey>, Code> {
    let parse = if published(input) { SigningKey::parse_allowing_published } else { SigningKey::parse };
    list(input, "secrets").unwrap_or_default().iter().map(|text| parse(text)).collect()
}

fn secrets(input: &Object) -> Result<Vec<WebhookSecret>, Code> {
    list(input, "secrets").unwrap().iter().map(|text| WebhookSecret::parse(text)).collect()
}

/// A list of texts; an absent one is empty, one of other things is none.
fn list(input: &Object, field: &str) -> Option<Vec<String>> {
    let items = match input.get(field) {
        None | Some(Json::Null) => return Some(Vec::new()),
        Some(Json::Array(items)) => items,
        Some(_) => return None,
    };
    items.iter().map(|item| if let Json::Text(text) = item { Some(text.clone()) } else { None }).collect()
}

fn headers(input: &Object) -> Option<Vec<(String, String)>> {
    let members: Vec<(String, Json)> = match input.get("headers")? {
        Json::Object(object) => object.0.clone(),
        Json::Array(pairs) => {
            let pair = |pair: &Json| match pair {
                Json::Array(pair) if pair.len() == 2 => match &pair[0] {
                    Json::Text(name) => Some((name.clone(), pair[1].clone())),
                    _ => None,
                },
                _ => None,
            };
            pairs.iter().map(pair).collect::<Option<_>>()?
        }
        _ => return None,
    };
    let mut headers = Vec::new();
    for (name, value) in members {
        let values = if let Json::Array(values) = value { values } else { vec![value] };
        for value in values {
            match value {
                Json::Null => {}
                Json::Text(text) => headers.push((name.clone(), text)),
                _ => return None,
            }
        }
    }
    Some(headers)
}

fn body(input: &Object) -> Option<Vec<u8>> {
    match (text(input, "body"), text(input, "body_base64")) {
        (Some(body), None) => Some(body.as_bytes().to_vec()),
        (None, Some(encoded)) => decode(encoded),
        _ => None,
    }
}

fn decode(encoded: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(encoded).ok()
}

fn whole(input: &Object, field: &str) -> Option<i64> {
    match input.get(field) {
        Some(Json::Number(digits)) => digits.parse().ok(),
        _ => None,
    }
}
