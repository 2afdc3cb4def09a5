//! Events, endpoints and deliveries.

use rwandapay_core::engine::Action;
use rwandapay_core::json::{Json, parse};
use rwandapay_core::record::{Delivery, DeliveryAttempt, Endpoint, EventType, Key, Record};
use rwandapay_core::reference::{DeliveryId, EndpointId};
use rwandapay_core::request::{CreateEndpoint, RotateEndpoint};
use rwandapay_core::sandbox::Webhooks;
use rwandapay_core::webhook::DeliveryState;

use crate::common::{World, caller, collect_request, field, refund, text, texts};

fn held() -> World {
    World::with(|config| config.webhooks = Webhooks::Hold)
}

fn create(url: &str) -> Action {
    Action::CreateEndpoint(CreateEndpoint { url: url.into(), events: Vec::new() })
}

fn endpoint(world: &mut World, url: &str) -> EndpointId {
    EndpointId::parse(&text(&world.ok(create(url)), "id")).unwrap()
}

fn deliveries(world: &World) -> Vec<Delivery> {
    let records = world.sandbox.records().iter();
    records
        .filter_map(|(_, record)| if let Record::Delivery(one) = record { Some(one.clone()) } else { None })
        .collect()
}

fn delivery(world: &World, id: &DeliveryId) -> Delivery {
    deliveries(world).into_iter().find(|delivery| delivery.id == *id).unwrap()
}

fn endpoint_by(world: &World, id: &EndpointId) -> Endpoint {
    match world.sandbox.record(&Key::Endpoint(world.scope.clone(), id.clone())) {
        Some(Record::Endpoint(endpoint)) => endpoint.clone(),
        _ => panic!("no endpoint {id}"),
    }
}

fn attempt(world: &World, status: Option<u16>) -> DeliveryAttempt {
    DeliveryAttempt { at: world.sandbox.now(), status, error: None, duration_ms: 1 }
}

/// A world with one delivery that waits.
fn with_delivery() -> (World, EndpointId, DeliveryId) {
    let mut world = held();
    let endpoint = endpoint(&mut world, "https://shop.example/a");
    world.collected("0788123456", 5_000, None);
    world.after(2);
    let id = deliveries(&world)[0].id.clone();
    (world, endpoint, id)
}

#[test]
fn an_events_data_is_what_get_answers_at_that_version() {
    let mut world = World::new();
    let mut seen = Vec::new();
    for (phone, name) in [("0788123456", "A"), ("0788123001", "B"), ("0788123009", "C"), ("0788123013", "D")]
    {
        world.collected(phone, 5_000, Some(name));
    }
    // Whatever an answer shows at any second is what the event of that second said.
    for second in 0..1_000 {
        world.after(1);
        if second == 10 {
            world.ok(refund("A", Some(700)));
            world.ok(refund("A", Some(4_300)));
        }
        for event in world.events().into_iter().skip(seen.len()) {
            let Ok(Json::Object(body)) = parse(event.body.as_bytes()) else { panic!() };
            let data = body.get("data").unwrap();
            let shown = match event.about.get(..3) {
                Some("PAY") => world.payment(&event.about),
                Some("RFD") => rwandapay_core::resource::refund(&world.refund_by(&event.about)),
                other => panic!("{other:?}"),
            };
            if text(data, "version") == text(&shown, "version") {
                assert_eq!(data.print(), shown.print(), "{}", event.kind.name());
            }
            seen.push((event.about.clone(), text(data, "version").parse::<u64>().unwrap()));
        }
    }
    assert!(seen.len() >= 7);
    // Versions of one resource only rise, so a client can drop what is stale.
    for (index, (about, version)) in seen.iter().enumerate() {
        assert!(seen[..index].iter().filter(|(other, _)| other == about).all(|(_, before)| before < version));
    }
}

#[test]
fn sequences_have_no_gap_and_are_a_merchants_own() {
    let mut world = World::new();
    for number in 200..230 {
        world.collected(&format!("0788123{number}"), 5_000, None);
    }
    world.after(2);
    let sequences: Vec<u64> = world.events().iter().map(|event| event.sequence).collect();
    assert_eq!(sequences, (1..=30).collect::<Vec<_>>());
    let Ok(Json::Object(body)) = parse(world.events()[0].body.as_bytes()) else { panic!() };
    let body = Json::Object(body);
    assert_eq!(
        texts(&body, &["event", "sequence", "mode", "created_at"]),
        "payment.successful 1 test 2026-01-05T08:00:02Z"
    );
}

