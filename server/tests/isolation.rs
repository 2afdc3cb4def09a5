//! Every route, asked with every kind of key that must not get through: no byte of another merchant.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "test code")]

mod common;

use std::thread::sleep;
use std::time::{Duration, Instant};

use common::shop::Shop;
use rwandapay_core::client::{OPERATIONS, Operation, Shape};
use rwandapay_core::json::Json;

/// What belongs to the first merchant, and must never be seen by anybody else.
struct Owned {
    payment: String,
    refund: String,
    withdrawal: String,
    session: String,
    endpoint: String,
    event: String,
    delivery: String,
}

/// A word that stands in everything of the first merchant.
const MARK: &str = "umucyo";

fn text(answer: &common::Answer, name: &str) -> String {
    answer.data().get(name).and_then(Json::as_text).unwrap_or_else(|| panic!("{name}: {answer:?}")).to_owned()
}

fn eventually<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "it never came");
        sleep(Duration::from_millis(100));
    }
}

/// The first id of a list, once there is one.
fn first(shop: &Shop, key: &str, path: &str, begin: &str) -> String {
    eventually(|| {
        let body = shop.ask(key, "GET", path, "").body;
        let at = body.find(&format!("\"{begin}"))?;
        body.get(at + 1..)?.split('"').next().map(str::to_owned)
    })
}

