//! What the table is made of: shapes, their fields, and the kinds of values.

use alloc::vec::Vec;

/// A JSON object with named fields.
#[derive(Debug)]
pub struct Shape {
    /// The name of the type in every language.
    pub name: &'static str,
    /// One sentence.
    pub doc: &'static str,
    /// The fields, in the order in which answers print them.
    pub fields: &'static [Field],
}

/// A field of a shape.
#[derive(Debug)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be missing or null.
    pub presence: Presence,
    /// One sentence.
    pub doc: &'static str,
    /// An example, as JSON.
    pub example: &'static str,
}

/// Whether a field may be missing or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, may be null: answers.
    Nullable,
    /// May be missing, and null is the same as missing: requests.
    Optional,
    /// May be missing, but not null: requests, where a null that somebody sent by accident would change how
    /// much money moves or what protects it.
    Guarded,
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text.
    Text(Text),
    /// One of these names. In answers clients must expect others.
    Name(fn() -> Vec<&'static str>),
    /// A whole number of francs in a request: a number or a text, between these, both included.
    Amount(u64, u64),
    /// A whole number of francs in an answer.
    Francs,
    /// Francs with two decimals in an answer.
    Decimals,
    /// A whole number between these, both included.
    Whole(u64, u64),
    /// True or false.
    Flag,
    /// A time in UTC, RFC 3339, whole seconds, `Z`.
    Time,
    /// The merchant's own keys and texts.
    Metadata,
    /// An object of this shape.
    Object(&'static Shape),
    /// An object whose shape the field `event` tells.
    Resource,
    /// A list.
    List(&'static Kind),
}

/// The bounds of a text.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// The most characters.
    pub max: u32,
    /// The `format` of JSON Schema, if it has one.
    pub format: Option<&'static str>,
    /// What it matches, if that can be said.
    pub pattern: Option<&'static str>,
}

impl Text {
    /// A text of at most this many characters.
    pub const fn of(max: u32) -> Self {
        Self { max, format: None, pattern: None }
    }

    /// The same, in a format of JSON Schema.
    #[must_use]
    pub const fn format(self, format: &'static str) -> Self {
        Self { format: Some(format), ..self }
    }

    /// The same, matching an expression.
    #[must_use]
    pub const fn pattern(self, pattern: &'static str) -> Self {
        Self { pattern: Some(pattern), ..self }
    }
}

impl Shape {
    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
