//! Fields that appear in several shapes.

use alloc::vec::Vec;

use super::shape::{Field, Kind, Presence, Text};
use crate::provider::Provider;
use crate::record::EventType;

/// The largest whole number that every language holds exactly.
pub const MAX_SAFE: u64 = 9_007_199_254_740_991;

/// A field.
pub const fn field(
    name: &'static str,
    kind: Kind,
    presence: Presence,
    example: &'static str,
    doc: &'static str,
) -> Field {
    Field { name, kind, presence, doc, example }
}

/// What a merchant's reference matches.
pub const REFERENCE: Kind =
    Kind::Text(Text::of(64).pattern("^[A-Za-z0-9]([A-Za-z0-9 ._:/#+-]*[A-Za-z0-9._:/#+-])?$"));
/// An address.
pub const URL: Kind = Kind::Text(Text::of(2048).format("uri"));
/// A number in any accepted form.
pub const PHONE: Kind = Kind::Text(Text::of(64));
/// A number as answers show it.
pub const NATIONAL: Kind = Kind::Text(Text::of(10).pattern("^07[0-9]{8}$"));
/// The currency.
pub const RWF: Kind = Kind::Text(Text::of(3).pattern("^RWF$"));

/// The names of the providers.
pub fn providers() -> Vec<&'static str> {
    Provider::ALL.into_iter().map(Provider::name).collect()
}

/// The names of the events.
pub fn event_types() -> Vec<&'static str> {
    EventType::ALL.iter().map(|kind| kind.name()).collect()
}
