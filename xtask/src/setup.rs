//! The parts of the toolchain that the tests use, added where they are missing.

use crate::run::{Outcome, Verdict, command, output, run, works};

/// A target that has `core` and `alloc`, and no `std`.
pub const NO_STD_TARGET: &str = "thumbv7em-none-eabihf";

/// Adds rustfmt, clippy and the target without std; only the first two are needed.
pub fn components() -> Outcome {
    for (component, proof) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !works("cargo", &[proof, "--version"]) {
            run(command("rustup").args(["component", "add", component]))?;
        }
    }
    if has_no_std_target() || run(command("rustup").args(["target", "add", NO_STD_TARGET])).is_ok() {
        return Ok(Verdict::passed("all parts of the toolchain are here"));
    }
    Ok(Verdict::passed(format!("rustfmt and clippy are here, {NO_STD_TARGET} could not be added")))
}

/// Whether the core can be built for a target without std.
pub fn has_no_std_target() -> bool {
    output("rustc", &["--print", "target-libdir", "--target", NO_STD_TARGET])
        .is_ok_and(|folder| std::path::Path::new(folder.trim()).is_dir())
}

/// Whether a nightly toolchain, which the fuzzer needs, is installed.
pub fn has_nightly() -> bool {
    works("cargo", &["+nightly", "--version"])
}
