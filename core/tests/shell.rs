//! Two shells, one engine: records loaded one by one and committed in groups come to the same as the
//! sandbox, which has them all at hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::life::Life;
use common::shell::Shell;
use common::{World, collect, refund};
use rwandapay_core::engine::{Action, Batch, Command, Decision, Defect, Step};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::record::{Key, Mode, Record, Scope};
use rwandapay_core::reference::MerchantId;

/// The seed of [`World`], and what its sandbox has drawn by the time it is open.
const SEED: [u8; 32] = [7; 32];
const DRAWN_AT_OPENING: u32 = 4;

#[test]
fn group_commits_over_a_map_end_in_the_records_of_the_sandbox() {
    for seed in 0..6 {
        lives_agree(seed, 120);
    }
}

fn lives_agree(seed: u64, groups: u32) {
    let mut world = World::new();
    // Another merchant, whose callbacks and references must not meet the first one's.
    let other = Scope { merchant: MerchantId::parse("other").unwrap(), mode: Mode::Test };
    world.sandbox.open_merchant(&other, "Other Shop", None);
    let mut shell = Shell::beside(&world.sandbox, SEED, DRAWN_AT_OPENING);
    let mut life = Life::new(seed);
    for group in 0..groups {
        let wall = shell.now.plus_ms(life.pause_ms());
        world.sandbox.at(wall);
        shell.run_until(wall);
        if let Some(fault) = life.fault() {
            world.sandbox.rails_mut().inject(fault);
            shell.rails.inject(fault);
        }
        let arriving = if life.rng.percent(5) { 140 + life.rng.below(100) } else { 1 + life.rng.below(6) };
        let commands: Vec<_> = (0..arriving)
            .map(|_| {
                let scope = if life.rng.percent(80) { &world.scope } else { &other };
                (scope.clone(), Entropy::new(life.rng.bytes()), life.action())
            })
            .collect();
        let there: Vec<_> = commands
            .iter()
            .map(|(scope, entropy, action)| world.sandbox.execute(scope, entropy.clone(), action.clone()))
            .collect();
        let here = shell.commands(&commands);
        for ((here, there), (_, _, action)) in here.iter().zip(&there).zip(&commands) {
            assert_eq!(here, there, "seed {seed}: {action:?}");
        }
        if group % 10 == 0 {
            same(&world, &shell);
        }
        here.iter().flatten().for_each(|answer| life.known.learn(answer));
        meet(&mut life, &shell);
    }
    let wall = shell.now.plus_seconds(3 * 86_400);
    world.sandbox.at(wall);
    shell.run_until(wall);
    same(&world, &shell);
    assert!(shell.largest == 128 && shell.lost > 0 && shell.rounds <= 3);
}

/// What a merchant does not learn from answers.
fn meet(life: &mut Life, shell: &Shell) {
    life.known.attempts = shell
        .store
        .keys()
        .filter_map(|key| if let Key::Attempt(_, id) = key { Some(id.clone()) } else { None })
        .collect();
    life.known.deliveries = shell
        .store
        .keys()
        .filter_map(|key| if let Key::Delivery(_, id) = key { Some(id.clone()) } else { None })
        .collect();
}

fn same(world: &World, shell: &Shell) {
    assert_eq!(shell.now, world.sandbox.now());
    let mut there = world.sandbox.records().iter();
    for (key, record) in &shell.store {
        assert_eq!(Some((key, record)), there.next());
    }
    assert_eq!(there.next(), None);
    assert_eq!(shell.journals, world.sandbox.journals());
    assert_eq!(shell.rails.books(shell.now), world.sandbox.rails().books(shell.now));
}

#[test]
fn a_command_that_breaks_a_constraint_is_refused_alone() {
    let mut world = World::new();
    world.run(collect("0788123456", 5_000, Some("INV-1"))).unwrap();
    world.sandbox.advance(2).unwrap();
    let paid = world.payment_record("INV-1").reference;
    let command = |entropy: u8, action: Action| {
        let entropy = Entropy::new([entropy; 32]);
        (Command { scope: world.scope.clone(), entropy, action }, world.sandbox.now())
    };
    let good =
        [command(1, collect("0788123457", 700, Some("INV-2"))), command(3, collect("0788123458", 800, None))];
    let bad = command(2, refund("INV-1", Some(100)));
    let tampered = [good[0].clone(), bad, good[1].clone()];

    let spoil = |key: &Key, record: Option<Record>| match record {
        Some(Record::Payment(mut payment)) if *key == Key::Payment(world.scope.clone(), paid.clone()) => {
            payment.fee_returned = payment.amount;
            Some(Record::Payment(payment))
        }
        record => record,
    };
    let decided = decide(&world, &tampered, spoil);
    assert_eq!(decided[1], Err(Defect("a fee passes its amount")));
    let alone = decide(&world, &good, |_, record| record);
    assert_eq!([&decided[0], &decided[2]], [&alone[0], &alone[1]]);
    assert!(alone.iter().all(|decision| decision.as_ref().is_ok_and(|decision| decision.answer.is_ok())));
}

/// Decides a batch over the records of a sandbox, each as `see` shows it.
fn decide(
    world: &World,
    commands: &[(Command, rwandapay_core::time::Instant)],
    see: impl Fn(&Key, Option<Record>) -> Option<Record>,
) -> Vec<Result<Decision, Defect>> {
    let mut batch = Batch::new(world.sandbox.config(), commands);
    loop {
        match batch.step() {
            Step::Commit(decided) => return decided,
            Step::Load(keys) => keys.into_iter().for_each(|key| {
                let record = see(&key, world.sandbox.record(&key).cloned());
                batch.load(key, record);
            }),
        }
    }
}
