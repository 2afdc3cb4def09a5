//! `cargo xtask test`: every check there is, one part after the other, with the minutes of each.

use std::time::{Duration, Instant};

use crate::run::{Outcome, Verdict, cargo, command, run};
use crate::{
    advisories, conformance, fuzz, generate, node, php, purity, python, schemathesis, setup, vectors,
};

struct Part {
    name: &'static str,
    what: &'static str,
    run: fn(bool) -> Outcome,
}

const PARTS: &[Part] = &[
    Part { name: "setup", what: "rustfmt, clippy and a target without std", run: |_| setup::components() },
    Part { name: "format", what: "rustfmt changes nothing", run: |_| format() },
    Part { name: "lint", what: "clippy without a warning: every crate, every target", run: |_| lint() },
    Part {
        name: "purity",
        what: "nothing in the core that a pure core must not have",
        run: |_| purity::scan(),
    },
    Part {
        name: "no-std",
        what: "the core builds for a machine without an operating system",
        run: |_| purity::no_std(),
    },
    Part { name: "docs", what: "rustdoc without a warning", run: |_| crate::run::docs() },
    Part {
        name: "vectors",
        what: "every vector file against the schema, counted",
        run: |_| vectors::validate(),
    },
    Part {
        name: "generated",
        what: "generated files equal what the code generates",
        run: |_| generate::check(),
    },
    Part {
        name: "advisories",
        what: "no locked crate below a version known to be safe",
        run: |_| advisories::check(),
    },
    Part { name: "tests", what: "unit, integration, oracle, exhaustive, server and doc tests", run: tests },
    Part {
        name: "openapi",
        what: "schemathesis: the server does what its document says",
        run: schemathesis::every_operation,
    },
    Part {
        name: "python",
        what: "the Python package: built, installed, tested against the server",
        run: |_| python::test(),
    },
    Part {
        name: "node",
        what: "the JavaScript package: packed, installed, tested against the server",
        run: |_| node::test(),
    },
    Part {
        name: "php",
        what: "the PHP extension and its library: built, tested against the server",
        run: |_| php::test(),
    },
    Part {
        name: "conformance",
        what: "every vector in every language, side by side",
        run: |_| conformance::matrix(),
    },
    Part { name: "fuzz", what: "every fuzz target, a short run from the vectors", run: fuzz::smoke },
];

/// Every part in order, or those that are named; the first that fails ends it.
pub fn all(long: bool, only: &[&str]) -> Outcome {
    let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(name)) {
        return Err(format!("`{unknown}` is none of the parts: {}", names.join(", ")));
    }
    let parts: Vec<&Part> =
        PARTS.iter().filter(|part| only.is_empty() || only.contains(&part.name)).collect();
    let mut rows: Vec<(&str, Duration, String)> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        println!("\n== {} of {}: {} ({})", number + 1, parts.len(), part.name, part.what);
        let began = Instant::now();
        let outcome = (part.run)(long);
        let took = began.elapsed();
        match outcome {
            Ok(verdict) => {
                println!("{}: {verdict}, {}", part.name, minutes(took));
                rows.push((part.name, took, verdict.to_string()));
            }
            Err(reason) => {
                table(&rows);
                return Err(format!("part {} ({}): {reason}", part.name, part.what));
            }
        }
    }
    table(&rows);
    let not_run = rows.iter().filter(|row| row.2.starts_with("NOT RUN")).count();
    Ok(Verdict::passed(format!("{} parts, of which {not_run} could not run on this machine", rows.len())))
}

fn table(rows: &[(&str, Duration, String)]) {
    println!("\n{:<12} {:>10}  result", "part", "minutes");
    for (name, took, verdict) in rows {
        println!("{name:<12} {:>10}  {verdict}", minutes(*took));
    }
    println!("{:<12} {:>10}", "all", minutes(rows.iter().map(|row| row.1).sum()));
}

fn minutes(took: Duration) -> String {
    format!("{}:{:02} min", took.as_secs() / 60, took.as_secs() % 60)
}

fn format() -> Outcome {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"])?;
    Ok(Verdict::passed("formatted"))
}

fn lint() -> Outcome {
    cargo(&["clippy", "--workspace", "--locked", "--", "-D", "warnings"])?;
    // What the pedantic lints say of tests is about taste in public interfaces, which tests have not.
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
        "-A",
        "clippy::pedantic",
    ])?;
    Ok(Verdict::passed("no warning"))
}

fn tests(long: bool) -> Outcome {
    let mut command = command("cargo");
    command.args(["test", "--workspace", "--profile", "proof", "--locked"]);
    // The exhaustive tests are left out of a plain `cargo test`, whose build would take minutes over them.
    command.args(["--", "--include-ignored"]);
    if long {
        // Twenty times the lives of the model test, and more cases of each property that fixes no number.
        command.env("RWANDAPAY_MODEL_STEPS", "2000000").env("PROPTEST_CASES", "20000");
    }
    run(&mut command)?;
    Ok(Verdict::passed(if long { "with the long counts" } else { "the long counts need --long" }))
}
