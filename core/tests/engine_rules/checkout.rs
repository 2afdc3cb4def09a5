//! Checkout sessions: one open attempt, one success, and the time they have.

use rwandapay_core::checkout::SessionState;
use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::Adjustment;
use rwandapay_core::engine::read::Found;
use rwandapay_core::error::Outcome;
use rwandapay_core::record::{KeyClass, Owner};
use rwandapay_core::reference::{PaymentRef, SessionId};

use crate::common::{
    World, adjust, caller, collect, declined, initialize, paid, pay, session_request, text, texts,
};

fn attempt(world: &mut World, session: &SessionId, phone: &str) -> PaymentRef {
    PaymentRef::parse(&text(&world.ok(pay(session, phone)), "reference")).unwrap()
}

fn publishable(tx_ref: &str, amount: u64) -> Action {
    let mut caller = caller(None);
    caller.class = KeyClass::Publishable;
    Action::InitializeCheckout(caller, session_request(tx_ref, amount))
}

#[test]
fn an_attempt_is_a_payment_of_the_session_and_completes_it() {
    let mut world = World::new();
    let mut request = session_request("INV-1", 5_000);
    request.metadata = Some(vec![("order".into(), "7".into())]);
    request.webhook_url = Some("https://shop.example/hook".into());
    let data = world.ok(Action::InitializeCheckout(caller(None), request));
    let session = SessionId::parse(&text(&data, "session_id")).unwrap();
    assert_eq!(world.find("INV-1"), Found::NoAttemptYet(session.clone()));
    let payment = attempt(&mut world, &session, "0788123456");
    let shown = world.payment("INV-1");
    assert_eq!(
        texts(&shown, &["reference", "merchant_reference", "session_id"]),
        format!("{payment} INV-1 {session}")
    );
    assert_eq!(texts(&shown, &["callback_url", "amount"]), "https://shop.example/hook 5000");
    world.after(2);
    let done = world.session_by(&session);
    assert_eq!((done.state, done.outcome(), done.late), (SessionState::Completed, Outcome::Done, false));
    assert_eq!(done.completed_by, Some(payment));
    assert_eq!(world.kinds(), ["checkout.completed", "payment.successful"]);
    assert_eq!(world.code(pay(&session, "0788123457")), "session_not_open");
}

#[test]
fn one_open_attempt_at_a_time() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    let first = attempt(&mut world, &session, "0788123009");
    let error = world.refused(pay(&session, "0788123456"));
    assert_eq!((error.code().name(), error.related()), ("attempt_in_progress", Some(first.as_str())));
    assert_eq!(error.outcome(), Some(Outcome::Unknown));
    world.told(&first, declined());
    let second = attempt(&mut world, &session, "0788123009");
    // Or its prompt's lifetime is over and an enquiry still says pending.
    world.after(359);
    assert_eq!(world.code(pay(&session, "0788123456")), "attempt_in_progress");
    world.after(1);
    assert_ne!(attempt(&mut world, &session, "0788123456"), second);
}

#[test]
fn a_further_success_is_a_duplicate_of_the_first() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    let first = attempt(&mut world, &session, "0788123009");
    world.after(360);
    let second = attempt(&mut world, &session, "0788123456");
    world.after(2);
    assert_eq!(world.session_by(&session).completed_by, Some(second.clone()));
    world.told(&first, paid());
    let further = world.payment_by(&first);
    assert_eq!(further.duplicate_of, Some(Owner::Payment(second)));
    assert_eq!(further.refund_pending, further.amount);
    assert!(!further.late, "it came in time, and still it is one too many");
}

