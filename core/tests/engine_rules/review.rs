//! Review: money that is not what was asked for, and the people who decide.

use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::{Adjustment, Approval};
use rwandapay_core::phone::Phone;
use rwandapay_core::rails::{Enquiry, Report};
use rwandapay_core::reference::PaymentRef;

use crate::common::{World, adjust, collect, declined, paid, paid_amount, refund, rwf, text, texts};

const OPENING: u64 = 1_200_000;
const SHOWN: [&str; 5] = ["status", "outcome", "under_review", "failure_code", "late"];

fn other_payer() -> Enquiry {
    let phone = Some(Phone::parse("0788999999").unwrap());
    Enquiry::Succeeded(Report { amount: Some(rwf(5_000)), phone, ..Report::default() })
}

fn accept(payment: &PaymentRef) -> Action {
    adjust(Adjustment::AcceptReview(payment.clone()))
}

fn give_back(payment: &PaymentRef) -> Action {
    adjust(Adjustment::ReturnReview(payment.clone()))
}

/// A payment that waits, and what an enquiry says about it.
fn reviewed(world: &mut World, enquiry: Enquiry) -> PaymentRef {
    let payment = world.collected("0788123009", 5_000, Some("INV-1"));
    world.after(1).told(&payment, enquiry);
    payment
}

#[test]
fn it_stays_pending_keeps_its_claims_and_cannot_be_refunded() {
    let mut world = World::new();
    let payment = reviewed(&mut world, paid_amount(4_999));
    world.after(86_400);
    assert_eq!(texts(&world.payment("INV-1"), &SHOWN), "pending unknown true null false");
    assert_eq!(world.code(collect("0788123456", 5_000, Some("INV-1"))), "reference_in_use");
    assert_eq!(world.code(collect("0788123009", 5_000, Some("INV-2"))), "prompt_in_flight");
    assert_eq!(world.code(refund("INV-1", None)), "payment_not_refundable");
    assert_eq!(world.money(), [OPENING, 50_000, 0, 0], "what came in is in suspense");
    assert_eq!(world.journals(payment.as_str()), ["review_received: mtn_collection 4999, suspense -4999"]);
    assert_eq!(world.kinds(), ["payment.under_review"]);
}

#[test]
fn what_enquiries_and_callbacks_say_meanwhile_changes_nothing() {
    let mut world = World::new();
    let payment = reviewed(&mut world, paid_amount(4_999));
    let before = world.payment("INV-1");
    for news in [paid(), paid_amount(4_999), declined(), Enquiry::Pending, Enquiry::NotFound] {
        world.told(&payment, news);
    }
    let attempt = world.payment_by(&payment).attempt;
    let token = world.attempt_by(&attempt).callback_token.reveal().to_string();
    world.ok(Action::Callback(token));
    for decision in [
        Adjustment::ConfirmAttempt(attempt.clone()),
        Adjustment::DenyAttempt(attempt.clone()),
        Adjustment::ResubmitAttempt(attempt),
    ] {
        assert_eq!(world.code(adjust(decision)), "review_not_open");
    }
    world.after(86_400);
    assert_eq!(world.payment("INV-1"), before);
}

#[test]
fn an_equal_amount_of_another_payer_can_be_accepted() {
    let mut world = World::new();
    let payment = reviewed(&mut world, other_payer());
    world.ok(accept(&payment));
    assert_eq!(texts(&world.payment("INV-1"), &SHOWN), "successful done false null false");
    assert_eq!(world.money(), [OPENING + 4_825, 50_000, 0, 0]);
    assert_eq!(
        world.journals(payment.as_str())[1],
        "review_accepted: suspense 5000, platform_fees -175, available -4825"
    );
    assert_eq!(world.code(accept(&payment)), "review_not_open");
    assert_eq!(world.code(give_back(&payment)), "review_not_open");
}

#[test]
fn another_amount_can_only_be_returned() {
    let mut world = World::new();
    let payment = reviewed(&mut world, paid_amount(5_001));
    assert_eq!(world.code(accept(&payment)), "review_cannot_accept");
    world.ok(give_back(&payment));
    assert_eq!(texts(&world.payment("INV-1"), &SHOWN), "failed none false amount_mismatch false");
    assert_eq!(world.journals(payment.as_str())[1], "review_returned: suspense 5001, mtn_disbursement -5001");
    world.collected("0788123456", 5_000, Some("INV-1"));
}

