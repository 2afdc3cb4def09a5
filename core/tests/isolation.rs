//! Two merchants in one sandbox: nothing of one is visible to the other, and a PIN is the merchant's, not a key's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use rwandapay_core::api::{ExchangeContext, exchange};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::http::Request;
use rwandapay_core::record::{KeyClass, Mode, Principal, Scope};
use rwandapay_core::reference::MerchantId;
use rwandapay_core::sandbox::{Sandbox, SandboxConfig, demo_scope};
use rwandapay_core::time::Instant;
use rwandapay_core::url::UrlPolicy;
use serde_json::Value;

const FIRST: &str = "sk_test_sandbox";
/// Another key of the first merchant.
const FIRST_TOO: &str = "sk_test_first2";
const SECOND: &str = "sk_test_second";

struct Api {
    sandbox: Sandbox,
    asked: u8,
}

impl Api {
    fn new() -> Self {
        let start = Instant::parse("2026-01-05T08:00:00Z").unwrap();
        let mut sandbox = Sandbox::open(SandboxConfig::new(start, [9; 32]));
        let first = demo_scope().unwrap();
        let second = Scope { merchant: MerchantId::parse("second").unwrap(), mode: Mode::Test };
        sandbox.open_merchant(&second, "Second Shop", None);
        for (key, scope) in [(FIRST_TOO, first), (SECOND, second)] {
            sandbox.access().add_key(key, Principal { scope, class: KeyClass::Secret });
        }
        Self { sandbox, asked: 0 }
    }

    fn ask(&mut self, key: &str, target: &str, body: &str) -> (u16, Value) {
        self.asked += 1;
        let headers = [
            ("Authorization", format!("Bearer {key}")),
            ("Content-Type", "application/json".to_string()),
            ("Idempotency-Key", body.len().to_string()),
        ];
        let request = Request {
            method: if body.is_empty() { "GET" } else { "POST" }.into(),
            target: target.into(),
            headers: headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
            body: body.into(),
        };
        let context = ExchangeContext {
            wall: self.sandbox.now(),
            entropy: Entropy::new([self.asked; 32]),
            rate_limit: false,
            client_address: None,
            urls: UrlPolicy::OFFLINE,
        };
        let response = exchange(&mut self.sandbox, &request, &context);
        (response.status, serde_json::from_slice(&response.body).unwrap())
    }
}

#[test]
fn the_same_reference_phone_and_idempotency_key_of_another_merchant_are_others() {
    let mut api = Api::new();
    let body = r#"{"amount": 5000, "phone": "0788123456", "reference": "ORD-1001"}"#;
    let (_, first) = api.ask(FIRST, "/v1/payments/collect", body);
    let (status, second) = api.ask(SECOND, "/v1/payments/collect", body);
    assert_eq!(status, 200, "{second}");
    assert_ne!(first["data"]["reference"], second["data"]["reference"]);
    for (key, own) in [(FIRST, &first), (SECOND, &second)] {
        assert_eq!(
            api.ask(key, "/v1/payments/ORD-1001", "").1["data"]["reference"],
            own["data"]["reference"]
        );
    }
}

#[test]
fn what_one_merchant_has_is_not_there_for_another() {
    let mut api = Api::new();
    let collect = r#"{"amount": 5000, "phone": "0788123456", "reference": "ORD-1001"}"#;
    let refund = r#"{"amount": 100, "reference": "BACK-1"}"#;
    let withdraw = r#"{"amount": 10000, "phone": "0788123456", "pin": "1234", "reference": "OUT-1"}"#;
    let checkout = r#"{"amount": 5000, "tx_ref": "CART-1"}"#;
    let mut own = vec!["PAY-20241215-ABC123".to_string(), "ORD-1001".into(), "CART-1".into()];
    for (target, body) in [
        ("/v1/payments/collect", collect),
        ("/v1/payments/PAY-20241215-ABC123/refund", refund),
        ("/v1/withdrawals", withdraw),
        ("/v1/checkout/initialize", checkout),
    ] {
        let (status, made) = api.ask(FIRST, target, body);
        assert_eq!(status, 200, "{made}");
        let data = &made["data"];
        let id = if data["session_id"].is_null() { &data["reference"] } else { &data["session_id"] };
        own.push(id.as_str().unwrap().into());
    }
    own.extend(["BACK-1".to_string(), "OUT-1".into()]);
    for path in ["payments", "refunds", "withdrawals", "checkout", "events"] {
        for reference in &own {
            let (status, other) = api.ask(SECOND, &format!("/v1/{path}/{reference}"), "");
            assert_eq!(
                (status, &other["error"]["related"]),
                (404, &Value::Null),
                "{path} {reference}: {other}"
            );
        }
    }
    for reference in ["PAY-20241215-ABC123", "ORD-1001"] {
        let target = format!("/v1/payments/{reference}/refund");
        assert_eq!(api.ask(SECOND, &target, "{}").0, 404);
        assert_eq!(api.ask(SECOND, &format!("/v1/payments/{reference}/refunds"), "").0, 404);
    }
    let lists =
        ["payments", "withdrawals", "checkout", "events", "webhooks/endpoints", "webhooks/deliveries"];
    for list in lists {
        let (status, page) = api.ask(SECOND, &format!("/v1/{list}"), "");
        assert_eq!((status, page["data"]["items"].as_array().map(Vec::len)), (200, Some(0)), "{list}");
    }
}

#[test]
fn a_locked_pin_is_locked_for_every_key_of_its_merchant_and_for_no_other() {
    let mut api = Api::new();
    let withdraw = |pin: &str| format!(r#"{{"amount": 10000, "phone": "0788123456", "pin": "{pin}"}}"#);
    let reason = |(_, answer): (u16, Value)| answer["error"]["reason"].as_str().unwrap_or("").to_string();
    for key in [FIRST, FIRST_TOO, FIRST, FIRST_TOO, FIRST] {
        assert_eq!(reason(api.ask(key, "/v1/withdrawals", &withdraw("4822"))), "pin_incorrect");
    }
    for key in [FIRST, FIRST_TOO] {
        assert_eq!(reason(api.ask(key, "/v1/withdrawals", &withdraw("1234"))), "pin_locked");
    }
    assert_eq!(api.ask(SECOND, "/v1/withdrawals", &withdraw("1234")).0, 200);
}