#[test]
fn a_session_takes_the_claim_on_its_reference() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    let (again, replayed) = world.run_full(initialize("INV-1", 5_000)).unwrap();
    assert!(replayed);
    assert_eq!(text(&again, "session_id"), session.as_str());
    for other in [initialize("INV-1", 5_001), collect("0788123456", 5_000, Some("INV-1"))] {
        let error = world.refused(other);
        assert_eq!((error.code().name(), error.related()), ("reference_in_use", Some(session.as_str())));
        assert_eq!(error.outcome(), Some(Outcome::None), "nothing was sent");
    }
    // It is given back when the session closes and every attempt is proven none.
    let first = attempt(&mut world, &session, "0788123009");
    world.after(3_600);
    assert_eq!(world.session_by(&session).state, SessionState::Expired);
    assert_eq!(world.code(initialize("INV-1", 7_000)), "reference_in_use");
    world.told(&first, declined());
    assert_ne!(world.session("INV-1", 7_000), session);
}

#[test]
fn a_session_without_an_attempt_expires_after_its_hour() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    world.after(3_599);
    assert_eq!(world.session_by(&session).state, SessionState::Open);
    world.after(1);
    assert_eq!(world.session_by(&session).state, SessionState::Expired);
    assert_eq!(world.session_by(&session).outcome(), Outcome::None);
    assert_eq!(world.kinds(), ["checkout.expired"]);
    assert_eq!(world.code(pay(&session, "0788123456")), "session_not_open");
    world.collected("0788123456", 5_000, Some("INV-1"));
}

#[test]
fn a_session_does_not_expire_before_its_attempt() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    world.after(3_500);
    let last = attempt(&mut world, &session, "0788123009");
    world.after(200);
    assert_eq!(world.session_by(&session).state, SessionState::Open);
    let error = world.refused(pay(&session, "0788123456"));
    assert_eq!(error.message(), format!("the time of checkout session {session} is over"));
    world.told(&last, paid());
    assert_eq!(world.session_by(&session).state, SessionState::Completed);

    let session = world.session("INV-2", 5_000);
    world.after(3_500);
    attempt(&mut world, &session, "0731234009");
    world.after(899);
    assert_eq!(world.session_by(&session).state, SessionState::Open);
    world.after(1);
    assert_eq!(world.session_by(&session).state, SessionState::Expired);
}

#[test]
fn a_session_closes_as_soon_as_its_last_attempt_is_known_to_have_failed() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    world.after(3_500);
    let last = attempt(&mut world, &session, "0788123009");
    world.after(200);
    world.told(&last, declined());
    world.after(0);
    assert_eq!(world.session_by(&session).state, SessionState::Expired);
}

#[test]
fn a_session_waits_for_the_people_who_review_its_attempt() {
    let mut world = World::new();
    for (tx_ref, accept) in [("INV-1", true), ("INV-2", false)] {
        let session = world.session(tx_ref, 5_000);
        let payment = attempt(&mut world, &session, "0788123009");
        world.after(1);
        let other = rwandapay_core::rails::Report {
            phone: Some(rwandapay_core::phone::Phone::parse("0788000000").unwrap()),
            ..Default::default()
        };
        world.told(&payment, rwandapay_core::rails::Enquiry::Succeeded(other));
        world.after(30 * 86_400);
        assert_eq!(world.session_by(&session).state, SessionState::Open);
        assert_eq!(world.sandbox.next_due(), None, "nobody looks every minute");
        let decision =
            if accept { Adjustment::AcceptReview(payment) } else { Adjustment::ReturnReview(payment) };
        world.ok(adjust(decision));
        world.after(0);
        let expected = if accept { SessionState::Completed } else { SessionState::Expired };
        assert_eq!(world.session_by(&session).state, expected);
    }
}

#[test]
fn a_session_completes_late() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    let first = attempt(&mut world, &session, "0788123009");
    world.after(4_000);
    assert_eq!(world.session_by(&session).outcome(), Outcome::Unknown);
    world.told(&first, paid());
    let done = world.session_by(&session);
    assert_eq!(
        (done.state, done.late, done.completed_by),
        (SessionState::Completed, true, Some(first.clone()))
    );
    assert_eq!(world.payment_by(&first).duplicate_of, None);
}

