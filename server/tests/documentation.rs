//! The documentation's own requests, byte for byte as its programs send them, one after the other, and its
//! answers, field for field. Only the host and the key are others.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use common::{Answer, Server, member};
use rwandapay_core::json::{Json, Object, parse};

/// The curl sample of collect; its body spans lines.
const CURL_COLLECT: &str = r#"{
"amount": 5000,
"phone": "0788123456",
"provider": "MTN",
"reference": "INV-001",
"callback_url": "https://yourdomain.com/webhook",
"metadata": {
"customer_name": "John Doe",
"product_id": "123"
}
}"#;

/// What `json_encode`, `JSON.stringify`, `to_json` and `SerializeObject` print.
const COMPACT: &str = r#"{"amount":5000,"phone":"0788123456","provider":"MTN","reference":"INV-001"}"#;
/// What Python's `json=` prints.
const SPACED: &str = r#"{"amount": 5000, "phone": "0788123456", "provider": "MTN", "reference": "INV-001"}"#;
/// What the Java sample concatenates.
const LINES: &str = "{\n  \"amount\": 5000,\n  \"phone\": \"0788123456\",\n  \"provider\": \"MTN\",\n  \"reference\": \"INV-001\"\n}";

const CHECKOUT: &str = r#"{
"amount": 5000,
"currency": "RWF",
"customer": {
"name": "John Doe",
"email": "john@example.com",
"phone": "0788123456"
},
"tx_ref": "UNIQUE_REFERENCE",
"redirect_url": "https://yourdomain.com/callback",
"webhook_url": "https://yourdomain.com/webhook",
"meta": {
"order_id": "ORD-12345"
}
}"#;

const REFUND: &str = "{\n\"amount\": 5000,\n\"reason\": \"Customer requested refund\"\n}";
const WITHDRAWAL: &str =
    "{\n\"amount\": 10000,\n\"phone\": \"0788123456\",\n\"provider\": \"MTN\",\n\"pin\": \"1234\"\n}";

const COLLECTED: &str = r#"{
"reference": "PAY-20241215-ABC123",
"status": "pending",
"amount": 5000,
"fee": 175,
"net_amount": 4825,
"currency": "RWF",
"payment_url": "https://pay.rwandapay.rw/pay/ABC123",
"expires_at": "2024-12-15T14:30:00Z"
}"#;

const PAYMENT: &str = r#"{
"reference": "PAY-20241215-ABC123",
"status": "successful",
"amount": 5000,
"fee": 175,
"net_amount": 4825,
"provider": "MTN",
"customer_phone": "0788123456",
"paid_at": "2024-12-15T14:25:30Z"
}"#;

const SESSION: &str = r#"{
"session_id": "CHK-ABC123DEF456",
"reference": "UNIQUE_REFERENCE",
"payment_url": "https://pay.rwandapay.rw/checkout/CHK-ABC123DEF456",
"expires_at": "2024-12-15T15:00:00Z",
"amount": 5000
}"#;

const BALANCE: &str = r#"{
"balance": 1250000.00,
"currency": "RWF",
"available_balance": 1200000.00,
"pending_balance": 50000.00
}"#;

/// The collect samples: language, the headers that its client sends, the body.
const COLLECTS: &[(&str, &str, &str)] = &[
    (
        "curl",
        "User-Agent: curl/7.88.1\r\nAccept: */*\r\nContent-Type: application/json\r\nIdempotency-Key: UNIQUE_KEY_32_CHARS\r\n",
        CURL_COLLECT,
    ),
    ("PHP", "Accept: */*\r\nContent-Type: application/json\r\nIdempotency-Key: 675ee9ca1b2c3\r\n", COMPACT),
    (
        "JavaScript",
        "content-type: application/json\r\nidempotency-key: 8e03978e-40d5-43dd-bc93-6894a57f9324\r\naccept: */*\r\n\
         accept-language: *\r\nsec-fetch-mode: cors\r\nuser-agent: node\r\naccept-encoding: gzip, deflate\r\n",
        COMPACT,
    ),
    (
        "Python",
        "User-Agent: python-requests/2.32.3\r\nAccept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n\
         Content-Type: application/json\r\nIdempotency-Key: 1b671a64-40d5-491e-99b0-da01ff1f3341\r\n",
        SPACED,
    ),
    (
        "Java",
        "Content-Type: application/json; charset=utf-8\r\nAccept-Encoding: gzip\r\nUser-Agent: okhttp/4.12.0\r\n",
        LINES,
    ),
    ("C#", "Content-Type: application/json; charset=utf-8\r\n", COMPACT),
    (
        "Ruby",
        "Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3\r\nAccept: */*\r\nUser-Agent: Ruby\r\nContent-Type: application/json\r\n",
        COMPACT,
    ),
    (
        "Go",
        "User-Agent: Go-http-client/1.1\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\n",
        COMPACT,
    ),
];

