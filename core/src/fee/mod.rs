//! Fees: a schedule is data, a quote is what it says about one amount.

mod quote;
mod rates;
mod schedule;

pub use quote::Quote;
pub use rates::{Rates, basis_points};
pub use schedule::Schedule;
