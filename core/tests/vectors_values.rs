//! The vectors of the values, through `api::call` and again through the typed interface.

mod vectors;

use rwandapay_core::error::{Code, Error};
use rwandapay_core::fee::Schedule;
use rwandapay_core::idempotency::{FingerprintBuilder, IdempotencyKey, same};
use rwandapay_core::json::{Json, Object};
use rwandapay_core::money::{Limits, Rwf};
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::{Provider, choose};
use rwandapay_core::rate_limit::{Bucket, Plan};
use rwandapay_core::reference::{Lookup, MerchantReference, PaymentRef, SessionId};
use rwandapay_core::time::Instant;
use vectors::{Case, load, object, text};

/// What a case expects of the typed interface: its output, or its code.
fn expected(case: &Case) -> Result<&Object, Code> {
    case.expected.as_ref().map(object).map_err(|(code, _)| *code)
}

/// Whether the case is about the shape of the operation's input, which the typed interface has not.
fn about_shape(case: &Case) -> bool {
    matches!(expected(case), Err(code) if (100..200).contains(&code.id()))
}

fn number(object: &Object, member: &str) -> u64 {
    match object.get(member) {
        Some(Json::Number(text)) => text.parse().unwrap(),
        other => panic!("{member}: {other:?}"),
    }
}

#[test]
fn money() {
    for case in load("money").iter().filter(|case| !about_shape(case)) {
        let Some(Json::Text(amount) | Json::Number(amount)) = case.input.get("text") else {
            panic!("{case:?}")
        };
        let limits = text(&case.input, "kind").map(|kind| match kind {
            "collect" => Limits::COLLECT,
            _ => Limits::WITHDRAWAL,
        });
        let parsed = Rwf::parse(amount).and_then(|francs| limits.map_or(Ok(francs), |l| l.check(francs)));
        assert_eq!(parsed.map(Rwf::get), expected(case).map(|out| number(out, "amount")), "{case:?}");
        assert_eq!(Rwf::from_text(amount).map_err(|error| error.code()), Rwf::parse(amount), "{case:?}");
        if let (Ok(francs), Ok(out)) = (parsed, expected(case)) {
            assert_eq!(text(out, "two_decimals"), Some(francs.two_decimals().to_string().as_str()));
        }
    }
}

#[test]
fn phone() {
    for case in load("phone").iter().filter(|case| !about_shape(case)) {
        let given = text(&case.input, "text").unwrap();
        match (Phone::parse(given), expected(case)) {
            (Ok(phone), Ok(out)) => {
                assert_eq!(Some(phone.e164().as_str()), text(out, "e164"), "{case:?}");
                assert_eq!(Some(phone.mtn_wire().as_str()), text(out, "mtn_wire"), "{case:?}");
                assert_eq!(Some(phone.airtel_wire().as_str()), text(out, "airtel_wire"), "{case:?}");
                assert_eq!(Some(phone.national().as_str()), text(out, "national"), "{case:?}");
                assert_eq!(Some(phone.display().as_str()), text(out, "display"), "{case:?}");
                assert_eq!(Some(phone.masked().as_str()), text(out, "masked"), "{case:?}");
                assert_eq!(Provider::of(phone).ok().map(Provider::name), text(out, "provider"), "{case:?}");
            }
            (parsed, wanted) => assert_eq!(parsed.err(), wanted.err(), "{case:?}"),
        }
        assert_eq!(Phone::from_text(given).map_err(|error| error.code()), Phone::parse(given), "{case:?}");
    }
}

#[test]
fn provider() {
    for case in load("provider").iter().filter(|case| !about_shape(case)) {
        let chosen = Phone::parse(text(&case.input, "phone").unwrap()).and_then(|phone| {
            let explicit = text(&case.input, "provider").map(Provider::parse).transpose()?;
            choose(phone, explicit, case.input.get("provider_override") == Some(&Json::Bool(true)))
        });
        let wanted =
            expected(case).map(|out| (text(out, "provider").unwrap(), text(out, "provider_source").unwrap()));
        assert_eq!(chosen.map(|(provider, source)| (provider.name(), source.name())), wanted, "{case:?}");
    }
}

