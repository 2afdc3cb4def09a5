//! The numbers of the sandbox, each to its exact end: contract, section 8.

use crate::common::{World, refund, text, texts, withdraw};
use rwandapay_core::reference::PaymentRef;

const OPENING: u64 = 1_200_000;

/// Last digits, seconds until it is decided, status, failure code, outcome, late.
type Row = (u32, u64, &'static str, &'static str, &'static str, bool);

const COLLECTIONS: [Row; 18] = [
    (1, 2, "failed", "insufficient_funds", "none", false),
    (2, 2, "failed", "payer_rejected", "none", false),
    (3, 2, "failed", "payer_timeout", "none", false),
    (4, 2, "failed", "payer_not_found", "none", false),
    (5, 2, "failed", "payer_limit_reached", "none", false),
    (6, 10, "failed", "provider_unavailable", "none", false),
    (7, 960, "successful", "null", "done", true),
    (8, 60, "failed", "provider_declined", "none", false),
    (10, 2, "successful", "null", "done", false),
    (11, 2, "successful", "null", "done", false),
    (12, 30, "successful", "null", "done", false),
    (14, 2, "successful", "null", "done", false),
    (15, 2, "failed", "payer_account_blocked", "none", false),
    (16, 2, "failed", "wrong_pin", "none", false),
    (17, 2, "failed", "low_balance_or_limit", "none", false),
    (18, 2, "failed", "provider_declined", "none", false),
    (19, 2, "failed", "unknown_reason", "none", false),
    (456, 2, "successful", "null", "done", false),
];

#[test]
fn a_collection_ends_as_its_number_says_and_not_a_second_sooner() {
    for prefix in ["0788123", "0731234"] {
        for row in COLLECTIONS {
            ends(prefix, row);
        }
    }
}

fn ends(prefix: &str, (digits, seconds, status, failure, outcome, late): Row) {
    let mut world = World::new();
    let payment = world.collected(&format!("{prefix}{digits:03}"), 5_000, None);
    let shown = |world: &World| world.payment(payment.as_str());
    let name = format!("{prefix}{digits:03}");

    world.after(seconds - 1);
    let waiting = if seconds > 900 { "expired unknown" } else { "pending unknown" };
    assert_eq!(texts(&shown(&world), &["status", "outcome"]), waiting, "{name}");
    assert_eq!(world.money(), [OPENING, 50_000, 0, 0], "a payment that waits has no posting: {name}");

    world.after(1);
    let end = texts(&shown(&world), &["status", "failure_code", "outcome", "late"]);
    assert_eq!(end, format!("{status} {failure} {outcome} {late}"), "{name}");
    let net = if status == "successful" { 4_825 } else { 0 };
    assert_eq!(world.money(), [OPENING + net, 50_000, 0, 0], "{name}");
    let posted = usize::from(net > 0);
    assert_eq!(world.journals(payment.as_str()).len(), posted, "{name}");

    // Duplicate, late and forged callbacks change nothing any more.
    let before = shown(&world);
    world.after(3 * 86_400);
    assert_eq!(shown(&world), before, "{name}");
}

#[test]
fn a_successful_collection_posts_its_amount_its_fee_and_its_net() {
    let mut world = World::new();
    let mtn = world.collected("0788123456", 5_000, None);
    let airtel = world.collected("0731234567", 333, None);
    world.after(2);
    let of = |payment: &PaymentRef| world.journals(payment.as_str());
    assert_eq!(of(&mtn), ["payment_received: mtn_collection 5000, platform_fees -175, available -4825"]);
    assert_eq!(of(&airtel), ["payment_received: airtel_collection 333, platform_fees -12, available -321"]);
    assert_eq!(text(&world.payment(mtn.as_str()), "paid_at"), "2026-01-05T08:00:02Z");
}

#[test]
fn number_009_is_never_known() {
    let mut world = World::new();
    let payment = world.collected("0788123009", 5_000, Some("INV-1"));
    world.after(899);
    assert_eq!(text(&world.payment("INV-1"), "status"), "pending");
    world.after(1);
    assert_eq!(
        texts(&world.payment("INV-1"), &["status", "outcome", "failure_code"]),
        "expired unknown null"
    );
    world.after(30 * 86_400);
    assert_eq!(texts(&world.payment("INV-1"), &["status", "outcome"]), "expired unknown");
    assert!(world.journals(payment.as_str()).is_empty());
    assert_eq!(world.sandbox.next_due(), None, "after 48 hours it is a person's turn");
}

#[test]
fn number_013_is_reviewed() {
    let mut world = World::new();
    let payment = world.collected("0788123013", 5_000, None);
    world.after(2);
    let shown = texts(&world.payment(payment.as_str()), &["status", "outcome", "under_review"]);
    assert_eq!(shown, "pending unknown true");
    assert_eq!(world.journals(payment.as_str()), ["review_received: mtn_collection 6000, suspense -6000"]);
    world.after(3_600);
    assert_eq!(text(&world.payment(payment.as_str()), "status"), "pending", "it does not expire");
}

/// Last digits, seconds, status, failure code, outcome.
const REFUNDS: [(u32, u64, &str, &str, &str); 6] = [
    (101, 2, "failed", "recipient_not_found", "none"),
    (102, 2, "failed", "recipient_cannot_receive", "none"),
    (103, 2, "failed", "float_insufficient", "none"),
    (107, 60, "successful", "null", "done"),
    (108, 60, "failed", "provider_declined", "none"),
    (456, 2, "successful", "null", "done"),
];

#[test]
fn a_refund_ends_as_the_number_of_its_payment_says() {
    for prefix in ["0788123", "0731234"] {
        for (digits, seconds, status, failure, outcome) in REFUNDS {
            let mut world = World::new();
            let payment = world.collected(&format!("{prefix}{digits:03}"), 5_000, None);
            world.after(2);
            assert_eq!(
                text(&world.payment(payment.as_str()), "status"),
                "successful",
                "these collects succeed"
            );
            let reference = text(&world.ok(refund(payment.as_str(), Some(2_000))), "reference");
            let refund = |world: &World| rwandapay_core::resource::refund(&world.refund_by(&reference));
            world.after(seconds - 1);
            assert_eq!(texts(&refund(&world), &["status", "outcome"]), "pending unknown", "{digits}");
            assert_eq!(world.money(), [OPENING + 2_825, 50_000, 2_000, 0], "{digits}");
            world.after(1);
            let end = texts(&refund(&world), &["status", "failure_code", "outcome", "late"]);
            assert_eq!(end, format!("{status} {failure} {outcome} false"), "{digits}");
            let left = if status == "successful" { 2_825 } else { 4_825 };
            assert_eq!(world.money(), [OPENING + left, 50_000, 0, 0], "{digits}");
            let shown = text(&world.payment(payment.as_str()), "status");
            assert_eq!(shown, if status == "successful" { "partially_refunded" } else { "successful" });
        }
    }
}

const PAYOUTS: [(u32, u64, &str, &str, &str); 6] = [
    (1, 2, "failed", "recipient_not_found", "none"),
    (2, 2, "failed", "recipient_cannot_receive", "none"),
    (3, 2, "failed", "float_insufficient", "none"),
    (7, 60, "successful", "null", "done"),
    (8, 60, "failed", "provider_declined", "none"),
    (456, 2, "successful", "null", "done"),
];

#[test]
fn a_withdrawal_ends_as_its_number_says() {
    for prefix in ["0788123", "0731234"] {
        for (digits, seconds, status, failure, outcome) in PAYOUTS {
            let mut world = World::new();
            let reference = text(&world.ok(withdraw(&format!("{prefix}{digits:03}"), 10_000)), "reference");
            let shown =
                |world: &World| rwandapay_core::resource::withdrawal(&world.withdrawal_by(&reference));
            world.after(seconds - 1);
            assert_eq!(texts(&shown(&world), &["status", "outcome"]), "pending unknown", "{digits}");
            assert_eq!(world.money(), [OPENING - 10_000, 50_000, 10_000, 0], "{digits}");
            world.after(1);
            let end = texts(&shown(&world), &["status", "failure_code", "outcome", "late"]);
            assert_eq!(end, format!("{status} {failure} {outcome} false"), "{digits}");
            let out = if status == "successful" { 10_000 } else { 0 };
            assert_eq!(world.money(), [OPENING - out, 50_000, 0, 0], "{digits}");
        }
    }
}
