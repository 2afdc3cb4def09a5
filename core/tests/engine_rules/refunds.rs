//! Refunds: the ceiling, the fee, the money, and what is proven late.

use proptest::prelude::*;
use rwandapay_core::engine::command::Adjustment;
use rwandapay_core::engine::{Action, RefundFee};
use rwandapay_core::error::Outcome;
use rwandapay_core::rails::Enquiry;
use rwandapay_core::record::Owner;
use rwandapay_core::sandbox::rails::Fault;

use crate::common::{World, adjust, caller, declined, paid, refund, refund_request, text, texts, withdraw};

const OPENING: u64 = 1_200_000;

/// A world with a successful payment of 5,000 under `INV-1`.
fn paid_world(change: impl Fn(&mut rwandapay_core::sandbox::SandboxConfig)) -> World {
    let mut world = World::with(change);
    world.collected("0788123456", 5_000, Some("INV-1"));
    world.after(2);
    world
}

/// Asks for a refund; gives its reference.
fn asked(world: &mut World, amount: Option<u64>) -> String {
    text(&world.ok(refund("INV-1", amount)), "reference")
}

/// Tells the engine what an enquiry about a refund said.
fn told(world: &mut World, refund: &str, enquiry: Enquiry) {
    let attempt = world.refund_by(refund).attempt;
    world.told_of(attempt, enquiry);
}

#[test]
fn successful_and_pending_refunds_never_exceed_the_amount() {
    let mut world = paid_world(|_| {});
    asked(&mut world, Some(3_000));
    let error = world.refused(refund("INV-1", Some(2_001)));
    assert_eq!(error.code().name(), "refund_exceeds_refundable");
    assert_eq!((error.field(), error.facts()), (Some("amount"), &[("refundable_amount", 2_000)][..]));
    world.after(2);
    assert_eq!(world.code(refund("INV-1", Some(2_001))), "refund_exceeds_refundable");
    asked(&mut world, Some(2_000));
    assert_eq!(world.code(refund("INV-1", None)), "refund_exceeds_refundable");
    world.after(2);
    assert_eq!(text(&world.payment("INV-1"), "status"), "refunded");
}

#[test]
fn no_amount_means_all_that_is_refundable() {
    let mut world = paid_world(|_| {});
    asked(&mut world, Some(1));
    let rest = asked(&mut world, None);
    assert_eq!(world.refund_by(&rest).amount.get(), 4_999);
    world.after(2);
    let shown = texts(&world.payment("INV-1"), &["status", "refunded_amount", "refundable_amount"]);
    assert_eq!(shown, "refunded 5000 0");
}

#[test]
fn pending_refunds_count_for_the_ceiling_only() {
    let mut world = paid_world(|_| {});
    asked(&mut world, Some(2_000));
    let names = ["status", "refunded_amount", "refund_pending_amount", "refundable_amount"];
    assert_eq!(texts(&world.payment("INV-1"), &names), "successful 0 2000 3000");
    world.after(2);
    assert_eq!(texts(&world.payment("INV-1"), &names), "partially_refunded 2000 0 3000");
}

#[test]
fn only_a_payment_that_succeeded_can_be_refunded() {
    let mut world = World::new();
    for (phone, name) in [("0788123009", "A"), ("0788123001", "B"), ("0788123013", "C")] {
        world.collected(phone, 5_000, Some(name));
        assert_eq!(world.code(refund(name, None)), "payment_not_refundable");
    }
    world.after(960);
    for name in ["A", "B", "C"] {
        let error = world.refused(refund(name, None));
        assert_eq!(error.code().name(), "payment_not_refundable");
        assert_eq!(error.code().row().http, 422);
    }
    assert_eq!(world.code(refund("D", None)), "payment_not_found");
}

#[test]
fn short_of_available_is_402_with_what_is_needed_and_there() {
    let mut world = paid_world(|_| {});
    world.ok(withdraw("0788123456", OPENING + 4_000));
    let error = world.refused(refund("INV-1", Some(826)));
    assert_eq!((error.code().name(), error.code().row().http), ("insufficient_balance", 402));
    assert_eq!(error.facts(), [("required", 826), ("available", 825)]);
    asked(&mut world, Some(825));
    // A deposit makes room.
    let deposit = Adjustment::Deposit(rwandapay_core::provider::Provider::Mtn, crate::common::rwf(1_000));
    world.ok(adjust(deposit));
    asked(&mut world, Some(1_000));
}

#[test]
fn the_money_is_set_aside_at_once_and_posted_when_it_has_gone() {
    let mut world = paid_world(|_| {});
    let reference = asked(&mut world, Some(2_000));
    assert_eq!(world.money(), [OPENING + 2_825, 50_000, 2_000, 0]);
    world.after(2);
    assert_eq!(
        world.journals(&reference),
        [
            "refund_reserved: available 2000, reserved -2000",
            "refund_paid: reserved 2000, mtn_disbursement -2000"
        ]
    );
}

