//! Idempotency keys: the same bytes again, for a day and until what they created is final.

use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::PinCheck;
use rwandapay_core::error::Outcome;
use rwandapay_core::record::{KeyClass, Record};

use crate::common::{
    World, caller, collect_request, declined, refund_request, session_request, text, withdraw_request,
};

const ONE: [u8; 32] = [1; 32];
const TWO: [u8; 32] = [2; 32];
const DAY: u64 = 86_400;

fn keyed(phone: &str, key: &str, fingerprint: [u8; 32]) -> Action {
    Action::Collect(caller(Some((key, fingerprint))), collect_request(phone, 5_000, None))
}

#[test]
fn the_same_key_and_request_get_the_same_bytes() {
    let mut world = World::new();
    let first = world.ok(keyed("0788123456", "key", ONE));
    world.after(2);
    let version = world.payment(&text(&first, "reference"));
    let (again, replayed) = world.run_full(keyed("0788123456", "key", ONE)).unwrap();
    assert!(replayed);
    assert_eq!(again.print(), first.print(), "the stored answer, not the payment as it stands");
    assert_eq!(world.payment(&text(&first, "reference")), version, "nothing changed");
}

#[test]
fn the_same_key_for_another_request_is_refused_with_what_it_stands_for() {
    let mut world = World::new();
    let first = text(&world.ok(keyed("0788123009", "key", ONE)), "reference");
    let error = world.refused(keyed("0788123456", "key", TWO));
    assert_eq!((error.code().name(), error.related()), ("idempotency_key_reused", Some(first.as_str())));
    assert_eq!(error.outcome(), Some(Outcome::Unknown));
}

#[test]
fn a_key_comes_before_reference_prompt_funds_and_pin() {
    let mut world = World::new();
    let with_key = caller(Some(("key", ONE)));
    let request = withdraw_request("0788123456", 1_000_000, Some("W-1"));
    let first = world.ok(Action::Withdraw(with_key.clone(), request.clone(), PinCheck::Matches));
    for _ in 0..5 {
        world.refused(crate::common::wrong_pin());
    }
    let again = world.ok(Action::Withdraw(with_key, request, PinCheck::Differs));
    assert_eq!(again.print(), first.print(), "no money and a locked PIN: it is only said again");
}

#[test]
fn a_refused_request_may_be_sent_again_with_its_key() {
    let mut world = World::new();
    world.ok(keyed("0788123001", "other", ONE));
    assert_eq!(world.code(keyed("0788123001", "key", ONE)), "prompt_in_flight");
    world.after(2);
    world.ok(keyed("0788123001", "key", ONE));
}

#[test]
fn an_answer_for_a_held_reference_created_nothing_and_binds_no_key() {
    let mut world = World::new();
    world.collected("0788123456", 5_000, Some("INV-1"));
    let held =
        Action::Collect(caller(Some(("key", ONE))), collect_request("0788123456", 5_000, Some("INV-1")));
    assert!(world.run_full(held).unwrap().1);
    world.after(2);
    world.ok(keyed("0788123457", "key", TWO));
}

#[test]
fn a_key_is_kept_a_day() {
    let mut world = World::new();
    let first = text(&world.ok(keyed("0788123456", "key", ONE)), "reference");
    world.after(DAY - 1);
    assert_eq!(text(&world.ok(keyed("0788123456", "key", ONE)), "reference"), first);
    world.after(1);
    assert_ne!(text(&world.ok(keyed("0788123456", "key", TWO)), "reference"), first);
}

#[test]
fn and_until_what_it_created_is_final() {
    let mut world = World::new();
    let data = world.ok(keyed("0788123009", "key", ONE));
    let first = rwandapay_core::reference::PaymentRef::parse(&text(&data, "reference")).unwrap();
    world.after(10 * DAY);
    assert_eq!(text(&world.ok(keyed("0788123009", "key", ONE)), "reference"), first.as_str());
    assert_eq!(world.code(keyed("0788123456", "key", TWO)), "idempotency_key_reused");
    world.told(&first, declined());
    assert_ne!(text(&world.ok(keyed("0788123009", "key", ONE)), "reference"), first.as_str());
}

#[test]
fn an_open_session_is_not_final() {
    let mut world = World::with(|config| config.policy.session_expiry_seconds = 3 * 86_400);
    let open = || Action::InitializeCheckout(caller(Some(("key", ONE))), session_request("INV-1", 5_000));
    let first = world.ok(open());
    world.after(2 * DAY);
    assert_eq!(world.ok(open()).print(), first.print());
    world.after(DAY);
    assert_ne!(text(&world.ok(open()), "session_id"), text(&first, "session_id"));
}

#[test]
fn every_request_that_creates_something_has_keys() {
    let mut world = World::new();
    world.collected("0788123456", 5_000, Some("INV-1"));
    world.after(2);
    let with = |key| caller(Some((key, ONE)));
    let requests = [
        Action::Refund(with("a"), refund_request("INV-1", Some(10), None)),
        Action::Withdraw(with("b"), withdraw_request("0788123456", 10_000, None), PinCheck::Matches),
        Action::InitializeCheckout(with("c"), session_request("INV-2", 5_000)),
    ];
    for request in requests {
        let first = world.ok(request.clone());
        world.after(2);
        let (again, replayed) = world.run_full(request).unwrap();
        assert!(replayed);
        assert_eq!(again.print(), first.print());
    }
    // One scope for all of them: a key stands for one request, whatever it asks for.
    assert_eq!(world.code(keyed("0788123457", "a", TWO)), "idempotency_key_reused");
}

#[test]
fn the_keys_of_a_browser_and_of_the_server_never_meet() {
    let mut world = World::new();
    let session = |class, tx_ref| {
        let mut caller = caller(Some(("key", ONE)));
        caller.class = class;
        Action::InitializeCheckout(caller, session_request(tx_ref, 5_000))
    };
    let servers = world.ok(session(KeyClass::Secret, "INV-1"));
    let browsers = world.ok(session(KeyClass::Publishable, "INV-1"));
    assert_ne!(text(&servers, "session_id"), text(&browsers, "session_id"));
}

#[test]
fn time_never_runs_backwards_for_a_merchant() {
    let mut world = World::new();
    world.after(100).ok(Action::UnlockPin);
    let mut desk = world.desk();
    desk.now = world.sandbox.now().plus_seconds(-50);
    let decision = desk.run(crate::common::collect("0788123456", 5_000, None));
    let payment = decision.puts.iter().find_map(|(_, record)| match record {
        Record::Payment(payment) => Some(payment.created_at),
        _ => None,
    });
    assert_eq!(payment, Some(world.sandbox.now()));
}
