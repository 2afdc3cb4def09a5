//! Attempts at a provider: unknown is never failed, and nothing is sent twice that may have arrived.

use rwandapay_core::engine::command::Adjustment;
use rwandapay_core::engine::{Action, Answer, Task};
use rwandapay_core::error::Outcome;
use rwandapay_core::failure::FailureCode;
use rwandapay_core::payment::PaymentState;
use rwandapay_core::rails::{Enquiry, Submission};
use rwandapay_core::record::{Failure, Stage};
use rwandapay_core::reference::{PaymentRef, ProviderRef};
use rwandapay_core::sandbox::rails::Fault;

use crate::common::{World, adjust, collect, declined, paid, refund, text, texts, withdraw};

fn refusal() -> Submission {
    Submission::Refused(Failure { code: FailureCode::PayerNotFound, raw: None })
}

/// A payment whose attempt is not sent yet, in a world whose clock the test moves by commands only.
fn unsent(world: &mut World) -> (PaymentRef, ProviderRef) {
    let payment = world.collected("0788123009", 5_000, Some("INV-1"));
    let attempt = world.payment_by(&payment).attempt;
    (payment, attempt)
}

fn answer(world: &mut World, action: Action) -> Answer {
    let entropy = world.entropy();
    world.sandbox.execute(&world.scope.clone(), entropy, action).unwrap()
}

#[test]
fn an_attempt_is_sent_once_and_by_one_shell() {
    let mut world = World::new();
    let (_, attempt) = unsent(&mut world);
    assert_eq!(answer(&mut world, Action::Sending(attempt.clone())), Answer::Send);
    // Another shell finds it being sent: whoever did that may have died, so it is asked about.
    assert_eq!(answer(&mut world, Action::Sending(attempt.clone())), Answer::Done);
    assert_eq!(world.attempt_by(&attempt).stage, Stage::Unknown);
    assert_eq!(answer(&mut world, Action::Sending(attempt)), Answer::Done);
}

#[test]
fn a_refusal_proves_that_nothing_moved_unless_it_may_have_arrived_before() {
    let mut world = World::new();
    let (payment, attempt) = unsent(&mut world);
    answer(&mut world, Action::Sending(attempt.clone()));
    answer(&mut world, Action::Submitted(attempt.clone(), refusal()));
    assert_eq!(world.payment_by(&payment).state, PaymentState::Failed);

    let mut world = World::new();
    let (payment, attempt) = unsent(&mut world);
    answer(&mut world, Action::Sending(attempt.clone()));
    answer(&mut world, Action::Enquired(attempt.clone(), Enquiry::Pending));
    answer(&mut world, Action::Submitted(attempt.clone(), refusal()));
    assert_eq!(world.payment_by(&payment).state, PaymentState::Pending);
}

#[test]
fn a_lost_reply_is_unknown_and_proven_later() {
    let mut world = World::new();
    world.sandbox.rails_mut().inject(Fault::LoseReply);
    let payment = world.collected("0788123456", 5_000, None);
    world.after(0);
    assert_eq!(world.attempt_by(&world.payment_by(&payment).attempt).stage, Stage::Unknown);
    world.after(2);
    assert_eq!(text(&world.payment(payment.as_str()), "status"), "successful");
}

#[test]
fn two_not_founds_a_minute_apart_send_a_collection_again_under_the_same_reference() {
    let mut world = World::new();
    world.sandbox.rails_mut().inject(Fault::LoseRequest);
    let payment = world.collected("0788123456", 5_000, None);
    let attempt = world.payment_by(&payment).attempt;
    // The first enquiry is after 5 s, the second 60 s later.
    world.after(64);
    assert_eq!(world.attempt_by(&attempt).submissions, 1);
    world.after(1);
    assert_eq!(world.attempt_by(&attempt).submissions, 2);
    world.after(2);
    assert_eq!(texts(&world.payment(payment.as_str()), &["status", "late"]), "successful false");
    assert_eq!(world.payment_by(&payment).attempt, attempt);
}

#[test]
fn not_founds_closer_than_a_minute_prove_nothing() {
    let mut world = World::new();
    world.sandbox.rails_mut().inject(Fault::LoseRequest);
    let payment = world.collected("0788123009", 5_000, None);
    world.after(5);
    for _ in 0..54 {
        world.after(1).told(&payment, Enquiry::NotFound);
    }
    assert_eq!(world.attempt_by(&world.payment_by(&payment).attempt).submissions, 1);
}

