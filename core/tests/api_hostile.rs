//! What arrives as whole requests, and is not meant well: size, place, method, headers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use rwandapay_core::api::{ExchangeContext, exchange};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::http::{Request, Response};
use rwandapay_core::sandbox::{Sandbox, SandboxConfig};
use rwandapay_core::time::Instant;
use rwandapay_core::url::UrlPolicy;
use serde_json::Value;

const COLLECT: &str = r#"{"amount":5000,"phone":"0788123456"}"#;

fn send(
    sandbox: &mut Sandbox,
    method: &str,
    target: &str,
    headers: &[(&str, &[u8])],
    body: Vec<u8>,
) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_string(), value.to_vec())).collect();
    let request = Request { method: method.into(), target: target.into(), headers, body };
    let context = ExchangeContext {
        wall: sandbox.now(),
        entropy: Entropy::new([3; 32]),
        rate_limit: false,
        client_address: None,
        urls: UrlPolicy::OFFLINE,
    };
    exchange(sandbox, &request, &context)
}

fn open() -> Sandbox {
    Sandbox::open(SandboxConfig::new(Instant::parse("2026-01-05T08:00:00Z").unwrap(), [5; 32]))
}

/// The status and the reason; whatever came, the answer has the one shape of errors.
fn refused(method: &str, target: &str, headers: &[(&str, &[u8])], body: impl Into<Vec<u8>>) -> (u16, String) {
    let mut sandbox = open();
    let before = sandbox.records().iter().count();
    let response = send(&mut sandbox, method, target, headers, body.into());
    assert_eq!(sandbox.records().iter().count(), before, "{method} {target} wrote something");
    let answer: Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!(answer["status"], "error");
    assert_eq!(answer["error"]["code"], response.status);
    let id = response.headers.iter().find(|(name, _)| name == "request-id").map(|(_, id)| id.as_str());
    assert_eq!(answer["request_id"].as_str(), id);
    assert!(response.body.len() < 65_536, "an answer of {} bytes", response.body.len());
    (response.status, answer["error"]["reason"].as_str().unwrap().into())
}

const KEY: (&str, &[u8]) = ("authorization", b"Bearer sk_test_sandbox");
const JSON: (&str, &[u8]) = ("content-type", b"application/json");

fn is((given, code): (u16, String), status: u16, reason: &str) {
    assert_eq!((given, code), (status, reason.to_string()));
}

#[test]
fn a_good_request_passes_so_that_the_others_prove_something() {
    let mut sandbox = open();
    let response = send(&mut sandbox, "POST", "/v1/payments/collect", &[KEY, JSON], COLLECT.into());
    assert_eq!(response.status, 200);
}

