//! Random lives of a merchant against a plain model of the contract.
//!
//! `RWANDAPAY_MODEL_SEED` replays one life from the seed that a failure prints; `RWANDAPAY_MODEL_STEPS` is
//! how many operations all lives have together, or the one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod asked;
mod checks;
mod made;
mod plain;
mod run;

use std::collections::BTreeMap;

use run::Run;

const STEPS: u64 = 100_000;
/// So that a history stays one that a merchant might have.
const STEPS_OF_A_LIFE: u64 = 2_500;

#[test]
fn every_life_is_as_the_plain_model_says() {
    let read = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect(name));
    let steps = read("RWANDAPAY_MODEL_STEPS").unwrap_or(STEPS);
    if let Some(seed) = read("RWANDAPAY_MODEL_SEED") {
        live(seed, steps.min(STEPS_OF_A_LIFE));
        return;
    }
    let mut met: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 0..steps.div_ceil(STEPS_OF_A_LIFE) {
        for (name, times) in live(seed, STEPS_OF_A_LIFE) {
            *met.entry(name).or_default() += times;
        }
    }
    println!("{steps} operations: {met:#?}");
    // Lives that never get there would prove nothing about it.
    if steps >= STEPS {
        let missed: Vec<_> = MUST_MEET.iter().filter(|name| !met.contains_key(**name)).collect();
        assert!(missed.is_empty(), "no life met {missed:?}");
    }
}

const MUST_MEET: [&str; 32] = [
    "a PIN locked for good",
    "pin_incorrect",
    "pin_locked",
    "balance_owed",
    "insufficient_balance",
    "idempotency_key_reused",
    "reference_in_use",
    "prompt_in_flight",
    "attempt_in_progress",
    "session_not_open",
    "no_attempt_yet",
    "payment_not_found",
    "payment_not_refundable",
    "refund_exceeds_refundable",
    "payment_not_reversible",
    "review_not_open",
    "review_cannot_accept",
    "provider_mismatch",
    "an answer again",
    "a held reference",
    "a late payment",
    "a duplicate",
    "a late session",
    "a late refund",
    "a late withdrawal",
    "a refund beyond the amount",
    "a review",
    "a reversal",
    "an attempt sent twice",
    "a payout for a person",
    "a debt",
    "a collection given up",
];

/// One life; gives what it met, and how often.
fn live(seed: u64, steps: u64) -> BTreeMap<&'static str, u64> {
    println!("RWANDAPAY_MODEL_SEED={seed}");
    let mut run = Run::new(seed);
    let mut done = 0;
    while done < steps {
        done += run.step();
    }
    run.end();
    run.met
}
