//! The second wall: each constraint, met by raw SQL and through the store.

use rusqlite::Connection;
use rwandapay_core::engine::Decision;
use rwandapay_core::ledger::{self, Split};
use rwandapay_core::money::Rwf;
use rwandapay_core::provider::Provider;
use rwandapay_core::record::{Claim, ClaimKind, Key, Mode, Owner, Record, Scope};
use rwandapay_core::sandbox::demo_scope;
use rwandapay_server::store::sqlite::{Location, SqliteStore};
use rwandapay_server::store::{Changes, Store, StoreError};

use crate::common::shell::Shell;
use crate::conformance::{commit, live, nothing, write};
use crate::places::{self, Place};

/// A life in a file, and a connection that no rule binds but the schema's own.
fn lived() -> (tempfile::TempDir, Place, SqliteStore, Connection, Shell) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.db");
    let place = Place::new(Location::File(path.clone()));
    let mut store = place.database.store().unwrap();
    let mut begins = true;
    let shell = live(11, 60, |shell, decided| {
        write(&mut store, shell, &decided, begins);
        begins = false;
    });
    let raw = Connection::open(path).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    (directory, place, store, raw, shell)
}

#[test]
fn the_schema_refuses_what_must_not_be() {
    let (_directory, place, _, raw, _) = lived();
    for (sql, part) in [
        ("UPDATE payments SET fee = fee + 1", "fee_and_net_are_the_amount"),
        ("UPDATE payments SET refund_pending = amount - refunded + 1", "refunds_within_the_amount"),
        ("UPDATE payments SET fee_returned = fee + 1", "fee_returned_within_the_fee"),
        ("UPDATE payments SET refunded = -1", "refunded >= 0"),
        ("UPDATE payments SET state = 'paid'", "state IN"),
        ("UPDATE payments SET amount = 'much'", "cannot store TEXT"),
        ("UPDATE accounts SET available = -1", "available BETWEEN 0"),
        ("UPDATE accounts SET unsettled = -1", "unsettled BETWEEN 0"),
        ("UPDATE accounts SET reserved = -1", "reserved BETWEEN 0"),
        ("UPDATE accounts SET owed = -1", "owed BETWEEN 0"),
        ("UPDATE accounts SET available = 9007199254740992", "available BETWEEN 0"),
        ("UPDATE attempts SET reference = (SELECT max(reference) FROM attempts)", "attempts.reference"),
        ("UPDATE events SET sequence = 1", "events.sequence"),
        ("UPDATE payments SET scope_id = 99", "FOREIGN KEY"),
        ("INSERT INTO scopes (merchant, mode) VALUES ('demo', 'real')", "mode IN"),
        ("UPDATE journals SET about = 'x'", "journals are append-only"),
        ("DELETE FROM journals", "journals are append-only"),
        ("UPDATE entries SET amount = amount + 1", "entries are append-only"),
        ("DELETE FROM entries", "entries are append-only"),
        ("INSERT INTO entries VALUES (1, 'opening', 5)", "the journal is closed"),
        ("INSERT INTO entries VALUES (9999, 'cash', 5)", "account IN"),
        ("INSERT INTO entries VALUES (9999, 'opening', 0)", "amount <> 0"),
        ("INSERT INTO entries VALUES (9999, 'opening', 5)", "FOREIGN KEY"),
        ("INSERT INTO journals (id, scope_id, at, kind, about) VALUES (9999, 1, 0, 'deposit', 'x')", "sum to zero"),
        (
            "BEGIN; INSERT INTO entries VALUES (9999, 'opening', 5), (9999, 'available', -4);
             INSERT INTO journals (id, scope_id, at, kind, about) VALUES (9999, 1, 0, 'deposit', 'x'); COMMIT",
            "sum to zero",
        ),
        (
            "BEGIN; INSERT INTO entries VALUES (9999, 'opening', 5), (9999, 'available', -5);
             INSERT INTO journals (id, scope_id, at, kind, about)
             SELECT 9999, scope_id, at, kind, about FROM journals WHERE kind = 'payment_received' LIMIT 1; COMMIT",
            "journals.about",
        ),
        (
            "BEGIN; INSERT INTO entries VALUES (9999, 'opening', 5), (9999, 'available', -5);
             INSERT INTO journals (id, scope_id, at, kind, about) VALUES (9999, 1, 0, 'adjustment', 'x'); COMMIT",
            "reason IS NOT NULL",
        ),
    ] {
        let error = raw.execute_batch(sql).expect_err(sql).to_string();
        assert!(error.contains(part), "{sql}: {error}");
        if !raw.is_autocommit() {
            raw.execute_batch("ROLLBACK").unwrap();
        }
    }
    assert_eq!(places::findings(&place.database.reader().unwrap()), [""; 0]);
}

