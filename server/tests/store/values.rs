//! Values at their limits, every variant, and what is stored beside the records.

use rwandapay_core::checkout::SessionState;
use rwandapay_core::error::Outcome;
use rwandapay_core::failure::FailureCode;
use rwandapay_core::money::Rwf;
use rwandapay_core::payment::PaymentState;
use rwandapay_core::rate_limit::Plan;
use rwandapay_core::record::{
    Balances, ClaimKind, Customer, DeliveryAttempt, EventType, Failure, Key, KeyClass, Mode, Owner,
    PinFailures, Record, Review, Scope, SigningSecret, Stage, Stored, Target, UnsettledDay,
};
use rwandapay_core::reference::{EndpointId, EventId, PaymentRef, RefundRef, SessionId, WithdrawalRef};
use rwandapay_core::refund::RefundState;
use rwandapay_core::secret::Secret;
use rwandapay_core::time::{Instant, KigaliDay};
use rwandapay_core::webhook::DeliveryState;
use rwandapay_core::withdrawal::WithdrawalState;
use rwandapay_server::store::sqlite::Location;
use rwandapay_server::store::{ApiKey, Changes, Parked, Received, Store, StoreError};

use crate::common::life::phones;
use crate::common::shell::Shell;
use crate::conformance::{born, commit, live};
use crate::places::{self, Place};

/// Writes the record as new, reads it, writes it as its own next version, reads that.
fn there_and_back(store: &mut dyn Store, key: &Key, record: &Record) {
    for version in 1..=record.version().map_or(1, |_| 2) {
        let mut record = record.clone();
        record.set_version(version);
        let mut changes = Changes::default();
        let decisions = born(key, &record);
        changes.add(key.scope(), crate::common::start(), decisions.last().unwrap());
        commit(store, &changes).unwrap();
        let stored = store.begin().unwrap().load(std::slice::from_ref(key)).unwrap().remove(0);
        assert_eq!(stored.as_ref(), Some(&record), "{key:?}");
    }
}

/// One record of each kind out of a life, to be varied.
fn samples() -> (Shell, Vec<(Key, Record)>) {
    let shell = live(4, 150, |_, _| ());
    let mut samples: Vec<(Key, Record)> = Vec::new();
    for (key, record) in &shell.store {
        let there =
            |(_, known): &(Key, Record)| std::mem::discriminant(known) == std::mem::discriminant(record);
        if !samples.iter().any(there) {
            samples.push((key.clone(), record.clone()));
        }
    }
    assert_eq!(samples.len(), 11, "a life has records of every kind");
    (shell, samples)
}

const TEXT: &str =
    "Ubwishyu bwakiriwe: «Kigali» – 1 000 FRW \u{1F1F7}\u{1F1FC} \"'\\; DROP TABLE payments; --\n\t\u{7f}";

fn owners() -> Vec<Owner> {
    vec![
        Owner::Payment(PaymentRef::parse("PAY-20241215-ABC123").unwrap()),
        Owner::Session(SessionId::parse("CHK-ABC123DEF456").unwrap()),
        Owner::Refund(RefundRef::parse("RFD-20241215-ABC123").unwrap()),
        Owner::Withdrawal(WithdrawalRef::parse("WDR-20241215-ABC123").unwrap()),
        Owner::Other(TEXT.into()),
    ]
}

fn secrets() -> Vec<SigningSecret> {
    let end = Instant::from_ms(i64::MAX);
    vec![
        SigningSecret { secret: Secret::new("whsec_first"), created_at: end, expires_at: None },
        SigningSecret { secret: Secret::new(""), created_at: Instant::EPOCH, expires_at: Some(end) },
    ]
}

