//! Withdrawals: the reserve, the PIN, debts and registered numbers.

use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::{Adjustment, PinCheck};
use rwandapay_core::error::Outcome;
use rwandapay_core::phone::Phone;
use rwandapay_core::record::PinFailures;

use crate::common::{
    World, adjust, caller, declined, paid, rwf, text, withdraw, withdraw_request, wrong_pin,
};

const OPENING: u64 = 1_200_000;

fn told(world: &mut World, reference: &str, enquiry: rwandapay_core::rails::Enquiry) {
    let attempt = world.withdrawal_by(reference).attempt;
    world.told_of(attempt, enquiry);
}

#[test]
fn the_money_is_reserved_before_the_provider_is_called_and_released_on_proof_only() {
    let mut world = World::new();
    let reference = text(&world.ok(withdraw("0788123009", 10_000)), "reference");
    assert_eq!(world.money(), [OPENING - 10_000, 50_000, 10_000, 0]);
    told(&mut world, &reference, rwandapay_core::rails::Enquiry::Unknown);
    assert_eq!(world.money(), [OPENING - 10_000, 50_000, 10_000, 0]);
    world.after(1);
    told(&mut world, &reference, declined());
    assert_eq!(world.money(), [OPENING, 50_000, 0, 0]);
    assert_eq!(
        world.journals(&reference),
        [
            "withdrawal_reserved: available 10000, reserved -10000",
            "withdrawal_released: reserved 10000, available -10000"
        ]
    );
}

#[test]
fn a_fee_is_on_top_and_is_earned_when_the_money_arrived() {
    let mut world = World::with(|config| config.policy.withdrawal_fee = rwf(100));
    let reference = text(&world.ok(withdraw("0788123456", 10_000)), "reference");
    assert_eq!(world.money(), [OPENING - 10_100, 50_000, 10_100, 0]);
    world.after(2);
    assert_eq!(
        world.journals(&reference)[1],
        "withdrawal_paid: reserved 10100, mtn_disbursement -10000, platform_fees -100"
    );
    let error = world.refused(withdraw("0788123456", OPENING - 10_100));
    assert_eq!(error.facts(), [("required", OPENING - 10_000), ("available", OPENING - 10_100)]);
}

#[test]
fn limits_of_a_withdrawal() {
    let mut world = World::new();
    assert_eq!(world.code(withdraw("0788123456", 9_999)), "amount_below_minimum");
    assert_eq!(world.code(withdraw("0788123456", 4_000_001)), "amount_above_maximum");
    assert_eq!(world.code(withdraw("0788123456", OPENING + 1)), "insufficient_balance");
    world.ok(withdraw("0788123456", OPENING));
    assert_eq!(world.money(), [0, 50_000, OPENING, 0], "what is pending cannot be withdrawn");
}

#[test]
fn five_wrong_pins_lock_it_for_15_minutes_whatever_the_pin() {
    let mut world = World::new();
    for left in [4, 3, 2, 1, 0] {
        let error = world.refused(wrong_pin());
        assert_eq!((error.code().name(), error.code().row().http), ("pin_incorrect", 422));
        assert_eq!(error.facts(), [("attempts_left", left)]);
        assert_eq!(error.outcome(), Some(Outcome::None));
    }
    assert_eq!(world.code(withdraw("0788123456", 10_000)), "pin_locked");
    assert_eq!(world.code(wrong_pin()), "pin_locked");
    world.after(899);
    assert_eq!(world.code(withdraw("0788123456", 10_000)), "pin_locked");
    world.after(1);
    world.ok(withdraw("0788123456", 10_000));
}

#[test]
fn a_right_pin_forgets_the_wrong_ones() {
    let mut world = World::new();
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(world.code(wrong_pin()), "pin_incorrect");
        }
        world.ok(withdraw("0788123456", 10_000));
    }
    assert_eq!(world.account().pin_failures, PinFailures::default());
}

#[test]
fn ten_wrong_pins_since_the_last_right_one_need_an_operator() {
    let mut world = World::new();
    for _ in 0..2 {
        for _ in 0..5 {
            assert_eq!(world.code(wrong_pin()), "pin_incorrect");
        }
        assert_eq!(world.code(wrong_pin()), "pin_locked");
        world.after(900);
    }
    world.after(365 * 86_400 - 1);
    assert_eq!(world.code(withdraw("0788123456", 10_000)), "pin_locked");
    world.ok(Action::UnlockPin);
    world.ok(withdraw("0788123456", 10_000));
}