#[test]
fn what_is_too_large_is_not_read() {
    let number = format!(r#"{{"amount":{},"phone":"0788123456"}}"#, "9".repeat(1_000_000));
    is(refused("POST", "/v1/payments/collect", &[KEY, JSON], number), 413, "body_too_large");
    let pin = format!(r#"{{"amount":10000,"phone":"0788123456","pin":"{}"}}"#, "1".repeat(2_097_152));
    is(refused("POST", "/v1/withdrawals", &[KEY, JSON], pin), 413, "body_too_large");
    let reference = format!(r#"{{"reference":"{}"}}"#, "a".repeat(1_048_576));
    is(refused("POST", "/v1/payments/collect", &[KEY, JSON], reference), 413, "body_too_large");
    let many: Vec<String> = (0..100_000).map(|n| format!(r#""k{n}":"v""#)).collect();
    let metadata = format!(r#"{{"metadata":{{{}}}}}"#, many.join(","));
    is(refused("POST", "/v1/payments/collect", &[KEY, JSON], metadata), 413, "body_too_large");
    // What fits is read exactly, however long it is.
    let nearly = format!(r#"{{"amount":"0.{}","phone":"0788123456"}}"#, "9".repeat(10_000));
    is(refused("POST", "/v1/payments/collect", &[KEY, JSON], nearly), 422, "validation_failed");
    let deep = format!(r#"{{"metadata":{}"#, "[".repeat(60_000));
    is(refused("POST", "/v1/payments/collect", &[KEY, JSON], deep), 400, "json_too_deep");
    let keys: Vec<String> = (0..7000).map(|n| format!("\"{n}\":1")).collect();
    is(
        refused("POST", "/v1/payments/collect", &[KEY, JSON], format!("{{{}}}", keys.join(","))),
        422,
        "validation_failed",
    );
    let key = "k".repeat(65_536);
    let headers = [KEY, JSON, ("idempotency-key", key.as_bytes())];
    is(refused("POST", "/v1/payments/collect", &headers, COLLECT), 400, "idempotency_key_malformed");
}

#[test]
fn a_secret_in_an_address_is_refused() {
    let withdraw = r#"{"amount":10000,"phone":"0788123456","pin":"1234"}"#;
    is(refused("POST", "/v1/withdrawals?pin=1234", &[KEY, JSON], withdraw), 400, "query_malformed");
    is(refused("POST", "/v1/withdrawals/pin/1234", &[KEY, JSON], withdraw), 404, "route_not_found");
    is(refused("GET", "/v1/balance?api_key=sk_test_sandbox", &[], ""), 401, "api_key_missing");
    is(refused("GET", "/v1/balance?api_key=sk_test_sandbox", &[KEY], ""), 400, "query_malformed");
}

#[test]
fn methods_and_paths_are_taken_as_they_are() {
    for method in ["TRACE", "CONNECT", "TRACK", "PUT", "PATCH", "HEAD", "post"] {
        is(refused(method, "/v1/payments/collect", &[KEY], ""), 405, "method_not_allowed");
    }
    let tunnel: (&str, &[u8]) = ("x-http-method-override", b"DELETE");
    is(
        refused("PUT", "/v1/webhooks/endpoints/we_0123456789abcdefghjkmnpq", &[KEY, tunnel], ""),
        405,
        "method_not_allowed",
    );
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v2/balance",
        "/V1/balance",
        "/v1/balance/",
        "/v1//balance",
        "/v1/./balance",
        "/v1/x/../balance",
        "/v1/%62alance",
        "*",
        "",
    ] {
        let (status, reason) = refused("GET", path, &[KEY], "");
        assert_eq!((status, reason.as_str()), (404, "route_not_found"), "{path}");
    }
    for path in [
        "/v1/payments/%",
        "/v1/payments/%zz",
        "/v1/payments/%ff",
        "/v1/payments/a%00b",
        "/v1/payments/a%0d%0ab",
    ] {
        let (status, reason) = refused("GET", path, &[KEY], "");
        assert_eq!((status, reason.as_str()), (400, "query_malformed"), "{path}");
    }
    for path in [
        "/v1/payments/-",
        "/v1/payments/é",
        "/v1/payments/RFD-20241215-ABC123",
        "/v1/payments/PAY-20241215-ABC124",
    ] {
        let (status, reason) = refused("GET", path, &[KEY], "");
        assert_eq!((status, reason.as_str()), (404, "payment_not_found"), "{path}");
    }
}

#[test]
fn a_body_must_say_what_it_is() {
    let collect = "/v1/payments/collect";
    is(refused("POST", collect, &[KEY], COLLECT), 415, "media_type_not_supported");
    let form: (&str, &[u8]) = ("content-type", b"application/x-www-form-urlencoded");
    is(refused("POST", collect, &[KEY, form], "amount=5000"), 415, "media_type_not_supported");
    let gzip: (&str, &[u8]) = ("content-encoding", b"gzip");
    is(refused("POST", collect, &[KEY, JSON, gzip], COLLECT), 415, "media_type_not_supported");
    is(refused("POST", collect, &[KEY, JSON, JSON], COLLECT), 400, "header_malformed");
    is(refused("POST", collect, &[KEY, KEY, JSON], COLLECT), 400, "header_malformed");
    is(refused("POST", collect, &[KEY, JSON], "null"), 422, "field_type_invalid");
    is(refused("POST", collect, &[KEY, JSON], b"\xff".to_vec()), 400, "json_not_utf8");
    is(refused("POST", collect, &[JSON], COLLECT), 401, "api_key_missing");
    // Who may not ask does not learn whether the body was good.
    let browser: (&str, &[u8]) = ("authorization", b"Bearer pk_test_sandbox");
    is(refused("POST", collect, &[browser, JSON], "{"), 403, "key_not_allowed");
}

#[test]
fn a_phone_in_the_wrong_place_is_masked_in_the_answer() {
    let mut sandbox = open();
    for (method, target, body) in [
        ("GET", "/v1/payments/0788123456", ""),
        ("GET", "/v1/payments/%2B250%20788%20123%20456", ""),
        ("GET", "/v1/refunds/250788123456", ""),
        ("GET", "/v1/balance?0788123456=1", ""),
        ("GET", "/v1/payments?0788123456=1&0788123456=2", ""),
        ("GET", "/v1/payments?created_from=0788123456", ""),
        ("POST", "/v1/payments/0788123456/refund", "{}"),
        ("POST", "/v1/payments/collect", r#"{"amount":"0788-123-456","phone":"5000"}"#),
        ("POST", "/v1/payments/collect", r#"{"amount":"0788123456","phone":"5000"}"#),
        ("POST", "/v1/payments/collect", r#"{"amount":788123456,"phone":"5000"}"#),
        ("POST", "/v1/payments/collect", r#"{"amount":5000,"phone":"0788123456","provider":"0788123456"}"#),
        ("POST", "/v1/payments/collect", r#"{"amount":5000,"phone":"0788123456","currency":"0788123456"}"#),
        (
            "POST",
            "/v1/payments/collect",
            r#"{"amount":5000,"phone":"0788123456","reference":"+250788123456"}"#,
        ),
        ("POST", "/v1/payments/collect", r#"{"amount":5000,"phone":"0788123456","0788123456":1}"#),
    ] {
        let response = send(&mut sandbox, method, target, &[KEY, JSON], body.into());
        let answer = String::from_utf8(response.body).unwrap();
        assert!(response.status >= 400, "{target} {body}");
        let digits: String = answer.chars().filter(char::is_ascii_digit).collect();
        assert!(!digits.contains("788123456"), "{target} {body}: {answer}");
    }
}