#[test]
fn fee() {
    let schedule = Schedule::standard();
    for case in load("fee").iter().filter(|case| !about_shape(case)) {
        if case.input.get("schedule").is_some() || case.op == "fee.schedule" {
            continue;
        }
        let provider = text(&case.input, "provider").map(Provider::parse).transpose();
        let given = |member| match case.input.get(member) {
            Some(Json::Text(text) | Json::Number(text)) => Rwf::parse(text),
            other => panic!("{other:?}"),
        };
        let quote = provider.and_then(|provider| match case.op.as_str() {
            "fee.quote" => schedule.quote(given("amount")?, provider),
            _ => schedule.gross_for_net(given("net")?, provider),
        });
        let quote = quote.map(|q| (q.amount.get(), q.fee.get(), q.net.get()));
        let wanted =
            expected(case).map(|out| (number(out, "amount"), number(out, "fee"), number(out, "net_amount")));
        assert_eq!(quote, wanted, "{case:?}");
    }
}

#[test]
fn reference() {
    for case in load("reference").iter().filter(|case| !about_shape(case)) {
        let (Some(given), Some(kind)) = (text(&case.input, "text"), text(&case.input, "kind")) else {
            continue;
        };
        let read = match kind {
            "payment" => PaymentRef::parse(given).map(|r| r.to_string()),
            "session" => SessionId::parse(given).map(|r| r.to_string()),
            "merchant" => MerchantReference::parse(given).map(|r| r.to_string()),
            "lookup" => Lookup::parse(given).map(|lookup| match lookup {
                Lookup::Ours(reference) => reference.to_string(),
                Lookup::Theirs(reference) => reference.to_string(),
            }),
            _ => continue,
        };
        assert_eq!(read, expected(case).map(|out| text(out, "reference").unwrap().into()), "{case:?}");
    }
}

#[test]
fn idempotency() {
    for case in load("idempotency").iter().filter(|case| !about_shape(case)) {
        if let Some(key) = text(&case.input, "text") {
            let read = IdempotencyKey::parse(key.as_bytes()).map(|key| key.to_string());
            assert_eq!(read, expected(case).map(|out| text(out, "key").unwrap().into()), "{case:?}");
        }
    }
    let of = |name| FingerprintBuilder::new(b"key", "collect").field(name, None).finish();
    assert!(same(&of("a"), &of("a")) && !same(&of("a"), &of("b")));
    assert_eq!(IdempotencyKey::parse(b"\xff"), Err(Code::IdempotencyKeyMalformed));
}

#[test]
fn rate_limit() {
    for case in load("rate_limit").iter().filter(|case| !about_shape(case)) {
        let mut bucket = Bucket::new(Plan::from_name(text(&case.input, "plan").unwrap()).unwrap());
        let Some(Json::Array(instants)) = case.input.get("instants") else { panic!() };
        let Some(Json::Array(verdicts)) = expected(case).unwrap().get("verdicts") else { panic!() };
        assert_eq!(instants.len(), verdicts.len(), "{case:?}");
        for (instant, verdict) in instants.iter().zip(verdicts) {
            let taken = bucket.take(Instant::from_ms(instant.print().parse().unwrap()));
            let verdict = object(verdict);
            assert_eq!(verdict.get("allowed"), Some(&Json::Bool(taken.allowed)));
            assert_eq!(number(verdict, "limit"), taken.limit);
            assert_eq!(number(verdict, "remaining"), taken.remaining);
            assert_eq!(number(verdict, "reset_seconds"), taken.reset_seconds);
            assert_eq!(number(verdict, "retry_after_seconds"), taken.retry_after_seconds);
        }
    }
}

/// A message is one line, begins small, has no full stop, and never grows with its value.
#[test]
fn every_message_is_one_short_line() {
    let check = |error: &Error| {
        let message = error.message();
        assert!(message.chars().count() < 200 && !message.chars().any(char::is_control), "{message:?}");
        assert!(!message.ends_with('.') && !message.starts_with(char::is_uppercase), "{message:?}");
    };
    for name in ["money", "phone", "reference"] {
        for case in vectors::load(name) {
            let Some(given) = text(&case.input, "text") else { continue };
            Rwf::from_text(given).err().iter().for_each(check);
            Phone::from_text(given).err().iter().for_each(check);
            MerchantReference::from_text(given).err().iter().for_each(check);
            Provider::from_text(given).err().iter().for_each(check);
        }
    }
}
