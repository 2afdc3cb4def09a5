//! Reading the members of an operation's input: every fault names its field.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::str::FromStr;

use crate::error::{Code, Error, refused, shown};
use crate::json::{Json, Object};
use crate::money::Rwf;
use crate::provider::Provider;
use crate::time::{Instant, KigaliDay};

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
            Some((name, _)) => Err(Error::new(Code::FieldUnknown).at(format!("{path}{}", shown(name)))),
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

    /// A text, if there is one.
    ///
    /// # Errors
    /// `field_type_invalid`.
    pub fn maybe_text(self, field: &str) -> Result<Option<&'a str>, Error> {
        self.maybe(field).map(|_| self.text(field)).transpose()
    }

    /// A whole number in the range of its type, if there is one.
    ///
    /// # Errors
    /// `field_type_invalid`.
    pub fn maybe_whole<N: FromStr>(self, field: &str) -> Result<Option<N>, Error> {
        self.maybe(field).map(|value| self.number(value, field)).transpose()
    }

    /// A whole number in the range of its type, from a member or an item of one.
    ///
    /// # Errors
    /// `field_type_invalid`.
    pub fn number<N: FromStr>(self, value: &Json, field: &str) -> Result<N, Error> {
        let digits = if let Json::Number(digits) = value { digits.parse().ok() } else { None };
        digits.ok_or_else(|| self.fault(Code::FieldTypeInvalid, field))
    }

    /// True or false; false where it is missing.
    ///
    /// # Errors
    /// `field_type_invalid`.
    pub fn flag(self, field: &str) -> Result<bool, Error> {
        match self.maybe(field) {
            None => Ok(false),
            Some(Json::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.fault(Code::FieldTypeInvalid, field)),
        }
    }

    /// A list that must be there.
    ///
    /// # Errors
    /// `field_required`, `field_type_invalid`.
    pub fn list(self, field: &str) -> Result<&'a [Json], Error> {
        let Json::Array(items) = self.member(field)? else {
            return Err(self.fault(Code::FieldTypeInvalid, field));
        };
        Ok(items)
    }

    /// An object, if there is one.
    ///
    /// # Errors
    /// `field_type_invalid`.
    pub fn maybe_object(self, field: &str) -> Result<Option<&'a Object>, Error> {
        match self.maybe(field) {
            None => Ok(None),
            Some(Json::Object(object)) => Ok(Some(object)),
            Some(_) => Err(self.fault(Code::FieldTypeInvalid, field)),
        }
    }

    /// An amount, as a number or a text, that must be there.
    ///
    /// # Errors
    /// `field_required`, `field_type_invalid`, and the codes of [`Rwf::parse`].
    pub fn amount(self, field: &str) -> Result<Rwf, Error> {
        let (Json::Number(text) | Json::Text(text)) = self.member(field)? else {
            return Err(self.fault(Code::FieldTypeInvalid, field));
        };
        Rwf::from_text(text).map_err(|error| self.about(error, field))
    }

    /// An amount, if there is one.
    ///
    /// # Errors
    /// `field_type_invalid`, and the codes of [`Rwf::parse`].
    pub fn maybe_amount(self, field: &str) -> Result<Option<Rwf>, Error> {
        self.maybe(field).map(|_| self.amount(field)).transpose()
    }

    /// A provider, if one is named.
    ///
    /// # Errors
    /// `field_type_invalid`, `provider_unknown`.
    pub fn maybe_provider(self, field: &str) -> Result<Option<Provider>, Error> {
        let name = self.maybe_text(field)?;
        name.map(|name| Provider::from_text(name).map_err(|error| self.about(error, field))).transpose()
    }

    /// A day such as `2024-12-15` that must be there.
    ///
    /// # Errors
    /// `field_required`, `field_type_invalid`, `field_malformed`.
    pub fn day(self, field: &str) -> Result<KigaliDay, Error> {
        KigaliDay::parse(self.text(field)?).ok_or_else(|| self.fault(Code::FieldMalformed, field))
    }

    /// A time such as `2024-12-15T14:25:30Z` that must be there.
    ///
    /// # Errors
    /// `field_required`, `field_type_invalid`, `field_malformed`.
    pub fn instant(self, field: &str) -> Result<Instant, Error> {
        Instant::parse(self.text(field)?).ok_or_else(|| self.fault(Code::FieldMalformed, field))
    }

    /// Bytes that must be there, written as pairs of hexadecimal digits.
    ///
    /// # Errors
    /// `field_required`, `field_type_invalid`, `field_malformed`.
    pub fn hex(self, field: &str) -> Result<Vec<u8>, Error> {
        from_hex(self.text(field)?).ok_or_else(|| self.fault(Code::FieldMalformed, field))
    }

    /// The error of a text that its own type refused, with the text behind its noun.
    pub fn refused(self, code: Code, noun: &str, text: &str, field: &str) -> Error {
        self.about(refused(code, noun, &shown(text)), field)
    }

    /// The path of the object in this field, for [`Input::nested`].
    pub fn inside(self, field: &str) -> String {
        format!("{}{field}.", self.path)
    }

    /// The error, about this field, with its path.
    pub fn about(self, error: Error, field: &str) -> Error {
        error.at(format!("{}{field}", self.path))
    }
}

/// Bytes as pairs of small hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)]).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    rest.is_empty().then(|| bytes.collect())?
}

/// Bytes given as `text`, or as `hex` where they are no text.
///
/// # Errors
/// `field_required`, `field_type_invalid`, `field_malformed`.
pub fn given_bytes(input: Input<'_>) -> Result<Vec<u8>, Error> {
    if input.maybe("hex").is_some() { input.hex("hex") } else { Ok(input.text("text")?.as_bytes().to_vec()) }
}
