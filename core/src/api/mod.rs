//! The doors: everything that a binding, the server or a vector calls goes through here.

mod answer;
mod cors;
mod exchange;
mod fault;
mod fields;
mod form;
pub mod guard;
mod head;
pub mod native;
mod open;
pub mod ops;
mod reads;
pub mod requests;
pub mod route;
mod sandboxes;
pub mod schema;
pub mod script;

pub use crate::http;
pub use answer::{http_error, refuse};
pub use exchange::{ExchangeContext, exchange};
pub use fault::{Delivered, Fault, exchange_with};
pub use open::Open;
pub use ops::{answered, call};
pub use sandboxes::Sandboxes;
pub use schema::openapi;
