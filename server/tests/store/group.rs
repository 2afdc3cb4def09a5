//! One full group: 128 commands, of which one breaks a constraint of the store.

use std::collections::BTreeSet;

use rwandapay_core::engine::Command;
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::{Code, Outcome};
use rwandapay_core::phone::Phone;
use rwandapay_core::record::Scope;
use rwandapay_core::time::Instant;
use rwandapay_server::lane::{Entry, MOST, execute};
use rwandapay_server::store::sqlite::Location;

use crate::common::shell::Shell;
use crate::common::{World, collect};
use crate::conformance::seed_store;
use crate::places::{Place, findings};

fn entry(scope: &Scope, number: u32, amount: u64, now: Instant) -> Entry {
    let phone = Phone::new(780_000_200 + number).unwrap().national().to_string();
    let action = collect(&phone, amount, Some(&format!("ORDER-{number}")));
    let entropy = Entropy::new(Entropy::new([3; 32]).expand("group", number));
    Entry::new(Command { scope: scope.clone(), entropy, action }, now)
}

#[test]
fn of_a_full_group_the_one_that_breaks_a_constraint_fails_alone() {
    assert_eq!(MOST, 128);
    let world = World::new();
    let shell = Shell::beside(&world.sandbox, [7; 32], 4);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("group.db");
    let place = Place::new(Location::File(path.clone()));
    let mut store = place.database.store().unwrap();
    seed_store(&mut store, &shell);
    let raw = rusqlite::Connection::open(path).unwrap();
    raw.execute_batch(
        "CREATE TRIGGER refuse BEFORE INSERT ON payments WHEN NEW.amount = 6666
         BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: on purpose'); END",
    )
    .unwrap();
    for broken in [0, 1, 63, 64, 126, 127] {
        let base = (broken + 1) * 1_000;
        let amount = |number: u32| if number == broken { 6_666 } else { 5_000 };
        let group = (0..128).map(|number| entry(&world.scope, base + number, amount(number), shell.now));
        let answers = execute(&mut store, &shell.config, group.collect());
        assert_eq!(answers.len(), 128);
        let refused: BTreeSet<usize> =
            answers.iter().enumerate().filter(|(_, answer)| answer.is_err()).map(|(at, _)| at).collect();
        assert_eq!(refused, BTreeSet::from([broken as usize]), "127 commit");
        let error = answers.into_iter().nth(broken as usize).unwrap().unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::Internal, Some(Outcome::None)));
    }
    let count: i64 = raw
        .query_row(
            "SELECT count(*) FROM payments WHERE amount = 5000 AND merchant_reference LIKE 'ORDER-%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(count, 6 * 127);
    let parked: i64 = raw.query_row("SELECT count(*) FROM parked", [], |row| row.get(0)).unwrap();
    assert_eq!(parked, 6, "each is noted for the operator");
    assert_eq!(findings(&place.database.reader().unwrap()), Vec::<String>::new());
}
