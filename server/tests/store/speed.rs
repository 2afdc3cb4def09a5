//! How many collects one writer keeps, with and without group commit. Run it with
//! `cargo test --profile proof -p rwandapay-server --test store -- --ignored --nocapture speed`.

use std::io::Write;
use std::time::Instant as Clock;

use rwandapay_core::engine::{Batch, Command, Config, Decision, Step};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::phone::Phone;
use rwandapay_core::record::Scope;
use rwandapay_core::time::Instant;
use rwandapay_server::store::sqlite::{Location, SqliteStore};
use rwandapay_server::store::{Changes, Store};

use crate::common::shell::Shell;
use crate::common::{World, collect};
use crate::conformance::seed_store;
use crate::places::Place;

/// One group: loaded, decided, written, committed. Gives how long the engine and the store took.
fn group(store: &mut SqliteStore, config: &Config, commands: &[(Command, Instant)]) -> (f64, f64) {
    let (mut decided_in, all) = (0.0, Clock::now());
    let mut transaction = store.begin().unwrap();
    let mut batch = Batch::new(config, commands);
    let decisions = loop {
        let step = Clock::now();
        let next = batch.step();
        decided_in += step.elapsed().as_secs_f64();
        match next {
            Step::Load(keys) => {
                let records = transaction.load(&keys).unwrap();
                keys.into_iter().zip(records).for_each(|(key, record)| batch.load(key, record));
            }
            Step::Commit(decisions) => break decisions,
        }
    };
    let mut changes = Changes::default();
    for (decision, (command, now)) in decisions.into_iter().zip(commands) {
        let decision: Decision = decision.unwrap();
        assert!(decision.answer.is_ok(), "{:?}", decision.answer);
        changes.add(&command.scope, *now, &decision);
    }
    transaction.write(&changes).unwrap();
    transaction.commit().unwrap();
    (decided_in, all.elapsed().as_secs_f64() - decided_in)
}

fn command(scope: &Scope, number: u32, now: Instant) -> (Command, Instant) {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number.to_be_bytes());
    let phone = Phone::new(780_000_000 + number).unwrap().national().to_string();
    let action = collect(&phone, 5_000, Some(&format!("ORDER-{number}")));
    let entropy = Entropy::new(Entropy::new(seed).expand("speed", number));
    (Command { scope: scope.clone(), entropy, action }, now)
}

#[test]
#[ignore = "measures; run it alone on an idle machine"]
fn speed() {
    let world = World::new();
    let shell = Shell::beside(&world.sandbox, [7; 32], 4);
    let directory = tempfile::tempdir_in(".").unwrap();
    let mut file = std::fs::File::create(directory.path().join("synced")).unwrap();
    let begun = Clock::now();
    for _ in 0..200 {
        file.write_all(&[1; 4_096]).unwrap();
        file.sync_data().unwrap();
    }
    println!("fsync of 4 KiB: {:.0}/s", 200.0 / begun.elapsed().as_secs_f64());
    for (size, groups) in [(1, 300), (32, 60), (128, 200)] {
        let path = directory.path().join(format!("{size}.db"));
        let place = Place::new(Location::File(path.clone()));
        let mut store = place.database.store().unwrap();
        seed_store(&mut store, &shell);
        let (mut engine, mut kept) = (0.0, 0.0);
        for at in 0..groups {
            let commands: Vec<_> =
                (0..size).map(|i| command(&world.scope, at * size + i, shell.now)).collect();
            let (decided, stored) = group(&mut store, &shell.config, &commands);
            engine += decided;
            kept += stored;
        }
        let raw = rusqlite::Connection::open(path).unwrap();
        let rows: u32 = ["payments", "attempts", "claims", "names", "jobs"]
            .iter()
            .map(|table| {
                let count = format!("SELECT count(*) FROM {table}");
                raw.query_row(&count, [], |row| row.get::<_, u32>(0)).unwrap()
            })
            .sum();
        let collects = f64::from(size * groups);
        println!(
            "groups of {size}: {:.0} collects/s with the engine, {:.0}/s in the store alone, {:.0} rows/s",
            collects / (engine + kept),
            collects / kept,
            f64::from(rows) / (engine + kept)
        );
    }
}