/// What the audit finds when somebody who may write the file has written it.
#[test]
fn the_audit_finds_what_the_schema_cannot() {
    let (directory, _, mut store, raw, _) = lived();
    while store.roll_up(1_000).unwrap() > 0 {}
    let checkpoint = raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    assert_eq!(checkpoint, Ok(0));
    for (sql, part) in [
        ("UPDATE accounts SET available = available + 1 WHERE scope_id = 1", "balances are the sums"),
        ("UPDATE accounts SET reserved = reserved + 7 WHERE scope_id = 2", "balances are the sums"),
        ("UPDATE accounts SET owed = owed + 7 WHERE scope_id = 2", "owed is"),
        (
            "UPDATE system_balances SET amount = amount + 1 WHERE account = 'platform_fees'",
            "platform_fees is",
        ),
        ("DELETE FROM system_balances WHERE account = 'platform_fees'", "platform_fees is 0"),
        (
            "DROP TRIGGER entries_stay; UPDATE entries SET amount = amount + 1
             WHERE journal_id = 3 AND account = (SELECT min(account) FROM entries WHERE journal_id = 3)",
            "journals sum to zero: journal 3",
        ),
        (
            "DROP TRIGGER journals_never_go; DELETE FROM journals WHERE id = 4",
            "entries have their journal: journal 4",
        ),
        (
            "UPDATE payments SET refunded = refunded - 1 WHERE number =
             (SELECT min(number) FROM payments WHERE refunded > 0)",
            "refunds add up: PAY-",
        ),
        ("DELETE FROM events WHERE number = 3", "events have no gap: "),
        ("UPDATE accounts SET sequence = sequence + 1 WHERE scope_id = 2", "the account says"),
        (
            "UPDATE claims SET owner = 'PAY-20260105-AAAAAAAAAA' WHERE kind = 'reference'",
            "claims have an owner",
        ),
        ("UPDATE claims SET owner = 'nobody' WHERE kind = 'callback'", "claims have an owner: callback"),
        ("DELETE FROM jobs WHERE task IN ('submit', 'enquire')", "attempts without an outcome have a job"),
        ("UPDATE payments SET phone = 788999888 WHERE number = 5", "payments have their attempt: PAY-"),
        ("UPDATE inbox SET scope_id = 77; UPDATE jobs SET scope_id = 77", "file: jobs"),
    ] {
        let copy = directory.path().join("copy.db");
        std::fs::copy(directory.path().join("a.db"), &copy).unwrap();
        let raw = Connection::open(&copy).unwrap();
        raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        let place = Place::new(Location::File(copy));
        let found = places::findings(&place.database.reader().unwrap());
        assert!(found.iter().any(|found| found.contains(part)), "{sql}: {found:?}");
    }
}

fn scope() -> Scope {
    demo_scope().unwrap()
}

fn changes(decision: &Decision) -> Changes {
    let mut changes = Changes::default();
    changes.add(&scope(), crate::common::start(), decision);
    changes
}

#[test]
fn a_record_is_written_against_the_version_it_was_loaded_with() {
    let (_directory, _, mut store, _, shell) = lived();
    let (mut versioned, mut fresh) = (0, 0);
    for (key, record) in &shell.store {
        let mut next = record.clone();
        let Some(version) = record.version() else { continue };
        for wrong in [version, version + 2] {
            next.set_version(wrong);
            let stale = changes(&Decision { puts: vec![(key.clone(), next.clone())], ..nothing() });
            assert!(matches!(commit(&mut store, &stale), Err(StoreError::Stale(_))), "{key:?}");
            versioned += 1;
        }
    }
    for (key, record) in &shell.store {
        let decision = match record {
            Record::Claim(claim) => Decision { claims: vec![(key.clone(), claim.clone())], ..nothing() },
            _ => {
                let mut record = record.clone();
                record.set_version(1);
                Decision { puts: vec![(key.clone(), record)], ..nothing() }
            }
        };
        let stale = commit(&mut store, &changes(&decision));
        assert!(matches!(stale, Err(StoreError::Stale(_))), "{key:?}: {stale:?}");
        fresh += 1;
    }
    assert!(versioned > 100 && fresh > 100);
    let keys: Vec<Key> = shell.store.keys().cloned().collect();
    let stored = store.begin().unwrap().load(&keys).unwrap();
    assert_eq!(stored, shell.store.values().cloned().map(Some).collect::<Vec<_>>());
}

fn claim(owner: &str) -> Claim {
    Claim { owner: Owner::Other(owner.into()), taken_at: crate::common::start(), stored: None }
}

