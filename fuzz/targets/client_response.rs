//! Whatever a server answers, a call ends, in time, and never says more about money than it knows.
//!
//! The input is one byte for the operation, one for the events between the answers, then an answer as
//! text: a status line, header lines, an empty line and the body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::api::http::Response;
use rwandapay_core::client::{Config, Context, Event, Moment, Step, begin, next};
use rwandapay_core::error::Outcome;
use rwandapay_core::json::{Json, Object, parse, parse_answer};
use rwandapay_core::time::Instant;

const OPERATIONS: &[(&str, &str, bool)] = &[
    ("payments.collect", r#"{"amount":5000,"phone":"0788123456","reference":"INV-001"}"#, true),
    ("withdrawals.create", r#"{"amount":10000,"phone":"0788123456","pin":"1234","reference":"W-1"}"#, true),
    ("payments.get", r#"{"reference":"INV-001"}"#, false),
    ("payments.list", r#"{"limit":5}"#, false),
    ("payments.wait", r#"{"reference":"INV-001"}"#, false),
];

fuzz_target!(|bytes: &[u8]| {
    let [operation, events, answer @ ..] = bytes else { return };
    let (operation, parameters, writes) = OPERATIONS[usize::from(*operation) % OPERATIONS.len()];
    let Ok(Json::Object(parameters)) = parse(parameters.as_bytes()) else { unreachable!() };
    let config = Config::read(&Object::default().with("api_key", Json::text("sk_test_sandbox"))).unwrap();
    let response = response(answer);

    let mut moment = Moment { wall: Instant::from_seconds(1_734_272_730), monotonic_ms: 0 };
    let context = Context { moment, entropy: [7; 32], deadline_ms: Some(60_000), idempotency_key: None };
    let (mut state, mut step) = begin(operation, &parameters, &config, &context);
    let mut lost = false;
    for turn in 0..200_u32 {
        let event = match &step {
            Step::Done(_) => break,
            Step::Wait { ms } => {
                moment.monotonic_ms += ms;
                Event::Woke
            }
            Step::Send { timeout_ms, .. } => {
                assert!((1..=60_000).contains(timeout_ms));
                moment.monotonic_ms += 1;
                match events.rotate_left(turn) & 3 {
                    1 => Event::NotSent { reason: "refused".into() },
                    2 => {
                        lost = true;
                        Event::MaybeSent { reason: "reset".into() }
                    }
                    _ => Event::Response(response.clone()),
                }
            }
        };
        (state, step) = next(&state.0, event, &config, moment);
    }

    let Step::Done(result) = step else { panic!("the call does not end") };
    assert!(state.0.is_empty());
    // One more millisecond for each try is all that passed beside the waits.
    assert!(moment.monotonic_ms <= 60_200, "{} ms", moment.monotonic_ms);
    match result {
        Ok(answer) => {
            assert!((200..300).contains(&answer.status));
            let Ok(Json::Object(sent)) = parse_answer(&response.body) else { panic!("not JSON") };
            assert_eq!(sent.get("status"), Some(&Json::text("success")));
            assert_eq!(sent.get("data"), Some(&Json::Object(answer.data)));
        }
        Err(error) => {
            assert_eq!(error.outcome == Some(Outcome::Unknown), error.kind.name() == "unknown_outcome");
            assert!(writes || error.outcome.is_none(), "a read speaks of money: {error:?}");
            if lost && writes && error.status.is_none() {
                assert_eq!(error.outcome, Some(Outcome::Unknown), "{error:?}");
            }
            let shown = format!("{} {error:?}", error.json().print());
            assert!(!shown.contains("sk_test_sandbox"));
        }
    }
});

fn response(text: &[u8]) -> Response {
    let split = text.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = split.map_or((text, &[][..]), |at| (&text[..at], &text[at + 2..]));
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.trim().parse().ok()).unwrap_or(200);
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    Response { status, headers: headers.collect(), body: body.to_vec() }
}
