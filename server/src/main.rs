//! The Rwanda Pay API over HTTP.

fn main() {}