#[test]
fn a_fee_that_is_returned_is_cumulative_and_ends_exactly() {
    let mut world = paid_world(|config| config.policy.refund_fee = RefundFee::Returned);
    let fees: Vec<u64> = [1_000, 1, 2_999, 1_000]
        .into_iter()
        .map(|amount| {
            let reference = asked(&mut world, Some(amount));
            world.after(2);
            world.refund_by(&reference).fee_returned.get()
        })
        .collect();
    // 175 x 1000/5000 = 35; 1001: 35.035; 4000: 140; 5000: 175.
    assert_eq!(fees, [35, 0, 105, 35]);
    assert_eq!(world.money(), [OPENING, 50_000, 0, 0], "the merchant gave back exactly what it had got");
}

#[test]
fn no_refund_returns_more_of_the_fee_than_it_is() {
    let mut world = paid_world(|config| config.policy.refund_fee = RefundFee::Returned);
    // Of 14 francs and 14 more, the second carries the whole franc of the fee; and all of those fail.
    let together: Vec<String> = (0..10)
        .map(|_| {
            world.sandbox.rails_mut().inject(Fault::LoseRequest);
            asked(&mut world, Some(14))
        })
        .collect();
    for reference in together {
        let carries = world.refund_by(&reference).fee_returned.get() == 1;
        told(&mut world, &reference, if carries { declined() } else { paid() });
    }
    let small = asked(&mut world, Some(1));
    assert_eq!(world.refund_by(&small).fee_returned.get(), 1);
    world.after(2);
    assert_eq!(world.refund_by(&small).outcome, Outcome::Done);
    asked(&mut world, None);
    world.after(2);
    let payment = world.payment_record("INV-1");
    assert_eq!(payment.fee_returned, payment.fee);
}

#[test]
fn a_fee_that_is_kept_costs_the_merchant() {
    let mut world = paid_world(|_| {});
    asked(&mut world, None);
    world.after(2);
    assert_eq!(world.money(), [OPENING - 175, 50_000, 0, 0]);
}

#[test]
fn a_held_refund_reference_is_answered_with_its_refund_and_given_back_if_nothing_moved() {
    let mut world = World::new();
    world.collected("0788123101", 5_000, Some("INV-1"));
    world.after(2);
    let by_name = |amount| Action::Refund(caller(None), refund_request("INV-1", amount, Some("R-1")));
    let first = text(&world.ok(by_name(Some(700))), "reference");
    let (again, replayed) = world.run_full(by_name(Some(700))).unwrap();
    assert!(replayed);
    assert_eq!(text(&again, "reference"), first);
    let error = world.refused(by_name(Some(701)));
    assert_eq!((error.code().name(), error.related()), ("reference_in_use", Some(first.as_str())));
    assert_eq!(error.outcome(), Some(Outcome::Unknown));
    // A payment may carry the same words: the namespaces are apart.
    world.collected("0788123456", 5_000, Some("R-1"));
    world.after(2);
    assert_eq!(world.refund_by(&first).outcome, Outcome::None);
    assert_ne!(text(&world.ok(by_name(Some(701))), "reference"), first);
}

#[test]
fn a_refund_that_failed_can_be_proven_paid_late() {
    let mut world = paid_world(|_| {});
    let reference = asked(&mut world, Some(2_000));
    told(&mut world, &reference, declined());
    assert_eq!(world.money(), [OPENING + 4_825, 50_000, 0, 0]);
    told(&mut world, &reference, paid());
    let late = world.refund_by(&reference);
    assert_eq!((late.state.name(), late.late, late.outcome), ("successful", true, Outcome::Done));
    assert_eq!(world.money(), [OPENING + 2_825, 50_000, 0, 0]);
    assert_eq!(texts(&world.payment("INV-1"), &["status", "refunded_amount"]), "partially_refunded 2000");
}

#[test]
fn what_went_back_beside_another_refund_counts_as_soon_as_there_is_room() {
    let mut world = paid_world(|_| {});
    let first = asked(&mut world, None);
    told(&mut world, &first, declined());
    let second = asked(&mut world, None);
    // Both are under way now; the payment never counts more than its amount.
    told(&mut world, &first, paid());
    let names = ["status", "refunded_amount", "refund_pending_amount", "refundable_amount"];
    assert_eq!(texts(&world.payment("INV-1"), &names), "successful 0 5000 0");
    assert!(!world.kinds().contains(&"payment.partially_refunded"));
    told(&mut world, &second, declined());
    assert_eq!(texts(&world.payment("INV-1"), &names), "refunded 5000 0 0");
    assert_eq!(world.kinds().last(), Some(&"payment.refunded"));
    assert_eq!(world.code(refund("INV-1", None)), "refund_exceeds_refundable");
    assert_eq!(world.money(), [OPENING + 4_825 - 5_000, 50_000, 0, 0]);
}

#[test]
fn both_refunds_may_have_gone_back_after_all() {
    let mut world = paid_world(|_| {});
    let first = asked(&mut world, None);
    told(&mut world, &first, declined());
    let second = asked(&mut world, None);
    told(&mut world, &first, paid());
    told(&mut world, &second, paid());
    assert_eq!(texts(&world.payment("INV-1"), &["status", "refunded_amount"]), "refunded 5000");
    assert_eq!(world.money(), [OPENING + 4_825 - 10_000, 50_000, 0, 0], "the merchant bears what moved");
}

