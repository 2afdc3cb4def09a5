//! The Rwanda Pay API over HTTP.
//!
//! Nothing about money is decided here. A request's bytes go to the core, the core's answer goes back; this
//! crate adds sockets, a clock, randomness from the operating system, a durable place for the records, and
//! limits on all of them.

pub mod admin;
pub mod app;
pub mod assemble;
pub mod audit;
pub mod banner;
pub mod clock;
pub mod crash;
pub mod deliver;
pub mod docs;
pub mod lane;
pub mod net;
pub mod ops;
pub mod options;
pub mod pages;
pub mod provider;
pub mod serve;
pub mod store;
pub mod vault;
pub mod work;

/// 32 random bytes.
///
/// # Errors
/// In words, where the operating system has none.
pub fn random() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| format!("the operating system has no randomness: {error}"))?;
    Ok(bytes)
}
