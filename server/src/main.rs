//! The binary `rwandapay`.

use std::process::ExitCode;

use clap::Parser;
use rwandapay_server::{options, serve};

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
