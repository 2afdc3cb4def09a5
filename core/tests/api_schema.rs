//! The schema equals what forms accept and what resources print, in both directions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::collections::BTreeSet;

use common::{World, caller, collect_request, rwf};
use rwandapay_core::api::schema::{
    ATTEMPT, Answers, BALANCE, CLOCK, CONTRACTS, Contract, DELIVERY, ENDPOINT, EVENT, Field, Kind, PATH,
    PAYMENT, Presence, QUERY, QUOTE, REFUND, SESSION, Shape, WITHDRAWAL, operations, shapes,
};
use rwandapay_core::api::{ExchangeContext, call, exchange, openapi};
use rwandapay_core::engine::command::Action;
use rwandapay_core::error::{Outcome, TABLE};
use rwandapay_core::failure::FailureCode;
use rwandapay_core::fee::Schedule;
use rwandapay_core::http::Request;
use rwandapay_core::json::{Json, Object, parse};
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::{Provider, ProviderSource};
use rwandapay_core::record::{Failure, Record, Review};
use rwandapay_core::reference::PaymentRef;
use rwandapay_core::resource;
use rwandapay_core::time::Instant;
use rwandapay_core::url::UrlPolicy;

// ---- requests ---------------------------------------------------------------------------------------------

/// Every fault of a body: its field and its code.
fn faults(operation: &str, body: &Json) -> BTreeSet<(String, String)> {
    let input = Object::default()
        .with("operation", Json::text(operation))
        .with("text", Json::text(body.print()))
        .with("mode", Json::text("test"));
    let answer = parse(call("request.faults", Json::from(input).print().as_bytes()).as_bytes()).unwrap();
    let Json::Object(answer) = &answer else { panic!() };
    let Some(Json::Object(found)) = answer.get("ok") else { panic!("{operation}: {answer:?}") };
    let Some(Json::Array(found)) = found.get("faults") else { panic!() };
    let text = |fault: &Json, name| match fault {
        Json::Object(fault) => match fault.get(name) {
            Some(Json::Text(text)) => text.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other}"),
    };
    found.iter().map(|fault| (text(fault, "field"), text(fault, "code"))).collect()
}

fn one(field: &str, code: &str) -> BTreeSet<(String, String)> {
    BTreeSet::from([(field.into(), code.into())])
}

fn example(shape: &Shape) -> Object {
    let members = shape.fields.iter();
    Object(members.map(|field| (field.name.into(), parse(field.example.as_bytes()).unwrap())).collect())
}

fn with(object: &Object, name: &str, value: Option<Json>) -> Object {
    let mut members: Vec<_> = object.0.iter().filter(|(key, _)| key != name).cloned().collect();
    members.extend(value.map(|value| (name.to_string(), value)));
    Object(members)
}

/// One value of every JSON type but null.
fn values() -> [Json; 6] {
    [r"true", "7", "\"7\"", "[]", "{}", "[\"x\"]"].map(|text| parse(text.as_bytes()).unwrap())
}

fn is_of(value: &Json, kind: Kind) -> bool {
    match kind {
        Kind::Text(_) | Kind::Name(_) | Kind::Time => matches!(value, Json::Text(_)),
        Kind::Amount(..) => matches!(value, Json::Text(_) | Json::Number(_)),
        Kind::Francs | Kind::Decimals | Kind::Whole(..) => matches!(value, Json::Number(_)),
        Kind::Flag => matches!(value, Json::Bool(_)),
        Kind::Metadata | Kind::Object(_) | Kind::Resource => matches!(value, Json::Object(_)),
        Kind::List(_) => matches!(value, Json::Array(_)),
    }
}

