//! The binary `rwandapay`.

use std::process::ExitCode;

use clap::Parser;
use rwandapay_server::ops::{doctor, settings};
use rwandapay_server::options::{Cli, Command};
use rwandapay_server::{admin, audit, serve};

fn main() -> ExitCode {
    let line = settings::arguments(std::env::args_os().collect(), |name| std::env::var_os(name));
    let done = line.and_then(|line| match Cli::parse_from(line).command() {
        Command::Serve(options) => serve::run(&options),
        Command::VerifyLedger(records) => audit::verify_ledger(&records),
        Command::Migrate(records) => audit::migrate(&records),
        Command::Doctor(options) => doctor::run(&options),
        Command::Admin(task) => admin::run(&task),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("rwandapay: {reason}");
            ExitCode::FAILURE
        }
    }
}
