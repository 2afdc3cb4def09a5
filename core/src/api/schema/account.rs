//! Withdrawals, balances, webhooks and errors in answers.

use alloc::vec::Vec;

use super::field::{MAX_SAFE, NATIONAL, REFERENCE, RWF, URL, event_types, field, providers};
use super::names::{deliveries, endpoints, kinds, modes, outcomes, retries, withdrawals};
use super::payments::{
    CREATED_AT, CURRENCY, FAILURE_CODE, FAILURE_MESSAGE, OUTCOME, STATUS_PENDING, VERSION,
};
use super::shape::Presence::{Nullable, Required};
use super::shape::{Field, Kind, Shape, Text};

/// A withdrawal.
pub const WITHDRAWAL: Shape = Shape {
    name: "Withdrawal",
    doc: "Your balance on its way to a wallet.",
    fields: &[
        field(
            "reference",
            Kind::Text(Text::of(50).pattern("^WDR-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6,32}$")),
            Required,
            "\"WDR-20241215-ABCDEF0123\"",
            "Our reference.",
        ),
        field("merchant_reference", REFERENCE, Nullable, "\"PAYOUT-001\"", "Your reference."),
        field("amount", Kind::Francs, Required, "10000", "What arrives."),
        field("fee", Kind::Francs, Required, "0", "What we keep on top of it."),
        CURRENCY,
        field("phone", NATIONAL, Required, "\"0788123456\"", "Where it goes."),
        field("provider", Kind::Name(providers), Required, "\"MTN\"", "The wallet that it goes to."),
        field("status", Kind::Name(withdrawals), Required, STATUS_PENDING, "The state."),
        OUTCOME,
        FAILURE_CODE,
        FAILURE_MESSAGE,
        field("late", Kind::Flag, Required, "false", "Whether it succeeded after it had failed."),
        CREATED_AT,
        field("completed_at", Kind::Time, Nullable, "null", "When it became final."),
        VERSION,
    ],
};

/// The balances.
pub const BALANCE: Shape = Shape {
    name: "Balance",
    doc: "What you have, with two decimals.",
    fields: &[
        field("balance", Kind::Decimals, Required, "1250000.00", "All of it."),
        field("currency", RWF, Required, "\"RWF\"", "Always RWF."),
        field(
            "available_balance",
            Kind::Decimals,
            Required,
            "1200000.00",
            "What can be withdrawn or refunded now.",
        ),
        field(
            "pending_balance",
            Kind::Decimals,
            Required,
            "50000.00",
            "What waits for settlement, a refund or a withdrawal.",
        ),
        field(
            "owed_balance",
            Kind::Decimals,
            Required,
            "0.00",
            "What a correction could not take; later payments repay it first.",
        ),
    ],
};

/// An endpoint.
pub const ENDPOINT: Shape = Shape {
    name: "WebhookEndpoint",
    doc: "An address that you registered for events.",
    fields: &[
        field("id", ENDPOINT_ID, Required, "\"we_0123456789abcdefghjkmnpq\"", "Its id."),
        field("url", URL, Required, "\"https://yourdomain.com/webhook\"", "Where events go."),
        field(
            "events",
            Kind::List(&Kind::Name(event_types)),
            Required,
            "[\"payment.successful\"]",
            "Which events; all of them where it is empty.",
        ),
        field("status", Kind::Name(endpoints), Required, "\"enabled\"", "Whether events go there."),
        field(
            "old_secret_signs_until",
            Kind::Time,
            Nullable,
            "null",
            "Until when an older secret signs beside the newest.",
        ),
        CREATED_AT,
        VERSION,
        field(
            "secret",
            Kind::Text(Text::of(100)),
            Nullable,
            "null",
            "The newest secret, when it was made, and never again.",
        ),
    ],
};

const ENDPOINT_ID: Kind = Kind::Text(Text::of(27).pattern("^we_[0-9a-hjkmnp-tv-z]{24}$"));

/// A delivery.
pub const DELIVERY: Shape = Shape {
    name: "WebhookDelivery",
    doc: "One event on its way to one address, with every attempt.",
    fields: &[
        field(
            "id",
            Kind::Text(Text::of(28).pattern("^whd_[0-9a-hjkmnp-tv-z]{24}$")),
            Required,
            "\"whd_0123456789abcdefghjkmnpq\"",
            "Its id.",
        ),
        field("event_id", EVENT_ID, Required, "\"evt_0123456789abcdefghjkmnpq\"", "The event."),
        EVENT_NAME,
        field(
            "endpoint_id",
            ENDPOINT_ID,
            Nullable,
            "\"we_0123456789abcdefghjkmnpq\"",
            "The endpoint; null for a callback_url.",
        ),
        field("url", URL, Required, "\"https://yourdomain.com/webhook\"", "The address."),
        field("status", Kind::Name(deliveries), Required, STATUS_PENDING, "The state."),
        field(
            "attempts",
            Kind::List(&Kind::Object(&ATTEMPT)),
            Required,
            "[]",
            "Every attempt, oldest first.",
        ),
        field("next_attempt_at", Kind::Time, Nullable, "null", "When the next attempt is due."),
        CREATED_AT,
        VERSION,
    ],
};