/// Tries every field of a shape that stands at `path` in the body of an operation.
fn try_shape(operation: &str, shape: &Shape, path: &str, around: &dyn Fn(Object) -> Json) {
    let whole = example(shape);
    assert_eq!(faults(operation, &around(whole.clone())), BTreeSet::new(), "{operation}: the example");
    for name in ["Amount", "amount ", "api_key", "__proto__", "status"] {
        let body = around(with(&whole, name, Some(Json::text("x"))));
        assert_eq!(faults(operation, &body), one(&format!("{path}{name}"), "field_unknown"), "{operation}");
    }
    for field in shape.fields {
        let at = format!("{path}{}", field.name);
        let missing = faults(operation, &around(with(&whole, field.name, None)));
        let null = faults(operation, &around(with(&whole, field.name, Some(Json::Null))));
        match field.presence {
            Presence::Required => {
                assert_eq!(missing, one(&at, "field_required"), "{operation}");
                assert_eq!(null, one(&at, "field_required"), "{operation}");
            }
            Presence::Optional => assert_eq!((missing, null), Default::default(), "{operation}: {at}"),
            Presence::Guarded => {
                assert_eq!(missing, BTreeSet::new(), "{operation}: {at}");
                assert_eq!(null, one(&at, "field_type_invalid"), "{operation}: {at}");
            }
            Presence::Nullable => panic!("{operation}: {at} is a field of an answer"),
        }
        for value in values() {
            let found = faults(operation, &around(with(&whole, field.name, Some(value.clone()))));
            let refused = found.contains(&(at.clone(), "field_type_invalid".into()));
            let list_of_texts = matches!(field.kind, Kind::List(_));
            assert_eq!(refused, !is_of(&value, field.kind), "{operation}: {at} = {value}: {found:?}");
            assert!(list_of_texts || found.iter().all(|(name, _)| name.starts_with(path)), "{found:?}");
        }
        if let Kind::Object(inner) = field.kind {
            let body = |object: Object| around(with(&whole, field.name, Some(object.into())));
            try_shape(operation, inner, &format!("{at}."), &body);
        }
    }
}

#[test]
fn forms_accept_what_the_schema_says_and_nothing_else() {
    let mut tried = 0;
    for contract in CONTRACTS {
        let Some(shape) = contract.request else { continue };
        try_shape(contract.operation, shape, "", &Json::from);
        tried += 1;
    }
    assert_eq!(tried, 12);
}

#[test]
fn limits_are_those_of_the_schema() {
    for contract in CONTRACTS {
        let Some(shape) = contract.request else { continue };
        for field in shape.fields {
            let (Kind::Amount(minimum, maximum) | Kind::Whole(minimum, maximum)) = field.kind else {
                continue;
            };
            let of = |number: u64| {
                let body = with(&example(shape), field.name, Some(Json::Number(number.to_string())));
                faults(contract.operation, &body.into())
            };
            assert_eq!(of(minimum), BTreeSet::new(), "{}: {}", contract.operation, field.name);
            assert_eq!(of(maximum), BTreeSet::new(), "{}: {}", contract.operation, field.name);
            assert_ne!(of(maximum + 1), BTreeSet::new(), "{}: {}", contract.operation, field.name);
            if minimum > 0 {
                assert_ne!(of(minimum - 1), BTreeSet::new(), "{}: {}", contract.operation, field.name);
            }
        }
    }
}

#[test]
fn a_flood_of_faults_is_cut() {
    let members = (0..5000).map(|number| (format!("f{number}"), Json::Null));
    let body = Json::from(Object(members.collect()));
    assert_eq!(faults("quote", &body).len(), 100);
    let members = (0..50).map(|number| (format!("f{number}"), Json::Null));
    let metadata = Json::from(Object(members.clone().collect()));
    let members = members.chain((50..90).map(|number| (format!("f{number}"), Json::Null)));
    let body = with(&Object(members.collect()), "metadata", Some(metadata));
    assert_eq!(faults("payments.collect", &body.into()).len(), 100);
}

// ---- answers ----------------------------------------------------------------------------------------------

/// Whether a value is exactly of a shape; `full` demands that no field is null.
fn check(value: &Json, shape: &Shape, full: bool, path: &str) {
    let Json::Object(object) = value else { panic!("{path}: not an object") };
    let printed: Vec<&str> = object.0.iter().map(|(name, _)| name.as_str()).collect();
    let said: Vec<&str> = shape.fields.iter().map(|field| field.name).collect();
    assert_eq!(printed, said, "{path}: fields and their order");
    for ((name, value), field) in object.0.iter().zip(shape.fields) {
        check_field(value, field, full, &format!("{path}.{name}"));
    }
}

fn check_field(value: &Json, field: &Field, full: bool, path: &str) {
    if *value == Json::Null {
        assert_eq!(field.presence, Presence::Nullable, "{path} is null");
        assert!(!full, "{path} is null in the full record");
    } else {
        check_kind(value, field.kind, full, path);
    }
}

