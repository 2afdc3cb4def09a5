//! Parameters of paths and queries.

use super::field::{PHONE, REFERENCE, field, providers};
use super::shape::Presence::{Guarded, Required};
use super::shape::{Field, Kind, Text};

/// Of paths.
pub const PATH: &[Field] = &[
    field(
        "reference",
        REFERENCE_TEXT,
        Required,
        "\"PAY-20241215-ABC123\"",
        "Our reference or yours, percent-encoded.",
    ),
    field(
        "payment_reference",
        REFERENCE_TEXT,
        Required,
        "\"PAY-20241215-ABC123\"",
        "Our reference of the payment or yours, percent-encoded.",
    ),
    field("session_id", Kind::Text(Text::of(16)), Required, "\"CHK-ABC123DEF456\"", "The id of the session."),
    field("id", Kind::Text(Text::of(28)), Required, "\"we_0123456789abcdefghjkmnpq\"", "The id."),
];

const REFERENCE_TEXT: Kind = Kind::Text(Text::of(64));

/// Of queries.
pub const QUERY: &[Field] = &[
    field("limit", Kind::Whole(1, 100), Guarded, "20", "How many; 20 where it is left out."),
    field(
        "cursor",
        Kind::Text(Text::of(128)),
        Guarded,
        "\"18f0c1d2a3b.PAY-20241215-ABC123\"",
        "`next_cursor` of the page before.",
    ),
    field("status", Kind::Text(Text::of(32)), Guarded, "\"successful\"", "Only this status."),
    field("provider", Kind::Name(providers), Guarded, "\"MTN\"", "Only this provider."),
    field("phone", PHONE, Guarded, "\"0788123456\"", "Only this number."),
    field("merchant_reference", REFERENCE, Guarded, "\"INV-001\"", "Only this reference of yours."),
    field(
        "created_from",
        Kind::Time,
        Guarded,
        "\"2024-12-15T00:00:00Z\"",
        "Only what was created then or later.",
    ),
    field(
        "created_to",
        Kind::Time,
        Guarded,
        "\"2024-12-15T23:59:59Z\"",
        "Only what was created then or earlier.",
    ),
    field(
        "reference",
        REFERENCE_TEXT,
        Guarded,
        "\"INV-001\"",
        "The one payment with this reference, ours or yours; 404 where there is none.",
    ),
];
