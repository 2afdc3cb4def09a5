//! HTTP as it should not be: each request gets one documented answer, and the server goes on.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::io::Write;
use std::time::Instant;

use common::{Server, all, next};

const LINE: &str = "GET /v1/balance HTTP/1.1\r\n";
const KEY: &str = "Authorization: Bearer sk_test_sandbox\r\n";
const END: &str = "Connection: close\r\n\r\n";

fn get(headers: &str) -> String {
    format!("{LINE}Host: localhost\r\n{KEY}{headers}{END}")
}

fn collect(headers: &str, body: &str) -> String {
    format!(
        "POST /v1/payments/collect HTTP/1.1\r\nHost: localhost\r\n{KEY}Content-Type: application/json\r\n{headers}{END}{body}"
    )
}

#[test]
fn a_head_that_is_not_acceptable_is_refused_in_our_shape() {
    let server = Server::start();
    let many = |count: usize| (0..count).map(|n| format!("X-{n}: 1\r\n")).collect::<Vec<_>>().concat();
    for (name, bytes, status, reason) in [
        ("control", get(""), 200, ""),
        ("bare line feeds", get("").replace("\r\n", "\n"), 400, "header_malformed"),
        ("one bare line feed", get("X: 1\n"), 400, "header_malformed"),
        ("a bare carriage return", get("X: 1\rY: 2\r\n"), 400, "header_malformed"),
        ("a space before the colon", get("X : 1\r\n"), 400, "header_malformed"),
        ("a folded header", get("X: 1\r\n 2\r\n"), 400, "header_malformed"),
        ("a header without a name", get(": 1\r\n"), 400, "header_malformed"),
        ("a NUL", get("X: \0\r\n"), 400, "header_malformed"),
        ("no host", format!("{LINE}{KEY}{END}"), 400, "header_malformed"),
        ("two hosts", get("Host: other\r\n"), 400, "header_malformed"),
        ("two hosts in one", format!("{LINE}Host: a, b\r\n{KEY}{END}"), 400, "header_malformed"),
        ("a space in the path", get("").replace("/v1/balance", "/v1/bal ance"), 400, "header_malformed"),
        ("HTTP/3.0", get("").replace("HTTP/1.1", "HTTP/3.0"), 400, "header_malformed"),
        ("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(), 400, "header_malformed"),
        ("no HTTP at all", "\x16\x03\x01\x02\r\n\r\n".into(), 400, "header_malformed"),
        ("100 headers", format!("{LINE}Host: a\r\n{KEY}{}{END}", many(97)), 200, ""),
        ("101 headers", format!("{LINE}Host: a\r\n{KEY}{}{END}", many(98)), 431, "headers_too_large"),
        ("a large header", get(&format!("X: {}\r\n", "a".repeat(16_384))), 431, "headers_too_large"),
        (
            "a key of 1 MB",
            get(&format!("Authorization: Bearer {}\r\n", "a".repeat(1_000_000))),
            431,
            "headers_too_large",
        ),
        (
            "a long path",
            get("").replace("/v1/balance", &format!("/v1/{}", "a".repeat(20_000))),
            431,
            "headers_too_large",
        ),
        ("bytes above 127", get("X: \u{e9}\u{ff}\r\n"), 200, ""),
        ("many languages", get(&format!("Accept-Language: {}\r\n", "en, ".repeat(3_000))), 200, ""),
        ("a range of everything", get("Range: bytes=0-,0-,0-,0-\r\n"), 200, ""),
        ("a forwarded address", get("X-Forwarded-For: 1.2.3.4, 5.6.7.8\r\n"), 200, ""),
        ("another method in a header", get("X-HTTP-Method-Override: DELETE\r\n"), 200, ""),
        ("an absolute target", get("").replace("/v1/balance", "http://localhost/v1/balance"), 200, ""),
        ("empty lines in front", format!("\r\n{}", get("")), 200, ""),
        ("TRACE", get("").replace("GET", "TRACE"), 405, "method_not_allowed"),
        ("TRACK", get("").replace("GET", "TRACK"), 405, "method_not_allowed"),
        ("get", get("").replace("GET", "get"), 405, "method_not_allowed"),
        ("PATCH", get("").replace("GET", "PATCH"), 405, "method_not_allowed"),
        ("CONNECT", get("").replace("GET /v1/balance", "CONNECT localhost:1"), 405, "method_not_allowed"),
        ("an unknown path", get("").replace("/v1/balance", "/v2/balance"), 404, "route_not_found"),
        ("a star", get("").replace("GET /v1/balance", "OPTIONS *"), 404, "route_not_found"),
    ] {
        let answer = server.one(bytes);
        assert_eq!(answer.status, status, "{name}: {answer:?}");
        if status == 200 {
            answer.data();
        } else {
            assert_eq!(answer.reason(), reason, "{name}");
        }
        if status == 405 {
            assert!(answer.header("allow").is_some(), "{name}");
        }
    }
}

#[test]
fn the_head_has_its_limit_at_16_kib() {
    let server = Server::start();
    let fits = get(&format!("X: {}\r\n", "a".repeat(16_384 - get("X: \r\n").len())));
    assert_eq!(fits.len(), 16_384);
    server.one(&fits).data();
    assert_eq!(server.one(fits.replace("X: a", "X: aa")).reason(), "headers_too_large");
}

#[test]
fn a_bad_head_is_refused_wherever_it_stands_on_a_connection() {
    let server = Server::start();
    let good = format!("{LINE}Host: a\r\n{KEY}\r\n");
    let bad = "GET /v1/balance HTTP/1.1\nHost: a\n\n";

    let mut socket = server.connect();
    socket.write_all(good.as_bytes()).unwrap();
    next(&mut socket).data();
    socket.write_all(bad.as_bytes()).unwrap();
    let rest = all(&mut socket);
    assert_eq!(rest.len(), 1, "{rest:?}");
    assert_eq!(rest[0].reason(), "header_malformed");

    // Sent together: the answer to the good one comes first, and is whole.
    let body = r#"{"amount":5000,"phone":"0788123456"}"#;
    let post = format!(
        "POST /v1/quote HTTP/1.1\r\nHost: a\r\n{KEY}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    for first in [&good, &post] {
        let answers = server.raw(format!("{first}{bad}"));
        assert_eq!(answers.len(), 2, "{answers:?}");
        answers[0].data();
        assert_eq!(answers[1].reason(), "header_malformed");
    }
}

#[test]
fn requests_on_one_connection_are_answered_in_order() {
    let server = Server::start();
    let ask = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: a\r\n{KEY}\r\n");
    let answers = server.raw([ask("/v1/balance"), ask("/v1/nothing"), get("")].concat());
    assert_eq!(answers.iter().map(|answer| answer.status).collect::<Vec<_>>(), [200, 404, 200]);
    assert_eq!(
        server.one(get("").replace("HTTP/1.1", "HTTP/1.0").replace("Host: localhost\r\n", "")).status,
        200
    );
}

#[test]
fn head_is_get_without_the_body() {
    let server = Server::start();
    let mut socket = server.connect();
    socket.write_all(get("").replace("GET", "HEAD").as_bytes()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut socket, &mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.ends_with("\r\n\r\n"), "{text}");
    assert!(text.contains("\r\ncontent-length: ") && text.contains("\r\nrequest-id: req_"), "{text}");
}

#[test]
fn a_body_that_is_not_acceptable_is_refused_in_our_shape() {
    let server = Server::start();
    let body = r#"{"amount":5000,"phone":"0788123456","reference":"BODY-1"}"#;
    let length = body.len();
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n0\r\n\r\n", text.len());
    let chunked = "Transfer-Encoding: chunked\r\n";
    for (name, bytes, status, reason) in [
        ("control", collect(&format!("Content-Length: {length}\r\n"), body), 200, ""),
        ("in chunks", collect(chunked, &chunk(body)), 200, ""),
        ("+4", collect("Content-Length: +4\r\n", "{}  "), 400, "header_malformed"),
        ("-1", collect("Content-Length: -1\r\n", ""), 400, "header_malformed"),
        ("4, 4", collect("Content-Length: 4, 5\r\n", "{}  "), 400, "header_malformed"),
        (
            "two lengths",
            collect("Content-Length: 2\r\nContent-Length: 4\r\n", "{}  "),
            400,
            "header_malformed",
        ),
        ("xchunked", collect("Transfer-Encoding: xchunked\r\n", &chunk(body)), 400, "header_malformed"),
        (
            "a space before the colon",
            collect("Transfer-Encoding : chunked\r\n", &chunk(body)),
            400,
            "header_malformed",
        ),
        (
            "chunked and a length",
            collect(&format!("{chunked}Content-Length: 4\r\n"), &chunk(body)),
            400,
            "header_malformed",
        ),
        (
            "a length and chunked",
            collect(&format!("Content-Length: 4\r\n{chunked}"), &chunk(body)),
            400,
            "header_malformed",
        ),
        ("a chunk that is none", collect(chunked, "zz\r\n"), 400, "header_malformed"),
        (
            "1 MB of chunk extension",
            collect(chunked, &format!("1;{}\r\n", "a".repeat(1_000_000))),
            400,
            "header_malformed",
        ),
        ("declared too large", collect("Content-Length: 65537\r\n", ""), 413, "body_too_large"),
        (
            "declared far too large",
            collect("Content-Length: 18446744073709551615\r\n", ""),
            413,
            "body_too_large",
        ),
        ("chunks too large", collect(chunked, &chunk(&" ".repeat(65_537))), 413, "body_too_large"),
        (
            "as large as allowed",
            collect("Content-Length: 65536\r\n", &" ".repeat(65_536)),
            400,
            "json_malformed",
        ),
        ("chunks as large as allowed", collect(chunked, &chunk(&" ".repeat(65_536))), 400, "json_malformed"),
        ("no body", collect("Content-Length: 0\r\n", ""), 400, "json_malformed"),
        (
            "compressed",
            collect("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "{}"),
            415,
            "media_type_not_supported",
        ),
        (
            "a form",
            collect("Content-Length: 2\r\n", "{}")
                .replace("application/json", "application/x-www-form-urlencoded"),
            415,
            "media_type_not_supported",
        ),
        (
            "UTF-16",
            collect("Content-Length: 2\r\n", "{}")
                .replace("application/json", "application/json; charset=utf-16"),
            415,
            "media_type_not_supported",
        ),
        (
            "a list of types",
            collect("Content-Length: 2\r\n", "{}")
                .replace("application/json", "application/json, text/plain"),
            415,
            "media_type_not_supported",
        ),
        (
            "no type",
            collect("Content-Length: 2\r\n", "{}").replace("Content-Type: application/json\r\n", ""),
            415,
            "media_type_not_supported",
        ),
    ] {
        let answer = server.one(bytes);
        assert_eq!(answer.status, status, "{name}: {answer:?}");
        if status != 200 {
            assert_eq!(answer.reason(), reason, "{name}");
        }
    }
}

#[test]
fn expect_100_continue_is_answered_and_the_limit_still_holds() {
    let server = Server::start();
    let body = r#"{"amount":5000,"phone":"0788123456"}"#;
    let mut socket = server.connect();
    let head = collect(&format!("Expect: 100-continue\r\nContent-Length: {}\r\n", body.len()), "");
    socket.write_all(head.as_bytes()).unwrap();
    assert_eq!(next(&mut socket).status, 100);
    socket.write_all(body.as_bytes()).unwrap();
    assert_eq!(all(&mut socket)[0].status, 200);

    let answer = server.one(collect("Expect: 100-continue\r\nContent-Length: 70000\r\n", ""));
    assert_eq!(answer.reason(), "body_too_large");
}

#[test]
fn a_head_that_stops_is_answered_after_ten_seconds() {
    let server = Server::start();
    let began = Instant::now();
    let answer = server.one("GET /v1/balance HTTP/1.1\r\nHost: a\r\n");
    assert_eq!(answer.reason(), "request_timeout");
    assert!((9..20).contains(&began.elapsed().as_secs()));
}

#[test]
fn a_body_that_stops_is_answered_after_ten_seconds() {
    let server = Server::start();
    let began = Instant::now();
    let answer = server.one(collect("Content-Length: 100\r\n", "{ "));
    assert_eq!(answer.reason(), "request_timeout");
    assert!((9..20).contains(&began.elapsed().as_secs()));
}

#[test]
fn a_connection_that_says_nothing_is_closed_without_a_word() {
    let server = Server::start();
    let began = Instant::now();
    assert!(server.raw("").is_empty());
    assert!((9..20).contains(&began.elapsed().as_secs()));
}

#[test]
fn a_refused_upload_still_reads_its_answer() {
    let server = Server::start();
    // A client that sends everything before it reads: closing at once would reset the answer away.
    let answer = server.one(collect("Content-Length: 200000\r\n", &"a".repeat(200_000)));
    assert_eq!(answer.reason(), "body_too_large");
}

#[test]
fn the_key_goes_into_one_header_in_one_form() {
    let server = Server::start();
    let ask = |headers: &str| server.one(format!("{LINE}Host: a\r\n{headers}{END}"));
    for (headers, status, reason) in [
        ("Authorization: Bearer sk_test_sandbox\r\n", 200, ""),
        ("authorization: bearer sk_test_sandbox\r\n", 200, ""),
        ("", 401, "api_key_missing"),
        ("Authorization:\r\n", 401, "api_key_missing"),
        ("Authorization: Bearer \r\n", 401, "api_key_missing"),
        ("Authorization: Basic c2s6\r\n", 401, "api_key_missing"),
        ("Authorization: Bearer  sk_test_sandbox\r\n", 401, "api_key_invalid"),
        ("Authorization: Bearer SK_TEST_SANDBOX\r\n", 401, "api_key_invalid"),
        ("Authorization: Bearer sk_test_other\r\n", 401, "api_key_invalid"),
        ("Authorization: Bearer pk_test_sandbox\r\n", 403, "key_not_allowed"),
        (
            "Authorization: Bearer sk_test_sandbox\r\nAuthorization: Bearer sk_test_other\r\n",
            400,
            "header_malformed",
        ),
        ("X-Api-Key: sk_test_sandbox\r\n", 401, "api_key_missing"),
    ] {
        let answer = ask(headers);
        assert_eq!(answer.status, status, "{headers:?}: {answer:?}");
        if status != 200 {
            assert_eq!(answer.reason(), reason, "{headers:?}");
        }
    }
    let live = ask("Authorization: Bearer sk_live_something\r\n");
    assert!([401, 503].contains(&live.status), "{live:?}");
    let in_query =
        server.one(format!("{}Host: a\r\n{END}", LINE.replace("balance", "balance?api_key=sk_test_sandbox")));
    assert_eq!(in_query.status, 401);
}

#[test]
fn a_page_on_another_origin_may_only_ask_what_publishable_keys_may() {
    let server = Server::start();
    let balance = server.one(get("Origin: https://evil.example\r\n"));
    assert_eq!(balance.header("access-control-allow-origin"), None);
    let quote = server.ask(
        "POST",
        "/v1/quote",
        "Origin: https://shop.example\r\n",
        r#"{"amount":5000,"phone":"0788123456"}"#,
    );
    assert_eq!(quote.header("access-control-allow-origin"), Some("*"));
}