fn check_kind(value: &Json, kind: Kind, full: bool, path: &str) {
    assert!(is_of(value, kind), "{path}: {value}");
    match (kind, value) {
        (Kind::Object(shape), value) => check(value, shape, full, path),
        (Kind::List(item), Json::Array(items)) => {
            for value in items {
                check_kind(value, *item, full, path);
            }
        }
        (Kind::Name(names), Json::Text(name)) => assert!(names().contains(&name.as_str()), "{path}: {name}"),
        (Kind::Text(bounds), Json::Text(text)) => {
            assert!(text.chars().count() <= usize::try_from(bounds.max).unwrap(), "{path}: {text}");
        }
        (Kind::Francs, Json::Number(digits)) => assert!(digits.bytes().all(|b| b.is_ascii_digit()), "{path}"),
        (Kind::Decimals, Json::Number(digits)) => assert!(digits.ends_with(".00"), "{path}: {digits}"),
        (Kind::Whole(minimum, maximum), Json::Number(digits)) => {
            assert!((minimum..=maximum).contains(&digits.parse().unwrap()), "{path}: {digits}");
        }
        (Kind::Time, Json::Text(time)) => {
            assert_eq!(Instant::parse(time).unwrap().to_string(), *time, "{path}");
        }
        _ => {}
    }
}

fn ask(world: &mut World, method: &str, target: &str, body: &str) -> Json {
    let mut headers = vec![("authorization".to_string(), b"Bearer sk_test_sandbox".to_vec())];
    if !body.is_empty() {
        headers.push(("content-type".into(), b"application/json".to_vec()));
    }
    let request =
        Request { method: method.into(), target: target.into(), headers, body: body.as_bytes().into() };
    let context = ExchangeContext {
        wall: world.sandbox.now(),
        entropy: world.entropy(),
        rate_limit: false,
        client_address: None,
        urls: UrlPolicy::OFFLINE,
    };
    let response = exchange(&mut world.sandbox, &request, &context);
    let Json::Object(envelope) = parse(&response.body).unwrap() else { panic!() };
    assert_eq!(response.status, 200, "{method} {target}: {envelope:?}");
    envelope.get("data").unwrap().clone()
}

fn text(data: &Json, name: &str) -> String {
    match data {
        Json::Object(object) => match object.get(name) {
            Some(Json::Text(text)) => text.clone(),
            other => panic!("{name}: {other:?}"),
        },
        other => panic!("{other}"),
    }
}

