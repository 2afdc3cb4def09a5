//! Many at once: never over, never twice, one resource and identical bytes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, Barrier};
use std::thread;

use common::{Answer, Server};
use rwandapay_core::json::Json;

const THREADS: usize = 64;

fn server() -> Server {
    Server::with(&["--rate-limit", "off"])
}

/// The same moment for all: each thread sends what `request` makes for its number.
fn at_once(server: &Arc<Server>, request: impl Fn(usize) -> (String, String, String)) -> Vec<Answer> {
    let barrier = Arc::new(Barrier::new(THREADS));
    let threads: Vec<_> = (0..THREADS)
        .map(|number| {
            let (server, barrier, (path, headers, body)) =
                (Arc::clone(server), Arc::clone(&barrier), request(number));
            thread::spawn(move || {
                barrier.wait();
                server.ask("POST", &path, &headers, &body)
            })
        })
        .collect();
    threads.into_iter().map(|thread| thread.join().unwrap()).collect()
}

fn succeeded(answers: &[Answer]) -> Vec<&Answer> {
    answers.iter().filter(|answer| answer.status == 200).collect()
}

fn number(answer: &Answer, name: &str) -> f64 {
    answer.data().get(name).unwrap().print().parse().unwrap()
}

#[test]
fn sixty_four_refunds_never_pass_the_payment() {
    let server = Arc::new(server());
    let path = "/v1/payments/PAY-20241215-ABC123/refund".to_owned();
    let answers = at_once(&server, |_| (path.clone(), String::new(), "{\"amount\":900}".into()));
    // 5,000 holds five of 900.
    assert_eq!(succeeded(&answers).len(), 5);
    assert!(answers.iter().filter(|answer| answer.status != 200).all(|answer| answer.status == 422));
    let payment = server.ask("GET", "/v1/payments/PAY-20241215-ABC123", "", "");
    assert_eq!(number(&payment, "refundable_amount") as u64, 500);
}

#[test]
fn sixty_four_withdrawals_never_pass_the_balance() {
    let server = Arc::new(server());
    let body = r#"{"amount":100000,"phone":"0788123456","pin":"1234"}"#;
    let mut done = 0;
    // The PIN is compared a few at a time, so whoever is told to come again comes again.
    for _ in 0..8 {
        let answers = at_once(&server, |_| ("/v1/withdrawals".into(), String::new(), body.into()));
        done += succeeded(&answers).len();
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            assert!(matches!(answer.status, 402 | 503), "{answer:?}");
        }
        if answers.iter().all(|answer| answer.status == 402) {
            break;
        }
    }
    // 1,200,000 holds twelve of 100,000.
    assert_eq!(done, 12);
    let balance = server.ask("GET", "/v1/balance", "", "");
    assert_eq!(number(&balance, "available_balance") as u64, 0);
}

#[test]
fn sixty_four_requests_with_one_key_make_one_payment_and_get_one_answer() {
    let server = Arc::new(server());
    let body = r#"{"amount":5000,"phone":"0788123450"}"#;
    let key = "Idempotency-Key: one-for-all\r\n";
    let answers = at_once(&server, |_| ("/v1/payments/collect".into(), key.into(), body.into()));
    let data: BTreeSet<String> = answers
        .iter()
        .map(|answer| {
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.body.split_once("\"data\":").unwrap().1.split("\"request_id\"").next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(data.len(), 1, "{data:?}");
    let replayed = answers.iter().filter(|answer| answer.header("idempotent-replayed") == Some("true"));
    assert_eq!(replayed.count(), THREADS - 1);
    payments(&server, "phone=0788123450", 1);
}

#[test]
fn sixty_four_requests_with_one_reference_make_one_payment() {
    let server = Arc::new(server());
    let body = r#"{"amount":5000,"phone":"0788123456","reference":"ONE"}"#;
    let answers = at_once(&server, |_| ("/v1/payments/collect".into(), String::new(), body.into()));
    assert_eq!(succeeded(&answers).len(), THREADS);
    payments(&server, "merchant_reference=ONE", 1);
    // Others that want the reference for something else are refused, all of them.
    let answers = at_once(&server, |number| {
        let body =
            format!("{{\"amount\":{},\"phone\":\"0788123456\",\"reference\":\"ONE\"}}", 6_000 + number);
        ("/v1/payments/collect".into(), String::new(), body)
    });
    assert!(answers.iter().all(|answer| answer.status == 422 && answer.reason() == "reference_in_use"));
}

fn payments(server: &Server, query: &str, expected: usize) {
    let data = server.ask("GET", &format!("/v1/payments?{query}"), "", "").data();
    assert!(matches!(data.get("items"), Some(Json::Array(items)) if items.len() == expected), "{data:?}");
}

#[test]
fn a_client_that_goes_away_at_any_moment_leaves_one_payment_or_none() {
    let server = server();
    let request = |reference: &str| {
        let body = format!("{{\"amount\":5000,\"phone\":\"0731234456\",\"reference\":\"{reference}\"}}");
        format!(
            "POST /v1/payments/collect HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk_test_sandbox\r\n\
             Content-Type: application/json\r\nIdempotency-Key: {reference}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let length = request("GONE-0000").len();
    for cut in 1..=length {
        let reference = format!("GONE-{cut:04}");
        let mut socket = TcpStream::connect(server.address).unwrap();
        socket.write_all(&request(&reference).as_bytes()[..cut]).unwrap();
        drop(socket);
    }
    // The whole request may have been taken; no part of one is.
    for cut in 1..length {
        let found = server.ask("GET", &format!("/v1/payments/GONE-{cut:04}"), "", "");
        assert_eq!(found.status, 404, "a request of {cut} bytes of {length} made a payment");
    }
    let (status, again) = {
        let answer = server.one(request(&format!("GONE-{length:04}")).replacen(
            "Host: x\r\n",
            "Host: x\r\nConnection: close\r\n",
            1,
        ));
        (answer.status, answer)
    };
    // The same phone may have a prompt of that very payment, which is then the one that is answered.
    assert_eq!(status, 200, "{again:?}");
    payments(&server, &format!("merchant_reference=GONE-{length:04}"), 1);
}

#[test]
fn one_command_that_breaks_a_constraint_fails_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop.db");
    let server = Arc::new(Server::started(&["--data", data.to_str().unwrap(), "--rate-limit", "off"], &[]));
    let database = rusqlite::Connection::open(&data).unwrap();
    database
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON payments WHEN NEW.amount = 6666
             BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: on purpose'); END",
        )
        .unwrap();
    for round in 0..4 {
        let answers = at_once(&server, |number| {
            let amount = if number == 17 { 6_666 } else { 1_000 + number };
            let reference = format!("B-{round}-{number}");
            let body = format!(
                "{{\"amount\":{amount},\"phone\":\"07881{round}{number:02}56\",\"reference\":\"{reference}\"}}"
            );
            ("/v1/payments/collect".into(), String::new(), body)
        });
        assert_eq!(succeeded(&answers).len(), THREADS - 1, "its neighbours commit");
        let broken = &answers[17];
        assert_eq!((broken.status, broken.reason().as_str()), (500, "internal"));
        assert!(
            broken.body.contains("\"outcome\":\"none\"") && !broken.body.contains("purpose"),
            "{}",
            broken.body
        );
        assert_eq!(server.ask("GET", &format!("/v1/payments/B-{round}-17"), "", "").status, 404);
    }
    let parked: i64 = database.query_row("SELECT count(*) FROM parked", [], |row| row.get(0)).unwrap();
    assert_eq!(parked, 4, "each is noted for the operator");
}