const EVENT_ID: Kind = Kind::Text(Text::of(28).pattern("^evt_[0-9a-hjkmnp-tv-z]{24}$"));
const EVENT_NAME: Field =
    field("event", Kind::Name(event_types), Required, "\"payment.successful\"", "What happened.");

/// An attempt to deliver.
pub const ATTEMPT: Shape = Shape {
    name: "WebhookAttempt",
    doc: "One attempt to deliver.",
    fields: &[
        field("at", Kind::Time, Required, "\"2024-12-15T14:25:31Z\"", "When."),
        field("http_status", Kind::Whole(100, 599), Nullable, "200", "The status, if an answer came."),
        field("error", Kind::Text(Text::of(200)), Nullable, "null", "Why no answer came."),
        field(
            "duration_ms",
            Kind::Whole(0, 4_294_967_295),
            Required,
            "87",
            "How long it took, in milliseconds.",
        ),
    ],
};

/// An event.
pub const EVENT: Shape = Shape {
    name: "Event",
    doc: "Something that happened, as it is delivered and listed.",
    fields: &[
        EVENT_NAME,
        field(
            "id",
            EVENT_ID,
            Required,
            "\"evt_0123456789abcdefghjkmnpq\"",
            "Its id, the same at every delivery.",
        ),
        field("created_at", Kind::Time, Required, "\"2024-12-15T14:25:30Z\"", "When it happened."),
        field("mode", Kind::Name(modes), Required, "\"test\"", "Test money or real money."),
        field(
            "sequence",
            Kind::Whole(1, MAX_SAFE),
            Required,
            "1",
            "Its place among your events of this mode; gapless.",
        ),
        field(
            "data",
            Kind::Resource,
            Required,
            "{\"reference\":\"PAY-20241215-ABC123\"}",
            "The resource as its GET answered then.",
        ),
    ],
};

/// The clock of the sandbox.
pub const CLOCK: Shape = Shape {
    name: "SandboxClock",
    doc: "The clock of the sandbox.",
    fields: &[field("now", Kind::Time, Required, "\"2024-12-15T14:26:30Z\"", "The time there.")],
};

/// An error.
pub const ERROR: Shape = Shape {
    name: "Error",
    doc: "Why a request was refused. Named numbers such as `required` and `available` may stand beside these fields.",
    fields: &[
        field("code", Kind::Whole(400, 599), Required, "422", "The HTTP status."),
        field(
            "message",
            Kind::Text(Text::of(100)),
            Required,
            "\"Validation Error\"",
            "What the status means.",
        ),
        field(
            "resolution",
            Kind::Text(Text::of(100)),
            Required,
            "\"Invalid input data\"",
            "What to do about the status.",
        ),
        field(
            "reason",
            Kind::Text(Text::of(64)),
            Required,
            "\"validation_failed\"",
            "The stable code: decide by this one.",
        ),
        field(
            "kind",
            Kind::Name(kinds),
            Required,
            "\"invalid_input\"",
            "The class; `unknown_outcome` if and only if the outcome is unknown.",
        ),
        field(
            "outcome",
            Kind::Name(outcomes),
            Nullable,
            "\"none\"",
            "Whether the money that the request asked for moved; null on reads.",
        ),
        field(
            "related",
            Kind::Text(Text::of(64)),
            Nullable,
            "null",
            "The resource that the error speaks of.",
        ),
        field(
            "details",
            Kind::List(&Kind::Object(&DETAIL)),
            Required,
            "[{\"field\":\"amount\",\"code\":\"amount_below_minimum\",\"message\":\"amount `99` is below the minimum of 100 RWF\"}]",
            "Every field that broke a rule.",
        ),
        field(
            "retry",
            Kind::Name(retries),
            Required,
            "\"never\"",
            "Whether the same request may be sent again.",
        ),
        field(
            "help",
            Kind::Text(Text::of(200)),
            Required,
            "\"correct every field listed in details and send the request again\"",
            "What to do next.",
        ),
    ],
};

/// A field that broke a rule.
pub const DETAIL: Shape = Shape {
    name: "ErrorDetail",
    doc: "A field that broke a rule.",
    fields: &[
        field(
            "field",
            Kind::Text(Text::of(200)),
            Nullable,
            "\"amount\"",
            "Its path; null where the error is about no field.",
        ),
        field("code", Kind::Text(Text::of(64)), Required, "\"amount_below_minimum\"", "The stable code."),
        field(
            "message",
            Kind::Text(Text::of(300)),
            Required,
            "\"amount `99` is below the minimum of 100 RWF\"",
            "One line with the value, masked, and the bound.",
        ),
    ],
};

/// The shapes of this file.
pub fn all() -> Vec<&'static Shape> {
    [&WITHDRAWAL, &BALANCE, &ENDPOINT, &DELIVERY, &ATTEMPT, &EVENT, &CLOCK, &ERROR, &DETAIL].into()
}
