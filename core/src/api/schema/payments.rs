//! Payments, refunds, checkout sessions and quotes in answers.

use alloc::vec::Vec;

use super::field::{MAX_SAFE, NATIONAL, REFERENCE, RWF, URL, field, providers};
use super::names::{classes, failures, outcomes, payments, refunds, sessions, sources};
use super::shape::Presence::{Nullable, Required};
use super::shape::{Field, Kind, Shape, Text};

pub(super) const STATUS_PENDING: &str = "\"pending\"";
pub(super) const OUTCOME: Field = field(
    "outcome",
    Kind::Name(outcomes),
    Required,
    "\"done\"",
    "Whether money moved: `none`, `unknown` (ask again before paying again) or `done`.",
);
pub(super) const CURRENCY: Field = field("currency", RWF, Required, "\"RWF\"", "Always RWF.");
pub(super) const FEE: Field = field("fee", Kind::Francs, Required, "175", "What we keep.");
pub(super) const FAILURE_CODE: Field =
    field("failure_code", Kind::Name(failures), Nullable, "null", "Why it failed; stable.");
pub(super) const FAILURE_MESSAGE: Field = field(
    "failure_message",
    Kind::Text(Text::of(500)),
    Nullable,
    "null",
    "The same as a sentence in English.",
);
pub(super) const CREATED_AT: Field =
    field("created_at", Kind::Time, Required, "\"2024-12-15T14:25:00Z\"", "When it was created.");
pub(super) const VERSION: Field = field(
    "version",
    Kind::Whole(1, MAX_SAFE),
    Required,
    "2",
    "Counts every change: what carries a lower one than you have seen is stale.",
);
const MERCHANT_REFERENCE: Field =
    field("merchant_reference", REFERENCE, Nullable, "\"INV-001\"", "Your reference.");
const METADATA: Field = field(
    "metadata",
    Kind::Metadata,
    Nullable,
    "{\"order_id\":\"ORD-12345\"}",
    "Your own keys and texts, as you sent them.",
);
const PROVIDER: Field =
    field("provider", Kind::Name(providers), Required, "\"MTN\"", "The wallet that is asked.");
const PROVIDER_SOURCE: Field = field(
    "provider_source",
    Kind::Name(sources),
    Required,
    "\"prefix\"",
    "How the wallet was found: `explicit` or by the `prefix` of the number.",
);
const FEE_SCHEDULE: Field = field(
    "fee_schedule",
    Kind::Text(Text::of(64)),
    Required,
    "\"standard-2024-12\"",
    "The schedule that the fee comes from.",
);
const AMOUNT_SOURCE: Field = field(
    "amount_source",
    Kind::Name(classes),
    Required,
    "\"secret\"",
    "Which key named the amount: compare it yourself where it is `publishable`.",
);
const LATE: Field =
    field("late", Kind::Flag, Required, "false", "Whether it succeeded after it had expired or failed.");
const NET_AMOUNT: Field =
    field("net_amount", Kind::Francs, Required, "4825", "What you receive: amount minus fee.");
const CUSTOMER_FIELD: Field = field(
    "customer",
    Kind::Object(&CUSTOMER),
    Required,
    "{\"name\":\"John Doe\",\"phone\":\"0788123456\",\"email\":\"john@example.com\"}",
    "Who pays.",
);

/// Who pays.
pub const CUSTOMER: Shape = Shape {
    name: "Customer",
    doc: "Who pays, as far as it is known.",
    fields: &[
        field("name", Kind::Text(Text::of(100)), Nullable, "\"John Doe\"", "The name."),
        field("phone", NATIONAL, Nullable, "\"0788123456\"", "The number."),
        field(
            "email",
            Kind::Text(Text::of(254).format("email")),
            Nullable,
            "\"john@example.com\"",
            "The e-mail address.",
        ),
    ],
};

/// A payment.
pub const PAYMENT: Shape = Shape {
    name: "Payment",
    doc: "A payment: one shape in every answer and event.",
    fields: &[
        field(
            "reference",
            Kind::Text(Text::of(50).pattern("^PAY-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6,32}$")),
            Required,
            "\"PAY-20241215-ABC123\"",
            "Our reference.",
        ),
        MERCHANT_REFERENCE,
        field("status", Kind::Name(payments), Required, "\"successful\"", "The state, refunds included."),
        OUTCOME,
        field("amount", Kind::Francs, Required, "5000", "What the customer pays."),
        FEE,
        NET_AMOUNT,
        CURRENCY,
        PROVIDER,
        PROVIDER_SOURCE,
        field("customer_phone", NATIONAL, Required, "\"0788123456\"", "The number that is asked to pay."),
        CUSTOMER_FIELD,
        field(
            "payment_url",
            URL,
            Required,
            "\"https://pay.rwandapay.rw/pay/0123456789abcdef0123456789abcdef\"",
            "A page that shows the payment to the customer.",
        ),
        field(
            "callback_url",
            URL,
            Nullable,
            "\"https://yourdomain.com/webhook\"",
            "Where its events go as well.",
        ),
        METADATA,
        field(
            "session_id",
            Kind::Text(Text::of(16).pattern("^CHK-[0-9A-HJKMNP-TV-Z]{12}$")),
            Nullable,
            "null",
            "The checkout session that it is an attempt of.",
        ),
        AMOUNT_SOURCE,
        FEE_SCHEDULE,
        FAILURE_CODE,
        FAILURE_MESSAGE,
        field("refundable_amount", Kind::Francs, Required, "5000", "What can still be refunded."),
        field("refunded_amount", Kind::Francs, Required, "0", "What went back for good."),
        field("refund_pending_amount", Kind::Francs, Required, "0", "What is on its way back."),
        LATE,
        field(
            "duplicate_of",
            Kind::Text(Text::of(50)),
            Nullable,
            "null",
            "The payment that had paid for the same reference already; this one is refunded.",
        ),
        field(
            "under_review",
            Kind::Flag,
            Required,
            "false",
            "Whether people decide, because the provider reports something else than was asked.",
        ),
        CREATED_AT,
        field("expires_at", Kind::Time, Required, "\"2024-12-15T14:40:00Z\"", "When we stop waiting."),
        field("paid_at", Kind::Time, Nullable, "\"2024-12-15T14:25:30Z\"", "When the customer paid."),
        VERSION,
    ],
};