fn send(server: &Server, method: &str, path: &str, headers: &str, body: &str) -> Answer {
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let mut socket = server.connect();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer sk_test_sandbox\r\n{headers}{length}\r\n{body}",
        server.address
    );
    std::io::Write::write_all(&mut socket, request.as_bytes()).unwrap();
    common::next(&mut socket)
}

/// Every member of the sample is in the answer, with the same type and the same way to write a number.
fn has_the_shape_of(answer: &Object, sample: &str) {
    let Ok(Json::Object(sample)) = parse(sample.as_bytes()) else { panic!("the sample is no object") };
    for (key, expected) in &sample.0 {
        let value = answer.get(key).unwrap_or_else(|| panic!("no {key} in {answer:?}"));
        let alike = match (value, expected) {
            (Json::Number(value), Json::Number(expected)) => decimals(value) == decimals(expected),
            (Json::Text(value), Json::Text(expected)) => form(value) == form(expected),
            _ => false,
        };
        assert!(alike, "{key} is {value:?} in the answer and {expected:?} in the documentation");
    }
}

/// The same members with the same values, down to the digits.
fn equals(answer: &Object, sample: &str, except: &[&str]) {
    let Ok(Json::Object(sample)) = parse(sample.as_bytes()) else { panic!("the sample is no object") };
    for (key, expected) in sample.0.iter().filter(|(key, _)| !except.contains(&key.as_str())) {
        assert_eq!(answer.get(key), Some(expected), "{key}");
    }
}

fn decimals(number: &str) -> Option<usize> {
    number.split_once('.').map(|(_, decimals)| decimals.len())
}

/// Times, references and addresses are compared by what they are, words by themselves.
fn form(text: &str) -> String {
    let time = text.len() == 20 && text.ends_with('Z') && text.as_bytes()[10] == b'T';
    let number = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split('-').collect::<Vec<_>>().as_slice() {
        _ if time => "a time".into(),
        ["PAY", day, rest] if number(day) && rest.len() >= 6 => "a payment".into(),
        ["CHK", rest] if rest.len() == 12 => "a session".into(),
        _ if text.starts_with("http") => {
            let kind = if text.contains("/checkout/CHK-") { "a session's page" } else { "a payment's page" };
            kind.into()
        }
        _ => text.into(),
    }
}