#[test]
fn an_event_goes_to_every_endpoint_and_to_the_resources_own_address_once_each() {
    let mut world = held();
    let wanted = Action::CreateEndpoint(CreateEndpoint {
        url: "https://shop.example/failures".into(),
        events: vec![EventType::PaymentFailed],
    });
    world.ok(wanted);
    endpoint(&mut world, "https://shop.example/all");
    for (phone, own) in
        [("0788123456", "https://shop.example/own"), ("0788123457", "https://shop.example/all")]
    {
        let mut request = collect_request(phone, 5_000, None);
        request.callback_url = Some(own.into());
        world.ok(Action::Collect(caller(None), request));
    }
    world.after(2);
    let mut urls: Vec<String> = deliveries(&world).into_iter().map(|delivery| delivery.url).collect();
    urls.sort();
    assert_eq!(urls, ["https://shop.example/all", "https://shop.example/all", "https://shop.example/own"]);
}

#[test]
fn a_fan_out_that_runs_twice_makes_the_same_deliveries() {
    let (mut world, endpoint, _) = with_delivery();
    let event = world.events()[0].id.clone();
    world.ok(Action::FanOut(event.clone(), vec![endpoint.clone()]));
    world.ok(Action::FanOut(event, vec![endpoint]));
    assert_eq!(deliveries(&world).len(), 1);
}

#[test]
fn the_waits_after_each_failure() {
    let (mut world, _, id) = with_delivery();
    let waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    for wait in waits {
        let at = attempt(&world, Some(500));
        world.ok(Action::Attempted(id.clone(), at));
        let waiting = delivery(&world, &id);
        assert_eq!(waiting.state, DeliveryState::Pending);
        let planned = waiting.next_attempt_at.unwrap().ms_since(world.sandbox.now());
        assert!((wait * 1_000..=wait * 1_100).contains(&planned), "{planned} ms for {wait} s");
    }
    let at = attempt(&world, None);
    world.ok(Action::Attempted(id.clone(), at));
    let over = delivery(&world, &id);
    assert_eq!((over.state, over.next_attempt_at, over.attempts.len()), (DeliveryState::Failed, None, 10));
}

#[test]
fn only_2xx_is_success_and_every_attempt_is_written_down() {
    for (status, state) in [
        (200, DeliveryState::Delivered),
        (299, DeliveryState::Delivered),
        (302, DeliveryState::Pending),
        (404, DeliveryState::Pending),
    ] {
        let (mut world, _, id) = with_delivery();
        let at = attempt(&world, Some(status));
        world.ok(Action::Attempted(id.clone(), at.clone()));
        assert_eq!(
            (delivery(&world, &id).state, delivery(&world, &id).attempts),
            (state, vec![at]),
            "{status}"
        );
    }
}

#[test]
fn a_410_disables_its_endpoint_and_what_else_waits_for_it_ends() {
    let (mut world, endpoint, id) = with_delivery();
    world.collected("0788123457", 5_000, None);
    world.after(2);
    let other = deliveries(&world).into_iter().find(|delivery| delivery.id != id).unwrap().id;
    assert_eq!(text(&world.ok(Action::Redeliver(other.clone())), "status"), "pending");
    world.ok(Action::TargetGone(other.clone()));
    assert_eq!(delivery(&world, &other).state, DeliveryState::Pending, "it is there");
    let at = attempt(&world, Some(410));
    world.ok(Action::Attempted(id.clone(), at));
    assert_eq!(delivery(&world, &id).state, DeliveryState::Disabled);
    assert!(endpoint_by(&world, &endpoint).disabled);
    world.ok(Action::TargetGone(other.clone()));
    assert_eq!(delivery(&world, &other).state, DeliveryState::Disabled);
    world.collected("0788123458", 5_000, None);
    world.after(2);
    assert_eq!(deliveries(&world).len(), 2, "nothing new goes there");
    // Asking again opens both.
    assert_eq!(text(&world.ok(Action::Redeliver(id)), "status"), "pending");
    assert!(!endpoint_by(&world, &endpoint).disabled);
}

#[test]
fn a_delivery_to_a_deleted_endpoint_ends_in_a_sandbox() {
    let mut world = World::new();
    let id = endpoint(&mut world, "https://shop.example/a");
    world.collected("0788123456", 5_000, None);
    world.after(1);
    world.sandbox.at(crate::common::start().plus_seconds(1));
    // Deleted after the event was fanned out and before it was delivered: both are due at the same instant.
    world.after(1);
    let delivered = deliveries(&world)[0].id.clone();
    world.ok(Action::Redeliver(delivered.clone()));
    world.ok(Action::DeleteEndpoint(id.clone()));
    world.after(0);
    assert_eq!(delivery(&world, &delivered).state, DeliveryState::Disabled);
    assert_eq!(world.code(Action::Redeliver(delivered)), "delivery_not_repeatable");
    assert_eq!(world.code(Action::DeleteEndpoint(id)), "endpoint_not_found");
}

