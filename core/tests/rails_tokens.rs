//! Credentials on the wire: token requests, their answers, and what never shows itself.

use rwandapay_core::provider::Provider;
use rwandapay_core::rails::{Method, Product, Reply, WireResponse, airtel, is_auth_failure, mtn, read_token};
use rwandapay_core::secret::Secret;

#[test]
fn mtn_is_asked_for_a_token_without_a_body() {
    let (key, subscription) = (Secret::new("key"), Secret::new("subscription"));
    for (product, path) in [
        (Product::Collect, "/collection/token/"),
        (Product::Refund, "/disbursement/token/"),
        (Product::Payout, "/disbursement/token/"),
    ] {
        let request = mtn::token_request(product, "user", &key, &subscription);
        assert_eq!((request.method, request.path.as_str(), request.body.len()), (Method::Post, path, 0));
        // printf 'user:key' | base64
        assert_eq!(request.header("authorization").unwrap().reveal(), "Basic dXNlcjprZXk=");
        assert_eq!(request.header("Ocp-Apim-Subscription-Key").unwrap().reveal(), "subscription");
        assert!(request.header("Content-Type").is_none());
    }
}

#[test]
fn airtel_is_asked_for_a_token_in_json() {
    let request = airtel::token_request("client", &Secret::new("hidden"));
    assert_eq!((request.method, request.path.as_str()), (Method::Post, "/auth/oauth2/token"));
    assert_eq!(
        request.body,
        br#"{"client_id":"client","client_secret":"hidden","grant_type":"client_credentials"}"#
    );
    assert_eq!(request.header("Content-Type").unwrap().reveal(), "application/json");
    assert!(request.header("Authorization").is_none());
}

#[test]
fn a_token_is_refreshed_before_its_end() {
    for (provider, body, refresh_after_ms) in [
        (Provider::Mtn, r#"{"access_token":"t","token_type":"access_token","expires_in":3600}"#, 3_000_000),
        (Provider::Mtn, r#"{"access_token":"t","expires_in":600}"#, 300_000),
        (Provider::Mtn, r#"{"access_token":"t","expires_in":60}"#, 30_000),
        (Provider::Airtel, r#"{"access_token":"t","expires_in":"180","token_type":"bearer"}"#, 144_000),
        (Provider::Airtel, r#"{"access_token":"t","expires_in":180}"#, 144_000),
        (Provider::Airtel, r#"{"access_token":"t","expires_in":"99999999999"}"#, 69_120_000),
    ] {
        let token = read_token(provider, &answer(200, body)).unwrap();
        assert_eq!((token.bearer.reveal(), token.refresh_after_ms), ("t", refresh_after_ms), "{body}");
    }
}

#[test]
fn what_is_not_a_token_is_none() {
    for (status, body) in [
        (201, r#"{"access_token":"t","expires_in":3600}"#),
        (401, r#"{"access_token":"t","expires_in":3600}"#),
        (200, r#"{"access_token":"","expires_in":3600}"#),
        (200, r#"{"access_token":"a b","expires_in":3600}"#),
        (200, r#"{"access_token":"a\r\nX: y","expires_in":3600}"#),
        (200, r#"{"access_token":null,"expires_in":3600}"#),
        (200, r#"{"access_token":"t"}"#),
        (200, r#"{"access_token":"t","expires_in":0}"#),
        (200, r#"{"access_token":"t","expires_in":-1}"#),
        (200, r#"{"access_token":"t","expires_in":"soon"}"#),
        (200, r#"{"access_token":"t","expires_in":1.5}"#),
        (200, ""),
    ] {
        for provider in Provider::ALL {
            assert_eq!(read_token(provider, &answer(status, body)), None, "{status} {body}");
        }
    }
}

#[test]
fn an_airtel_refund_names_airtels_own_id_and_nothing_else() {
    let access = airtel::Access { bearer: Secret::new("token"), encrypted_pin: Secret::new("pin") };
    let request = airtel::refund("MP241215.1425.A00001", &access);
    assert_eq!((request.method, request.path.as_str()), (Method::Post, "/standard/v1/payments/refund"));
    assert_eq!(request.body, br#"{"transaction":{"airtel_money_id":"MP241215.1425.A00001"}}"#);
}

#[test]
fn only_401_asks_for_a_new_token() {
    for status in [200, 202, 400, 403, 407, 429, 500] {
        assert!(!is_auth_failure(&Reply::response(status, "")), "{status}");
    }
    assert!(is_auth_failure(&Reply::response(401, "")));
    assert!(!is_auth_failure(&Reply::NotSent) && !is_auth_failure(&Reply::MaybeSent));
}

#[test]
fn nothing_on_the_wire_shows_a_secret_or_a_phone() {
    let request = airtel::token_request("client", &Secret::new("hidden"));
    let response = answer(200, r#"{"payer":{"partyId":"250788123456"},"access_token":"hidden"}"#);
    let token = read_token(Provider::Mtn, &answer(200, r#"{"access_token":"hidden","expires_in":9}"#));
    let shown = format!("{request:?} {response:?} {token:?}");
    assert!(!shown.contains("hidden") && !shown.contains("788123456") && shown.contains("body_bytes"));
}

fn answer(status: u16, body: &str) -> WireResponse {
    WireResponse { status, body: body.into() }
}
