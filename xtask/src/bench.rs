//! `cargo xtask bench`: the core beside its peers, on this machine, in one run.

use crate::run::{Outcome, Verdict, cargo};

/// Builds the benches with the release profile and prints their table.
pub fn table() -> Outcome {
    cargo(&["run", "--release", "--locked", "--package", "rwandapay-benches"])?;
    Ok(Verdict::passed("figures of this machine, now"))
}
