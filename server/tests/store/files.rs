//! The file: who may open it, who waits for whom, and what is found after a restart.

use std::time::Duration;

use rusqlite::Connection;
use rwandapay_core::api::Snapshot;
use rwandapay_core::engine::read::List;
use rwandapay_core::error::Code;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;
use rwandapay_core::reference::{MerchantReference, PaymentRef};
use rwandapay_core::request::{Cursor, ListQuery};
use rwandapay_core::sandbox::demo_scope;
use rwandapay_core::time::Instant;
use rwandapay_server::store::sqlite::{KNOWN_SCHEMA, Location};
use rwandapay_server::store::{Changes, Store, StoreError};

use crate::conformance::commit;
use crate::places::{Place, open};

fn meta(name: &str) -> Changes {
    let mut changes = Changes::default();
    changes.set_meta(name, "1");
    changes
}

#[test]
fn another_programs_file_and_a_newer_schema_are_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.db");
    let location = Location::File(path.clone());
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
        .unwrap();
    assert!(matches!(open(&location), Err(StoreError::Refused(_))));
    let theirs = Connection::open(&path).unwrap();
    assert_eq!(theirs.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)), Ok(1));

    let path = directory.path().join("b.db");
    let location = Location::File(path.clone());
    commit(&mut Place::new(location.clone()).database.store().unwrap(), &meta("kept")).unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", KNOWN_SCHEMA + 1).unwrap();
    let newer = StoreError::Newer { found: KNOWN_SCHEMA + 1, known: KNOWN_SCHEMA };
    assert_eq!(open(&location).err(), Some(newer));
    raw.pragma_update(None, "user_version", KNOWN_SCHEMA).unwrap();
    assert_eq!(open(&location).unwrap().reader().unwrap().meta("kept").unwrap().as_deref(), Some("1"));

    std::fs::write(directory.path().join("c.db"), [7; 5_000]).unwrap();
    let damaged = open(&Location::File(directory.path().join("c.db"))).err();
    assert!(matches!(damaged, Some(StoreError::Corrupt(_))), "{damaged:?}");
    let nowhere = open(&Location::File(directory.path().join("none/d.db"))).err();
    assert!(matches!(nowhere, Some(StoreError::Unavailable(_))), "{nowhere:?}");
}

#[test]
fn a_writer_waits_for_another_and_says_so_when_it_waits_too_long() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.db");
    let place = Place::new(Location::File(path.clone()));
    let mut store = place.database.store().unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE; INSERT INTO meta VALUES ('raw', '1')").unwrap();
    let locked = store.begin().err();
    assert_eq!(locked, Some(StoreError::Unavailable("another process writes to the database".into())));
    // Readers see what was committed, and wait for nobody.
    assert_eq!(place.database.reader().unwrap().meta("raw"), Ok(None));

    let waiting = std::thread::spawn(move || commit(&mut store, &meta("waited")));
    std::thread::sleep(Duration::from_millis(200));
    raw.execute_batch("COMMIT").unwrap();
    waiting.join().unwrap().unwrap();
    let reader = place.database.reader().unwrap();
    assert!(reader.meta("raw").unwrap().is_some() && reader.meta("waited").unwrap().is_some());
}

#[test]
fn a_view_stands_still_and_what_is_dropped_was_never_there() {
    let place = Place::new(Location::Memory);
    let (mut store, reader) = (place.database.store().unwrap(), place.database.reader().unwrap());
    let view = reader.view().unwrap();
    assert_eq!(view.meta("a"), Ok(None));
    commit(&mut store, &meta("a")).unwrap();
    assert_eq!(view.meta("a"), Ok(None));
    drop(view);
    assert_eq!(reader.meta("a"), Ok(Some("1".into())));

    let mut dropped = store.begin().unwrap();
    dropped.write(&meta("b")).unwrap();
    drop(dropped);
    assert_eq!(reader.meta("b"), Ok(None));
    commit(&mut store, &meta("c")).unwrap();
    assert_eq!(reader.meta("c"), Ok(Some("1".into())));
}

#[test]
fn every_list_is_answered_in_the_order_of_an_index() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.db");
    let place = Place::new(Location::File(path.clone()));
    let mut changes = Changes::default();
    let scope = demo_scope().unwrap();
    changes.park(rwandapay_server::store::Parked {
        at: Instant::EPOCH,
        scope: scope.clone(),
        kind: "x".into(),
        code: "x".into(),
    });
    commit(&mut place.database.store().unwrap(), &changes).unwrap();
    let reader = place.database.reader().unwrap();
    let payment = PaymentRef::parse("PAY-20241215-ABC123").unwrap();
    let lists = [
        List::Payments,
        List::Refunds(None),
        List::Refunds(Some(payment)),
        List::Withdrawals,
        List::Sessions,
        List::Endpoints,
        List::Deliveries,
        List::Events,
    ];
    for list in &lists {
        for filters in 0_u32..128 {
            let on = |bit: u32| filters & 1 << bit != 0;
            let query = ListQuery {
                limit: 20,
                cursor: on(0).then(|| Cursor { at: 1, reference: "x".into() }),
                status: on(1).then(|| "pending".into()),
                provider: on(2).then_some(Provider::Mtn),
                phone: on(3).then(|| Phone::new(788_123_456).unwrap()),
                merchant_reference: on(4).then(|| MerchantReference::parse("INV-1").unwrap()),
                created_from: on(5).then_some(Instant::EPOCH),
                created_to: on(6).then_some(Instant::EPOCH),
            };
            for step in reader.explain(&scope, list, &query).unwrap() {
                let in_order = step.starts_with("SEARCH") && step.contains("scope_id=?");
                // The endpoints of a merchant are few by a limit of their own.
                assert!(in_order || *list == List::Endpoints, "{list:?} {query:?}: {step}");
            }
        }
    }
}

#[test]
fn a_reader_answers_with_codes_that_say_whether_to_ask_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.db");
    let place = Place::new(Location::File(path.clone()));
    let reader = place.database.reader().unwrap();
    Connection::open(&path).unwrap().execute_batch("DROP TABLE payments").unwrap();
    let failed = reader.page(&demo_scope().unwrap(), &List::Payments, &ListQuery::default());
    assert_eq!(
        failed.map_err(|error| error.code()),
        Ok((Vec::new(), None)),
        "a scope that is not there has none"
    );
    let mut changes = Changes::default();
    changes.park(rwandapay_server::store::Parked {
        at: Instant::EPOCH,
        scope: demo_scope().unwrap(),
        kind: "x".into(),
        code: "x".into(),
    });
    commit(&mut place.database.store().unwrap(), &changes).unwrap();
    let failed = reader.page(&demo_scope().unwrap(), &List::Payments, &ListQuery::default());
    assert_eq!(failed.map_err(|error| error.code()), Err(Code::Overloaded));
}
