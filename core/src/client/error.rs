//! What a call ends with when it does not succeed.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::step::State;
use crate::error::{Code, Error, Kind, Outcome, Retry};
use crate::json::{Json, Object};

/// An error of a call: one of ours, or one that a newer server knows and we do not.
///
/// `kind` is `unknown_outcome` if and only if `outcome` is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientError {
    /// The stable code, as the server or the table names it.
    pub reason: String,
    /// The class.
    pub kind: Kind,
    /// What is known about the money that this call asked for; none on reads.
    pub outcome: Option<Outcome>,
    /// Whether the same call may be made again.
    pub retry: Retry,
    /// One line: what is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The field that it is about.
    pub field: Option<String>,
    /// The reference that it speaks of.
    pub related: Option<String>,
    /// Every field that broke a rule.
    pub details: Vec<ClientDetail>,
    /// Named numbers that go with it, such as `required` and `available`.
    pub facts: Object,
    /// The HTTP status, if an answer came.
    pub status: Option<u16>,
    /// The id of the request, for support.
    pub request_id: Option<String>,
    /// The key that the call used.
    pub idempotency_key: Option<String>,
    /// The code of the last failure, where this error stands for several tries.
    pub cause: Option<String>,
    /// The last payment seen by a wait.
    pub last: Option<Object>,
    /// What [`super::resume`] continues with: the same bytes under the same key.
    pub resume: Option<State>,
}

/// One field that broke a rule; the code may be one that only a newer server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientDetail {
    /// Path of the field.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
    /// One line.
    pub message: String,
}

impl ClientError {
    /// The code, if this version knows it.
    pub fn code(&self) -> Option<Code> {
        Code::from_name(&self.reason)
    }

    /// An error of our own, with this outcome.
    pub(super) fn of(code: Code, message: impl Into<String>, outcome: Option<Outcome>) -> Self {
        Self::from(Error::with_message(code, message).outcome_is(outcome))
    }

    /// The same error, once it is not known whether money moved.
    #[must_use]
    pub(super) fn unproven(self) -> Self {
        Self { outcome: Some(Outcome::Unknown), kind: Kind::UnknownOutcome, ..self }
    }

    /// The error as the doors print it.
    pub fn json(&self) -> Json {
        let mut object = self.plain();
        let resume = self.resume.as_ref().map(|state| BASE64_STANDARD.encode(&state.0));
        object.0.push(("resume".to_string(), Json::maybe_text(resume)));
        object.into()
    }

    /// Everything but `resume`.
    pub(crate) fn plain(&self) -> Object {
        let details = self.details.iter().map(|detail| {
            Object::default()
                .with("field", Json::text(&detail.field))
                .with("code", Json::text(&detail.reason))
                .with("message", Json::text(&detail.message))
                .into()
        });
        let after = match self.retry {
            Retry::After(ms) => Json::Number(ms.to_string()),
            Retry::Never | Retry::SameKey | Retry::AfterQuery => Json::Null,
        };
        Object::default()
            .with("code", Json::text(&self.reason))
            .with("kind", Json::text(self.kind.name()))
            .with("outcome", Json::maybe_text(self.outcome.map(Outcome::name)))
            .with("retry", Json::text(self.retry.name()))
            .with("retry_after_ms", after)
            .with("field", Json::maybe_text(self.field.as_deref()))
            .with("message", Json::text(&self.message))
            .with("help", Json::text(&self.help))
            .with("related", Json::maybe_text(self.related.as_deref()))
            .with("details", Json::Array(details.collect()))
            .with("facts", self.facts.clone().into())
            .with("status", self.status.map_or(Json::Null, Json::int))
            .with("request_id", Json::maybe_text(self.request_id.as_deref()))
            .with("idempotency_key", Json::maybe_text(self.idempotency_key.as_deref()))
            .with("cause", Json::maybe_text(self.cause.as_deref()))
            .with("last", self.last.clone().map_or(Json::Null, Json::from))
    }
}

impl From<Error> for ClientError {
    fn from(error: Error) -> Self {
        let row = error.code().row();
        let detail = |detail: &crate::error::Detail| ClientDetail {
            field: detail.field.clone(),
            reason: detail.code.name().to_string(),
            message: detail.message.clone(),
        };
        let fact = |(name, value): &(&'static str, u64)| (name.to_string(), Json::Number(value.to_string()));
        Self {
            reason: row.name.to_string(),
            kind: error.kind(),
            outcome: error.outcome(),
            retry: error.retry(),
            message: error.message().to_string(),
            help: row.help.to_string(),
            field: error.field().map(ToString::to_string),
            related: error.related().map(ToString::to_string),
            details: error.details().iter().map(detail).collect(),
            facts: Object(error.facts().iter().map(fact).collect()),
            status: None,
            request_id: None,
            idempotency_key: None,
            cause: None,
            last: None,
            resume: None,
        }
    }
}
