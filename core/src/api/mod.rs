//! The doors: everything that a binding, the server or a vector calls goes through here.

mod answer;
mod cors;
mod exchange;
mod fault;
mod fields;
mod form;
pub mod guard;
mod head;
mod intent;
pub mod native;
mod open;
pub mod ops;
mod reads;
pub mod requests;
pub mod route;
mod sandboxes;
pub mod schema;
pub mod script;
mod snapshot;
mod turn;

pub use crate::engine::read::List;
pub use crate::http;
pub use answer::{http_error, refuse};
pub use exchange::{ExchangeContext, exchange};
pub use fault::{Delivered, Fault, exchange_with};
pub use intent::{Intent, Rules};
pub use open::Open;
pub use ops::{answered, call};
pub use reads::{Read, Reads};
pub use sandboxes::Sandboxes;
pub use schema::openapi;
pub use snapshot::{Listed, Snapshot};
pub use turn::{Success, Turn, clock, quote, request_id};