#[test]
fn whatever_else_the_provider_says_between_two_not_founds_begins_them_anew() {
    let mut world = World::new();
    let (_, attempt) = unsent(&mut world);
    world.after(1);
    world.ok(Action::Enquired(attempt.clone(), Enquiry::NotFound));
    assert!(world.attempt_by(&attempt).not_found_at.is_some());
    world.ok(Action::Enquired(attempt.clone(), Enquiry::Pending));
    assert_eq!(world.attempt_by(&attempt).not_found_at, None);

    let mut world = World::new();
    let (_, attempt) = unsent(&mut world);
    answer(&mut world, Action::Sending(attempt.clone()));
    answer(&mut world, Action::Enquired(attempt.clone(), Enquiry::NotFound));
    answer(&mut world, Action::Submitted(attempt.clone(), Submission::Accepted));
    assert_eq!(world.attempt_by(&attempt).not_found_at, None, "it was taken after that");
}

#[test]
fn nothing_is_sent_again_while_it_is_being_sent() {
    let mut world = World::new();
    let (_, attempt) = unsent(&mut world);
    let mut desk = world.desk();
    desk.run(Action::Sending(attempt.clone()));
    desk.run(Action::Enquired(attempt.clone(), Enquiry::NotFound));
    desk.now = desk.now.plus_seconds(61);
    desk.run(Action::Enquired(attempt.clone(), Enquiry::NotFound));
    assert_eq!(desk.attempt(&attempt).stage, Stage::Sending);
}

#[test]
fn a_late_word_about_the_first_submission_does_not_stop_the_second() {
    let mut world = World::new();
    let (_, attempt) = unsent(&mut world);
    let mut desk = world.desk();
    desk.run(Action::Sending(attempt.clone()));
    // Its shell seems dead, and two "not found" are a minute apart: it is to be sent again.
    desk.run(Action::Sending(attempt.clone()));
    desk.run(Action::Enquired(attempt.clone(), Enquiry::NotFound));
    desk.now = desk.now.plus_seconds(60);
    let again = desk.run(Action::Enquired(attempt.clone(), Enquiry::NotFound));
    assert!(again.jobs.iter().any(|job| job.task == Task::Submit(attempt.clone())));
    let late = desk.run(Action::Submitted(attempt.clone(), Submission::Unknown));
    assert!(late.finished.is_empty(), "the job that sends it again stays");
    assert_eq!(desk.run(Action::Sending(attempt)).answer, Ok(Answer::Send));
}

#[test]
fn nothing_is_sent_after_its_payment_has_expired() {
    let mut world = World::new();
    world.sandbox.rails_mut().inject(Fault::LoseRequest);
    let payment = world.collected("0788123456", 5_000, None);
    let attempt = world.payment_by(&payment).attempt;
    world.after(30);
    world.ok(Action::Enquired(attempt.clone(), Enquiry::Unknown));
    // Two "not found" after expiry: only asked about from now on.
    world.sandbox.rails_mut().inject(Fault::LoseRequest);
    world.after(40);
    world.after(900);
    world.told(&payment, Enquiry::NotFound);
    world.after(7_200);
    let submissions = world.attempt_by(&attempt).submissions;
    world.after(86_400);
    assert_eq!(world.attempt_by(&attempt).submissions, submissions);
}

#[test]
fn what_expires_while_it_is_sent_and_was_not_taken_is_proven_none() {
    for submission in [Submission::Busy, Submission::Unavailable] {
        let mut world = World::new();
        let (payment, attempt) = unsent(&mut world);
        let mut desk = world.desk();
        desk.run(Action::Sending(attempt.clone()));
        desk.now = desk.payment(&payment).expires_at;
        desk.run(Action::ExpirePayment(payment.clone()));
        assert_eq!(desk.payment(&payment).outcome, Outcome::Unknown);
        let decision = desk.run(Action::Submitted(attempt.clone(), submission));
        let payment = desk.payment(&payment);
        assert_eq!((payment.state, payment.outcome), (PaymentState::Expired, Outcome::None));
        assert_eq!(desk.attempt(&attempt).stage, Stage::Closed);
        assert!(!decision.jobs.iter().any(|job| job.task == Task::Submit(attempt.clone())));
        // The reference and the phone are free again.
        assert!(desk.run(collect("0788123009", 7_000, Some("INV-1"))).answer.is_ok());
    }
}

#[test]
fn unknown_is_never_failed_however_long_it_lasts() {
    let mut world = World::new();
    let payment = world.collected("0788123009", 5_000, None);
    for _ in 0..40 {
        world.after(1_000).told(&payment, Enquiry::Unknown);
    }
    assert_eq!(texts(&world.payment(payment.as_str()), &["status", "outcome"]), "expired unknown");
    world.told(&payment, paid());
    assert_eq!(
        texts(&world.payment(payment.as_str()), &["status", "outcome", "late"]),
        "successful done true"
    );
}

#[test]
fn a_failure_after_expiry_changes_the_outcome_and_not_the_state() {
    let mut world = World::new();
    let payment = world.collected("0788123009", 5_000, None);
    world.after(900).told(&payment, declined());
    let shown = texts(&world.payment(payment.as_str()), &["status", "outcome", "failure_code"]);
    assert_eq!(shown, "expired none provider_declined");
}