#[test]
fn claims_of_a_batch_come_to_one_owner() {
    let place = Place::new(Location::Memory);
    let mut store = place.database.store().unwrap();
    let key = Key::Claim(scope(), ClaimKind::Prompt, "788123456".into());
    let take = |owner| Decision { claims: vec![(key.clone(), claim(owner))], ..nothing() };
    let give = || Decision { releases: vec![key.clone()], ..nothing() };
    let change = |owner| Decision { releases: vec![key.clone()], ..take(owner) };
    let batch = |decisions: &[Decision]| {
        let mut changes = Changes::default();
        decisions.iter().for_each(|decision| changes.add(&scope(), crate::common::start(), decision));
        changes
    };
    for (decisions, holds) in [
        (vec![take("a"), give()], None),
        (vec![take("a"), give(), take("b")], Some("b")),
        (vec![change("c")], Some("c")),
        (vec![give(), take("d"), give(), take("e")], Some("e")),
        (vec![change("f"), change("g"), give()], None),
        (vec![take("h"), change("i")], Some("i")),
    ] {
        commit(&mut store, &batch(&decisions)).unwrap();
        let held = store.begin().unwrap().load(std::slice::from_ref(&key)).unwrap().remove(0);
        assert_eq!(held, holds.map(|owner| Record::Claim(claim(owner))), "{decisions:?}");
    }
    assert_eq!(commit(&mut store, &batch(&[take("j")])), Err(StoreError::Stale("claims")));
    commit(&mut store, &batch(&[give()])).unwrap();
    assert_eq!(commit(&mut store, &batch(&[give()])), Err(StoreError::Stale("claims")));
}

#[test]
fn a_payment_is_collected_once_and_a_refused_batch_leaves_nothing() {
    let (_directory, _, mut store, raw, shell) = lived();
    let paid =
        shell.journals.iter().find(|(_, journal)| journal.kind().name() == "payment_received").unwrap();
    let count = || raw.query_row("SELECT count(*) FROM journals", [], |row| row.get::<_, i64>(0)).unwrap();
    let before = count();
    let fresh = Key::Claim(scope(), ClaimKind::Prompt, "fresh".into());
    let again =
        Decision { journals: vec![paid.1.clone()], claims: vec![(fresh.clone(), claim("x"))], ..nothing() };
    let refused = commit(&mut store, &{
        let mut changes = Changes::default();
        changes.add(&paid.0, shell.now, &again);
        changes
    });
    assert!(
        matches!(&refused, Err(StoreError::Constraint(what)) if what.contains("journals.about")),
        "{refused:?}"
    );
    assert_eq!(count(), before);
    assert_eq!(store.begin().unwrap().load(&[fresh]).unwrap(), [None]);
}

#[test]
fn a_reset_takes_one_scope_of_test_mode_and_puts_the_guards_back() {
    let (_directory, place, mut store, raw, shell) = lived();
    let live_scope = Scope { mode: Mode::Live, ..scope() };
    let deposit = |amount| {
        ledger::deposit(
            "first",
            Provider::Mtn,
            Rwf::new(amount).unwrap(),
            Split { available: Rwf::new(amount).unwrap(), ..Split::default() },
        )
        .unwrap()
    };
    let mut changes = Changes::default();
    changes.add(&live_scope, shell.now, &Decision { journals: vec![deposit(70)], ..nothing() });
    commit(&mut store, &changes).unwrap();
    // Some of it is rolled up, some is not.
    store.roll_up(40).unwrap();
    assert!(matches!(store.reset(&live_scope), Err(StoreError::Refused(_))));
    store.reset(&scope()).unwrap();

    let reader = place.database.reader().unwrap();
    for (key, record) in &shell.store {
        let left = reader.load(key).unwrap();
        assert_eq!(left.as_ref(), (*key.scope() != scope()).then_some(record), "{key:?}");
    }
    assert!(reader.postings(&scope(), 0, 10).unwrap().is_empty());
    assert_eq!(reader.postings(&live_scope, 0, 10).unwrap().len(), 1);
    for sql in ["DELETE FROM journals", "DELETE FROM entries", "UPDATE entries SET amount = 1"] {
        let refused = raw.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{refused}");
    }
    // What is posted next is rolled up too, though the numbers of the last journals are free.
    changes = Changes::default();
    changes.add(&live_scope, shell.now, &Decision { journals: vec![deposit(30)], ..nothing() });
    commit(&mut store, &changes).unwrap();
    while store.roll_up(7).unwrap() > 0 {}
    assert_eq!(reader.system_balances(Mode::Live).unwrap().get("mtn_collection"), Some(&100));
    let found = places::findings(&reader);
    // The deposits had no account behind them, which is all that there is to find.
    assert_eq!(
        found,
        ["balances are the sums of their entries: sandbox live: available is 0, its entries make 100"]
    );
}