#[test]
fn a_wrong_pin_writes_its_count_and_moves_nothing() {
    let mut world = World::new();
    let before = world.money();
    world.refused(wrong_pin());
    assert_eq!(world.money(), before);
    assert_eq!(world.account().pin_failures.since_success, 1);
}

#[test]
fn funds_come_before_the_pin() {
    let mut world = World::new();
    let request = withdraw_request("0788123456", OPENING + 1, None);
    let action = Action::Withdraw(caller(None), request, PinCheck::Differs);
    assert_eq!(world.code(action), "insufficient_balance");
    assert_eq!(world.account().pin_failures.since_success, 0);
}

#[test]
fn no_pin_is_no_right_pin() {
    let mut world = World::new();
    let scope = rwandapay_core::record::Scope {
        merchant: rwandapay_core::reference::MerchantId::parse("other").unwrap(),
        mode: rwandapay_core::record::Mode::Test,
    };
    let mut settings = world.account().settings;
    settings.registered_only = false;
    let open = rwandapay_core::engine::command::OpenAccount {
        name: "Other".into(),
        settings,
        available: rwf(50_000),
        unsettled: rwf(0),
        payment: None,
    };
    world.scope = scope;
    world.ok(Action::OpenAccount(open.clone()));
    assert_eq!(world.code(withdraw("0788123456", 10_000)), "pin_not_set");
    assert_eq!(world.code(Action::OpenAccount(open)), "account_exists");
}

#[test]
fn only_registered_numbers_where_the_setting_says_so() {
    let mut world = World::new();
    let mut settings = world.account().settings;
    settings.registered_only = true;
    settings.registered_numbers = vec![Phone::parse("0788123456").unwrap()];
    world.ok(Action::SetSettings(settings));
    assert_eq!(world.code(withdraw("0788123457", 10_000)), "recipient_not_registered");
    world.ok(withdraw("0788123456", 10_000));
}

#[test]
fn debts_block_withdrawals_and_are_repaid_first() {
    let mut world = World::new();
    let pending = text(&world.ok(withdraw("0788123009", 20_000)), "reference");
    world.ok(adjust(Adjustment::Debit(rwf(OPENING))));
    assert_eq!(world.money(), [0, 50_000, 20_000, 20_000]);
    let error = world.refused(withdraw("0788123456", 10_000));
    assert_eq!((error.code().name(), error.facts()), ("balance_owed", &[("owed", 20_000)][..]));
    world.ok(adjust(Adjustment::Credit(rwf(5_000))));
    assert_eq!(world.money(), [0, 50_000, 20_000, 15_000]);
    world.after(1);
    told(&mut world, &pending, declined());
    assert_eq!(world.money(), [5_000, 50_000, 0, 0]);
}

#[test]
fn a_correction_of_nothing_is_refused() {
    let mut world = World::new();
    for nothing in [
        Adjustment::Credit(rwf(0)),
        Adjustment::Debit(rwf(0)),
        Adjustment::Deposit(rwandapay_core::provider::Provider::Mtn, rwf(0)),
    ] {
        assert_eq!(world.code(adjust(nothing)), "amount_below_minimum");
    }
}

#[test]
fn a_withdrawal_that_failed_can_be_proven_paid_late() {
    let mut world = World::new();
    let reference = text(&world.ok(withdraw("0788123009", 10_000)), "reference");
    world.after(1);
    told(&mut world, &reference, declined());
    told(&mut world, &reference, paid());
    let late = world.withdrawal_by(&reference);
    assert_eq!((late.state.name(), late.late, late.outcome), ("successful", true, Outcome::Done));
    assert_eq!(world.money(), [OPENING - 10_000, 50_000, 0, 0]);
}

#[test]
fn a_held_withdrawal_reference_pays_once() {
    let mut world = World::new();
    let by_name = |amount: u64, pin| {
        Action::Withdraw(caller(None), withdraw_request("0788123001", amount, Some("W-1")), pin)
    };
    let first = text(&world.ok(by_name(10_000, PinCheck::Matches)), "reference");
    let (again, replayed) = world.run_full(by_name(10_000, PinCheck::Matches)).unwrap();
    assert!(replayed);
    assert_eq!(text(&again, "reference"), first);
    let error = world.refused(by_name(10_001, PinCheck::Matches));
    assert_eq!((error.code().name(), error.related()), ("reference_in_use", Some(first.as_str())));
    assert_eq!(world.money()[2], 10_000);
    world.after(2);
    assert_ne!(text(&world.ok(by_name(10_001, PinCheck::Matches)), "reference"), first);
}
