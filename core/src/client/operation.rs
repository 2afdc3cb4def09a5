//! The operations of the API: one row each, and nothing else knows a method or a path.

use crate::error::{Code, Error, Outcome};

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Asks for something; carries a body and an idempotency key.
    Post,
    /// Removes; the same again changes nothing more.
    Delete,
}

impl Method {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// How an answer is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One answer ends the call.
    One,
    /// A page of a list; the answer names the next.
    Page,
    /// A payment, asked for until it is final.
    Wait,
}

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// The name, such as `payments.collect`.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// The path behind the base address; `{name}` is a parameter.
    pub path: &'static str,
    /// The parameters that go into the query.
    pub query: &'static [&'static str],
    /// Whether it only reads: money cannot move, and no outcome is reported.
    pub reads: bool,
    /// How its answer is used.
    pub shape: Shape,
    /// Whether a publishable key may ask.
    pub publishable: bool,
}

/// What every list takes.
const PAGE: &[&str] = &["limit", "cursor"];
/// What the lists of payments, sessions and withdrawals take.
const FILTERS: &[&str] =
    &["limit", "cursor", "status", "provider", "phone", "merchant_reference", "created_from", "created_to"];
/// The same, and a lookup by either reference.
const PAYMENTS: &[&str] = &[
    "limit",
    "cursor",
    "status",
    "provider",
    "phone",
    "merchant_reference",
    "created_from",
    "created_to",
    "reference",
];
const DATES: &[&str] = &["limit", "cursor", "created_from", "created_to"];

/// Every operation.
///
/// Source: documentation, endpoints; contract, sections 6 and 8.
pub const OPERATIONS: &[Operation] = &[
    post("payments.collect", "/payments/collect"),
    get("payments.get", "/payments/{reference}"),
    list("payments.list", "/payments", PAYMENTS),
    post("payments.refund", "/payments/{payment_reference}/refund"),
    list("payments.refunds", "/payments/{payment_reference}/refunds", PAGE),
    Operation { shape: Shape::Wait, ..get("payments.wait", "/payments/{reference}") },
    get("refunds.get", "/refunds/{reference}"),
    Operation { publishable: true, ..post("checkout.initialize", "/checkout/initialize") },
    get("checkout.get", "/checkout/{session_id}"),
    list("checkout.list", "/checkout", FILTERS),
    post("checkout.expire", "/checkout/{session_id}/expire"),
    post("withdrawals.create", "/withdrawals"),
    get("withdrawals.get", "/withdrawals/{reference}"),
    list("withdrawals.list", "/withdrawals", FILTERS),
    get("balance", "/balance"),
    Operation { reads: true, publishable: true, ..post("quote", "/quote") },
    list("webhook_endpoints.list", "/webhooks/endpoints", PAGE),
    post("webhook_endpoints.create", "/webhooks/endpoints"),
    Operation { method: Method::Delete, ..post("webhook_endpoints.delete", "/webhooks/endpoints/{id}") },
    post("webhook_endpoints.rotate", "/webhooks/endpoints/{id}/rotate"),
    post("webhook_endpoints.test", "/webhooks/endpoints/{id}/test"),
    list("webhook_deliveries.list", "/webhooks/deliveries", PAGE),
    post("webhook_deliveries.redeliver", "/webhooks/deliveries/{id}/redeliver"),
    list("events.list", "/events", DATES),
    get("events.get", "/events/{id}"),
    post("sandbox.advance", "/sandbox/clock"),
    post("sandbox.reset", "/sandbox/reset"),
];

const fn post(name: &'static str, path: &'static str) -> Operation {
    Operation {
        name,
        method: Method::Post,
        path,
        query: &[],
        reads: false,
        shape: Shape::One,
        publishable: false,
    }
}

const fn get(name: &'static str, path: &'static str) -> Operation {
    Operation { method: Method::Get, reads: true, ..post(name, path) }
}

const fn list(name: &'static str, path: &'static str, query: &'static [&'static str]) -> Operation {
    Operation { query, shape: Shape::Page, ..get(name, path) }
}

impl Operation {
    /// The operation with this name.
    ///
    /// # Errors
    /// `operation_unknown`.
    pub fn find(name: &str) -> Result<&'static Self, Error> {
        OPERATIONS
            .iter()
            .find(|operation| operation.name == name)
            .ok_or_else(|| Error::new(Code::OperationUnknown))
    }

    /// The names of the parameters in the path, in their order.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(parameter)
    }

    /// Whether money may have moved once a request was sent and no proof came back.
    pub fn writes(&self) -> bool {
        self.method == Method::Post && !self.reads
    }

    /// What is known about the money while nothing was sent.
    pub(super) fn before(&self) -> Option<Outcome> {
        self.writes().then_some(Outcome::None)
    }
}

/// The name inside of `{name}`.
pub(super) fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
