//! The simulated providers: what each number does, as the wire code reads it.

use rwandapay_core::failure::FailureCode;
use rwandapay_core::money::Rwf;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;
use rwandapay_core::rails::{
    Access, Claim, Enquiry, Product, Reply, Submission, airtel, enquire, mtn, read_callback, read_enquiry,
    read_submission, submit,
};
use rwandapay_core::record::{Attempt, Purpose, Stage};
use rwandapay_core::reference::{PaymentRef, ProviderRef, RefundRef, WithdrawalRef};
use rwandapay_core::sandbox::rails::{Fault, Moved, SimulatedRails};
use rwandapay_core::secret::Secret;
use rwandapay_core::time::Instant;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn access() -> Access {
    let product = || mtn::ProductAccess { subscription_key: Secret::new("s"), bearer: Secret::new("b") };
    Access {
        mtn: mtn::Access {
            environment: "mtnrwanda".into(),
            callback_base: "https://callbacks.invalid/mtn".into(),
            collection: product(),
            disbursement: product(),
        },
        airtel: airtel::Access { bearer: Secret::new("b"), encrypted_pin: Secret::new("p") },
    }
}

fn reference(number: u32) -> ProviderRef {
    ProviderRef::parse(&format!("{number:08x}-0000-4000-8000-000000000000")).unwrap()
}

fn at(ms: i64) -> Instant {
    Instant::from_seconds(1_734_272_730).plus_ms(ms)
}

fn attempt(provider: Provider, purpose: Purpose, number: u32, digits: u32) -> Attempt {
    let prefix = if provider == Provider::Mtn { "0788123" } else { "0731234" };
    Attempt {
        reference: reference(number),
        purpose,
        provider,
        phone: Phone::parse(format!("{prefix}{digits:03}")).unwrap(),
        amount: Rwf::new(5_000).unwrap(),
        callback_token: Secret::new(TOKEN),
        stage: Stage::Sending,
        maybe_taken: false,
        sent_at: None,
        prompt_until: None,
        submissions: 0,
        enquiries: 0,
        not_found_at: None,
        created_at: at(0),
        version: 1,
    }
}

fn collect(provider: Provider, digits: u32) -> Attempt {
    let payment = PaymentRef::parse("PAY-20241215-ABC123").unwrap();
    attempt(provider, Purpose::Collect(payment), 1, digits)
}

fn refund(provider: Provider, digits: u32) -> Attempt {
    let refund = RefundRef::parse("RFD-20241215-ABC123").unwrap();
    attempt(provider, Purpose::Refund(refund, reference(1)), 2, digits)
}

fn withdraw(provider: Provider, digits: u32) -> Attempt {
    attempt(provider, Purpose::Withdraw(WithdrawalRef::parse("WDR-20241215-ABC123").unwrap()), 3, digits)
}

/// Rails that have collected what a refund names.
fn collected(attempt: &Attempt) -> SimulatedRails {
    let mut rails = SimulatedRails::new();
    if let Purpose::Refund(..) = attempt.purpose {
        rails.record_collection(&collect(attempt.provider, attempt.phone.get() % 1000), at(-1_000));
    }
    rails
}

fn send(rails: &mut SimulatedRails, attempt: &Attempt, ms: i64) -> Submission {
    let reply = rails.submit(&submit(attempt, &access()), at(ms));
    read_submission(attempt.provider, Product::of(attempt), &reply)
}

fn ask(rails: &SimulatedRails, attempt: &Attempt, ms: i64) -> Enquiry {
    let reply = rails.enquire(&enquire(attempt, &access()), at(ms));
    read_enquiry(attempt.provider, Product::of(attempt), &reply)
}

fn amount(enquiry: &Enquiry) -> Option<u64> {
    match enquiry {
        Enquiry::Succeeded(report) => Some(report.amount.unwrap().get()),
        _ => None,
    }
}

fn failure(enquiry: &Enquiry) -> Option<FailureCode> {
    match enquiry {
        Enquiry::Failed(failure) => Some(failure.code),
        _ => None,
    }
}

/// The callbacks up to a time: when each came, in milliseconds, and what it claimed.
fn callbacks(rails: &mut SimulatedRails, provider: Provider, until_ms: i64) -> Vec<(i64, Claim)> {
    let mut came = Vec::new();
    while let Some(due) = rails.next_due().filter(|due| *due <= at(until_ms)) {
        for callback in rails.callbacks_due(due) {
            assert_eq!((callback.provider, callback.at), (provider, due));
            let hint = read_callback(provider, &callback.body).unwrap();
            match provider {
                Provider::Mtn => {
                    assert_eq!(callback.token.as_ref().map(Secret::reveal), Some(TOKEN));
                    assert!(
                        ["PAY-", "RFD-", "WDR-"].iter().any(|p| hint
                            .reference
                            .as_ref()
                            .unwrap()
                            .starts_with(p))
                    );
                }
                Provider::Airtel => {
                    assert_eq!(callback.token, None);
                    assert_eq!(hint.reference.as_ref(), Some(&callback.reference));
                }
            }
            came.push((due.ms_since(at(0)), hint.claim));
        }
    }
    came
}