#[test]
fn a_late_success_of_a_session_whose_reference_was_taken_goes_back() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    let first = attempt(&mut world, &session, "0788123001");
    world.after(3_600);
    let owner = world.collected("0788123456", 900, Some("INV-1"));
    world.told(&first, paid());
    let late = world.payment_by(&first);
    assert_eq!(late.duplicate_of, Some(Owner::Payment(owner)));
    assert_eq!(late.refund_pending, late.amount);
}

#[test]
fn closing_a_session_by_hand() {
    let mut world = World::new();
    let session = world.session("INV-1", 5_000);
    let first = attempt(&mut world, &session, "0788123009");
    let error = world.refused(Action::CloseCheckout(session.clone()));
    assert_eq!((error.code().name(), error.related()), ("attempt_in_progress", Some(first.as_str())));
    world.told(&first, declined());
    assert_eq!(text(&world.ok(Action::CloseCheckout(session.clone())), "status"), "expired");
    assert_eq!(text(&world.ok(Action::CloseCheckout(session)), "status"), "expired", "twice is once");
    world.collected("0788123456", 5_000, Some("INV-1"));
    let paid = world.session("INV-2", 5_000);
    attempt(&mut world, &paid, "0788123457");
    world.after(2);
    assert_eq!(world.code(Action::CloseCheckout(paid)), "session_not_open");
}

#[test]
fn a_page_tells_a_stranger_nothing_about_another_payment() {
    let mut world = World::new();
    world.collected("0788123009", 5_000, Some("INV-1"));
    let session = world.session("INV-2", 5_000);
    let error = world.refused(pay(&session, "0788123009"));
    assert_eq!((error.code().name(), error.related()), ("prompt_in_flight", None));
    assert_eq!(error.outcome(), Some(Outcome::None));
}

#[test]
fn a_browsers_reference_takes_no_claim_against_the_servers() {
    let mut world = World::new();
    let browsers = SessionId::parse(&text(&world.ok(publishable("INV-1", 100)), "session_id")).unwrap();
    let servers = world.session("INV-1", 5_000);
    assert_ne!(browsers, servers);
    let paid_in_browser = attempt(&mut world, &browsers, "0788123456");
    world.after(2);
    let payment = world.payment_by(&paid_in_browser);
    assert_eq!(payment.duplicate_of, None);
    assert_eq!(text(&world.payment(paid_in_browser.as_str()), "amount_source"), "publishable");
    assert_eq!(world.find("INV-1"), Found::NoAttemptYet(servers), "the server's own comes first");
    let (again, replayed) = world.run_full(publishable("INV-1", 100)).unwrap();
    assert!(replayed);
    assert_eq!(text(&again, "session_id"), browsers.as_str());
    assert_eq!(world.code(publishable("INV-1", 101)), "reference_in_use");
}

#[test]
fn a_browser_may_redirect_to_registered_origins_only() {
    let mut world = World::new();
    let redirect = |to: &str, class| {
        let mut request = session_request("INV-1", 100);
        request.redirect_url = Some(to.into());
        let mut caller = caller(None);
        caller.class = class;
        Action::InitializeCheckout(caller, request)
    };
    for to in [
        "https://evil.example/yourdomain.com",
        "https://yourdomain.com.evil.example/",
        "https://yourdomain.com:8443/",
        "http://yourdomain.com/",
        "https://YOURDOMAIN.com/",
    ] {
        assert_eq!(world.code(redirect(to, KeyClass::Publishable)), "url_origin_not_registered", "{to}");
    }
    world.ok(redirect("https://yourdomain.com/thanks?a=b#c", KeyClass::Publishable));
    world.ok(redirect("https://elsewhere.example/", KeyClass::Secret));
}

#[test]
fn limits_come_before_claims() {
    let mut world = World::new();
    world.session("INV-1", 5_000);
    assert_eq!(world.code(initialize("INV-1", 99)), "amount_below_minimum");
    assert_eq!(world.code(initialize("INV-1", 1_000_001)), "amount_above_maximum");
}
