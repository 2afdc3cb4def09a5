//! What every store must do, whatever is behind it.

use std::collections::BTreeMap;

use rwandapay_core::api::Snapshot;
use rwandapay_core::engine::{Answer, Decision};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::ledger::Journal;
use rwandapay_core::record::{Key, Mode, Record, Scope};
use rwandapay_core::reference::MerchantId;
use rwandapay_core::time::Instant;
use rwandapay_server::store::{Changes, DueJob, Store, StoreError};

use crate::common::World;
use crate::common::life::Life;
use crate::common::rng::Rng;
use crate::common::shell::Shell;
use crate::lists;

/// The seed of [`World`], and what its sandbox has drawn by the time it is open.
const SEED: [u8; 32] = [7; 32];
const DRAWN_AT_OPENING: u32 = 4;

/// A decision that changes nothing.
pub fn nothing() -> Decision {
    Decision {
        answer: Ok(Answer::Done),
        puts: Vec::new(),
        releases: Vec::new(),
        claims: Vec::new(),
        journals: Vec::new(),
        events: Vec::new(),
        finished: Vec::new(),
        jobs: Vec::new(),
        defect: None,
    }
}

/// Decisions that bring a record, which has changed before, into an empty store.
pub fn born(key: &Key, record: &Record) -> Vec<Decision> {
    if let Record::Claim(claim) = record {
        return vec![Decision { claims: vec![(key.clone(), claim.clone())], ..nothing() }];
    }
    let versions = 1..=record.version().unwrap_or(1);
    versions
        .map(|version| {
            let mut record = record.clone();
            record.set_version(version);
            Decision { puts: vec![(key.clone(), record)], ..nothing() }
        })
        .collect()
}

pub fn commit(store: &mut dyn Store, changes: &Changes) -> Result<(), StoreError> {
    let mut transaction = store.begin()?;
    transaction.write(changes)?;
    transaction.commit()
}

/// Begins where the shell does.
pub fn seed_store(store: &mut dyn Store, shell: &Shell) {
    let mut changes = Changes::default();
    for (key, record) in &shell.store {
        for decision in born(key, record) {
            changes.add(key.scope(), shell.now, &decision);
        }
    }
    for (scope, journal) in &shell.journals {
        changes.add(scope, shell.now, &Decision { journals: vec![journal.clone()], ..nothing() });
    }
    commit(store, &changes).unwrap();
}

/// Every record under every key that there ever was is what the shell has.
pub fn same(store: &mut dyn Store, known: &BTreeMap<Key, ()>, shell: &Shell) {
    let keys: Vec<Key> = known.keys().cloned().collect();
    let stored = store.begin().unwrap().load(&keys).unwrap();
    assert_eq!(stored.len(), keys.len());
    for (key, stored) in keys.iter().zip(stored) {
        assert_eq!(stored.as_ref(), shell.store.get(key), "{key:?}");
    }
}

/// A world of two merchants that lives at random; `each` sees it after each group of commands. Gives how it ends.
pub fn live(seed: u64, groups: u32, mut each: impl FnMut(&Shell, Vec<(Scope, Instant, Decision)>)) -> Shell {
    let mut world = World::new();
    let other = Scope { merchant: MerchantId::parse("other").unwrap(), mode: Mode::Test };
    world.sandbox.open_merchant(&other, "Other Shop", None);
    let mut shell = Shell::beside(&world.sandbox, SEED, DRAWN_AT_OPENING);
    shell.watched = Some(Vec::new());
    each(&shell, Vec::new());
    let mut life = Life::new(seed);
    for _ in 0..groups {
        let wall = shell.now.plus_ms(life.pause_ms());
        shell.run_until(wall);
        if let Some(fault) = life.fault() {
            shell.rails.inject(fault);
        }
        let arriving = if life.rng.percent(5) { 140 + life.rng.below(100) } else { 1 + life.rng.below(6) };
        let commands: Vec<_> = (0..arriving)
            .map(|_| {
                let scope = if life.rng.percent(80) { &world.scope } else { &other };
                (scope.clone(), Entropy::new(life.rng.bytes()), life.action())
            })
            .collect();
        shell.commands(&commands).iter().flatten().for_each(|answer| life.known.learn(answer));
        meet(&mut life, &shell);
        let decided = shell.watched.replace(Vec::new()).unwrap();
        let decided = decided.into_iter().map(|(command, at, decision)| (command.scope, at, decision));
        each(&shell, decided.collect());
    }
    shell
}

