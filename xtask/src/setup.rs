//! The parts of the toolchain that the tests use, added where they are missing.

use crate::run::{Outcome, Verdict, command, output, run, works};

/// A target that has `core` and `alloc`, and no `std`.
pub const NO_STD_TARGET: &str = "thumbv7em-none-eabihf";

/// What the core is built for where JavaScript runs it.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Programs that tests run, and the Debian packages that they come with.
const DEBIAN: &[(&str, &str)] = &[
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("curl", "curl"),
    ("php", "php-cli php-curl"),
    ("php-config", "php-dev"),
    ("clang", "clang libclang-dev"),
    ("ruby", "ruby"),
    (
        "mcs",
        "mono-mcs mono-runtime ca-certificates-mono libmono-system-net-http4.0-cil libnewtonsoft-json5.0-cil",
    ),
];

/// Installs the Debian packages whose programs are missing. Without them their tests say that they did not run.
fn debian() -> String {
    let missing = || DEBIAN.iter().filter(|(program, _)| !works(program, &["--version"]));
    let packages: Vec<&str> = missing().flat_map(|(_, packages)| packages.split(' ')).collect();
    if packages.is_empty() {
        return "every program that the tests run is here".into();
    }
    let update = run(command("apt-get").args(["update", "-q"]));
    let installed =
        update.and_then(|()| run(command("apt-get").args(["install", "-y", "-q"]).args(&packages)));
    match installed {
        Ok(()) => format!("installed {}", packages.join(" and ")),
        Err(_) => format!(
            "NOT installed: {}; as root, run: apt-get install {}",
            packages.join(", "),
            packages.join(" ")
        ),
    }
}

/// Adds rustfmt, clippy and the target without std, of which only the first two are needed, and the programs
/// that tests run.
pub fn components() -> Outcome {
    for (component, proof) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !works("cargo", &[proof, "--version"]) {
            run(command("rustup").args(["component", "add", component]))?;
        }
    }
    if has_no_std_target() || run(command("rustup").args(["target", "add", NO_STD_TARGET])).is_ok() {
        return Ok(Verdict::passed(format!("all parts of the toolchain are here; {}", debian())));
    }
    Ok(Verdict::passed(format!(
        "rustfmt and clippy are here, {NO_STD_TARGET} could not be added; {}",
        debian()
    )))
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
