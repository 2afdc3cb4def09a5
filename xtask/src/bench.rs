//! `cargo xtask bench`: the core beside its peers, or the server under load, on this machine, in one run.

use crate::run::{Outcome, Verdict, cargo};

/// Builds the benches with the release profile and prints their table: of the core, or with `server` that of
/// the server, up to a million payments with `long`.
pub fn table(server: bool, long: bool) -> Outcome {
    let mut arguments = vec!["run", "--release", "--locked", "--package", "rwandapay-benches"];
    if server {
        cargo(&["build", "--release", "--locked", "--package", "rwandapay-server"])?;
        arguments.extend(["--", "server"]);
        arguments.extend(long.then_some("--long"));
    }
    cargo(&arguments)?;
    Ok(Verdict::passed("figures of this machine, now"))
}