#[test]
fn redelivery_sends_the_same_event_again() {
    let mut world = World::new();
    endpoint(&mut world, "https://shop.example/a");
    world.collected("0788123456", 5_000, None);
    world.after(2);
    let first = world.sandbox.drain_webhooks();
    let id = deliveries(&world)[0].id.clone();
    world.ok(Action::Redeliver(id));
    world.after(0);
    let again = world.sandbox.drain_webhooks();
    assert_eq!((first.len(), again.len()), (1, 1));
    assert_eq!((&first[0].body, &first[0].url), (&again[0].body, &again[0].url));
}

#[test]
fn endpoints_have_a_limit_and_one_address_each() {
    let mut world = held();
    let first = endpoint(&mut world, "https://shop.example/0");
    let error = world.refused(create("https://shop.example/0"));
    assert_eq!((error.code().name(), error.related()), ("endpoint_exists", Some(first.as_str())));
    for number in 1..16 {
        endpoint(&mut world, &format!("https://shop.example/{number}"));
    }
    assert_eq!(world.code(create("https://shop.example/16")), "endpoint_limit_reached");
    world.ok(Action::DeleteEndpoint(first));
    endpoint(&mut world, "https://shop.example/0");
}

#[test]
fn a_rotation_signs_with_every_live_secret_until_its_overlap_is_over() {
    let mut world = held();
    let id = endpoint(&mut world, "https://shop.example/a");
    let rotate = |overlap_seconds| Action::RotateEndpoint(RotateEndpoint { id: id.clone(), overlap_seconds });
    let live = |world: &World| {
        rwandapay_core::webhook::live_keys(&endpoint_by(world, &id).secrets, world.sandbox.now())
            .unwrap()
            .len()
    };
    for rotations in 1..=5 {
        world.ok(rotate(86_400));
        assert_eq!(live(&world), rotations + 1);
    }
    world.after(86_399);
    assert_eq!(live(&world), 6);
    world.after(1);
    assert_eq!(live(&world), 1);
    world.ok(rotate(86_400));
    world.ok(rotate(0));
    assert_eq!(live(&world), 1, "no overlap: the old ones stop at once");
    for _ in 0..40 {
        world.ok(rotate(604_800));
    }
    assert_eq!(live(&world), 16, "a verifier reads no more");
}

#[test]
fn a_secret_is_shown_when_it_is_made_and_never_again() {
    let mut world = held();
    let data = world.ok(create("https://shop.example/a"));
    assert!(text(&data, "secret").starts_with("whsec_"));
    let id = EndpointId::parse(&text(&data, "id")).unwrap();
    let shown = rwandapay_core::resource::endpoint(&endpoint_by(&world, &id), world.sandbox.now());
    assert_eq!(field(&shown, "secret"), "null");
    assert_eq!(field(&data, "version"), field(&shown, "version"));
}

#[test]
fn a_test_event_goes_to_its_endpoint_alone() {
    let mut world = held();
    let id = endpoint(&mut world, "https://shop.example/a");
    endpoint(&mut world, "https://shop.example/b");
    world.ok(Action::TestEndpoint(id));
    world.after(0);
    assert_eq!(world.kinds(), ["webhook.test"]);
    let urls: Vec<String> = deliveries(&world).into_iter().map(|delivery| delivery.url).collect();
    assert_eq!(urls, ["https://shop.example/a"]);
}

#[test]
fn webhooks_are_signed_as_a_merchant_verifies_them() {
    let mut world = World::new();
    let data = world.ok(create("https://shop.example/a"));
    let secret = text(&data, "secret");
    world.collected("0788123456", 5_000, None);
    world.after(2);
    let webhook = world.sandbox.drain_webhooks().remove(0);
    let keys = [rwandapay_core::webhook::SigningKey::parse_allowing_published(&secret).unwrap()];
    let header = |name: &str| webhook.headers.iter().find(|(key, _)| key == name).unwrap().1.clone();
    let again = rwandapay_core::webhook::sign(
        &keys,
        &header("webhook-id"),
        world.sandbox.now(),
        webhook.body.as_bytes(),
    )
    .unwrap();
    assert!(again.pairs().contains(&("webhook-signature", &header("webhook-signature"))));
}
