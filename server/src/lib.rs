//! The Rwanda Pay API over HTTP.
//!
//! Nothing about money is decided here. A request's bytes go to the core, the core's answer goes back; this
//! crate adds sockets, a clock, randomness from the operating system, a durable place for the records, and
//! limits on all of them.

pub mod banner;
pub mod deliver;
pub mod docs;
pub mod lane;
pub mod net;
pub mod ops;
pub mod options;
pub mod pages;
pub mod provider;
pub mod serve;
pub mod shell;
pub mod store;
pub mod vault;
pub mod work;