#[test]
fn a_late_refund_that_the_merchant_cannot_pay_is_owed() {
    let mut world = paid_world(|_| {});
    let reference = asked(&mut world, None);
    told(&mut world, &reference, declined());
    world.ok(withdraw("0788123456", OPENING + 4_000));
    told(&mut world, &reference, paid());
    assert_eq!(world.money(), [0, 50_000, OPENING + 4_000, 5_000 - 825]);
    // The next payment repays it first.
    world.collected("0788123457", 1_000, None);
    world.after(2);
    assert_eq!(world.money()[3], 4_175 - 965);
}

#[test]
fn a_reversal_takes_what_is_left_and_gives_its_fee_up_once() {
    let mut world = paid_world(|config| config.policy.refund_fee = RefundFee::Returned);
    let failed = asked(&mut world, Some(5_000));
    told(&mut world, &failed, declined());
    let payment = world.payment_record("INV-1").reference;
    let reverse = adjust(Adjustment::Reverse(payment));
    world.ok(reverse.clone());
    assert_eq!(texts(&world.payment("INV-1"), &["status", "refundable_amount"]), "reversed 0");
    assert_eq!(world.money(), [OPENING, 50_000, 0, 0]);
    let before = world.sandbox.journals().len();
    world.ok(reverse);
    assert_eq!(world.sandbox.journals().len(), before, "twice is once");
    // The refund had gone through: the fee was given up already, so the merchant bears all of it.
    told(&mut world, &failed, paid());
    assert_eq!(world.money(), [OPENING - 5_000, 50_000, 0, 0]);
    assert_eq!(world.code(refund("INV-1", None)), "payment_not_refundable");
}

#[test]
fn a_payment_with_a_refund_under_way_cannot_be_reversed() {
    let mut world = paid_world(|_| {});
    asked(&mut world, Some(1));
    let payment = world.payment_record("INV-1").reference;
    let reverse = adjust(Adjustment::Reverse(payment));
    assert_eq!(world.code(reverse.clone()), "payment_not_reversible");
    world.after(2);
    world.ok(reverse);
}

#[test]
fn only_a_success_can_be_reversed() {
    let mut world = World::new();
    let payment = world.collected("0788123001", 5_000, None);
    let reverse = adjust(Adjustment::Reverse(payment));
    assert_eq!(world.code(reverse.clone()), "payment_not_reversible");
    world.after(2);
    assert_eq!(world.code(reverse), "payment_not_reversible");
}

#[test]
fn a_duplicate_is_refunded_though_the_merchant_has_nothing() {
    let mut world = World::new();
    let first = world.collected("0788123001", 5_000, Some("INV-1"));
    world.after(2);
    let second = world.collected("0788123456", 5_000, Some("INV-1"));
    world.after(2);
    let debit = Adjustment::Debit(crate::common::rwf(OPENING + 10_000));
    world.ok(adjust(debit));
    assert_eq!(world.money(), [0, 50_000, 0, 5_175]);
    world.told(&first, paid());
    assert_eq!(world.payment_by(&first).duplicate_of, Some(Owner::Payment(second)));
    // Its net had repaid a part of the debt: that part is owed again.
    assert_eq!(world.money(), [0, 50_000, 4_825, 5_175]);
    let refund = world.refund_of(&first).attempt;
    world.told_of(refund, paid());
    assert_eq!(world.money(), [0, 50_000, 0, 5_175]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is refunded in whatever order, some of it failing: never above the amount, and all of it
    /// returns exactly the fee.
    #[test]
    fn refunds_stay_below_the_amount_and_return_the_fee(
        amount in 100_u64..20_000,
        parts in prop::collection::vec((1_u64..9_000, any::<bool>()), 1..8),
    ) {
        let mut world = World::with(|config| config.policy.refund_fee = RefundFee::Returned);
        world.collected("0788123456", amount, Some("INV-1"));
        world.after(2);
        let mut back = 0;
        for (part, succeeds) in parts {
            // The provider never hears of it, so that it cannot contradict what the engine is told.
            world.sandbox.rails_mut().inject(Fault::LoseRequest);
            let Ok(data) = world.run(refund("INV-1", Some(part))) else {
                prop_assert!(part > amount - back);
                continue;
            };
            let reference = text(&data, "reference");
            told(&mut world, &reference, if succeeds { paid() } else { declined() });
            back += if succeeds { part } else { 0 };
            prop_assert_eq!(world.payment_record("INV-1").refunded.get(), back);
        }
        if back < amount {
            let rest = asked(&mut world, None);
            told(&mut world, &rest, paid());
        }
        let payment = world.payment_record("INV-1");
        prop_assert_eq!(payment.refunded, payment.amount);
        prop_assert_eq!(payment.fee_returned, payment.fee);
        prop_assert_eq!(world.money(), [OPENING, 50_000, 0, 0]);
    }
}
