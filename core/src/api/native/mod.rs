//! The native surface of every binding: twelve functions, and nothing else crosses a language border.
//!
//! | function | in | out | where a panic shows |
//! |---|---|---|---|
//! | [`amount_parse`] | text | packed francs | `-540` |
//! | [`phone_parse`] | text | packed number and wallet | `-540` |
//! | [`fee`] | francs | packed fee and net | `-540` |
//! | [`transition`] | machine, state, event | packed state | `-540` |
//! | [`webhook_verify`] | keys, tolerance, headers, body, time | packed proof | `-540` |
//! | [`webhook_sign`] | keys, id, time, body | a signature, and packed how long it is | `-540` |
//! | [`call()`] | operation, JSON | JSON | `error.code` is `internal` |
//! | [`client_next`] | state, event, body | state, step | the step is done with `internal` |
//! | [`sandbox_open`] | JSON | JSON with a handle | `error.code` is `internal` |
//! | [`sandbox_exchange`] | handle, a step's `send` | JSON with an event | `internal`; the sandbox is closed |
//! | [`sandbox_control`] | handle, JSON | JSON | `internal`; the sandbox is closed |
//! | [`abi_version`] | | packed version | `-540` |
//!
//! The first six and the last are hot: a packed number, negative for the id of an error (540 is
//! `internal`). The others are doors: JSON in, `{"ok": …}` or `{"error": …}` out. Every one runs behind
//! [`guard`](crate::api::guard), so a panic is an ordinary error of the language.

mod doors;
mod packed;

pub use doors::{Turn, call, client_next, sandbox_control, sandbox_exchange, sandbox_open};
pub use packed::*;

