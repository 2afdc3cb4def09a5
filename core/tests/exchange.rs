//! The API as bytes: the documentation's requests one after the other, and what hostile ones get.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use rwandapay_core::api::{ExchangeContext, exchange};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::http::{Request, Response};
use rwandapay_core::sandbox::{Sandbox, SandboxConfig};
use rwandapay_core::time::Instant;
use rwandapay_core::url::UrlPolicy;
use serde_json::Value;

struct Api {
    sandbox: Sandbox,
    asked: u64,
}

impl Api {
    fn new() -> Self {
        let start = Instant::parse("2026-01-05T08:00:00Z").unwrap();
        Self { sandbox: Sandbox::open(SandboxConfig::new(start, [9; 32])), asked: 0 }
    }

    fn send(&mut self, request: &Request) -> Response {
        self.limited(request, None)
    }

    /// With the rate limits in force, where an address is given.
    fn limited(&mut self, request: &Request, client_address: Option<&str>) -> Response {
        self.asked += 1;
        let mut seed = [1; 32];
        seed[..8].copy_from_slice(&self.asked.to_be_bytes());
        let context = ExchangeContext {
            wall: self.sandbox.now(),
            entropy: Entropy::new(seed),
            rate_limit: client_address.is_some(),
            client_address: client_address.map(str::to_string),
            urls: UrlPolicy::OFFLINE,
        };
        exchange(&mut self.sandbox, request, &context)
    }

    fn ask(&mut self, method: &str, target: &str, body: &str) -> (u16, Value) {
        let response = self.send(&request(method, target, body));
        (response.status, serde_json::from_slice(&response.body).unwrap())
    }
}

fn request(method: &str, target: &str, body: &str) -> Request {
    let mut headers = vec![("Authorization".to_string(), b"Bearer sk_test_sandbox".to_vec())];
    if !body.is_empty() {
        headers.push(("Content-Type".to_string(), b"application/json".to_vec()));
    }
    Request { method: method.into(), target: target.into(), headers, body: body.as_bytes().to_vec() }
}

const COLLECT: &str = r#"{"amount":5000,"phone":"0788123456","provider":"MTN","reference":"INV-001"}"#;

#[test]
fn the_samples_of_the_documentation_work_one_after_the_other() {
    let mut api = Api::new();
    let full = r#"{"amount": 5000, "phone": "0788123456", "provider": "MTN", "reference": "INV-001",
        "callback_url": "https://yourdomain.com/webhook",
        "metadata": {"customer_name": "John Doe", "product_id": "123"}}"#;
    let (status, first) = api.ask("POST", "/v1/payments/collect", full);
    assert_eq!(
        (status, &first["status"], &first["data"]["status"]),
        (200, &"success".into(), &"pending".into())
    );
    for _ in 0..6 {
        let (status, again) = api.ask("POST", "/v1/payments/collect", COLLECT);
        assert_eq!((status, &again["data"]["reference"]), (200, &first["data"]["reference"]));
    }
    let (status, paid) = api.ask("GET", "/v1/payments/PAY-20241215-ABC123", "");
    assert_eq!((status, &paid["data"]["paid_at"]), (200, &"2024-12-15T14:25:30Z".into()));
    let refund = r#"{"amount": 5000, "reason": "Customer requested refund"}"#;
    let (status, refund) = api.ask("POST", "/v1/payments/PAY-20241215-ABC123/refund", refund);
    assert_eq!((status, &refund["data"]["status"]), (200, &"pending".into()), "{refund}");
    let checkout = r#"{"amount": 5000, "currency": "RWF",
        "customer": {"name": "John Doe", "email": "john@example.com", "phone": "0788123456"},
        "tx_ref": "UNIQUE_REFERENCE", "redirect_url": "https://yourdomain.com/callback",
        "webhook_url": "https://yourdomain.com/webhook", "meta": {"order_id": "ORD-12345"}}"#;
    let (status, session) = api.ask("POST", "/v1/checkout/initialize", checkout);
    assert_eq!((status, &session["data"]["reference"]), (200, &"UNIQUE_REFERENCE".into()), "{session}");
    let withdraw = r#"{"amount": 10000, "phone": "0788123456", "provider": "MTN", "pin": "1234"}"#;
    let (status, withdrawal) = api.ask("POST", "/v1/withdrawals", withdraw);
    assert_eq!((status, &withdrawal["data"]["status"]), (200, &"pending".into()), "{withdrawal}");
    api.sandbox.advance(2).unwrap();
    let (_, paid) = api.ask("GET", "/v1/payments/INV-001", "");
    assert_eq!(paid["data"]["status"], "successful");
}

