//! One table of everything that crosses the HTTP surface: requests, answers, parameters and errors.
//!
//! The OpenAPI document is made from it, and so are the types of every language. Tests hold it equal to
//! what forms accept and to what resources print, in both directions.

mod account;
mod field;
mod names;
mod openapi;
mod operations;
mod parameters;
mod payments;
mod requests;
mod shape;

pub use account::{ATTEMPT, BALANCE, CLOCK, DELIVERY, DETAIL, ENDPOINT, ERROR, EVENT, WITHDRAWAL};
pub use openapi::openapi;
pub use operations::{Answers, CONTRACTS, Contract, operations};
pub use parameters::{PATH, QUERY};
pub use payments::{CUSTOMER, PAYMENT, QUOTE, REFUND, SESSION};
pub use requests::REQUESTS;
pub use shape::{Field, Kind, Presence, Shape, Text};

use alloc::vec::Vec;

/// Every shape: those of requests, then those of answers.
pub fn shapes() -> Vec<&'static Shape> {
    let mut shapes: Vec<&'static Shape> = REQUESTS.into();
    shapes.extend(payments::all());
    shapes.extend(account::all());
    shapes
}
