//! The binary `rwandapay`.

use std::process::ExitCode;

use clap::Parser;
use rwandapay_server::options::{Cli, Command};
use rwandapay_server::{admin, audit, serve};

fn main() -> ExitCode {
    let done = match Cli::parse().command() {
        Command::Serve(options) => serve::run(&options),
        Command::VerifyLedger(records) => audit::verify_ledger(&records),
        Command::Migrate(records) => audit::migrate(&records),
        Command::Admin(task) => admin::run(&task),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("rwandapay: {reason}");
            ExitCode::FAILURE
        }
    }
}
