//! The merchant's money: settlement days, debts, and books that can be added up again.

use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::Adjustment;
use rwandapay_core::ledger;

use crate::common::{World, adjust, refund, rwf, text, withdraw};

const OPENING: u64 = 1_200_000;

/// A world that settles after this many days, at 10:00 in Kigali on 5 January.
fn settling(days: u16) -> World {
    World::with(|config| config.policy.settlement_delay_days = days)
}

#[test]
fn a_payment_settles_when_its_kigali_day_begins() {
    for days in [1_u16, 2] {
        let mut world = settling(days);
        world.collected("0788123456", 5_000, None);
        world.after(2);
        assert_eq!(world.money(), [OPENING, 54_825, 0, 0]);
        // Kigali's day turns at 22:00 UTC; it is 08:00:02 UTC now.
        world.after(14 * 3_600 - 3 + (u64::from(days) - 1) * 86_400);
        assert_eq!(world.money(), [OPENING, 54_825, 0, 0]);
        world.after(1);
        assert_eq!(world.money(), [OPENING + 4_825, 50_000, 0, 0]);
    }
}

#[test]
fn a_payment_after_22_utc_belongs_to_the_next_day() {
    let mut world = settling(1);
    world.after(14 * 3_600 - 2);
    world.collected("0788123456", 1_000, None);
    world.after(1);
    world.collected("0788123457", 1_000, None);
    world.after(10);
    assert_eq!(world.money(), [OPENING, 50_000 + 2 * 965, 0, 0], "both came in after the turn of the day");
    world.after(86_400);
    assert_eq!(world.money(), [OPENING + 2 * 965, 50_000, 0, 0]);
}

#[test]
fn every_day_settles_on_its_own_day() {
    let mut world = settling(2);
    for day in 0..4_u64 {
        world.collected("0788123456", 1_000, Some(&format!("D-{day}")));
        world.after(86_400);
    }
    // Of four days, those of day 0 and 1 have settled by the morning of day 4, and that of day 2 as well.
    assert_eq!(world.money(), [OPENING + 3 * 965, 50_000 + 965, 0, 0]);
    world.after(86_400);
    assert_eq!(world.money(), [OPENING + 4 * 965, 50_000, 0, 0]);
    assert_eq!(world.sandbox.next_due(), None);
}

#[test]
fn a_refund_takes_from_the_unsettled_money_of_its_day_first() {
    let mut world = settling(1);
    world.collected("0788123456", 5_000, Some("INV-1"));
    world.after(2);
    let reference = text(&world.ok(refund("INV-1", None)), "reference");
    assert_eq!(world.money(), [OPENING - 175, 50_000, 5_000, 0]);
    assert_eq!(
        world.journals(&reference),
        ["refund_reserved: unsettled 4825, available 175, reserved -5000"]
    );
}

#[test]
fn the_unsettled_money_of_other_days_is_not_a_refunds() {
    let mut world = settling(2);
    world.collected("0788123456", 5_000, Some("INV-1"));
    world.after(86_400);
    world.collected("0788123456", 9_000, Some("INV-2"));
    world.after(2);
    world.ok(withdraw("0788123456", OPENING));
    let error = world.refused(refund("INV-1", None));
    assert_eq!(error.facts(), [("required", 5_000), ("available", 4_825)]);
    world.ok(refund("INV-1", Some(4_825)));
    assert_eq!(world.money(), [0, 50_000 + 8_685, OPENING + 4_825, 0]);
}

#[test]
fn what_was_reserved_goes_back_to_its_day_or_to_available_if_that_is_over() {
    for (pause, expected) in [(100, [OPENING, 54_825, 0, 0]), (86_400, [OPENING + 4_825, 50_000, 0, 0])] {
        let mut world = settling(1);
        world.collected("0788123009", 5_000, Some("INV-1"));
        let payment = world.payment_record("INV-1").reference;
        world.after(1).told(&payment, crate::common::paid());
        world.sandbox.rails_mut().inject(rwandapay_core::sandbox::rails::Fault::LoseRequest);
        let reference = text(&world.ok(refund("INV-1", None)), "reference");
        world.after(pause);
        let attempt = world.refund_by(&reference).attempt;
        world.ok(Action::Enquired(attempt, crate::common::declined()));
        assert_eq!(world.money(), expected, "after {pause} s");
    }
}

#[test]
fn a_debt_is_repaid_before_anything_waits_for_its_day() {
    let mut world = settling(1);
    world.ok(adjust(Adjustment::Debit(rwf(OPENING + 3_000))));
    assert_eq!(world.money(), [0, 50_000, 0, 3_000]);
    world.collected("0788123456", 5_000, None);
    world.after(2);
    assert_eq!(world.money(), [0, 51_825, 0, 0]);
    world.ok(adjust(Adjustment::Debit(rwf(1_000))));
    world.after(86_400);
    assert_eq!(world.money(), [825, 50_000, 0, 0], "settled money repays as well");
}

#[test]
fn a_day_whose_delay_was_changed_in_its_course_is_one_day_for_its_refunds() {
    let mut world = settling(1);
    world.collected("0788123456", 5_000, Some("INV-1"));
    world.after(2);
    let waiting = world.collected("0788123009", 5_000, Some("INV-2"));
    world.after(1);
    world.ok(withdraw("0788123456", OPENING));
    // The same books under a policy with another delay.
    let attempt = world.payment_by(&waiting).attempt;
    let mut desk = world.desk();
    desk.config.policy.settlement_delay_days = 2;
    desk.run(Action::Enquired(attempt, crate::common::paid())).answer.unwrap();
    desk.run(refund("INV-1", Some(5_000))).answer.unwrap();
    let balances = desk.balances();
    assert_eq!((balances.owed.get(), balances.unsettled.get()), (0, 50_000 + 2 * 4_825 - 5_000));
}

#[test]
fn deposits_and_corrections_have_their_journals() {
    let mut world = World::new();
    world.ok(adjust(Adjustment::Deposit(rwandapay_core::provider::Provider::Airtel, rwf(700))));
    world.ok(adjust(Adjustment::Credit(rwf(30))));
    world.ok(adjust(Adjustment::Debit(rwf(4))));
    let journals = world.journals("sandbox");
    assert_eq!(
        journals[journals.len() - 3..],
        [
            "deposit: airtel_collection 700, available -700",
            "adjustment: platform_fees 30, available -30",
            "adjustment: available 4, platform_fees -4"
        ]
    );
}

#[test]
fn the_documented_payment_stands_in_ordinary_postings() {
    let mut world = World::new();
    assert_eq!(world.money(), [OPENING, 50_000, 0, 0]);
    let journals = world.sandbox.journals().iter().map(|(_, journal)| journal);
    assert_eq!(ledger::recompute(journals).unwrap(), world.balances());
    world.ok(refund("PAY-20241215-ABC123", Some(5_000)));
    world.after(2);
    assert_eq!(text(&world.payment("PAY-20241215-ABC123"), "status"), "refunded");
}
