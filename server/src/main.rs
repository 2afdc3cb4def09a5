//! The Rwanda Pay API over HTTP: a sandbox in memory, on this machine.
//!
//! Nothing is decided here. A request's bytes go to the core, the core's answer goes back; this crate adds
//! a socket, a clock, randomness from the operating system, and limits on all three.

mod banner;
mod connection;
mod gate;
mod handler;
mod head;
mod limits;
mod options;
mod serve;
mod shell;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let options = options::Cli::parse().serve();
    match serve::run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("rwandapay: {reason}");
            ExitCode::FAILURE
        }
    }
}
