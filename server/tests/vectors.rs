//! The conversations of `tests/vectors/http.json`, over HTTP against the real binary.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::fs;

use common::Server;
use rwandapay_core::api::Delivered;
use rwandapay_core::api::http::{Request, Response};
use rwandapay_core::api::script::{World, replay};
use rwandapay_core::error::{Code, Error};
use rwandapay_core::json::{Json, Object, parse};

/// A server whose clock stands where the scripts' sandbox starts.
struct OverHttp(Server);

impl World for OverHttp {
    fn send(&mut self, request: &Request) -> Delivered {
        let mut bytes = format!(
            "{} {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n",
            request.method, request.target
        )
        .into_bytes();
        for (name, value) in &request.headers {
            bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        bytes.extend(format!("Content-Length: {}\r\n\r\n", request.body.len()).bytes());
        bytes.extend(&request.body);
        let answer = self.0.one(bytes);
        let headers = answer.headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value));
        Delivered::Response(Response {
            status: answer.status,
            headers: headers.collect(),
            body: answer.body.into_bytes(),
        })
    }

    /// The clock is the one thing of a script that a request can do too.
    fn control(&mut self, command: &Object) -> Result<Json, Error> {
        assert_eq!(command.get("do"), Some(&Json::text("advance")), "not flagged as offline");
        let seconds = command.get("seconds").unwrap().print();
        let body = format!("{{\"advance_seconds\":{seconds}}}");
        match self.0.ask("POST", "/v1/sandbox/clock", "", &body) {
            answer if answer.status == 200 => Ok(Json::Null),
            answer => Err(Error::new(Code::from_name(&answer.reason()).unwrap())),
        }
    }
}

/// What a socket refuses before the core sees it: a key of 64 KiB does not fit into a head of 16.
const REFUSED_EARLIER: &[(&str, Code)] = &[("http-063", Code::HeadersTooLarge)];

fn object(value: &Json) -> &Object {
    match value {
        Json::Object(object) => object,
        other => panic!("{other:?}"),
    }
}

fn list<'a>(object: &'a Object, key: &str) -> &'a [Json] {
    match object.get(key) {
        Some(Json::Array(items)) => items,
        other => panic!("{key} is {other:?}"),
    }
}

#[test]
fn every_conversation_that_needs_no_offline_sandbox_runs_over_http() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/http.json");
    let file = parse(&fs::read(path).unwrap()).unwrap();
    let cases = list(object(&file), "cases");
    let (mut ran, mut offline, mut wrong) = (0, 0, Vec::new());
    for case in cases.iter().map(object) {
        if list(case, "flags").contains(&Json::text("offline")) {
            offline += 1;
            continue;
        }
        let options = [
            "--rate-limit",
            "off",
            "--clock",
            "2026-01-05T08:00:00Z",
            "--public-url",
            "https://pay.rwandapay.rw",
        ];
        let mut world = OverHttp(Server::with(&options));
        let shown = replay(list(object(case.get("in").unwrap()), "steps"), &mut world);
        let earlier = REFUSED_EARLIER.iter().find(|(id, _)| case.get("id") == Some(&Json::text(id)));
        let as_expected = match (&shown, case.get("error")) {
            (Err(error), _) if earlier.is_some_and(|(_, code)| *code == error.code()) => true,
            (Ok(lines), None) => Some(lines) == case.get("out"),
            (Err(error), Some(expected)) => {
                let expected = object(expected);
                expected.get("code") == Some(&Json::text(error.code().name()))
                    && expected.get("field") == Some(&Json::maybe_text(error.field()))
            }
            _ => false,
        };
        if !as_expected {
            wrong.push(format!("{} ({}): {shown:?}", case.get("id").unwrap(), case.get("comment").unwrap()));
        }
        ran += 1;
    }
    println!("{ran} conversations over HTTP; {offline} need the offline sandbox");
    assert!(wrong.is_empty(), "{} of {ran}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(ran + offline, cases.len());
    assert!(ran > 400, "{ran} ran, {offline} need the offline sandbox");
}