fn own(shop: &Shop, key: &str) -> Owned {
    let post = |path: &str, body: &str| shop.ask(key, "POST", path, body);
    let endpoint = text(&post("/v1/webhooks/endpoints", r#"{"url":"http://127.0.0.1:9999/umucyo"}"#), "id");
    let collect = r#"{"amount":5000,"phone":"0788123456","reference":"umucyo-1","metadata":{"of":"umucyo"}}"#;
    let payment = text(&post("/v1/payments/collect", collect), "reference");
    eventually(|| {
        let found = shop.ask(key, "GET", &format!("/v1/payments/{payment}"), "");
        found.body.contains("\"successful\"").then_some(())
    });
    let refund = post(&format!("/v1/payments/{payment}/refund"), r#"{"amount":100,"reference":"umucyo-2"}"#);
    let withdraw = r#"{"amount":10000,"phone":"0788123456","pin":"4711","reference":"umucyo-3"}"#;
    let checkout = r#"{"amount":5000,"tx_ref":"umucyo-4","customer":{"name":"umucyo"}}"#;
    Owned {
        refund: text(&refund, "reference"),
        withdrawal: text(&post("/v1/withdrawals", withdraw), "reference"),
        session: text(&post("/v1/checkout/initialize", checkout), "session_id"),
        event: first(shop, key, "/v1/events", "evt_"),
        delivery: first(shop, key, "/v1/webhooks/deliveries", "whd_"),
        payment,
        endpoint,
    }
}

/// The path of an operation about the first merchant's things, and a body that would be good.
fn request(operation: &Operation, owned: &Owned) -> (String, &'static str) {
    let id = match operation.name {
        name if name.starts_with("webhook_endpoints") => &owned.endpoint,
        name if name.starts_with("webhook_deliveries") => &owned.delivery,
        _ => &owned.event,
    };
    let reference = match operation.name {
        "refunds.get" => &owned.refund,
        "withdrawals.get" => &owned.withdrawal,
        _ => &owned.payment,
    };
    let path = operation
        .path
        .replace("{reference}", reference)
        .replace("{payment_reference}", &owned.payment)
        .replace("{session_id}", &owned.session)
        .replace("{id}", id);
    let body = match operation.name {
        "payments.collect" => r#"{"amount":700,"phone":"0722000001"}"#,
        "payments.refund" => r#"{"amount":100}"#,
        "checkout.initialize" => r#"{"amount":700,"tx_ref":"mine","customer":{"name":"x"}}"#,
        "withdrawals.create" => r#"{"amount":10000,"phone":"0788123456","pin":"4711"}"#,
        "quote" => r#"{"amount":700,"phone":"0722000001"}"#,
        "webhook_endpoints.create" => r#"{"url":"http://127.0.0.1:9999/mine"}"#,
        "sandbox.advance" => r#"{"advance_seconds":1}"#,
        _ if operation.method.name() == "POST" => "{}",
        _ => "",
    };
    (format!("/v1{path}"), body)
}

#[test]
fn no_key_but_its_own_sees_a_byte_of_a_merchant() {
    let shop = Shop::open();
    for (merchant, mode) in [("first", "test"), ("second", "test"), ("first", "live")] {
        let name = if merchant == "first" { "Umucyo" } else { "Second" };
        shop.done(&["merchant", "create", merchant, "--name", name, "--mode", mode]);
    }
    let people = ["--by", "Aline", "--reason", "a float to begin with"];
    shop.done(&[&["correct", "credit", "first", "60000"], &people[..]].concat());
    assert!(shop.admin(&["pin", "set", "first"], "4711\n").good);
    let key = shop.key("first", "secret", "test");
    let owned = own(&shop, &key);

    let revoked = shop.key("first", "secret", "test");
    let publishable = shop.key("first", "publishable", "test");
    let listed = shop.done(&["key", "list", "first"]);
    let number = listed.lines().filter(|line| line.contains("secret")).count();
    let number = if number == 2 { "2" } else { panic!("{listed}") };
    shop.done(&["key", "revoke", "first", number]);
    let other = shop.key("second", "secret", "test");
    let live = shop.key("first", "secret", "live");

    let mut asked = 0;
    for operation in OPERATIONS.iter().filter(|operation| operation.shape != Shape::Wait) {
        let (path, body) = request(operation, &owned);
        for (who, key) in [
            ("nobody", ""),
            ("a wrong key", "sk_test_0123456789abcdefghjkmnpqrstvwxyz"),
            ("a revoked key", &revoked),
            ("a publishable key", &publishable),
            ("a live key", &live),
            ("another merchant", &other),
        ] {
            let answer = shop.ask(key, operation.method.name(), &path, body);
            let name = operation.name;
            let shown = answer.body.to_lowercase();
            for secret in [&owned.payment, &owned.refund, &owned.withdrawal, &owned.session, &owned.event] {
                // What was asked for may be named in the refusal; nothing else of it.
                let about = path.contains(secret.as_str());
                assert!(about || !answer.body.contains(secret.as_str()), "{who}, {name}: {answer:?}");
            }
            assert!(!shown.contains(MARK) && !shown.contains("0788123456"), "{who}, {name}: {answer:?}");
            let expected = match who {
                _ if name.starts_with("sandbox.") => 404,
                "a publishable key" if operation.publishable => 200,
                "a publishable key" => 403,
                "another merchant" if operation.path.contains('{') => 404,
                // It acts among its own records, where it has no balance.
                "another merchant" if name == "withdrawals.create" => 402,
                "another merchant" => 200,
                _ => 401,
            };
            assert_eq!(answer.status, expected, "{who}, {name}: {answer:?}");
            asked += 1;
        }
    }
    assert_eq!(asked, 6 * (OPERATIONS.len() - 1), "one route is the client's own");
    // Everything is as it was: nobody else has changed anything of it.
    let mine = shop.ask(&key, "GET", &format!("/v1/checkout/{}", owned.session), "");
    assert_eq!(text(&mine, "status"), "open");
    assert_eq!(shop.ask(&key, "GET", "/v1/webhooks/endpoints", "").body.matches("we_").count(), 1);
}

#[test]
fn the_modes_of_a_merchant_have_secrets_of_their_own() {
    let shop = Shop::open();
    let secret = |mode: &str| {
        let opened = shop.done(&["merchant", "create", "first", "--name", "First", "--mode", mode]);
        let at = opened.find("whsec_").unwrap();
        opened[at..].split_whitespace().next().unwrap().to_owned()
    };
    use rwandapay_core::webhook::{Headers, SigningKey, Verifier, VerifyingKey, WebhookSecret, sign};
    let (test, live) = (secret("test"), secret("live"));
    let now = rwandapay_core::time::Instant::parse("2026-01-05T08:00:00Z").unwrap();
    for (signer, other) in [(&test, &live), (&live, &test)] {
        let signed = sign(&[SigningKey::parse(signer).unwrap()], "evt_1", now, b"{}").unwrap();
        let time = now.seconds().to_string();
        let headers = Headers::new(b"evt_1", time.as_bytes(), signed.signature.as_bytes());
        let verifies = |secret: &str| {
            let verifier =
                Verifier::new(vec![VerifyingKey::from(WebhookSecret::parse(secret).unwrap())]).unwrap();
            verifier.verify(&headers, b"{}", now).is_ok()
        };
        assert!(verifies(signer) && !verifies(other));
    }
}
