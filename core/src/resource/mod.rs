//! Records as answers and events show them: one shape a resource, every field always there.
//!
//! Source: the documentation's samples, and contract, section 6.

mod links;
mod payment;
mod payout;
mod session;
mod webhook;

pub use links::Links;
pub use payment::{balance, payment, quote};
pub use payout::{refund, withdrawal};
pub use session::session;
pub use webhook::{delivery, endpoint, endpoint_with_secret};

use alloc::string::ToString;

use crate::json::{Json, Object};
use crate::money::Rwf;
use crate::record::{Customer, Failure, Record};
use crate::request::Metadata;
use crate::time::Instant;

/// The resource that a record is, where it is one.
pub fn of(record: &Record, links: &Links, now: Instant) -> Option<Json> {
    Some(match record {
        Record::Payment(record) => payment(record, links),
        Record::Refund(record) => refund(record),
        Record::Withdrawal(record) => withdrawal(record),
        Record::Session(record) => session(record, links),
        Record::Endpoint(record) => endpoint(record, now),
        Record::Delivery(record) => delivery(record),
        Record::Event(record) => Json::Printed(record.body.clone()),
        Record::Account(_) | Record::Attempt(_) | Record::Claim(_) | Record::Names(_) => return None,
    })
}

/// An amount as payments print it: `5000`.
pub(crate) fn francs(amount: Rwf) -> Json {
    Json::Number(amount.to_string())
}

fn time(instant: Option<Instant>) -> Json {
    Json::maybe_text(instant)
}

fn whole(number: u64) -> Json {
    Json::Number(number.to_string())
}

fn metadata(metadata: Option<&Metadata>) -> Json {
    metadata.map_or(Json::Null, |members| {
        Json::Object(Object(members.iter().map(|(key, value)| (key.clone(), Json::text(value))).collect()))
    })
}

fn customer(customer: &Customer, phone: Option<crate::phone::Phone>) -> Json {
    Object::default()
        .with("name", Json::maybe_text(customer.name.as_deref()))
        .with("phone", Json::maybe_text(phone.map(crate::phone::Phone::national)))
        .with("email", Json::maybe_text(customer.email.as_deref()))
        .into()
}

/// The two fields that say why something failed.
fn failure(object: Object, failure: Option<&Failure>) -> Object {
    let code = failure.map(|failure| failure.code);
    object.with("failure_code", Json::maybe_text(code.map(crate::failure::FailureCode::name))).with(
        "failure_message",
        Json::maybe_text(code.map(|code| code.message(crate::failure::Language::English))),
    )
}
