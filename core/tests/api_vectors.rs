//! The vectors of the HTTP surface, through `api::call` and again through the typed interface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod vectors;

use rwandapay_core::api::requests::{self, Context};
use rwandapay_core::api::route;
use rwandapay_core::client::Operation;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::http;
use rwandapay_core::json::{Json, parse};
use rwandapay_core::record::{KeyClass, Mode};
use rwandapay_core::reference::{EndpointId, Lookup};
use rwandapay_core::url::UrlPolicy;
use vectors::{Case, load, text};

#[test]
fn all_cases() {
    for case in load("api") {
        let typed = match case.op.as_str() {
            "request.validate" => body(&case),
            "request.query" => query(&case),
            "json.parse" => Some(parse(&bytes(&case)).map(|_| ())),
            _ => None,
        };
        let Some(typed) = typed else { continue };
        let typed = typed.map_err(|error| match error.details() {
            [] => (error.code(), error.field().map(str::to_owned)),
            [first, ..] => (first.code, Some(first.field.clone())),
        });
        assert_eq!(typed, case.expected.clone().map(|_| ()), "{case:?}");
    }
}

fn bytes(case: &Case) -> Vec<u8> {
    match (text(&case.input, "text"), text(&case.input, "hex")) {
        (Some(text), None) => text.as_bytes().to_vec(),
        (None, Some(hex)) => {
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
        }
        (given, other) => panic!("{given:?} {other:?}"),
    }
}

/// None where the case is about an operation that reads no body.
fn body(case: &Case) -> Option<Result<(), Error>> {
    let mode = Mode::from_name(text(&case.input, "mode").unwrap()).unwrap();
    let dev = case.input.get("dev_webhooks") == Some(&Json::Bool(true));
    let class = match text(&case.input, "key_class") {
        Some("publishable") => KeyClass::Publishable,
        _ => KeyClass::Secret,
    };
    let context = Context { mode, class, urls: UrlPolicy::of(mode, dev) };
    let object = match requests::object(&bytes(case)) {
        Ok(object) => object,
        Err(error) => return Some(Err(error)),
    };
    Some(match text(&case.input, "operation").unwrap() {
        "payments.collect" => requests::collect(&object, context).map(drop),
        "payments.refund" => requests::refund(&object, Lookup::parse("INV-001").unwrap()).map(drop),
        "checkout.initialize" => requests::checkout(&object, context).map(drop),
        "withdrawals.create" => requests::withdraw(&object).map(drop),
        "quote" => requests::quote(&object).map(drop),
        "webhook_endpoints.create" => requests::create_endpoint(&object, context).map(drop),
        "webhook_endpoints.rotate" => {
            requests::rotate(&object, EndpointId::parse("we_0123456789abcdefghjkmnpq").unwrap()).map(drop)
        }
        "sandbox.advance" => requests::advance_clock(&object).map(drop),
        "checkout.expire" => requests::nothing(&object),
        _ => return None,
    })
}

fn query(case: &Case) -> Option<Result<(), Error>> {
    let operation = Operation::find(text(&case.input, "operation").unwrap()).unwrap();
    let is_list = operation.query.contains(&"limit");
    let read = || requests::list(&http::pairs(text(&case.input, "text").unwrap())?, operation).map(drop);
    is_list.then(read)
}

/// What is refused never shows a PIN or a whole number, and is one short line.
#[test]
fn messages_show_no_secret() {
    for case in load("api") {
        let Some(Err(error)) = (case.op == "request.validate").then(|| body(&case)).flatten() else {
            continue;
        };
        for message in error.details().iter().map(|fault| &fault.message) {
            // The sentence about types shows an example, which is no value of the request.
            let message = message.replace("such as \"0788123456\"", "");
            assert!(message.chars().count() < 200 && !message.chars().any(char::is_control), "{message:?}");
            assert!(!message.ends_with('.') && !message.contains("4821"), "{message:?}");
            assert!(!message.contains("788123456") && !message.contains("788 123 456"), "{message:?}");
        }
    }
}

#[test]
fn a_body_has_room_for_64_kib() {
    let fits = vec![b' '; requests::MAX_BODY_BYTES];
    assert!(requests::check_size(&fits).is_ok());
    let more = vec![b' '; requests::MAX_BODY_BYTES + 1];
    assert_eq!(requests::check_size(&more).unwrap_err().code(), Code::BodyTooLarge);
}

#[test]
fn every_path_of_the_table_is_found_by_its_method_alone() {
    for operation in rwandapay_core::api::schema::operations() {
        let path = format!("/v1{}", operation.path).replace(['{', '}'], "");
        let found = route::find(operation.method.name(), &path).unwrap();
        assert_eq!(found.operation.name, operation.name);
        for method in ["TRACE", "CONNECT", "TRACK", "PUT", "PATCH", "HEAD", "get", ""] {
            assert_eq!(
                route::find(method, &path).unwrap_err().code(),
                Code::MethodNotAllowed,
                "{method} {path}"
            );
        }
        assert!(route::allowed(&path).contains(&operation.method.name()), "{path}");
    }
}
