//! The core side by side with its peers: `cargo run --release -p rwandapay-benches`.
//!
//! Every figure is the median of several runs on this machine, now (of webhooks: the fastest, in turns); a
//! ratio compares rows of one section of one run. No test reads a figure. With `server`, the server under load.

mod harness;
mod phone;
mod quote;
mod server;
mod verify;

use std::process::ExitCode;

use harness::Table;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|section| section == "server") {
        let long = arguments.iter().any(|argument| argument == "--long");
        return match server::measure(long) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => {
                eprintln!("{reason}");
                ExitCode::FAILURE
            }
        };
    }
    let mut table = Table::default();
    phone::measure(&mut table);
    quote::measure(&mut table);
    verify::measure(&mut table);
    print!("{table}");
    ExitCode::SUCCESS
}
