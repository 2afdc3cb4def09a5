//! References and prompts: who holds them, who is answered how, and when they are given back.

use rwandapay_core::engine::read::Found;
use rwandapay_core::engine::{Action, Answer, DuplicateSuccess};
use rwandapay_core::error::Outcome;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;
use rwandapay_core::rails::Enquiry;
use rwandapay_core::record::Owner;

use crate::common::{World, caller, collect, collect_request, initialize, paid, text, texts};

#[test]
fn the_same_request_for_a_held_reference_is_answered_with_its_payment_as_it_stands() {
    let mut world = World::new();
    let first = world.ok(collect("0788123456", 5_000, Some("INV-1")));
    world.after(2);
    let (again, replayed) = world.run_full(collect("0788123456", 5_000, Some("INV-1"))).unwrap();
    assert!(replayed);
    assert_eq!(text(&again, "reference"), text(&first, "reference"));
    assert_eq!(text(&again, "status"), "successful");
    assert_eq!(world.sandbox.rails().books(world.sandbox.now()).len(), 2, "the documented one and this one");
}

#[test]
fn any_other_request_for_it_is_refused_with_its_owner_and_what_is_known() {
    let mut world = World::new();
    let held = world.collected("0788123009", 5_000, Some("INV-1"));
    let other_provider = {
        let mut request = collect_request("0788123009", 5_000, Some("INV-1"));
        request.provider = Some(Provider::Airtel);
        request.provider_override = true;
        Action::Collect(caller(None), request)
    };
    let others = [
        collect("0788123009", 5_001, Some("INV-1")),
        collect("0788123456", 5_000, Some("INV-1")),
        other_provider,
        initialize("INV-1", 5_000),
    ];
    for other in others {
        let error = world.refused(other);
        assert_eq!(error.code().name(), "reference_in_use");
        assert_eq!(error.related(), Some(held.as_str()));
        assert_eq!(error.outcome(), Some(Outcome::Unknown));
    }
    world.told(&held, paid());
    let error = world.refused(collect("0788123009", 700, Some("INV-1")));
    assert_eq!(error.outcome(), Some(Outcome::Done));
}

#[test]
fn references_are_case_sensitive() {
    let mut world = World::new();
    world.collected("0788123456", 5_000, Some("INV-a"));
    world.collected("0788123457", 5_000, Some("INV-A"));
}

#[test]
fn the_reference_comes_before_the_prompt() {
    let mut world = World::new();
    world.collected("0788123009", 5_000, Some("INV-1"));
    assert_eq!(world.code(collect("0788123009", 700, Some("INV-1"))), "reference_in_use");
    assert_eq!(world.code(collect("0788123009", 700, Some("INV-2"))), "prompt_in_flight");
}

#[test]
fn a_reference_is_given_back_only_when_nothing_moved_for_sure() {
    let mut world = World::new();
    let failed = world.collected("0788123001", 5_000, Some("INV-1"));
    assert_eq!(world.code(collect("0788123001", 700, Some("INV-1"))), "reference_in_use");
    world.after(2);
    let next = world.collected("0788123009", 700, Some("INV-1"));
    assert_ne!(failed, next);
    // Expired with an outcome that nobody knows: still held.
    world.after(1_000);
    assert_eq!(text(&world.payment("INV-1"), "status"), "expired");
    assert_eq!(world.code(collect("0788123456", 900, Some("INV-1"))), "reference_in_use");
    // Proven not to have been paid: free.
    world.told(&next, crate::common::declined());
    assert_eq!(texts(&world.payment("INV-1"), &["status", "outcome"]), "expired none");
    world.collected("0788123456", 900, Some("INV-1"));
}

#[test]
fn a_payment_that_was_never_sent_gives_its_reference_back_when_it_expires() {
    let mut world = World::new();
    let payment = world.collected("0788123456", 5_000, Some("INV-1"));
    // Nothing is sent at a desk, as if the provider had been busy for as long as the payment lived.
    let mut desk = world.desk();
    desk.run(Action::ExpirePayment(payment.clone()));
    assert_eq!(desk.payment(&payment).outcome, Outcome::Unknown, "not before its time");
    desk.now = desk.payment(&payment).expires_at;
    let expired = desk.run(Action::ExpirePayment(payment.clone()));
    let after = desk.payment(&payment);
    assert_eq!((after.state.name(), after.outcome), ("expired", Outcome::None));
    assert_eq!(expired.releases.len(), 2, "the reference and the prompt");
    assert_eq!(desk.run(Action::Sending(after.attempt)).answer, Ok(Answer::Done));
}

#[test]
fn a_late_success_whose_reference_has_a_new_owner_goes_back_in_full() {
    let mut world = World::new();
    let first = world.collected("0788123001", 5_000, Some("INV-1"));
    world.after(2);
    let second = world.collected("0788123456", 5_000, Some("INV-1"));
    world.after(2);
    let before = world.money();
    world.told(&first, paid());
    let late = world.payment_by(&first);
    assert_eq!((late.state.name(), late.late), ("successful", true));
    assert_eq!(late.duplicate_of, Some(Owner::Payment(second.clone())));
    assert_eq!(late.refund_pending, late.amount);
    assert_eq!(late.fee_returned, late.fee, "fee included");
    assert_eq!(world.find("INV-1"), Found::Payment(second), "it takes no claim");
    let refund = world.refund_of(&first).attempt;
    world.told_of(refund, paid());
    assert_eq!(text(&world.payment(first.as_str()), "status"), "refunded");
    assert_eq!(world.money(), before, "the merchant has neither gained nor lost");
}