#[test]
fn the_balance_is_printed_with_two_decimals() {
    let mut api = Api::new();
    let response = api.send(&request("GET", "/v1/balance", ""));
    let body = String::from_utf8(response.body).unwrap();
    assert!(
        body.contains(
            r#""balance":1250000.00,"currency":"RWF","available_balance":1200000.00,"pending_balance":50000.00"#
        ),
        "{body}"
    );
}

#[test]
fn every_field_error_comes_at_once() {
    let mut api = Api::new();
    let (status, body) = api.ask("POST", "/v1/payments/collect", r#"{"amount":99,"phone":"0781","nope":1}"#);
    assert_eq!((status, &body["error"]["reason"]), (422, &"validation_failed".into()));
    let codes: Vec<&str> = body["error"]["details"]
        .as_array()
        .unwrap()
        .iter()
        .map(|detail| detail["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["field_unknown", "amount_below_minimum", "phone_too_short"]);
    assert_eq!(body["error"]["message"], "Validation Error");
    assert_eq!(body["error"]["outcome"], "none");
}

#[test]
fn a_refund_without_a_body_is_not_a_refund_of_everything() {
    let mut api = Api::new();
    let target = "/v1/payments/PAY-20241215-ABC123/refund";
    assert_eq!(api.ask("POST", target, "").0, 415);
    let mut empty = request("POST", target, "");
    empty.headers.push(("Content-Type".to_string(), b"application/json".to_vec()));
    assert_eq!(api.send(&empty).status, 400);
    let (status, refund) = api.ask("POST", target, "{}");
    assert_eq!((status, &refund["data"]["amount"]), (200, &5000.into()));
}

#[test]
fn a_session_is_found_by_either_reference() {
    let mut api = Api::new();
    let body = r#"{"amount": 5000, "tx_ref": "CART/7"}"#;
    let (_, made) = api.ask("POST", "/v1/checkout/initialize", body);
    let (status, found) = api.ask("GET", "/v1/checkout/CART%2F7", "");
    assert_eq!((status, &found["data"]), (200, &made["data"]));
    assert_eq!(api.ask("GET", "/v1/checkout/CART", "").0, 404);
}

#[test]
fn keys_are_checked() {
    let mut api = Api::new();
    for (key, status, reason) in [
        (None, 401, "api_key_missing"),
        (Some("Bearer "), 401, "api_key_invalid"),
        (Some("Bearer SK_TEST_SANDBOX"), 401, "api_key_invalid"),
        (Some("Bearer sk_live_x"), 401, "key_mode_mismatch"),
        (Some("Basic c2s6"), 401, "api_key_missing"),
        (Some("Bearer pk_test_sandbox"), 403, "key_not_allowed"),
    ] {
        let mut request = request("GET", "/v1/balance", "");
        request.headers =
            key.iter().map(|key| ("authorization".to_string(), key.as_bytes().to_vec())).collect();
        let response = api.send(&request);
        let body: Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!((response.status, body["error"]["reason"].as_str().unwrap()), (status, reason), "{key:?}");
    }
}

#[test]
fn lists_page_newest_first_and_filter() {
    let mut api = Api::new();
    for index in 0..5 {
        let body = format!(r#"{{"amount":{},"phone":"07881234{index}6"}}"#, 1000 + index);
        assert_eq!(api.ask("POST", "/v1/payments/collect", &body).0, 200);
        api.sandbox.advance(1).unwrap();
    }
    let (_, page) = api.ask("GET", "/v1/payments?limit=4", "");
    let items = page["data"]["items"].as_array().unwrap();
    assert_eq!(
        items.iter().map(|item| item["amount"].as_u64().unwrap()).collect::<Vec<_>>(),
        [1004, 1003, 1002, 1001]
    );
    let cursor = page["data"]["next_cursor"].as_str().unwrap();
    let (_, page) = api.ask("GET", &format!("/v1/payments?limit=4&cursor={cursor}"), "");
    let items = page["data"]["items"].as_array().unwrap();
    assert_eq!(items.iter().map(|item| item["amount"].as_u64().unwrap()).collect::<Vec<_>>(), [1000, 5000]);
    assert!(page["data"]["next_cursor"].is_null());
    for bad in ["limit=0", "limit=101", "limit=+5", "nope=1", "cursor=zz", "limit=5&limit=6", "provider=Tigo"]
    {
        assert_eq!(api.ask("GET", &format!("/v1/payments?{bad}"), "").0, 400, "{bad}");
    }
}

#[test]
fn an_object_has_no_order_for_an_idempotency_key() {
    let mut api = Api::new();
    let keyed = |metadata: &str| {
        let body = format!(r#"{{"amount": 5000, "phone": "0788123456", "metadata": {metadata}}}"#);
        let mut request = request("POST", "/v1/payments/collect", &body);
        request.headers.push(("Idempotency-Key".to_string(), b"order".to_vec()));
        request
    };
    let first = api.send(&keyed(r#"{"a": "1", "b": "2"}"#));
    assert_eq!(first.status, 200);
    let again = api.send(&keyed(r#"{"b": "2", "a": "1"}"#));
    assert!(again.status == 200 && replayed(&again), "{again:?}");
    for other in [r#"{"a": "2", "b": "1"}"#, r#"{"a": "1"}"#, "{}", "null"] {
        assert_eq!(api.send(&keyed(other)).status, 422, "{other}");
    }
}

fn replayed(response: &Response) -> bool {
    response.headers.iter().any(|(name, value)| name == "idempotent-replayed" && value == "true")
}

#[test]
fn strangers_with_the_publishable_key_take_nothing_from_the_servers_own_limit() {
    let mut api = Api::new();
    let mut quote = request("POST", "/v1/quote", r#"{"amount": 5000, "phone": "0788123456"}"#);
    quote.headers[0].1 = b"Bearer pk_test_sandbox".to_vec();
    let asked = |api: &mut Api, address: &str| api.limited(&quote, Some(address)).status;
    // One address has its limit, and all of them together have one: a bucket of 100 each.
    assert!((0..100).all(|_| asked(&mut api, "192.0.2.1") == 200));
    assert_eq!(asked(&mut api, "192.0.2.1"), 429);
    assert_eq!(asked(&mut api, "192.0.2.2"), 429);
    let own = api.limited(&request("GET", "/v1/balance", ""), Some("192.0.2.3"));
    assert_eq!(own.status, 200);
    let left =
        own.headers.iter().find(|(name, _)| name == "ratelimit-remaining").map(|(_, left)| left.as_str());
    assert_eq!(left, Some("99"));
}

#[test]
fn every_answer_has_a_request_id() {
    let mut api = Api::new();
    for (method, target) in [
        ("OPTIONS", "/v1/quote"),
        ("OPTIONS", "/v1/balance"),
        ("GET", "/v1/balance"),
        ("PUT", "/v1/balance"),
        ("GET", "/nowhere"),
    ] {
        let response = api.send(&request(method, target, ""));
        let ids = response.headers.iter().filter(|(name, _)| name == "request-id");
        let ids: Vec<&str> = ids.map(|(_, id)| id.as_str()).collect();
        assert!(
            matches!(ids.as_slice(), [id] if id.len() == 24 && id.starts_with("req_")),
            "{method} {target}"
        );
    }
}