/// Other values of the same record: every variant of every field that has some, and its limits.
fn variants(record: &Record) -> Vec<Record> {
    let mut all = vec![record.clone()];
    let mut add = |record: Record| all.push(record);
    let (first, last) = (Instant::from_ms(i64::MIN), Instant::from_ms(i64::MAX));
    let failures = FailureCode::ALL.into_iter().map(|code| Some(Failure { code, raw: Some(TEXT.into()) }));
    let outcomes = [Outcome::None, Outcome::Unknown, Outcome::Done];
    match record {
        Record::Account(account) => {
            for plan in Plan::ALL {
                let mut account = account.clone();
                account.name = TEXT.into();
                account.settings.plan = plan;
                account.settings.registered_numbers = phones();
                account.settings.redirect_origins = vec![TEXT.into(), String::new()];
                account.secrets = secrets();
                account.balances =
                    Balances { available: Rwf::MAX, unsettled: Rwf::MAX, reserved: Rwf::MAX, owed: Rwf::MAX };
                let day = KigaliDay::from_number(20_000);
                account.unsettled_days = vec![
                    UnsettledDay { day, amount: Rwf::MAX, settles_on: None },
                    UnsettledDay { day, amount: Rwf::ZERO, settles_on: Some(KigaliDay::from_number(-1)) },
                ];
                account.pin_failures = PinFailures {
                    in_a_row: u32::MAX,
                    since_success: u32::MAX,
                    locked_until: Some(last),
                    needs_operator: true,
                };
                add(Record::Account(account));
            }
        }
        Record::Payment(payment) => {
            let mut payment = payment.clone();
            payment.metadata = Some(Vec::new());
            payment.refunded = Rwf::ZERO;
            payment.refund_pending = Rwf::ZERO;
            payment.fee_returned = Rwf::ZERO;
            add(Record::Payment(payment.clone()));
            // Eight kibibytes, and the same key twice, which a store need not know to be impossible.
            payment.metadata = Some(vec![("k".into(), "é".repeat(4_094)), ("k".into(), TEXT.into())]);
            payment.customer =
                Customer { name: Some(TEXT.into()), email: Some(String::new()), phone: Some(phones()[1]) };
            payment.review = Some(Review { received: Rwf::MAX, payer_differs: true, since: first });
            payment.refunded_beyond = Rwf::MAX;
            (payment.created_at, payment.expires_at, payment.paid_at) = (first, last, Some(last));
            payment.amount = Rwf::MAX;
            payment.fee = Rwf::ZERO;
            add(Record::Payment(payment.clone()));
            payment.fee = Rwf::MAX;
            payment.fee_returned = Rwf::MAX;
            payment.refunded = Rwf::MAX;
            for state in PaymentState::ALL {
                add(Record::Payment(rwandapay_core::record::Payment { state: *state, ..payment.clone() }));
            }
            for outcome in outcomes {
                add(Record::Payment(rwandapay_core::record::Payment { outcome, ..payment.clone() }));
            }
            for failure in failures {
                add(Record::Payment(rwandapay_core::record::Payment { failure, ..payment.clone() }));
            }
            for owner in owners() {
                payment.duplicate_of = Some(owner);
                add(Record::Payment(payment.clone()));
            }
        }
        Record::Attempt(attempt) => {
            use Stage::{Accepted, Closed, Created, Parked, Sending, Unknown};
            for stage in [Created, Sending, Accepted, Unknown, Closed, Parked] {
                let (submissions, enquiries) = (u32::MAX, u32::MAX);
                let not_found_at = Some(first);
                let amount = Rwf::MAX;
                let attempt = attempt.clone();
                add(Record::Attempt(rwandapay_core::record::Attempt {
                    stage,
                    submissions,
                    enquiries,
                    not_found_at,
                    amount,
                    ..attempt
                }));
            }
        }
        Record::Refund(refund) => {
            for (state, failure) in RefundState::ALL.iter().zip(failures) {
                let (state, reason) = (*state, Some(TEXT.into()));
                let unsettled_day = Some(KigaliDay::from_number(20_000));
                let refund = refund.clone();
                add(Record::Refund(rwandapay_core::record::Refund {
                    state,
                    failure,
                    reason,
                    unsettled_day,
                    ..refund
                }));
            }
        }
        Record::Withdrawal(withdrawal) => {
            for (state, failure) in WithdrawalState::ALL.iter().zip(failures) {
                let (state, amount, fee) = (*state, Rwf::MAX, Rwf::MAX);
                let withdrawal = withdrawal.clone();
                add(Record::Withdrawal(rwandapay_core::record::Withdrawal {
                    state,
                    failure,
                    amount,
                    fee,
                    ..withdrawal
                }));
            }
        }
        Record::Session(session) => {
            for state in SessionState::ALL {
                for amount_source in [KeyClass::Secret, KeyClass::Publishable] {
                    let (state, late) = (*state, true);
                    let metadata = Some(vec![("a".into(), TEXT.into())]);
                    let session = session.clone();
                    add(Record::Session(rwandapay_core::record::Session {
                        state,
                        late,
                        metadata,
                        amount_source,
                        ..session
                    }));
                }
            }
        }
        Record::Claim(claim) => {
            for owner in owners() {
                let mut claim = claim.clone();
                claim.owner = owner;
                claim.stored = Some(Stored { fingerprint: [255; 32], data: TEXT.into() });
                add(Record::Claim(claim));
            }
        }
        Record::Names(names) => {
            let mut names = names.clone();
            names.session = Some(SessionId::parse("CHK-ABC123DEF456").unwrap());
            names.successful = None;
            add(Record::Names(names));
        }
        Record::Endpoint(endpoint) => {
            let mut endpoint = endpoint.clone();
            endpoint.events = EventType::ALL.to_vec();
            endpoint.secrets = secrets();
            endpoint.deleted = true;
            endpoint.disabled = true;
            add(Record::Endpoint(endpoint));
        }
        Record::Event(event) => {
            for kind in EventType::ALL {
                let mut event = event.clone();
                event.kind = *kind;
                event.only = Some(EndpointId::generate(&[9; 32]));
                event.body = TEXT.repeat(300);
                add(Record::Event(event));
            }
        }
        Record::Delivery(delivery) => {
            for state in DeliveryState::ALL {
                for target in [Target::Resource, Target::Endpoint(EndpointId::generate(&[9; 32]))] {
                    let mut delivery = delivery.clone();
                    (delivery.state, delivery.target) = (*state, target);
                    delivery.attempts = vec![
                        DeliveryAttempt { at: first, status: None, error: Some(TEXT.into()), duration_ms: 0 },
                        DeliveryAttempt {
                            at: last,
                            status: Some(u16::MAX),
                            error: None,
                            duration_ms: u32::MAX,
                        },
                    ];
                    add(Record::Delivery(delivery));
                }
            }
        }
    }
    all
}