#[test]
fn a_payout_is_never_sent_again_without_a_person() {
    let mut world = World::new();
    world.sandbox.rails_mut().inject(Fault::LoseRequest);
    let reference = text(&world.ok(withdraw("0788123456", 10_000)), "reference");
    let attempt = world.withdrawal_by(&reference).attempt;
    world.after(60);
    assert_eq!(world.attempt_by(&attempt).stage, Stage::Unknown);
    let resubmit = adjust(Adjustment::ResubmitAttempt(attempt.clone()));
    assert_eq!(world.code(resubmit.clone()), "review_not_open", "one not found is none");
    world.after(20);
    assert_eq!(world.attempt_by(&attempt).stage, Stage::Parked, "two are a person's turn");
    world.after(3 * 86_400);
    assert_eq!(world.attempt_by(&attempt).submissions, 1);
    assert_eq!(world.money(), [1_190_000, 50_000, 10_000, 0], "the money stays reserved");

    world.ok(resubmit);
    world.after(2);
    assert_eq!(world.withdrawal_by(&reference).outcome, Outcome::Done);
    assert_eq!(world.attempt_by(&attempt).submissions, 2);
}

#[test]
fn a_collection_is_never_sent_again_by_a_person() {
    let mut world = World::new();
    let payment = world.collected("0788123009", 5_000, None);
    world.after(3 * 86_400);
    let attempt = world.payment_by(&payment).attempt;
    assert_eq!(world.attempt_by(&attempt).stage, Stage::Parked);
    let resubmit = adjust(Adjustment::ResubmitAttempt(attempt.clone()));
    assert_eq!(world.code(resubmit), "review_not_open");
    assert_eq!(world.attempt_by(&attempt).stage, Stage::Parked, "people can still decide it");
}

#[test]
fn people_can_decide_what_enquiries_could_not() {
    for confirm in [true, false] {
        let mut world = World::new();
        let payment = world.collected("0788123009", 5_000, Some("INV-1"));
        let attempt = world.payment_by(&payment).attempt;
        let deny = adjust(Adjustment::DenyAttempt(attempt.clone()));
        assert_eq!(world.code(deny.clone()), "review_not_open");
        world.after(3 * 86_400);
        world.ok(if confirm { adjust(Adjustment::ConfirmAttempt(attempt)) } else { deny });
        let shown = texts(&world.payment("INV-1"), &["status", "outcome"]);
        assert_eq!(shown, if confirm { "successful done" } else { "expired none" });
    }
}

#[test]
fn a_callback_is_a_hint_to_enquire_also_when_we_had_given_up() {
    let mut world = World::new();
    let payment = world.collected("0788123009", 5_000, None);
    world.after(3 * 86_400);
    assert_eq!(world.sandbox.next_due(), None);
    let attempt = world.payment_by(&payment).attempt;
    let token = world.attempt_by(&attempt).callback_token.reveal().to_string();
    world.ok(Action::Callback(token));
    assert_eq!(world.sandbox.next_due(), Some(world.sandbox.now()), "it is asked about at once");
    world.told(&payment, paid());
    assert_eq!(text(&world.payment(payment.as_str()), "status"), "successful");
}

#[test]
fn a_callback_without_its_token_is_dropped() {
    let mut world = World::new();
    world.collected("0788123456", 5_000, None);
    assert_eq!(world.code(Action::Callback("0".repeat(32))), "route_not_found");
}

#[test]
fn what_failed_can_still_be_proven_paid_and_nothing_else() {
    let mut world = World::new();
    let payment = world.collected("0788123001", 5_000, None);
    world.after(2);
    for news in [Enquiry::Pending, Enquiry::Unknown, Enquiry::NotFound, declined()] {
        world.told(&payment, news);
        assert_eq!(texts(&world.payment(payment.as_str()), &["status", "outcome"]), "failed none");
    }
    world.told(&payment, paid());
    let shown = texts(&world.payment(payment.as_str()), &["status", "outcome", "late", "failure_code"]);
    assert_eq!(shown, "successful done true null");
    let after = world.money();
    world.told(&payment, paid());
    world.told(&payment, declined());
    assert_eq!(world.money(), after);
}

#[test]
fn a_refund_that_was_lost_waits_for_a_person_too() {
    let mut world = World::new();
    let payment = world.collected("0788123456", 5_000, None);
    world.after(2);
    world.sandbox.rails_mut().inject(Fault::LoseRequest);
    let reference = text(&world.ok(refund(payment.as_str(), None)), "reference");
    world.after(3 * 86_400);
    let attempt = world.refund_by(&reference).attempt;
    assert_eq!(
        (world.attempt_by(&attempt).stage, world.attempt_by(&attempt).submissions),
        (Stage::Parked, 1)
    );
    world.ok(adjust(Adjustment::DenyAttempt(attempt)));
    assert_eq!(world.refund_by(&reference).outcome, Outcome::None);
    assert_eq!(world.money(), [1_204_825, 50_000, 0, 0]);
}
