//! The core side by side with its peers: `cargo run --release -p rwandapay-benches`.
//!
//! Every figure is the median of several runs on this machine, now (of webhooks: the fastest, in turns); a
//! ratio compares rows of one section of one run. No test reads a figure.

mod harness;
mod phone;
mod quote;
mod verify;

use harness::Table;

fn main() {
    let mut table = Table::default();
    phone::measure(&mut table);
    quote::measure(&mut table);
    verify::measure(&mut table);
    print!("{table}");
}