#[test]
fn every_variant_and_limit_is_read_as_it_was_written() {
    let (_, samples) = samples();
    for (key, record) in samples {
        for record in variants(&record) {
            let place = Place::new(Location::Memory);
            there_and_back(&mut place.database.store().unwrap(), &key, &record);
        }
    }
}

#[test]
fn every_kind_of_claim_is_a_claim_of_its_own() {
    use ClaimKind::{
        Callback, EndpointUrl, Idempotency, OpenAttempt, Prompt, PublishableReference, Reference,
        RefundReference, WithdrawalReference,
    };
    let place = Place::new(Location::Memory);
    let mut store = place.database.store().unwrap();
    let test = rwandapay_core::sandbox::demo_scope().unwrap();
    let live = Scope { mode: Mode::Live, ..test.clone() };
    for scope in [&test, &live] {
        for kind in [
            Callback,
            EndpointUrl,
            Idempotency,
            OpenAttempt,
            Prompt,
            PublishableReference,
            Reference,
            RefundReference,
            WithdrawalReference,
        ] {
            let owner = Owner::Other(format!("{kind:?}"));
            let claim = rwandapay_core::record::Claim { owner, taken_at: Instant::EPOCH, stored: None };
            let key = Key::Claim(scope.clone(), kind, "the same".into());
            there_and_back(&mut store, &key, &Record::Claim(claim));
        }
    }
}

#[test]
fn secrets_and_tokens_are_not_in_the_file_and_another_key_reads_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::File(directory.path().join("a.db"));
    let (shell, samples) = samples();
    let mut place = Place::new(location.clone());
    let mut needles = Vec::new();
    for (key, record) in &samples {
        there_and_back(&mut place.database.store().unwrap(), key, record);
        match record {
            Record::Account(account) => needles.extend(account.secrets.iter().map(|key| key.secret.clone())),
            Record::Endpoint(endpoint) => {
                needles.extend(endpoint.secrets.iter().map(|key| key.secret.clone()))
            }
            Record::Attempt(attempt) => {
                needles.push(attempt.callback_token.clone());
                let reader = place.database.reader().unwrap();
                let token = attempt.callback_token.reveal();
                let claim = Key::Claim(key.scope().clone(), ClaimKind::Callback, token.into());
                there_and_back(&mut place.database.store().unwrap(), &claim, &shell.store[&claim]);
                assert_eq!(reader.scope_of_callback(token).unwrap().as_ref(), Some(key.scope()));
                assert_eq!(reader.scope_of_callback("another").unwrap(), None);
                assert_eq!(reader.scope_of_attempt(&attempt.reference).unwrap().as_ref(), Some(key.scope()));
            }
            _ => {}
        }
    }
    assert!(needles.len() >= 3);
    for file in std::fs::read_dir(directory.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for needle in &needles {
            let needle = needle.reveal().as_bytes();
            assert!(!bytes.windows(needle.len()).any(|window| window == needle));
        }
    }
    place = Place::new(location);
    let reader = place.database.reader().unwrap();
    for (key, record) in &samples {
        let loaded = reader.load(key);
        if matches!(record, Record::Account(_) | Record::Attempt(_) | Record::Endpoint(_)) {
            assert!(matches!(loaded, Err(StoreError::Corrupt(_))), "{key:?}");
        } else {
            assert!(matches!(loaded, Ok(Some(_))), "{key:?}");
        }
    }
}

