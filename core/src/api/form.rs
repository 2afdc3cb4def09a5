//! A form: the members of a request, read one by one, every fault noted with its field.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::{Code, Detail, Error, shown};
use crate::json::{Json, Object};

/// The most faults that one answer names; a body of 64 KiB has room for thousands.
pub const MAX_FAULTS: usize = 100;

/// Reads the members of an object. Nothing stops at the first fault: [`Form::finish`] gives all of them.
pub struct Form<'a> {
    object: &'a Object,
    path: &'static str,
    details: Vec<Detail>,
}

impl<'a> Form<'a> {
    /// A form over an object whose members may have these names only.
    pub fn new(object: &'a Object, known: &[&str]) -> Self {
        Self::nested(object, "", known)
    }

    fn nested(object: &'a Object, path: &'static str, known: &[&str]) -> Self {
        let mut form = Self { object, path, details: Vec::new() };
        for (name, _) in object.0.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
            let name = shown(name);
            let message = format!("`{path}{name}` is not a known field; custom data belongs in metadata");
            form.note(&name, Code::FieldUnknown, message);
        }
        form
    }

    /// Notes a fault of a field.
    pub fn note(&mut self, name: &str, code: Code, message: impl Into<String>) {
        if self.details.len() < MAX_FAULTS {
            self.details.push(Detail {
                field: format!("{}{name}", self.path),
                code,
                message: message.into(),
            });
        }
    }

    /// A member that must be there.
    pub fn required<T>(&mut self, name: &str, read: impl FnOnce(&'a Json) -> Result<T, Error>) -> Option<T> {
        if self.object.get(name).is_none_or(|value| *value == Json::Null) {
            self.note(name, Code::FieldRequired, format!("`{}{name}` is required", self.path));
            return None;
        }
        self.optional(name, read)
    }

    /// A member that may be missing; null is missing.
    pub fn optional<T>(&mut self, name: &str, read: impl FnOnce(&'a Json) -> Result<T, Error>) -> Option<T> {
        let value = self.object.get(name).filter(|value| **value != Json::Null)?;
        match read(value) {
            Ok(value) => Some(value),
            Err(error) => {
                self.take(name, &error);
                None
            }
        }
    }

    /// A member that may be missing and not null: a null that somebody sent by accident would change how much
    /// money moves, or what protects it.
    pub fn guarded<T>(&mut self, name: &str, read: impl FnOnce(&'a Json) -> Result<T, Error>) -> Option<T> {
        if self.object.get(name) == Some(&Json::Null) {
            let message = format!("`{}{name}` is null; leave it out if it is not meant", self.path);
            self.note(name, Code::FieldTypeInvalid, message);
        }
        self.optional(name, read)
    }

    /// An object inside, with its own members; an empty one where it is missing.
    pub fn object<T>(
        &mut self,
        name: &'static str,
        path: &'static str,
        known: &[&str],
        read: impl FnOnce(&mut Form<'a>) -> T,
    ) -> Option<T> {
        let object = self.optional(name, |value| value.as_object().ok_or_else(|| wrong_type("an object")))?;
        let mut inner = Form::nested(object, path, known);
        let value = read(&mut inner);
        self.details.append(&mut inner.details);
        self.details.truncate(MAX_FAULTS);
        Some(value)
    }

    /// Notes the fault of a member; one that has parts notes each of them.
    fn take(&mut self, name: &str, error: &Error) {
        if error.details().is_empty() {
            self.note(name, error.code(), error.message());
        }
        for part in error.details() {
            self.note(&format!("{name}.{}", part.field), part.code, part.message.clone());
        }
    }

    /// What was read, if nothing was noted.
    ///
    /// # Errors
    /// `validation_failed` with every fault.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Error> {
        match value {
            Some(value) if self.details.is_empty() => Ok(value),
            _ => Err(Error::validation(self.details)),
        }
    }
}

/// The error of a member that is of another type.
pub fn wrong_type(wanted: &str) -> Error {
    Error::with_message(Code::FieldTypeInvalid, format!("this must be {wanted}"))
}

/// A text.
pub fn text(value: &Json) -> Result<&str, Error> {
    value.as_text().ok_or_else(|| wrong_type("a text"))
}

/// A text for people: 1 to `longest` characters, none of them a control character.
pub fn line(value: &Json, longest: usize) -> Result<String, Error> {
    let text = text(value)?;
    let count = text.chars().count();
    if count > longest {
        let message = format!("this has {count} characters, and at most {longest} fit");
        return Err(Error::with_message(Code::FieldTooLong, message));
    }
    if text.trim().is_empty() || text.chars().any(char::is_control) {
        return Err(Error::with_message(Code::FieldMalformed, "this is empty or has a control character"));
    }
    Ok(text.to_string())
}

/// `true` or `false`.
pub fn flag(value: &Json) -> Result<bool, Error> {
    let Json::Bool(flag) = value else { return Err(wrong_type("true or false")) };
    Ok(*flag)
}

/// A whole number from 0: digits alone.
pub fn whole(value: &Json) -> Result<u64, Error> {
    let Json::Number(digits) = value else { return Err(wrong_type("a whole number")) };
    digits.parse().map_err(|_| wrong_type("a whole number"))
}
