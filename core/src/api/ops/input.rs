//! Reading the members of an operation's input: every fault names its field.

use alloc::format;

use crate::error::{Code, Error};
use crate::json::{Json, Object};

/// The input of an operation, whose members are all known to it.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    object: &'a Object,
    /// The path of the object itself, with a point behind it; empty for the input.
    path: &'a str,
}

impl<'a> Input<'a> {
    /// The input, unless it has a member that the operation does not know.
    ///
    /// # Errors
    /// `field_unknown`.
    pub fn new(object: &'a Object, known: &[&str]) -> Result<Self, Error> {
        Self::nested(object, "", known)
    }

    /// The object at `path` (which ends in a point), likewise.
    ///
    /// # Errors
    /// `field_unknown`.
    pub fn nested(object: &'a Object, path: &'a str, known: &[&str]) -> Result<Self, Error> {
        match object.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Error::new(Code::FieldUnknown).at(format!("{path}{}", short(name)))),
            None => Ok(Self { object, path }),
        }
    }

    /// A member that must be there.
    ///
    /// # Errors
    /// `field_required`.
    pub fn member(self, field: &str) -> Result<&'a Json, Error> {
        self.object.get(field).ok_or_else(|| self.fault(Code::FieldRequired, field))
    }

    /// A member that may be missing; null is missing.
    pub fn maybe(self, field: &str) -> Option<&'a Json> {
        self.object.get(field).filter(|value| **value != Json::Null)
    }

    /// A text that must be there.
    ///
    /// # Errors
    /// `field_required`, `field_type_invalid`.
    pub fn text(self, field: &str) -> Result<&'a str, Error> {
        let Json::Text(text) = self.member(field)? else {
            return Err(self.fault(Code::FieldTypeInvalid, field));
        };
        Ok(text)
    }

    /// A whole number from 0 that must be there: digits alone, of at most 20 places.
    ///
    /// # Errors
    /// `field_required`, `field_type_invalid`.
    pub fn whole(self, field: &str) -> Result<u64, Error> {
        let digits = if let Json::Number(digits) = self.member(field)? { digits.parse().ok() } else { None };
        digits.ok_or_else(|| self.fault(Code::FieldTypeInvalid, field))
    }

    /// The error about this field, with its path.
    pub fn fault(self, code: Code, field: &str) -> Error {
        Error::new(code).at(format!("{}{field}", self.path))
    }
}

/// At most 40 characters of a name that somebody sent, without control characters.
fn short(name: &str) -> alloc::string::String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}
