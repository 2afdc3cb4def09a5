//! The tree.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// A JSON value. Numbers keep their text, so that no amount ever passes through a float.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    Array(Vec<Json>),
    /// An object whose keys are all different, in the order they were written.
    Object(Object),
    /// A part that was printed before, kept byte for byte.
    Printed(String),
}

/// The members of an object, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object(pub Vec<(String, Json)>);

impl Json {
    /// A text, or null.
    pub fn text(value: impl fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The items, if it is a list.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The members, if it is an object.
    pub const fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// A whole number.
    pub fn int(value: impl Into<i64>) -> Self {
        Self::Number(value.into().to_string())
    }

    /// A text where there is one, null where there is none.
    pub fn maybe_text(value: Option<impl fmt::Display>) -> Self {
        value.map_or(Self::Null, Self::text)
    }
}

impl Object {
    /// The object with one more member at its end.
    #[must_use]
    pub fn with(mut self, key: &str, value: Json) -> Self {
        self.0.push((key.to_string(), value));
        self
    }

    /// The member with this key.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}