#[test]
fn what_was_returned_is_no_news_when_the_provider_goes_on_to_say_so() {
    let mut world = World::new();
    let payment = world.collected("0788123013", 5_000, Some("INV-1"));
    world.after(2).ok(give_back(&payment));
    let before = world.payment("INV-1");
    let attempt = world.payment_by(&payment).attempt;
    world.ok(Action::CallbackOf(attempt.clone()));
    world.after(0).told(&payment, paid_amount(6_000));
    assert_eq!(world.payment("INV-1"), before);
    assert_eq!(world.journals(payment.as_str()).len(), 2, "it came in once and went back once");
    assert_eq!(world.code(adjust(Adjustment::ConfirmAttempt(attempt))), "review_not_open");
}

#[test]
fn another_payers_money_is_returned_as_such() {
    let mut world = World::new();
    let payment = reviewed(&mut world, other_payer());
    world.ok(give_back(&payment));
    assert_eq!(text(&world.payment("INV-1"), "failure_code"), "payer_mismatch");
}

#[test]
fn another_currency_is_no_francs_at_all() {
    let mut world = World::new();
    let euros = Report { amount: Some(rwf(5_000)), currency: Some("EUR".into()), ..Report::default() };
    let payment = reviewed(&mut world, Enquiry::Succeeded(euros));
    assert!(world.journals(payment.as_str()).is_empty());
    assert_eq!(world.code(accept(&payment)), "review_cannot_accept");
    world.ok(give_back(&payment));
    assert_eq!(texts(&world.payment("INV-1"), &SHOWN), "failed none false amount_mismatch false");
    assert!(world.journals(payment.as_str()).is_empty());
}

#[test]
fn a_field_that_the_provider_does_not_carry_is_no_mismatch() {
    let mut world = World::new();
    reviewed(&mut world, paid());
    assert_eq!(text(&world.payment("INV-1"), "status"), "successful");
}

#[test]
fn money_that_turns_up_for_a_failed_payment_is_reviewed_and_returned_once() {
    let mut world = World::new();
    let payment = world.collected("0788123001", 5_000, Some("INV-1"));
    world.after(2).told(&payment, paid_amount(6_000));
    assert_eq!(texts(&world.payment("INV-1"), &SHOWN), "failed unknown true insufficient_funds false");
    world.ok(give_back(&payment));
    assert_eq!(texts(&world.payment("INV-1"), &SHOWN), "failed none false amount_mismatch false");
    assert_eq!(world.code(give_back(&payment)), "review_not_open");
    let suspense = rwandapay_core::ledger::Account::Suspense;
    let journals = world.sandbox.journals().iter().map(|(_, journal)| journal);
    let sums = rwandapay_core::ledger::trial_balance(journals).unwrap();
    assert_eq!(sums.get(&suspense), Some(&0));
}

#[test]
fn money_that_turns_up_for_an_expired_payment_is_late_when_it_is_accepted() {
    let mut world = World::new();
    let payment = world.collected("0788123009", 5_000, Some("INV-1"));
    world.after(900).told(&payment, other_payer());
    assert_eq!(texts(&world.payment("INV-1"), &SHOWN), "expired unknown true null false");
    world.ok(accept(&payment));
    assert_eq!(texts(&world.payment("INV-1"), &SHOWN), "successful done false null true");
}

#[test]
fn two_different_people_where_real_money_moves() {
    let mut world = World::with(|config| config.policy.two_people = true);
    let payment = reviewed(&mut world, paid_amount(4_999));
    let alone = |and: &str| {
        let approval = Approval { by: "first".into(), and: and.into(), reason: "checked".into() };
        Action::Adjust(Adjustment::ReturnReview(payment.clone()), approval)
    };
    assert_eq!(world.code(alone("First ")), "two_people_required");
    assert_eq!(world.code(alone("")), "field_malformed");
    world.ok(alone("second"));
}
