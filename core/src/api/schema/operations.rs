//! What each operation takes and answers. Methods, paths and queries are the client's table.

use alloc::vec::Vec;

use super::account::{BALANCE, CLOCK, DELIVERY, ENDPOINT, EVENT, WITHDRAWAL};
use super::payments::{PAYMENT, QUOTE, REFUND, SESSION};
use super::requests;
use super::shape::Shape;
use crate::client::{OPERATIONS, Operation};
use crate::error::{Code, Error};

/// What an operation answers with.
#[derive(Debug, Clone, Copy)]
pub enum Answers {
    /// One of these.
    One(&'static Shape),
    /// A page of these.
    Page(&'static Shape),
}

/// What the schema says about an operation besides its row in the client's table.
#[derive(Debug, Clone, Copy)]
pub struct Contract {
    /// The operation's name.
    pub operation: &'static str,
    /// One sentence.
    pub doc: &'static str,
    /// The body, where there is one.
    pub request: Option<&'static Shape>,
    /// What comes back.
    pub answers: Answers,
    /// Errors of its own; those of every request stand apart.
    pub errors: &'static [Code],
    /// Whether an idempotency key stores the answer.
    pub idempotent: bool,
}

const fn row(
    operation: &'static str,
    answers: Answers,
    errors: &'static [Code],
    doc: &'static str,
) -> Contract {
    Contract { operation, doc, request: None, answers, errors, idempotent: false }
}

impl Contract {
    const fn takes(self, shape: &'static Shape) -> Self {
        Self { request: Some(shape), ..self }
    }

    const fn stored(self) -> Self {
        Self { idempotent: true, ..self }
    }

    /// The operation's row in the client's table.
    ///
    /// # Errors
    /// `operation_unknown`.
    pub fn operation(&self) -> Result<&'static Operation, Error> {
        Operation::find(self.operation)
    }
}

const LIST: &[Code] = &[Code::LimitOutOfRange, Code::CursorMalformed];
const FILTERED: &[Code] = &[Code::LimitOutOfRange, Code::CursorMalformed, Code::StatusUnknown];

/// Every operation, in the order of the client's table.
#[rustfmt::skip]
pub const CONTRACTS: &[Contract] = &[
    row("payments.collect", Answers::One(&PAYMENT), &[Code::ReferenceInUse, Code::PromptInFlight],
        "Asks a customer to pay. The same request for a reference that is held answers with its payment and sends no second prompt.")
        .takes(&requests::COLLECT).stored(),
    row("payments.get", Answers::One(&PAYMENT), &[Code::PaymentNotFound, Code::NoAttemptYet],
        "One payment, by our reference or yours."),
    row("payments.list", Answers::Page(&PAYMENT),
        &[Code::LimitOutOfRange, Code::CursorMalformed, Code::StatusUnknown, Code::PaymentNotFound, Code::NoAttemptYet],
        "Payments, newest first; with `reference` the one payment that it means, or 404."),
    row("payments.refund", Answers::One(&REFUND),
        &[Code::InsufficientBalance, Code::PaymentNotFound, Code::NoAttemptYet, Code::PaymentNotRefundable,
          Code::RefundExceedsRefundable, Code::ReferenceInUse],
        "Gives a payment back, in whole or in part.")
        .takes(&requests::REFUND).stored(),
    row("payments.refunds", Answers::Page(&REFUND),
        &[Code::LimitOutOfRange, Code::CursorMalformed, Code::PaymentNotFound, Code::NoAttemptYet],
        "The refunds of a payment, newest first."),
    row("refunds.get", Answers::One(&REFUND), &[Code::RefundNotFound], "One refund, by our reference or yours."),
    row("checkout.initialize", Answers::One(&SESSION), &[Code::ReferenceInUse, Code::UrlOriginNotRegistered],
        "Opens a hosted page on which a customer pays once.")
        .takes(&requests::CHECKOUT).stored(),
    row("checkout.get", Answers::One(&SESSION), &[Code::SessionNotFound], "One checkout session."),
    row("checkout.list", Answers::Page(&SESSION), FILTERED, "Checkout sessions, newest first."),
    row("checkout.expire", Answers::One(&SESSION), &[Code::SessionNotFound, Code::SessionNotOpen, Code::AttemptInProgress],
        "Closes a checkout session before its time.")
        .takes(&requests::NOTHING),
    row("withdrawals.create", Answers::One(&WITHDRAWAL),
        &[Code::InsufficientBalance, Code::ReferenceInUse, Code::RecipientNotRegistered, Code::BalanceOwed,
          Code::PinNotSet, Code::PinIncorrect, Code::PinLocked],
        "Pays your balance out to a mobile money wallet.")
        .takes(&requests::WITHDRAW).stored(),
    row("withdrawals.get", Answers::One(&WITHDRAWAL), &[Code::WithdrawalNotFound],
        "One withdrawal, by our reference or yours."),
    row("withdrawals.list", Answers::Page(&WITHDRAWAL), FILTERED, "Withdrawals, newest first."),
    row("balance", Answers::One(&BALANCE), &[], "What you have."),
    row("quote", Answers::One(&QUOTE), &[], "What a payment would cost.").takes(&requests::QUOTE),
    row("webhook_endpoints.list", Answers::Page(&ENDPOINT), LIST, "The addresses that you registered for events."),
    row("webhook_endpoints.create", Answers::One(&ENDPOINT), &[Code::EndpointExists, Code::EndpointLimitReached],
        "Registers an address for events. Its secret is shown in this answer only.")
        .takes(&requests::ENDPOINT),
    row("webhook_endpoints.delete", Answers::One(&ENDPOINT), &[Code::EndpointNotFound],
        "Removes an address; nothing goes there any more."),
    row("webhook_endpoints.rotate", Answers::One(&ENDPOINT), &[Code::EndpointNotFound],
        "Makes a new secret. It is shown in this answer only; the old one signs beside it for a while.")
        .takes(&requests::ROTATE),
    row("webhook_endpoints.test", Answers::One(&ENDPOINT), &[Code::EndpointNotFound],
        "Sends a `webhook.test` to this address alone.")
        .takes(&requests::NOTHING),
    row("webhook_deliveries.list", Answers::Page(&DELIVERY), LIST, "Deliveries of events, newest first."),
    row("webhook_deliveries.redeliver", Answers::One(&DELIVERY), &[Code::DeliveryNotFound, Code::DeliveryNotRepeatable],
        "Sends an event again, now.")
        .takes(&requests::NOTHING),
    row("events.list", Answers::Page(&EVENT), LIST, "Events, newest first."),
    row("events.get", Answers::One(&EVENT), &[Code::EventNotFound], "One event, as it was delivered."),
    row("sandbox.advance", Answers::One(&CLOCK), &[Code::SandboxClockInvalid],
        "Moves the clock of the sandbox, and does everything that falls due on the way. In sandbox mode only.")
        .takes(&requests::ADVANCE),
    row("sandbox.reset", Answers::One(&CLOCK), &[], "Starts the sandbox again, as it was opened. In sandbox mode only.")
        .takes(&requests::NOTHING),
];

/// Errors that any request may meet, before it is looked at closely.
const EVERY: &[Code] = &[
    Code::HeaderMalformed,
    Code::QueryMalformed,
    Code::ApiKeyMissing,
    Code::ApiKeyInvalid,
    Code::KeyModeMismatch,
    Code::RequestTimeout,
    Code::HeadersTooLarge,
    Code::RateLimited,
    Code::Internal,
    Code::Overloaded,
    Code::LiveModeUnavailable,
    Code::ShuttingDown,
];
/// Errors of requests with a body.
const BODY: &[Code] = &[
    Code::JsonMalformed,
    Code::JsonDuplicateKey,
    Code::JsonTooDeep,
    Code::JsonNotUtf8,
    Code::BodyTooLarge,
    Code::MediaTypeNotSupported,
    Code::FieldTypeInvalid,
    Code::ValidationFailed,
];
/// Errors of requests that store their answer under an idempotency key.
const STORED: &[Code] = &[
    Code::IdempotencyKeyMalformed,
    Code::IdempotencyKeyReused,
    Code::IdempotencyInProgress,
    Code::AnswerLost,
];

impl Contract {
    /// Every error that the operation may answer with, in the order of their ids.
    pub fn errors(&self) -> Vec<Code> {
        let publishable = self.operation().is_ok_and(|operation| operation.publishable);
        let mut codes: Vec<Code> = EVERY.to_vec();
        codes.extend(self.errors);
        codes.extend((!publishable).then_some(Code::KeyNotAllowed));
        codes.extend(self.request.into_iter().flat_map(|_| BODY));
        codes.extend(self.idempotent.then_some(STORED).into_iter().flatten());
        codes.sort();
        codes.dedup();
        codes
    }

    /// The operation with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        CONTRACTS.iter().find(|contract| contract.operation == name)
    }
}

/// The rows of the client's table that are requests of their own; waiting is a get that a client repeats.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(|operation| operation.shape != crate::client::Shape::Wait)
}