/// A sandbox in which everything has happened once.
fn lived() -> World {
    let mut world = World::new();
    let world_ref = &mut world;
    let collect = r#"{"amount":5000,"phone":"0788123456","reference":"INV-001","callback_url":"https://a.example/h",
        "metadata":{"a":"b"},"customer":{"name":"John Doe","email":"john@example.com"}}"#;
    ask(world_ref, "POST", "/v1/payments/collect", collect);
    ask(world_ref, "POST", "/v1/sandbox/clock", r#"{"advance_seconds":60}"#);
    ask(world_ref, "POST", "/v1/payments/INV-001/refund", r#"{"reason":"x","reference":"R-1"}"#);
    let withdraw = r#"{"amount":10000,"phone":"0788123456","pin":"1234","reference":"W-1"}"#;
    ask(world_ref, "POST", "/v1/withdrawals", withdraw);
    let checkout = r#"{"amount":5000,"tx_ref":"T-1","redirect_url":"https://a.example/r",
        "webhook_url":"https://a.example/w","meta":{"a":"b"},
        "customer":{"name":"John Doe","email":"john@example.com","phone":"0788123456"}}"#;
    ask(world_ref, "POST", "/v1/checkout/initialize", checkout);
    let endpoint = ask(
        world_ref,
        "POST",
        "/v1/webhooks/endpoints",
        r#"{"url":"https://b.example/h","events":["webhook.test"]}"#,
    );
    ask(world_ref, "POST", &format!("/v1/webhooks/endpoints/{}/test", text(&endpoint, "id")), "{}");
    ask(world_ref, "POST", "/v1/sandbox/clock", r#"{"advance_seconds":60}"#);
    world
}

#[test]
fn resources_print_what_the_schema_says() {
    let world = lived();
    let links = world.sandbox.config().links.clone();
    let now = world.sandbox.now();
    let mut seen = BTreeSet::new();
    for (_, record) in world.sandbox.records().iter() {
        let shape = match record {
            Record::Payment(_) => &PAYMENT,
            Record::Refund(_) => &REFUND,
            Record::Withdrawal(_) => &WITHDRAWAL,
            Record::Session(_) => &SESSION,
            Record::Endpoint(_) => &ENDPOINT,
            Record::Delivery(_) => &DELIVERY,
            Record::Event(_) => &EVENT,
            Record::Account(_) | Record::Attempt(_) | Record::Claim(_) | Record::Names(_) => continue,
        };
        seen.insert(shape.name);
        let printed =
            |record: &Record| parse(resource::of(record, &links, now).unwrap().print().as_bytes()).unwrap();
        check(&printed(record), shape, false, shape.name);
        if let Some(full) = filled(record.clone(), now) {
            check(&printed(&full), shape, true, shape.name);
        }
        if let Record::Endpoint(endpoint) = record {
            let mut endpoint = endpoint.clone();
            let mut old = endpoint.secrets[0].clone();
            old.expires_at = Some(now.plus_seconds(5));
            endpoint.secrets.push(old);
            check(&resource::endpoint_with_secret(&endpoint, now), shape, true, shape.name);
        }
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
    check(&resource::balance(&world.balances()), &BALANCE, true, "Balance");
    let schedule = Schedule::standard();
    let quote = schedule.quote(rwf(5000), Some(Provider::Mtn)).unwrap();
    let phone = Phone::parse("0788123456").unwrap();
    check(&resource::quote(&quote, phone, Provider::Mtn, ProviderSource::Prefix), &QUOTE, true, "Quote");
}

/// The record with a value in every field that may be empty.
fn filled(record: Record, now: Instant) -> Option<Record> {
    let failure = Some(Failure { code: FailureCode::PayerTimeout, raw: None });
    let other = PaymentRef::parse("PAY-20241215-ABC123").ok();
    Some(match record {
        Record::Payment(mut payment) => {
            payment.merchant_reference = rwandapay_core::reference::MerchantReference::parse("A").ok();
            payment.customer.name = Some("A".into());
            payment.customer.email = Some("a@b.rw".into());
            payment.callback_url = Some("https://a.example/".into());
            payment.metadata = Some(vec![("a".into(), "b".into())]);
            payment.session = rwandapay_core::reference::SessionId::parse("CHK-ABC123DEF456").ok();
            payment.failure = failure;
            payment.duplicate_of = other.map(rwandapay_core::record::Owner::Payment);
            payment.review = Some(Review { received: rwf(1), payer_differs: false, since: now });
            payment.paid_at = Some(now);
            payment.outcome = Outcome::Unknown;
            Record::Payment(payment)
        }
        Record::Refund(mut refund) => {
            refund.failure = failure;
            refund.completed_at = Some(now);
            Record::Refund(refund)
        }
        Record::Withdrawal(mut withdrawal) => {
            withdrawal.failure = failure;
            withdrawal.completed_at = Some(now);
            Record::Withdrawal(withdrawal)
        }
        Record::Session(mut session) => {
            session.completed_by = other;
            session.completed_at = Some(now);
            Record::Session(session)
        }
        Record::Delivery(mut delivery) => {
            delivery.next_attempt_at = Some(now);
            delivery.target = rwandapay_core::record::Target::Endpoint(
                rwandapay_core::reference::EndpointId::parse("we_0123456789abcdefghjkmnpq").unwrap(),
            );
            delivery.attempts = vec![rwandapay_core::record::DeliveryAttempt {
                at: now,
                status: Some(200),
                error: Some("x".into()),
                duration_ms: 1,
            }];
            Record::Delivery(delivery)
        }
        Record::Event(event) => Record::Event(event),
        Record::Endpoint(_)
        | Record::Account(_)
        | Record::Attempt(_)
        | Record::Claim(_)
        | Record::Names(_) => {
            return None;
        }
    })
}

#[test]
fn every_read_answers_in_its_shape() {
    let mut world = lived();
    for contract in CONTRACTS {
        let row = contract.operation().unwrap();
        if row.method.name() != "GET" {
            continue;
        }
        let target = match contract.operation {
            "payments.get" => "/v1/payments/INV-001".into(),
            "refunds.get" => "/v1/refunds/R-1".into(),
            "withdrawals.get" => "/v1/withdrawals/W-1".into(),
            "checkout.get" => {
                let list = ask(&mut world, "GET", "/v1/checkout", "");
                format!("/v1/checkout/{}", text(&first(&list), "session_id"))
            }
            "events.get" => {
                let list = ask(&mut world, "GET", "/v1/events", "");
                format!("/v1/events/{}", text(&first(&list), "id"))
            }
            _ => format!("/v1{}", row.path.replace("{payment_reference}", "INV-001")),
        };
        let data = ask(&mut world, "GET", &target, "");
        match contract.answers {
            Answers::One(shape) => check(&data, shape, false, contract.operation),
            Answers::Page(shape) => check(&first(&data), shape, false, contract.operation),
        }
    }
    check(&ask(&mut world, "POST", "/v1/sandbox/reset", "{}"), &CLOCK, true, "reset");
}

fn first(list: &Json) -> Json {
    let Json::Object(list) = list else { panic!() };
    let names: Vec<_> = list.0.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["items", "next_cursor"]);
    let Some(Json::Array(items)) = list.get("items") else { panic!() };
    items.first().unwrap().clone()
}

#[test]
fn an_error_answers_in_its_shape() {
    for row in TABLE {
        let input = Object::default()
            .with("code", Json::text(row.name))
            .with("field", Json::text("amount"))
            .with("request_id", Json::text("req_0"));
        let answer = parse(call("answer.refuse", Json::from(input).print().as_bytes()).as_bytes()).unwrap();
        let Json::Object(answer) = answer else { panic!() };
        let Some(Json::Object(answer)) = answer.get("ok") else { panic!("{answer:?}") };
        let Some(Json::Object(body)) = answer.get("body") else { panic!() };
        check(body.get("error").unwrap(), &rwandapay_core::api::schema::ERROR, false, row.name);
    }
}

// ---- the document -----------------------------------------------------------------------------------------

#[test]
fn every_operation_has_its_contract() {
    let rows: Vec<&str> = operations().map(|operation| operation.name).collect();
    let contracts: Vec<&str> = CONTRACTS.iter().map(|contract| contract.operation).collect();
    assert_eq!(rows, contracts);
    let names = |fields: &[Field]| fields.iter().map(|field| field.name).collect::<BTreeSet<_>>();
    let paths: BTreeSet<_> =
        operations().flat_map(rwandapay_core::client::Operation::path_parameters).collect();
    let queries: BTreeSet<_> = operations().flat_map(|operation| operation.query.iter().copied()).collect();
    assert_eq!((names(PATH), names(QUERY)), (paths, queries));
    for contract in CONTRACTS {
        let codes = contract.errors();
        assert!(codes.iter().all(|code| code.row().http >= 400), "{}", contract.operation);
        assert_eq!(codes.len(), codes.iter().collect::<BTreeSet<_>>().len());
    }
    assert!(Contract::find("payments.wait").is_none());
}

#[test]
fn shapes_are_named_once_and_their_examples_are_of_their_kinds() {
    let mut names = BTreeSet::new();
    for shape in shapes() {
        assert!(names.insert(shape.name), "{} twice", shape.name);
        let fields: BTreeSet<_> = shape.fields.iter().map(|field| field.name).collect();
        assert_eq!(fields.len(), shape.fields.len(), "{}", shape.name);
        for field in shape.fields {
            let value = parse(field.example.as_bytes()).unwrap();
            let at = format!("{}.{}", shape.name, field.name);
            assert!(!field.doc.is_empty() && field.doc.ends_with('.'), "{at}");
            if value == Json::Null {
                assert_eq!(field.presence, Presence::Nullable, "{at}");
            } else {
                assert!(is_of(&value, field.kind), "{at}");
            }
        }
    }
    assert!(names.contains(ATTEMPT.name));
}

#[test]
fn every_reference_of_the_document_leads_somewhere_and_everything_is_used() {
    let document = parse(openapi().print().as_bytes()).unwrap();
    let text = document.print();
    let mut used = BTreeSet::new();
    references(&document, &mut used);
    for reference in &used {
        let mut at = &document;
        for part in reference.strip_prefix("#/").unwrap().split('/') {
            let Json::Object(object) = at else { panic!("{reference}") };
            at = object.get(part).unwrap_or_else(|| panic!("{reference} leads nowhere"));
        }
    }
    let Json::Object(root) = &document else { panic!() };
    let Some(Json::Object(components)) = root.get("components") else { panic!() };
    for section in ["schemas", "parameters"] {
        let Some(Json::Object(known)) = components.get(section) else { panic!() };
        for (name, _) in &known.0 {
            assert!(
                used.contains(&format!("#/components/{section}/{name}")),
                "{section}/{name} is used nowhere"
            );
        }
    }
    for operation in operations() {
        assert!(text.contains(&format!("\"operationId\":\"{}\"", operation.name)), "{}", operation.name);
    }
    assert_eq!(text.matches("\"operationId\":\"on.").count(), 14);
}

fn references(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::Object(object) => {
            for (name, value) in &object.0 {
                match value {
                    Json::Text(target) if name == "$ref" => {
                        found.insert(target.clone());
                    }
                    value => references(value, found),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn a_commands_answer_is_the_resource() {
    let mut world = World::new();
    let data = world.run(Action::Collect(caller(None), collect_request("0788123456", 5000, None))).unwrap();
    check(&data, &PAYMENT, false, "collect");
}
