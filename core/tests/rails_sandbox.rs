//! The numbers of the contract from end to end: engine, wire and simulated providers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::{World, caller, collect, field, rwf};
use rwandapay_core::engine::command::{Action, PinCheck};
use rwandapay_core::phone::Phone;
use rwandapay_core::record::{Record, Withdrawal};
use rwandapay_core::reference::Lookup;
use rwandapay_core::request::{RefundPayment, Withdraw};
use rwandapay_core::sandbox::rails::Moved;
use rwandapay_core::secret::Secret;

const PREFIXES: [&str; 2] = ["0788123", "0731234"];

fn refund(payment: &str) -> Action {
    let request = RefundPayment {
        payment: Lookup::parse(payment).unwrap(),
        amount: None,
        reason: None,
        reference: None,
    };
    Action::Refund(caller(None), request)
}

/// Status, outcome and failure code.
fn shown(world: &World, reference: &str) -> [String; 3] {
    let payment = world.payment(reference);
    ["status", "outcome", "failure_code"].map(|name| field(&payment, name).replace('"', ""))
}

#[test]
fn collections_end_as_their_number_says() {
    for prefix in PREFIXES {
        for (digits, seconds, expected) in [
            (1, 2, ["failed", "none", "insufficient_funds"]),
            (2, 2, ["failed", "none", "payer_rejected"]),
            (3, 2, ["failed", "none", "payer_timeout"]),
            (4, 2, ["failed", "none", "payer_not_found"]),
            (5, 2, ["failed", "none", "payer_limit_reached"]),
            (6, 60, ["failed", "none", "provider_unavailable"]),
            (7, 900, ["expired", "unknown", "null"]),
            (7, 960, ["successful", "done", "null"]),
            (8, 59, ["pending", "unknown", "null"]),
            (8, 60, ["failed", "none", "provider_declined"]),
            (9, 899, ["pending", "unknown", "null"]),
            (9, 86_400, ["expired", "unknown", "null"]),
            (10, 2, ["successful", "done", "null"]),
            (11, 2, ["successful", "done", "null"]),
            (12, 29, ["pending", "unknown", "null"]),
            (12, 30, ["successful", "done", "null"]),
            (13, 3_600, ["pending", "unknown", "null"]),
            (14, 1, ["pending", "unknown", "null"]),
            (14, 2, ["successful", "done", "null"]),
            (15, 2, ["failed", "none", "payer_account_blocked"]),
            (16, 2, ["failed", "none", "wrong_pin"]),
            (17, 2, ["failed", "none", "low_balance_or_limit"]),
            (18, 2, ["failed", "none", "provider_declined"]),
            (19, 2, ["failed", "none", "unknown_reason"]),
            (20, 2, ["successful", "done", "null"]),
        ] {
            let mut world = World::new();
            world.run(collect(&format!("{prefix}{digits:03}"), 5_000, Some("INV-1"))).unwrap();
            world.sandbox.advance(seconds).unwrap();
            assert_eq!(shown(&world, "INV-1"), expected, "{prefix}{digits:03} after {seconds} s");
            let payment = world.payment("INV-1");
            assert_eq!(field(&payment, "late"), (digits == 7 && seconds == 960).to_string());
            assert_eq!(field(&payment, "under_review"), (digits == 13).to_string());
            let books = world.sandbox.rails().books(world.sandbox.now());
            let moved: u64 = books.iter().map(|moved| moved.amount.get()).sum();
            let paid = if digits == 13 { 6_000 } else { 5_000 * u64::from(expected[0] == "successful") };
            assert_eq!(moved, paid + DOCUMENTED, "{prefix}{digits:03}");
        }
    }
}

/// What the providers have moved before: the documented payment.
const DOCUMENTED: u64 = 5_000;

#[test]
fn refunds_end_as_the_number_of_their_collection_says() {
    for prefix in PREFIXES {
        for (digits, seconds, expected) in [
            (101, 2, ("0", "0")),
            (102, 2, ("0", "0")),
            (103, 2, ("0", "0")),
            (107, 59, ("0", "5000")),
            (107, 60, ("5000", "0")),
            (108, 60, ("0", "0")),
            (100, 2, ("5000", "0")),
            (20, 1, ("0", "5000")),
            (20, 2, ("5000", "0")),
        ] {
            let mut world = World::new();
            world.run(collect(&format!("{prefix}{digits:03}"), 5_000, Some("INV-1"))).unwrap();
            world.sandbox.advance(2).unwrap();
            world.run(refund("INV-1")).unwrap();
            world.sandbox.advance(seconds).unwrap();
            let payment = world.payment("INV-1");
            let now = (field(&payment, "refunded_amount"), field(&payment, "refund_pending_amount"));
            assert_eq!(now, (expected.0.into(), expected.1.into()), "{prefix}{digits:03} after {seconds} s");
        }
    }
}

#[test]
fn withdrawals_end_as_their_number_says() {
    for prefix in PREFIXES {
        for (digits, seconds, expected) in [
            (1, 2, ["failed", "recipient_not_found"]),
            (2, 2, ["failed", "recipient_cannot_receive"]),
            (3, 2, ["failed", "float_insufficient"]),
            (7, 59, ["pending", "null"]),
            (7, 60, ["successful", "null"]),
            (8, 60, ["failed", "provider_declined"]),
            (101, 2, ["successful", "null"]),
            (456, 2, ["successful", "null"]),
        ] {
            let mut world = World::new();
            let request = Withdraw {
                amount: rwf(10_000),
                phone: Phone::parse(format!("{prefix}{digits:03}")).unwrap(),
                provider: None,
                provider_override: false,
                pin: Secret::new("1234"),
                reference: None,
            };
            world.run(Action::Withdraw(caller(None), request, PinCheck::Matches)).unwrap();
            world.sandbox.advance(seconds).unwrap();
            let withdrawal = withdrawal(&world);
            let failure = withdrawal.failure.as_ref().map_or("null", |failure| failure.code.name());
            assert_eq!([withdrawal.state.name(), failure], expected, "{prefix}{digits:03}");
        }
    }
}

fn withdrawal(world: &World) -> Withdrawal {
    let mut records = world.sandbox.records().iter();
    records
        .find_map(
            |(_, record)| if let Record::Withdrawal(found) = record { Some(found.clone()) } else { None },
        )
        .unwrap()
}

#[test]
fn the_documented_payment_can_be_refunded() {
    let mut world = World::new();
    let before = world.sandbox.rails().books(world.sandbox.now());
    assert_eq!(before.len(), 1, "the provider knows of it");
    world.run(refund("PAY-20241215-ABC123")).unwrap();
    world.sandbox.advance(2).unwrap();
    assert_eq!(shown(&world, "PAY-20241215-ABC123")[0], "refunded");
    let amounts: Vec<u64> = books(&world).iter().map(|moved| moved.amount.get()).collect();
    assert_eq!(amounts, [5_000, 5_000]);
}

fn books(world: &World) -> Vec<Moved> {
    world.sandbox.rails().books(world.sandbox.now())
}