/// A refund.
pub const REFUND: Shape = Shape {
    name: "Refund",
    doc: "Money of a payment on its way back to the customer.",
    fields: &[
        field(
            "reference",
            Kind::Text(Text::of(50).pattern("^RFD-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6,32}$")),
            Required,
            "\"RFD-20241215-ABCDEF0123\"",
            "Our reference.",
        ),
        field("merchant_reference", REFERENCE, Nullable, "\"REFUND-001\"", "Your reference."),
        field(
            "payment_reference",
            Kind::Text(Text::of(50)),
            Required,
            "\"PAY-20241215-ABC123\"",
            "The payment.",
        ),
        field("amount", Kind::Francs, Required, "5000", "What the customer gets."),
        field("fee_returned", Kind::Francs, Required, "0", "What of it comes out of our fee."),
        CURRENCY,
        field(
            "reason",
            Kind::Text(Text::of(255)),
            Nullable,
            "\"Customer requested refund\"",
            "Why, in your words.",
        ),
        field("status", Kind::Name(refunds), Required, STATUS_PENDING, "The state."),
        OUTCOME,
        FAILURE_CODE,
        FAILURE_MESSAGE,
        LATE,
        CREATED_AT,
        field("completed_at", Kind::Time, Nullable, "null", "When it became final."),
        VERSION,
    ],
};

/// A checkout session.
pub const SESSION: Shape = Shape {
    name: "CheckoutSession",
    doc: "A hosted page on which a customer pays once.",
    fields: &[
        field(
            "session_id",
            Kind::Text(Text::of(16).pattern("^CHK-[0-9A-HJKMNP-TV-Z]{12}$")),
            Required,
            "\"CHK-ABC123DEF456\"",
            "Its id.",
        ),
        field("reference", REFERENCE, Required, "\"UNIQUE_REFERENCE\"", "Your `tx_ref`."),
        field("merchant_reference", REFERENCE, Required, "\"UNIQUE_REFERENCE\"", "The same."),
        field("status", Kind::Name(sessions), Required, "\"open\"", "The state."),
        OUTCOME,
        field("amount", Kind::Francs, Required, "5000", "What the customer pays."),
        CURRENCY,
        field(
            "payment_url",
            URL,
            Required,
            "\"https://pay.rwandapay.rw/checkout/CHK-ABC123DEF456?k=0123456789abcdef0123456789abcdef\"",
            "Where to send the customer.",
        ),
        CUSTOMER_FIELD,
        METADATA,
        field(
            "redirect_url",
            URL,
            Nullable,
            "\"https://yourdomain.com/callback\"",
            "Where the customer goes afterwards.",
        ),
        field(
            "webhook_url",
            URL,
            Nullable,
            "\"https://yourdomain.com/webhook\"",
            "Where its events go as well.",
        ),
        AMOUNT_SOURCE,
        field(
            "payment_reference",
            Kind::Text(Text::of(50)),
            Nullable,
            "null",
            "The payment that completed it.",
        ),
        LATE,
        CREATED_AT,
        field("expires_at", Kind::Time, Required, "\"2024-12-15T15:00:00Z\"", "When it closes."),
        field("completed_at", Kind::Time, Nullable, "null", "When it was completed."),
        VERSION,
    ],
};

/// A quote.
pub const QUOTE: Shape = Shape {
    name: "Quote",
    doc: "What a payment would cost.",
    fields: &[
        field("amount", Kind::Francs, Required, "5000", "What the customer would pay."),
        FEE,
        NET_AMOUNT,
        CURRENCY,
        PROVIDER,
        PROVIDER_SOURCE,
        field("customer_phone", NATIONAL, Required, "\"0788123456\"", "The number that would be asked."),
        FEE_SCHEDULE,
    ],
};

/// The shapes of this file.
pub fn all() -> Vec<&'static Shape> {
    [&CUSTOMER, &PAYMENT, &REFUND, &SESSION, &QUOTE].into()
}