#[test]
fn keys_callbacks_parked_commands_and_values_are_read_back() {
    let place = Place::new(Location::Memory);
    let (mut store, reader) = (place.database.store().unwrap(), place.database.reader().unwrap());
    let scope = rwandapay_core::sandbox::demo_scope().unwrap();
    let at = Instant::from_ms(5);
    let key = ApiKey {
        hash: [1; 32],
        scope: scope.clone(),
        class: KeyClass::Secret,
        label: TEXT.into(),
        created_at: at,
        expires_at: None,
    };
    let received = Received { digest: [2; 32], scope: scope.clone(), about: "about".into(), at };
    let parked = Parked { at, scope: scope.clone(), kind: "collect".into(), code: "internal".into() };
    let mut changes = Changes::default();
    assert!(changes.is_empty());
    changes.set_api_key(key.clone());
    changes.receive(received.clone());
    changes.receive(received);
    changes.park(parked.clone());
    changes.set_meta("clock_offset_ms", "1");
    changes.set_meta("clock_offset_ms", "-7");
    assert!(!changes.is_empty());
    assert!(!reader.was_received(&[2; 32]).unwrap());
    commit(&mut store, &changes).unwrap();

    assert_eq!(reader.api_key(&[1; 32]).unwrap(), Some(key.clone()));
    assert_eq!(reader.api_key(&[3; 32]).unwrap(), None);
    assert!(reader.was_received(&[2; 32]).unwrap() && !reader.was_received(&[3; 32]).unwrap());
    assert_eq!(reader.parked(10).unwrap(), [parked]);
    assert_eq!(reader.meta("clock_offset_ms").unwrap().as_deref(), Some("-7"));

    let ended = ApiKey { expires_at: Some(at), ..key.clone() };
    let mut changes = Changes::default();
    changes.set_api_key(ended.clone());
    commit(&mut store, &changes).unwrap();
    assert_eq!(reader.api_keys(&scope).unwrap(), [ended]);
    // A key never changes hands.
    let mut changes = Changes::default();
    changes.set_api_key(ApiKey { scope: Scope { mode: Mode::Live, ..scope }, ..key });
    assert_eq!(commit(&mut store, &changes), Err(StoreError::Stale("api_keys")));
}

#[test]
fn a_page_is_found_by_its_number_and_a_life_has_a_review_queue() {
    let place = Place::new(Location::Memory);
    let (mut store, reader) = (place.database.store().unwrap(), place.database.reader().unwrap());
    let mut begins = true;
    let shell = live(4, 150, |shell, decided| {
        crate::conformance::write(&mut store, shell, &decided, begins);
        begins = false;
    });
    let (mut under_review, mut parked) = (Vec::new(), Vec::new());
    for (key, record) in &shell.store {
        if let (Key::Payment(scope, reference), Record::Payment(payment)) = (key, record) {
            let index = places::page_index(reference);
            let found = reader.payments_of_page(index).unwrap();
            assert!(found.contains(&(scope.clone(), reference.clone())), "{reference}");
            if payment.review.is_some() {
                under_review.push((scope.clone(), payment.clone()));
            }
        }
        if let (Key::Attempt(scope, _), Record::Attempt(attempt)) = (key, record)
            && attempt.stage == Stage::Parked
        {
            parked.push((scope.clone(), attempt.clone()));
        }
    }
    under_review.sort_by_key(|(_, payment)| payment.review.as_ref().map(|review| review.since));
    parked.sort_by_key(|(_, attempt)| (attempt.created_at, attempt.reference.clone()));
    assert!(!under_review.is_empty() && !parked.is_empty());
    assert_eq!(reader.payments_under_review(1_000).unwrap().len(), under_review.len());
    assert_eq!(reader.payments_under_review(1).unwrap(), under_review[..1]);
    assert_eq!(reader.parked_attempts(1_000).unwrap(), parked);
    let counts = reader.counts(shell.now).unwrap();
    assert_eq!(
        (counts.under_review, counts.parked_attempts),
        (under_review.len() as u64, parked.len() as u64)
    );
    assert_eq!(counts.jobs, shell.jobs.len() as u64);
    let known: EventId = EventId::generate(&[1; 32]);
    assert_eq!(reader.load(&Key::Event(shell.scopes()[0].clone(), known)).unwrap(), None);
    for scope in shell.scopes() {
        let mut wanted = Vec::new();
        for (key, record) in &shell.store {
            if let (Key::Endpoint(of, id), Record::Endpoint(endpoint)) = (key, record)
                && *of == scope
                && !endpoint.deleted
            {
                wanted.push(id.clone());
            }
        }
        assert_eq!(reader.endpoints(&scope).unwrap(), wanted);
    }
}