#[test]
fn every_sample_works_one_after_the_other() {
    let server = Server::with(&[]);

    let mut first = None;
    for (language, headers, body) in COLLECTS {
        let answer = send(&server, "POST", "/v1/payments/collect", headers, body);
        let data = answer.data();
        has_the_shape_of(&data, COLLECTED);
        equals(&data, COLLECTED, &["reference", "payment_url", "expires_at"]);
        // They all name one reference, so they are one payment: the first asks, the others are told.
        let reference = data.get("reference").cloned();
        let replayed = answer.header("idempotent-replayed").is_some();
        assert_eq!(replayed, first.is_some(), "{language}");
        assert_eq!(*first.get_or_insert_with(|| reference.clone()), reference, "{language}");
    }

    let payment = send(&server, "GET", "/v1/payments/PAY-20241215-ABC123", "", "").data();
    equals(&payment, PAYMENT, &[]);

    equals(&send(&server, "GET", "/v1/balance", "", "").data(), BALANCE, &[]);

    let typed = "Content-Type: application/json\r\n";
    let refund = send(&server, "POST", "/v1/payments/PAY-20241215-ABC123/refund", typed, REFUND).data();
    equals(
        &refund,
        r#"{"amount":5000,"reason":"Customer requested refund","payment_reference":"PAY-20241215-ABC123"}"#,
        &[],
    );

    let session = send(&server, "POST", "/v1/checkout/initialize", typed, CHECKOUT).data();
    has_the_shape_of(&session, SESSION);
    equals(&session, SESSION, &["session_id", "payment_url", "expires_at"]);

    let withdrawal = send(&server, "POST", "/v1/withdrawals", typed, WITHDRAWAL).data();
    equals(&withdrawal, r#"{"amount":10000,"provider":"MTN"}"#, &[]);

    has_the_shape_of(&send(&server, "GET", "/v1/balance", "", "").data(), BALANCE);
}

#[test]
fn the_pages_have_the_documented_addresses() {
    let server = Server::with(&["--public-url", "https://pay.rwandapay.rw"]);
    let typed = "Content-Type: application/json\r\n";
    for (path, body, page) in [
        ("/v1/payments/collect", COMPACT, "https://pay.rwandapay.rw/pay/"),
        ("/v1/checkout/initialize", CHECKOUT, "https://pay.rwandapay.rw/checkout/CHK-"),
    ] {
        match send(&server, "POST", path, typed, body).data().get("payment_url") {
            Some(Json::Text(url)) => assert!(url.starts_with(page), "{url}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_error_has_the_documented_message_and_resolution() {
    let server = Server::with(&[]);
    let typed = "Content-Type: application/json\r\n";
    let error = |answer: &Answer| {
        answer.reason();
        member(&answer.json(), "error")
    };
    let too_much = r#"{"amount":1000000,"phone":"0788123456","pin":"1234"}"#;
    send(&server, "POST", "/v1/withdrawals", typed, too_much).data();
    let short = send(&server, "POST", "/v1/withdrawals", typed, too_much);
    let no_key = server.one("GET /v1/balance HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    for (answer, code, message, resolution) in [
        (
            send(&server, "POST", "/v1/payments/collect", typed, "{"),
            400,
            "Bad Request",
            "Check request parameters",
        ),
        (no_key, 401, "Unauthorized", "Invalid or missing API key"),
        (short, 402, "Insufficient Balance", "Add funds to your wallet"),
        (
            send(&server, "GET", "/v1/payments/PAY-20241215-ABC124", "", ""),
            404,
            "Not Found",
            "Resource not found",
        ),
        (
            send(&server, "POST", "/v1/payments/collect", typed, "{}"),
            422,
            "Validation Error",
            "Invalid input data",
        ),
    ] {
        assert_eq!(answer.status, code, "{answer:?}");
        assert_eq!(error(&answer).get("message"), Some(&Json::text(message)));
        assert_eq!(error(&answer).get("resolution"), Some(&Json::text(resolution)));
    }
}

#[test]
fn the_sandbox_allows_the_documented_rate() {
    let server = Server::with(&[]);
    // 100 a minute are refilled into a bucket of 100, so that no minute sees more than 200.
    let answers: Vec<Answer> = (0..110).map(|_| send(&server, "GET", "/v1/balance", "", "")).collect();
    let good = answers.iter().filter(|answer| answer.status == 200).count();
    assert!((100..110).contains(&good), "{good}");
    let refused = answers.last().unwrap();
    assert_eq!((refused.status, refused.reason().as_str()), (429, "rate_limited"));
    let error = member(&refused.json(), "error");
    assert_eq!(error.get("message"), Some(&Json::text("Too Many Requests")));
    assert_eq!(error.get("resolution"), Some(&Json::text("Rate limit exceeded (100/min in sandbox)")));
    assert_eq!(refused.header("ratelimit-limit"), Some("100"));
    assert_eq!(refused.header("ratelimit-remaining"), Some("0"));
    assert!(refused.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
}
