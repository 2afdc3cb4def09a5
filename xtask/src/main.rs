//! The project's own commands. `cargo xtask` lists them.

mod advisories;
mod bench;
mod conformance;
mod dist;
mod fuzz;
mod generate;
mod node;
mod php;
mod purity;
mod python;
mod run;
mod schema;
mod schemathesis;
mod setup;
mod test;
mod vectors;

use std::process::ExitCode;

use run::Outcome;

const HELP: &str = "\
cargo xtask test [--long] [PART]  every check there is, in order, with the minutes of each part; or one part
cargo xtask generate [--check]    write docs/openapi.json from the code, or compare it
cargo xtask conformance           run every vector through api::call and print the matrix
cargo xtask bench [server [--long]] the core side by side with its peers; the server under load
cargo xtask fuzz [--seconds N]    every fuzz target for N seconds each (60)
cargo xtask dist python           the wheel as it would be published, used in a clean environment
cargo xtask docs                  the documentation of every crate, warnings refused
cargo xtask setup                 the parts of the toolchain that the tests use
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test", "--long", rest @ ..] => test::all(true, rest),
        ["test", rest @ ..] => test::all(false, rest),
        ["generate"] => generate::write(),
        ["generate", "--check"] => generate::check(),
        ["conformance"] => conformance::matrix(),
        ["bench"] => bench::table(false, false),
        ["bench", "server"] => bench::table(true, false),
        ["bench", "server", "--long"] => bench::table(true, true),
        ["fuzz"] => fuzz::every(60),
        ["fuzz", "--seconds", seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::every(seconds),
            Err(_) => Err(format!("`{seconds}` is not a number of seconds")),
        },
        ["dist", "python"] => dist::python(),
        ["docs"] => run::docs(),
        ["setup"] => setup::components(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => Err(format!("`{}` is not a command of this project\n\n{HELP}", other.join(" "))),
    };
    finish(&outcome)
}

fn finish(outcome: &Outcome) -> ExitCode {
    match outcome {
        Ok(verdict) => {
            println!("{verdict}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("failed: {reason}");
            ExitCode::FAILURE
        }
    }
}