/// What a merchant does not learn from answers.
fn meet(life: &mut Life, shell: &Shell) {
    let keys = || shell.store.keys();
    let attempts = keys().filter_map(|key| if let Key::Attempt(_, id) = key { Some(id) } else { None });
    life.known.attempts = attempts.cloned().collect();
    let deliveries = keys().filter_map(|key| if let Key::Delivery(_, id) = key { Some(id) } else { None });
    life.known.deliveries = deliveries.cloned().collect();
}

/// Writes what a group decided, or the beginning.
pub fn write(store: &mut dyn Store, shell: &Shell, decided: &[(Scope, Instant, Decision)], begins: bool) {
    if begins {
        seed_store(store, shell);
    }
    let mut changes = Changes::default();
    for (scope, at, decision) in decided {
        changes.add(scope, *at, decision);
    }
    commit(store, &changes).unwrap();
}

/// The same journals in the same order; gives how many.
fn journals_agree(look: &dyn Look, shell: &Shell) -> usize {
    let plain = |journal: &Journal| {
        let mut entries = journal.entries().to_vec();
        entries.sort_by_key(|entry| entry.account.name());
        (journal.kind(), journal.about().to_string(), entries, journal.approval().cloned())
    };
    for scope in shell.scopes() {
        let wanted = shell.journals.iter().filter(|(of, _)| *of == scope).map(|(_, journal)| plain(journal));
        let found = look.journals(&scope);
        assert!(wanted.eq(found.iter().map(plain)), "{scope:?}");
    }
    shell.journals.len()
}

/// Lives a life through the store, as few or as many decisions at a time as there were; `look` is another
/// connection's sight of it.
pub fn lives(store: &mut dyn Store, look: &dyn Look, seed: u64, groups: u32) {
    let mut known = BTreeMap::new();
    let mut journals = 0;
    let mut rng = Rng::new(seed);
    let mut filled = 0;
    live(seed, groups, |shell, decided| {
        write(store, shell, &decided, known.is_empty());
        known.extend(shell.store.keys().map(|key| (key.clone(), ())));
        same(store, &known, shell);
        filled += lists::agree(look, shell, &mut rng, 8);
        jobs(look, shell);
        journals = journals_agree(look, shell);
    });
    assert!(journals > 20, "{journals} journals");
    assert!(filled > groups, "{filled} pages had something on them");
    while store.roll_up(97).unwrap() > 0 {}
    assert_eq!(look.findings(), [""; 0]);
}

/// What a store shows beside its writer.
pub trait Look: Snapshot {
    fn due_jobs(&self, now: Instant, after: Option<(i64, i64)>, limit: u32) -> Vec<DueJob>;
    fn next_due(&self) -> Option<Instant>;
    fn journals(&self, scope: &Scope) -> Vec<Journal>;
    /// What the audit finds.
    fn findings(&self) -> Vec<String>;
}

/// The same jobs in the same order, page by page.
fn jobs(look: &dyn Look, shell: &Shell) {
    let mut wanted: Vec<_> = shell.jobs.iter().map(|((scope, task), place)| (*place, scope, task)).collect();
    wanted.sort_unstable();
    let end = Instant::from_ms(i64::MAX);
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = look.due_jobs(end, after, 7);
        let Some(last) = page.last() else { break };
        after = Some(last.place);
        found.extend(page);
    }
    let shown: Vec<_> = found.iter().map(|job| (job.place.0, &job.scope, &job.task)).collect();
    let wanted: Vec<_> = wanted.into_iter().map(|((due, _), scope, task)| (due.ms(), scope, task)).collect();
    assert_eq!(shown, wanted);
    assert_eq!(look.next_due().map(Instant::ms), wanted.first().map(|(due, ..)| *due));
    let due = look.due_jobs(shell.now, None, u32::MAX);
    assert_eq!(due.len(), wanted.iter().filter(|(due, ..)| *due <= shell.now.ms()).count());
}
