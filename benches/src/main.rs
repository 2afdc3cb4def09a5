//! The core side by side with its peers: `cargo run --release -p rwandapay-benches`.
//!
//! Every figure is the median of several runs on this machine, now; a ratio compares rows of one section
//! of one run. No test reads a figure.

mod harness;
mod phone;
mod quote;

use harness::Table;

fn main() {
    let mut table = Table::default();
    phone::measure(&mut table);
    quote::measure(&mut table);
    print!("{table}");
}
