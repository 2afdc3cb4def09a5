//! What a caller receives when something is refused.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{Code, Kind, Retry};

/// The honest answer to "did money move?".
///
/// Source: contract, sections 4 and 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Proven: nothing moved.
    None,
    /// Not known yet; ask again by reference before paying again.
    Unknown,
    /// Proven: the money moved.
    Done,
}

impl Outcome {
    /// The name in answers: `none`, `unknown` or `done`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Unknown => "unknown",
            Self::Done => "done",
        }
    }
}

/// One field that broke a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Path of the field, such as `amount` or `customer.email`.
    pub field: String,
    /// What is wrong with it.
    pub code: Code,
    /// One line with the masked value and the bound.
    pub message: String,
}

/// An error with its stable code, its message and what is known about the money.
///
/// The parts are boxed: a `Result<T, Error>` costs one pointer on the good path.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    code: Code,
    message: String,
    field: Option<String>,
    outcome: Option<Outcome>,
    related: Option<String>,
    details: Vec<Detail>,
    retry_after_ms: Option<u64>,
    facts: Vec<(&'static str, u64)>,
}

impl Error {
    /// An error whose message is the table's own sentence.
    pub fn new(code: Code) -> Self {
        Self::with_message(code, code.row().message)
    }

    /// An error with a message that names the value (masked) and the bound.
    pub fn with_message(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            code,
            message: message.into(),
            field: None,
            outcome: code.row().outcomes.first().copied().flatten(),
            related: None,
            details: Vec::new(),
            retry_after_ms: None,
            facts: Vec::new(),
        }))
    }

    /// Several fields broke rules: all of them at once, under `validation_failed`.
    pub fn validation(details: Vec<Detail>) -> Self {
        let mut error = Self::new(Code::ValidationFailed);
        if let [only] = details.as_slice() {
            error.0.message.clone_from(&only.message);
            error.0.field = Some(only.field.clone());
        }
        error.0.details = details;
        error
    }

    /// The same error, about this field.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// The same error, with what is known about the money; `None` for reads.
    #[must_use]
    pub fn outcome_is(mut self, outcome: Option<Outcome>) -> Self {
        self.0.outcome = outcome;
        self
    }

    /// The same error, naming the resource that it speaks of.
    #[must_use]
    pub fn about(mut self, related: impl fmt::Display) -> Self {
        self.0.related = Some(related.to_string());
        self
    }

    /// The same error, with the wait after which the request may be sent again.
    #[must_use]
    pub fn retry_after_ms(mut self, ms: u64) -> Self {
        self.0.retry_after_ms = Some(ms);
        self
    }

    /// The same error, with one more named number, such as `required` or `available`.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: u64) -> Self {
        self.0.facts.push((name, value));
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// One line: what is wrong, which value, which bound.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The field that the error is about, if one.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// What is known about the money; absent on reads.
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome
    }

    /// The class of the error: `unknown_outcome` if and only if the outcome is unknown.
    pub fn kind(&self) -> Kind {
        if self.0.outcome == Some(Outcome::Unknown) { Kind::UnknownOutcome } else { self.0.code.row().kind }
    }

    /// Whether and when the same request may be sent again.
    pub fn retry(&self) -> Retry {
        match self.0.retry_after_ms {
            Some(ms) => Retry::After(ms),
            None => self.0.code.row().retry,
        }
    }

    /// The reference that the error speaks of.
    pub fn related(&self) -> Option<&str> {
        self.0.related.as_deref()
    }

    /// Every field that broke a rule.
    pub fn details(&self) -> &[Detail] {
        &self.0.details
    }

    /// Named numbers that go with the error, such as `required` and `available` francs.
    pub fn facts(&self) -> &[(&'static str, u64)] {
        &self.0.facts
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code.name(), self.0.message)
    }
}

impl core::error::Error for Error {}