#[test]
fn a_session_without_an_attempt_is_a_new_owner_too() {
    let mut world = World::new();
    let first = world.collected("0788123001", 5_000, Some("INV-1"));
    world.after(2);
    let session = world.session("INV-1", 5_000);
    world.told(&first, paid());
    let late = world.payment_by(&first);
    assert_eq!(late.duplicate_of, Some(Owner::Session(session.clone())));
    assert_eq!(text(&world.payment(first.as_str()), "duplicate_of"), session.as_str());
    assert_eq!(late.refund_pending, late.amount);
}

#[test]
fn a_late_success_that_still_holds_its_reference_is_no_duplicate() {
    let mut world = World::new();
    let payment = world.collected("0788123007", 5_000, Some("INV-1"));
    world.after(960);
    let shown = texts(&world.payment("INV-1"), &["reference", "status", "late", "duplicate_of"]);
    assert_eq!(shown, format!("{payment} successful true null"));
}

#[test]
fn a_duplicate_may_be_kept_by_policy() {
    let mut world = World::with(|config| config.policy.duplicate_success = DuplicateSuccess::Keep);
    let first = world.collected("0788123001", 5_000, Some("INV-1"));
    world.after(2);
    world.collected("0788123456", 5_000, Some("INV-1"));
    world.told(&first, paid());
    let kept = world.payment_by(&first);
    assert!(kept.duplicate_of.is_some() && kept.refund_pending.is_zero());
}

#[test]
fn a_look_up_gives_the_owner_else_the_successful_one_else_the_newest() {
    let mut world = World::new();
    let first = world.collected("0788123001", 5_000, Some("INV-1"));
    world.after(2);
    let second = world.collected("0788123001", 6_000, Some("INV-1"));
    assert_eq!(world.find("INV-1"), Found::Payment(second.clone()), "the owner");
    world.after(2);
    assert_eq!(world.find("INV-1"), Found::Payment(second.clone()), "the newest");
    world.told(&first, paid());
    assert_eq!(world.payment_by(&first).duplicate_of, None, "nobody else has the reference");
    assert_eq!(world.find("INV-1"), Found::Payment(first), "the successful one");
    let third = world.collected("0788123009", 6_000, Some("INV-1"));
    assert_eq!(world.find("INV-1"), Found::Payment(third), "the owner again");
    assert_eq!(world.find("INV-2"), Found::Nothing);
}

#[test]
fn one_prompt_a_phone_naming_the_payment_that_has_it() {
    let mut world = World::new();
    let first = world.collected("0788123009", 5_000, None);
    let error = world.refused(collect("0788123009", 5_000, None));
    assert_eq!((error.code().name(), error.related()), ("prompt_in_flight", Some(first.as_str())));
    assert_eq!((error.field(), error.outcome()), (Some("phone"), Some(Outcome::Unknown)));
    world.told(&first, crate::common::declined());
    world.collected("0788123009", 5_000, None);
}

#[test]
fn a_prompt_is_over_after_its_lifetime_if_an_enquiry_still_says_pending() {
    let mut world = World::new();
    world.collected("0788123009", 5_000, None);
    world.after(359);
    assert_eq!(world.code(collect("0788123009", 5_000, None)), "prompt_in_flight");
    world.after(1);
    world.collected("0788123009", 5_000, None);
}

#[test]
fn an_enquiry_that_knows_nothing_does_not_free_the_phone() {
    let mut world = World::new();
    let payment = world.collected("0788123007", 5_000, None);
    world.after(400);
    world.told(&payment, Enquiry::Unknown);
    assert_eq!(world.code(collect("0788123007", 5_000, None)), "prompt_in_flight");
}

#[test]
fn a_known_outcome_of_an_old_payment_does_not_free_the_prompt_of_a_new_one() {
    let mut world = World::new();
    let old = world.collected("0788123009", 5_000, None);
    world.after(360);
    let new = world.collected("0788123009", 5_000, None);
    world.told(&old, crate::common::declined());
    let error = world.refused(collect("0788123009", 5_000, None));
    assert_eq!(error.related(), Some(new.as_str()));
}

#[test]
fn the_prompt_guard_is_a_setting() {
    let mut world = World::new();
    let mut settings = world.account().settings;
    settings.prompt_guard = false;
    world.ok(Action::SetSettings(settings));
    world.collected("0788123009", 5_000, None);
    world.collected("0788123009", 5_000, None);
}

#[test]
fn phones_of_one_number_meet_however_they_were_written() {
    let mut world = World::new();
    world.collected("0788123009", 5_000, None);
    assert_eq!(Phone::parse("+250 788 123 009"), Phone::parse("0788123009"));
    assert_eq!(world.code(collect("+250788123009", 5_000, None)), "prompt_in_flight");
}

#[test]
fn validation_comes_before_every_claim() {
    let mut world = World::new();
    world.collected("0788123009", 5_000, Some("INV-1"));
    assert_eq!(world.code(collect("0788123009", 99, Some("INV-1"))), "amount_below_minimum");
    assert_eq!(world.code(collect("0788123009", 1_000_001, Some("INV-1"))), "amount_above_maximum");
}