/// The names of the twelve, in the order of the table.
pub const FUNCTIONS: [&str; 12] = [
    "amount_parse",
    "phone_parse",
    "fee",
    "transition",
    "webhook_verify",
    "webhook_sign",
    "call",
    "client_next",
    "sandbox_open",
    "sandbox_exchange",
    "sandbox_control",
    "abi_version",
];

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;
    use crate::api::Sandboxes;
    use crate::api::guard::trap;

    const CONFIG: &str = r#""config":{"api_key":"sk_test_sandbox"}"#;

    fn event(members: &str) -> Vec<u8> {
        alloc::format!("{{{members},{CONFIG}}}").into_bytes()
    }

    fn begin(operation: &str, parameters: &str) -> Vec<u8> {
        let context =
            alloc::format!(r#"{{"wall_ms":1767600000000,"monotonic_ms":1,"entropy":"{}"}}"#, "07".repeat(32));
        event(&alloc::format!(r#""begin":"{operation}","parameters":{parameters},"context":{context}"#))
    }

    fn open(sandboxes: &mut Sandboxes) -> u64 {
        let input = alloc::format!(r#"{{"start":"2026-01-05T08:00:00Z","seed":"{}"}}"#, "07".repeat(32));
        sandboxes.open(input.as_bytes()).unwrap()
    }

    /// What each of the twelve says when it is called.
    fn said(function: &str) -> String {
        let number = |packed: i64| alloc::format!("{packed}");
        let mut sandboxes = Sandboxes::new();
        let handle = {
            let was_set = trap::is_left();
            let handle = open(&mut sandboxes);
            if was_set {
                trap::set();
            }
            handle
        };
        match function {
            "amount_parse" => number(amount_parse(b"5000")),
            "phone_parse" => number(phone_parse(b"0788123456")),
            "fee" => number(fee(5000)),
            "transition" => number(transition(b"payment", b"pending", b"succeed")),
            "webhook_verify" => number(webhook_verify(&[], &[], 300, [b"", b"", b""], b"", 0)),
            "webhook_sign" => number(webhook_sign(&[], b"", 0, b"", &mut [])),
            "call" => call(b"amount.parse", br#"{"text":"5000"}"#),
            "client_next" => client_next(b"", &begin("balance", "{}"), b"").step,
            "sandbox_open" => sandbox_open(&mut sandboxes, b"{}"),
            "sandbox_exchange" => {
                sandbox_exchange(&mut sandboxes, handle, br#"{"method":"GET","url":"/v1/balance"}"#)
            }
            "sandbox_control" => sandbox_control(&mut sandboxes, handle, br#"{"do":"now"}"#),
            "abi_version" => number(abi_version()),
            other => panic!("{other} is no function"),
        }
    }

    #[test]
    fn each_of_the_twelve_turns_a_panic_into_internal() {
        for function in FUNCTIONS {
            trap::set();
            let caught = said(function);
            assert!(!trap::is_left(), "{function} has no guard");
            let internal = caught == "-540" || caught.contains(r#""code":"internal""#);
            assert!(internal, "{function}: {caught}");
            let otherwise = said(function);
            assert!(otherwise != "-540" && !otherwise.contains(r#""internal""#), "{function}: {otherwise}");
        }
    }

    #[test]
    fn a_turn_that_breaks_off_never_says_none_once_something_may_be_sent() {
        let collect = begin("payments.collect", r#"{"amount":5000,"phone":"0788123456"}"#);
        let sent = client_next(b"", &collect, b"");
        assert!(sent.step.starts_with(r#"{"send":"#), "{}", sent.step);
        let moment = r#""moment":{"wall_ms":1767600001000,"monotonic_ms":1001}"#;
        let answered = event(&alloc::format!(r#""response":{{"status":200,"headers":{{}}}},{moment}"#));
        let lost = event(&alloc::format!(r#""maybe_sent":"reset",{moment}"#));

        for event in [&answered, &lost] {
            trap::set();
            let cut = client_next(&sent.state, event, b"");
            assert!(cut.step.contains(r#""code":"internal","kind":"unknown_outcome","outcome":"unknown""#));
            assert!(cut.step.contains(r#""resume":"cn"#), "the state that went in: {}", cut.step);
            assert!(cut.state.is_empty());
        }
        // What is wrong with the event itself says as much.
        for (event, body) in [(&b"{}"[..], &b""[..]), (b"\xff", b""), (&lost, b"x")] {
            let cut = client_next(&sent.state, event, body);
            assert!(cut.step.contains(r#""outcome":"unknown""#), "{}", cut.step);
        }

        // Nothing was sent before the first step; a read never moves money.
        trap::set();
        let cut = client_next(b"", &collect, b"");
        assert!(cut.step.contains(r#""code":"internal","kind":"internal","outcome":"none""#), "{}", cut.step);
        assert!(cut.step.contains(r#""resume":null"#));
        let read = client_next(b"", &begin("balance", "{}"), b"");
        trap::set();
        let cut = client_next(&read.state, &lost, b"");
        assert!(cut.step.contains(r#""code":"internal","kind":"internal","outcome":null"#), "{}", cut.step);
    }

    #[test]
    fn the_client_runs_against_the_sandbox_through_the_doors() {
        let mut sandboxes = Sandboxes::new();
        let handle = open(&mut sandboxes);
        let mut fault = |name: &str| {
            let input = alloc::format!(r#"{{"do":"fault","fault":"{name}"}}"#);
            assert_eq!(sandbox_control(&mut sandboxes, handle, input.as_bytes()), r#"{"ok":null}"#);
        };
        fault("refuse");
        fault("lose_answer");
        let mut turn = client_next(
            b"",
            &begin("payments.collect", r#"{"amount":5000,"phone":"0788123456","reference":"INV-1"}"#),
            b"",
        );
        let mut sends = 0;
        for _ in 0..20 {
            let Ok(crate::json::Json::Object(step)) = crate::json::parse_answer(turn.step.as_bytes()) else {
                panic!("{}", turn.step)
            };
            let moment = r#""moment":{"wall_ms":1767600001000,"monotonic_ms":1001}"#;
            let happened = if let Some(send) = step.get("send") {
                sends += 1;
                let answer = sandbox_exchange(&mut sandboxes, handle, send.print().as_bytes());
                let member = answer.strip_prefix(r#"{"ok":{"#).unwrap().strip_suffix("}}").unwrap();
                String::from(member)
            } else if step.get("wait").is_some() {
                r#""woke":true"#.into()
            } else {
                break;
            };
            // The body of an answer travels beside its event.
            let Ok(crate::json::Json::Object(mut event)) =
                crate::json::parse_answer(&self::event(&alloc::format!("{happened},{moment}")))
            else {
                panic!("{happened}")
            };
            let mut body = Vec::new();
            for (_, value) in &mut event.0 {
                if let crate::json::Json::Object(response) = value
                    && let Some(at) = response.0.iter().position(|(name, _)| name == "body")
                {
                    body = response.0.remove(at).1.as_text().unwrap().as_bytes().to_vec();
                }
            }
            let event = crate::json::Json::from(event).print();
            turn = client_next(&turn.state, event.as_bytes(), &body);
        }
        assert_eq!(sends, 3, "one refused, one whose answer was lost, one answered");
        assert!(turn.step.starts_with(r#"{"done":{"ok":"#), "{}", turn.step);
        assert!(turn.step.contains(r#""replayed":true"#), "the second one had taken effect");
        assert!(turn.step.contains(r#""merchant_reference":"INV-1""#));
    }
}
