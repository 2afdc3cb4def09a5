//! The bodies of requests. A test holds these shapes and the forms equal, in both directions.

use super::field::{MAX_SAFE, PHONE, REFERENCE, RWF, URL, event_types, field, providers};
use super::shape::Presence::{Guarded, Optional, Required};
use super::shape::{Field, Kind, Shape, Text};

const CURRENCY: Field = field("currency", RWF, Optional, "\"RWF\"", "Must be RWF where it is sent.");
const PHONE_FIELD: Field = field("phone", PHONE, Required, "\"0788123456\"", "The number of the wallet.");
const PROVIDER: Field = field(
    "provider",
    Kind::Name(providers),
    Optional,
    "\"MTN\"",
    "The wallet, in any case of its letters; found by the number where it is left out.",
);
const PROVIDER_OVERRIDE: Field = field(
    "provider_override",
    Kind::Flag,
    Optional,
    "false",
    "Whether the provider holds against the number's prefix, because the number was ported.",
);

/// The body of `payments.collect`.
pub const COLLECT: Shape = Shape {
    name: "CollectRequest",
    doc: "Asks a customer to pay from a mobile money wallet.",
    fields: &[
        field(
            "amount",
            Kind::Amount(100, 1_000_000),
            Required,
            "5000",
            "What the customer pays, in whole francs.",
        ),
        PHONE_FIELD,
        PROVIDER,
        PROVIDER_OVERRIDE,
        field(
            "reference",
            REFERENCE,
            Guarded,
            "\"INV-001\"",
            "Your reference; it protects against paying twice.",
        ),
        field(
            "callback_url",
            URL,
            Optional,
            "\"https://yourdomain.com/webhook\"",
            "Where this payment's events go as well.",
        ),
        field(
            "metadata",
            Kind::Metadata,
            Optional,
            "{\"customer_name\":\"John Doe\",\"product_id\":\"123\"}",
            "Your own keys and texts.",
        ),
        field(
            "customer",
            Kind::Object(&PAYER),
            Optional,
            "{\"name\":\"John Doe\",\"email\":\"john@example.com\"}",
            "Who pays.",
        ),
        CURRENCY,
    ],
};

/// `customer` of `payments.collect`.
pub const PAYER: Shape = Shape {
    name: "PayerRequest",
    doc: "Who pays; the number is in the request itself.",
    fields: &[NAME, EMAIL],
};

const NAME: Field = field("name", Kind::Text(Text::of(100)), Optional, "\"John Doe\"", "The name.");
const EMAIL: Field = field(
    "email",
    Kind::Text(Text::of(254).format("email")),
    Optional,
    "\"john@example.com\"",
    "The e-mail address.",
);

/// The body of `payments.refund`.
pub const REFUND: Shape = Shape {
    name: "RefundRequest",
    doc: "Gives a payment back, in whole or in part.",
    fields: &[
        field(
            "amount",
            Kind::Amount(1, MAX_SAFE),
            Guarded,
            "5000",
            "How much; all that is refundable where it is left out.",
        ),
        field(
            "reason",
            Kind::Text(Text::of(255)),
            Optional,
            "\"Customer requested refund\"",
            "Why, in your words.",
        ),
        field("reference", REFERENCE, Guarded, "\"REFUND-001\"", "Your reference of the refund."),
        CURRENCY,
    ],
};

/// The body of `checkout.initialize`.
pub const CHECKOUT: Shape = Shape {
    name: "CheckoutRequest",
    doc: "Opens a hosted page on which a customer pays once.",
    fields: &[
        field(
            "amount",
            Kind::Amount(100, 1_000_000),
            Required,
            "5000",
            "What the customer pays, in whole francs.",
        ),
        CURRENCY,
        field(
            "customer",
            Kind::Object(&CUSTOMER),
            Optional,
            "{\"name\":\"John Doe\",\"email\":\"john@example.com\",\"phone\":\"0788123456\"}",
            "Who pays.",
        ),
        field("tx_ref", REFERENCE, Required, "\"UNIQUE_REFERENCE\"", "Your reference."),
        field(
            "redirect_url",
            URL,
            Optional,
            "\"https://yourdomain.com/callback\"",
            "Where the customer goes afterwards.",
        ),
        field(
            "webhook_url",
            URL,
            Optional,
            "\"https://yourdomain.com/webhook\"",
            "Where the events of its payments go as well; not with a publishable key.",
        ),
        field("meta", Kind::Metadata, Optional, "{\"order_id\":\"ORD-12345\"}", "Your own keys and texts."),
    ],
};

/// `customer` of `checkout.initialize`.
pub const CUSTOMER: Shape = Shape {
    name: "CustomerRequest",
    doc: "Who pays.",
    fields: &[
        NAME,
        EMAIL,
        field("phone", PHONE, Optional, "\"0788123456\"", "The number that the page offers."),
    ],
};

/// The body of `withdrawals.create`.
pub const WITHDRAW: Shape = Shape {
    name: "WithdrawalRequest",
    doc: "Pays your balance out to a mobile money wallet.",
    fields: &[
        field("amount", Kind::Amount(10_000, 4_000_000), Required, "10000", "What arrives, in whole francs."),
        PHONE_FIELD,
        PROVIDER,
        PROVIDER_OVERRIDE,
        field("pin", Kind::Text(Text::of(6).pattern("^[0-9]{4,6}$")), Required, "\"1234\"", "Your PIN."),
        field(
            "reference",
            REFERENCE,
            Guarded,
            "\"PAYOUT-001\"",
            "Your reference; it protects against paying twice.",
        ),
        CURRENCY,
    ],
};

/// The body of `quote`.
pub const QUOTE: Shape = Shape {
    name: "QuoteRequest",
    doc: "Asks what a payment would cost.",
    fields: &[
        field(
            "amount",
            Kind::Amount(100, 1_000_000),
            Required,
            "5000",
            "What the customer would pay, in whole francs.",
        ),
        PHONE_FIELD,
        PROVIDER,
        PROVIDER_OVERRIDE,
        CURRENCY,
    ],
};

/// The body of `webhook_endpoints.create`.
pub const ENDPOINT: Shape = Shape {
    name: "EndpointRequest",
    doc: "Registers an address for events.",
    fields: &[
        field("url", URL, Required, "\"https://yourdomain.com/webhook\"", "Where events go."),
        field(
            "events",
            Kind::List(&Kind::Name(event_types)),
            Optional,
            "[\"payment.successful\"]",
            "Which events; all of them where it is left out or empty.",
        ),
    ],
};

/// The body of `webhook_endpoints.rotate`.
pub const ROTATE: Shape = Shape {
    name: "RotateRequest",
    doc: "Makes a new secret.",
    fields: &[field(
        "overlap_seconds",
        Kind::Whole(0, 604_800),
        Optional,
        "86400",
        "How long the old secret signs beside it: 86,400 where it is left out.",
    )],
};

/// The body of `sandbox.advance`.
pub const ADVANCE: Shape = Shape {
    name: "AdvanceRequest",
    doc: "Moves the clock of the sandbox.",
    fields: &[field("advance_seconds", Kind::Whole(0, 31_536_000), Required, "60", "By how many seconds.")],
};

/// The body of requests that say all in their path.
pub const NOTHING: Shape = Shape { name: "EmptyRequest", doc: "Nothing.", fields: &[] };

/// Every request shape.
pub const REQUESTS: [&Shape; 11] = [
    &COLLECT, &PAYER, &REFUND, &CHECKOUT, &CUSTOMER, &WITHDRAW, &QUOTE, &ENDPOINT, &ROTATE, &ADVANCE,
    &NOTHING,
];
