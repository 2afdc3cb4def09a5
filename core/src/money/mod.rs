//! Whole francs.

mod decimal;
mod limits;
mod parse;
mod rwf;

pub use limits::Limits;
pub use rwf::Rwf;