/// The digits, when it is decided, what is reported, and the callbacks.
type Course = (u32, i64, u64, &'static [(i64, Claim)]);

const DAYS_MS: i64 = 10 * 86_400_000;

#[test]
fn a_number_that_is_not_listed_succeeds_after_exactly_two_seconds() {
    for provider in Provider::ALL {
        for digits in [0, 20, 99, 100, 101, 456, 999] {
            let (mut rails, attempt) = (SimulatedRails::new(), collect(provider, digits));
            assert_eq!(send(&mut rails, &attempt, 0), Submission::Accepted);
            assert_eq!(ask(&rails, &attempt, 0), Enquiry::Pending);
            assert_eq!(ask(&rails, &attempt, 1_999), Enquiry::Pending);
            assert!(rails.books(at(1_999)).is_empty());
            let Enquiry::Succeeded(report) = ask(&rails, &attempt, 2_000) else { panic!("{digits}") };
            assert_eq!((report.amount, report.phone), (Some(attempt.amount), Some(attempt.phone)));
            assert_eq!(report.currency.as_deref(), Some("RWF"));
            assert!(report.transaction.is_some());
            assert_eq!(callbacks(&mut rails, provider, DAYS_MS), [(2_000, Claim::Succeeded)]);
            let moved = Moved {
                provider,
                product: Product::Collect,
                reference: attempt.reference.to_string(),
                ours: "PAY-20241215-ABC123".into(),
                phone: attempt.phone,
                amount: attempt.amount,
                at: at(2_000),
            };
            assert_eq!(rails.books(at(2_000)), [moved]);
        }
    }
}

#[test]
fn numbers_that_fail_do_so_after_two_seconds_for_their_reason() {
    use FailureCode as Code;
    for provider in Provider::ALL {
        for (digits, code) in [
            (1, Code::InsufficientFunds),
            (2, Code::PayerRejected),
            (3, Code::PayerTimeout),
            (4, Code::PayerNotFound),
            (5, Code::PayerLimitReached),
            (15, Code::PayerAccountBlocked),
            (16, Code::WrongPin),
            (17, Code::LowBalanceOrLimit),
            (18, Code::ProviderDeclined),
            (19, Code::UnknownReason),
        ] {
            check_failure(&collect(provider, digits), code);
        }
        for (digits, code) in
            [(1, Code::RecipientNotFound), (2, Code::RecipientCannotReceive), (3, Code::FloatInsufficient)]
        {
            check_failure(&withdraw(provider, digits), code);
            check_failure(&refund(provider, 100 + digits), code);
        }
    }
}

fn check_failure(attempt: &Attempt, code: FailureCode) {
    let mut rails = collected(attempt);
    assert_eq!(send(&mut rails, attempt, 0), Submission::Accepted);
    assert_eq!(ask(&rails, attempt, 1_999), Enquiry::Pending);
    let enquiry = ask(&rails, attempt, 2_000);
    assert_eq!(failure(&enquiry), Some(code), "{:?} {:?}", attempt.provider, attempt.purpose);
    if let Enquiry::Failed(failure) = enquiry {
        assert_eq!(failure.raw.is_some(), code == FailureCode::UnknownReason);
    }
    assert_eq!(ask(&rails, attempt, DAYS_MS), ask(&rails, attempt, 2_000));
    assert_eq!(callbacks(&mut rails, attempt.provider, DAYS_MS), [(2_000, Claim::Failed)]);
    let moved = rails.books(at(DAYS_MS));
    assert!(moved.iter().all(|moved| moved.reference != attempt.reference.as_str()));
}

#[test]
fn number_6_is_down_and_takes_nothing_however_often() {
    for provider in Provider::ALL {
        let (mut rails, attempt) = (SimulatedRails::new(), collect(provider, 6));
        for ms in [0, 5_000, 10_000, 60_000] {
            assert_eq!(send(&mut rails, &attempt, ms), Submission::Unavailable);
            assert_eq!(ask(&rails, &attempt, ms), Enquiry::NotFound);
        }
        assert_eq!(rails.next_due(), None);
        assert!(rails.books(at(DAYS_MS)).is_empty());
    }
}

#[test]
fn number_7_is_unknown_and_pays_a_minute_after_the_payment_has_expired() {
    for provider in Provider::ALL {
        let (mut rails, attempt) = (SimulatedRails::new(), collect(provider, 7));
        assert_eq!(send(&mut rails, &attempt, 0), Submission::Unknown);
        for ms in [0, 5_000, 900_000, 959_999] {
            assert_eq!(ask(&rails, &attempt, ms), Enquiry::Unknown, "{ms}");
        }
        assert_eq!(amount(&ask(&rails, &attempt, 960_000)), Some(5_000));
        assert_eq!(callbacks(&mut rails, provider, DAYS_MS), [(960_000, Claim::Succeeded)]);
    }
}

#[test]
fn what_is_unknown_for_a_minute_then_fails_or_arrives() {
    for provider in Provider::ALL {
        for (attempt, succeeds) in [
            (collect(provider, 8), false),
            (withdraw(provider, 7), true),
            (withdraw(provider, 8), false),
            (refund(provider, 107), true),
            (refund(provider, 108), false),
        ] {
            let mut rails = collected(&attempt);
            assert_eq!(send(&mut rails, &attempt, 0), Submission::Unknown);
            assert_eq!(ask(&rails, &attempt, 59_999), Enquiry::Unknown);
            let enquiry = ask(&rails, &attempt, 60_000);
            assert_eq!(amount(&enquiry), succeeds.then_some(5_000));
            assert_eq!(failure(&enquiry), (!succeeds).then_some(FailureCode::ProviderDeclined));
            let claim = if succeeds { Claim::Succeeded } else { Claim::Failed };
            assert_eq!(callbacks(&mut rails, provider, DAYS_MS), [(60_000, claim)]);
        }
    }
}

#[test]
fn number_9_is_pending_for_ever() {
    for provider in Provider::ALL {
        let (mut rails, attempt) = (SimulatedRails::new(), collect(provider, 9));
        assert_eq!(send(&mut rails, &attempt, 0), Submission::Accepted);
        assert_eq!(ask(&rails, &attempt, DAYS_MS), Enquiry::Pending);
        assert_eq!(rails.next_due(), None);
        assert!(rails.books(at(DAYS_MS)).is_empty());
    }
}

#[test]
fn numbers_10_to_14_succeed_in_their_own_ways() {
    use Claim::{Pending, Succeeded};
    for provider in Provider::ALL {
        let cases: [Course; 5] = [
            (10, 2_000, 5_000, &[(2_000, Succeeded), (3_000, Succeeded), (4_000, Succeeded)]),
            (11, 2_000, 5_000, &[(2_000, Succeeded), (3_000, Pending)]),
            (12, 30_000, 5_000, &[(30_000, Succeeded)]),
            (13, 2_000, 6_000, &[(2_000, Succeeded)]),
            (14, 2_000, 5_000, &[(1_000, Succeeded), (2_000, Succeeded)]),
        ];
        for (digits, decides_ms, reported, expected) in cases {
            let (mut rails, attempt) = (SimulatedRails::new(), collect(provider, digits));
            assert_eq!(send(&mut rails, &attempt, 0), Submission::Accepted);
            assert_eq!(ask(&rails, &attempt, decides_ms - 1), Enquiry::Pending);
            assert_eq!(amount(&ask(&rails, &attempt, decides_ms)), Some(reported), "{digits}");
            assert_eq!(callbacks(&mut rails, provider, DAYS_MS), expected, "{digits}");
            assert_eq!(rails.books(at(DAYS_MS))[0].amount.get(), reported);
        }
    }
}

#[test]
fn the_duplicate_callbacks_are_the_same_bytes_and_the_forged_one_names_another_amount() {
    for provider in Provider::ALL {
        let mut rails = SimulatedRails::new();
        send(&mut rails, &collect(provider, 10), 0);
        let bodies: Vec<_> = rails.callbacks_due(at(4_000)).into_iter().map(|c| c.body).collect();
        assert!(bodies.len() == 3 && bodies.iter().all(|body| *body == bodies[0]));

        let mut rails = SimulatedRails::new();
        send(&mut rails, &collect(provider, 14), 0);
        let bodies: Vec<_> = rails.callbacks_due(at(2_000)).into_iter().map(|c| c.body).collect();
        let says = |body: &[u8], text: &str| String::from_utf8_lossy(body).contains(text);
        assert!(says(&bodies[0], "6000") && !says(&bodies[0], "5000") && says(&bodies[1], "5000"));
    }
}

#[test]
fn a_refund_goes_by_the_number_of_the_collection_and_a_withdrawal_by_its_own() {
    for provider in Provider::ALL {
        // These collections succeed, so 001 to 008 cannot be refunds' numbers, nor 101 a withdrawal's.
        for attempt in
            [refund(provider, 7), refund(provider, 10), withdraw(provider, 101), withdraw(provider, 19)]
        {
            let mut rails = collected(&attempt);
            assert_eq!(send(&mut rails, &attempt, 0), Submission::Accepted);
            assert_eq!(amount(&ask(&rails, &attempt, 2_000)), Some(5_000));
        }
    }
}

#[test]
fn mtn_refunds_only_what_it_has_collected() {
    let mut rails = SimulatedRails::new();
    let (collected, refunded) = (collect(Provider::Mtn, 101), refund(Provider::Mtn, 456));
    assert_eq!(send(&mut rails, &refunded, 0), Submission::Unknown);
    assert_eq!(send(&mut rails, &collected, 0), Submission::Accepted);
    assert_eq!(send(&mut rails, &refunded, 1_999), Submission::Unknown);
    assert_eq!(ask(&rails, &refunded, 1_999), Enquiry::NotFound);
    assert_eq!(send(&mut rails, &refunded, 2_000), Submission::Accepted);
    assert_eq!(failure(&ask(&rails, &refunded, 4_000)), Some(FailureCode::RecipientNotFound));
}

#[test]
fn the_same_reference_never_moves_money_twice() {
    for provider in Provider::ALL {
        for attempt in
            [collect(provider, 456), withdraw(provider, 456), collect(provider, 7), collect(provider, 1)]
        {
            let mut rails = SimulatedRails::new();
            send(&mut rails, &attempt, 0);
            let (first, due) = (rails.books(at(DAYS_MS)), rails.next_due());
            for ms in [0, 1, 2_000, 960_000] {
                assert_eq!(send(&mut rails, &attempt, ms), Submission::Unknown);
            }
            assert_eq!((rails.books(at(DAYS_MS)), rails.next_due()), (first, due));
        }
    }
}

#[test]
fn faults_lose_double_and_delay_but_never_move_twice() {
    for provider in Provider::ALL {
        let attempt = collect(provider, 456);
        for (fault, submission, moved, decided_ms) in [
            (Fault::LoseRequest, Submission::Unknown, 0, 2_000),
            (Fault::LoseReply, Submission::Unknown, 1, 2_000),
            (Fault::Twice, Submission::Unknown, 1, 2_000),
            (Fault::DelayMs(70_000), Submission::Accepted, 1, 72_000),
        ] {
            let mut rails = SimulatedRails::new();
            rails.inject(fault);
            assert_eq!(send(&mut rails, &attempt, 0), submission, "{fault:?}");
            assert_eq!(rails.books(at(decided_ms - 1)).len(), 0, "{fault:?}");
            assert_eq!(rails.books(at(decided_ms)).len(), moved, "{fault:?}");
            let arrived = !matches!(fault, Fault::LoseRequest | Fault::DelayMs(_));
            assert_eq!(ask(&rails, &attempt, 0) == Enquiry::NotFound, !arrived, "{fault:?}");
            // The next one has no fault: a lost request is taken now, everything else is a duplicate.
            let again = if fault == Fault::LoseRequest { Submission::Accepted } else { Submission::Unknown };
            assert_eq!(send(&mut rails, &attempt, 60_000), again, "{fault:?}");
            assert_eq!(rails.books(at(DAYS_MS)).len(), 1, "{fault:?}");
        }
    }
}

#[test]
fn what_no_provider_would_understand_is_refused_or_unknown() {
    let good = submit(&collect(Provider::Mtn, 456), &access());
    for (change, status) in [
        (("\"5000\"", "\"5000.50\""), 400),
        (("\"5000\"", "5000"), 400),
        (("RWF", "EUR"), 400),
        (("250788123456", "0788123456"), 400),
        (("MSISDN", "EMAIL"), 400),
    ] {
        let mut bad = good.clone();
        bad.body = String::from_utf8(bad.body).unwrap().replace(change.0, change.1).into_bytes();
        let Reply::Response(response) = SimulatedRails::new().submit(&bad, at(0)) else { panic!() };
        assert_eq!(response.status, status, "{change:?}");
    }
    let mut unauthorised = good;
    unauthorised.headers.retain(|(name, _)| *name != "Authorization");
    let Reply::Response(response) = SimulatedRails::new().submit(&unauthorised, at(0)) else { panic!() };
    assert_eq!(response.status, 401);
    let stranger = enquire(&collect(Provider::Airtel, 456), &access());
    assert!(matches!(SimulatedRails::new().enquire(&stranger, at(0)), Reply::Response(_)));
}
