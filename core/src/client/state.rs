//! A call under way, and the sealed bytes that it travels in between two steps.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::config::whole;
use super::key::ApiKey;
use super::operation::Operation;
use super::seal::{open, seal};
use super::step::{Moment, State};
use crate::json::{self, Json, Object};

/// A call under way.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Call {
    /// The operation.
    pub operation: &'static Operation,
    /// Scheme, host and port.
    pub origin: String,
    /// Path and query.
    pub target: String,
    /// The bytes of the body, the same in every try.
    pub body: Option<String>,
    /// The idempotency key, the same in every try.
    pub key: Option<String>,
    /// Where keys and jitter come from.
    pub entropy: [u8; 32],
    /// When the key was first used, in milliseconds since 1970.
    pub begun_ms: u64,
    /// The monotonic clock, never behind the waits that were asked for.
    pub clock_ms: u64,
    /// The reading of that clock at which the call ends.
    pub deadline_ms: u64,
    /// How often it was tried again since something last went well.
    pub retries: u64,
    /// Whether a try may have moved money, and no proof came.
    pub unproven: bool,
    /// The wait under way; none while a try is.
    pub waiting_ms: Option<u64>,
    /// The code of the last failure.
    pub cause: Option<String>,
    /// The parameters of a list, as the caller gave them.
    pub page: Option<Object>,
    /// How often a payment was asked for and was not final.
    pub polls: u64,
    /// Whether a wait goes on until the outcome is known.
    pub until_known: bool,
    /// The last payment that a wait saw.
    pub seen: Option<Object>,
}

impl Call {
    /// Moves the clock of the call; a wait that was asked for counts in full.
    pub fn tick(&mut self, moment: Moment) {
        let slept = self.waiting_ms.unwrap_or(0);
        self.clock_ms = moment.monotonic_ms.max(self.clock_ms.saturating_add(slept));
    }

    /// Milliseconds until the deadline.
    pub fn remaining_ms(&self) -> u64 {
        self.deadline_ms.saturating_sub(self.clock_ms)
    }

    /// The bytes of the call: a body may hold a PIN, so nobody but the holder of the key can read them.
    pub fn seal(&self, key: &ApiKey) -> State {
        State(seal(key, Json::from(self.write()).print().as_bytes()))
    }

    /// The call in these bytes; none if they are not exactly what [`Call::seal`] made under this key.
    pub fn open(bytes: &[u8], key: &ApiKey) -> Option<Self> {
        let Json::Object(object) = json::parse(&open(key, bytes)?).ok()? else { return None };
        Self::read(&object).ok()
    }

    fn write(&self) -> Object {
        let number = |value: u64| Json::Number(value.to_string());
        Object::default()
            .with("operation", Json::text(self.operation.name))
            .with("origin", Json::text(&self.origin))
            .with("target", Json::text(&self.target))
            .with("body", Json::maybe_text(self.body.as_deref()))
            .with("key", Json::maybe_text(self.key.as_deref()))
            .with("entropy", Json::Array(self.entropy.iter().map(|byte| Json::int(*byte)).collect()))
            .with("begun_ms", number(self.begun_ms))
            .with("clock_ms", number(self.clock_ms))
            .with("deadline_ms", number(self.deadline_ms))
            .with("retries", number(self.retries))
            .with("unproven", Json::Bool(self.unproven))
            .with("waiting_ms", self.waiting_ms.map_or(Json::Null, number))
            .with("cause", Json::maybe_text(self.cause.as_deref()))
            .with("page", part(self.page.as_ref()))
            .with("polls", number(self.polls))
            .with("until_known", Json::Bool(self.until_known))
            .with("seen", part(self.seen.as_ref()))
    }

    fn read(object: &Object) -> Result<Self, Damaged> {
        let fields = Fields(object);
        Ok(Self {
            operation: Operation::find(&fields.text("operation")?.ok_or(Damaged)?).map_err(|_| Damaged)?,
            origin: fields.text("origin")?.ok_or(Damaged)?,
            target: fields.text("target")?.ok_or(Damaged)?,
            body: fields.text("body")?,
            key: fields.text("key")?,
            entropy: fields.entropy().ok_or(Damaged)?,
            begun_ms: fields.number("begun_ms")?.ok_or(Damaged)?,
            clock_ms: fields.number("clock_ms")?.ok_or(Damaged)?,
            deadline_ms: fields.number("deadline_ms")?.ok_or(Damaged)?,
            retries: fields.number("retries")?.ok_or(Damaged)?,
            unproven: fields.flag("unproven")?,
            waiting_ms: fields.number("waiting_ms")?,
            cause: fields.text("cause")?,
            page: fields.part("page")?,
            polls: fields.number("polls")?.ok_or(Damaged)?,
            until_known: fields.flag("until_known")?,
            seen: fields.part("seen")?,
        })
    }
}

/// A part goes in as a text of its own, so that the depth of an answer and of the state do not add up.
fn part(object: Option<&Object>) -> Json {
    Json::maybe_text(object.map(|object| Json::Object(object.clone()).print()))
}

/// A state whose seal holds and whose members do not: another version of this form.
struct Damaged;

/// The members of a state; none is null.
struct Fields<'a>(&'a Object);

impl Fields<'_> {
    fn text(&self, name: &str) -> Result<Option<String>, Damaged> {
        match self.0.get(name) {
            Some(Json::Null) => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text.clone())),
            _ => Err(Damaged),
        }
    }

    fn number(&self, name: &str) -> Result<Option<u64>, Damaged> {
        match self.0.get(name) {
            Some(Json::Null) => Ok(None),
            Some(Json::Number(text)) => whole(text).map(Some).ok_or(Damaged),
            _ => Err(Damaged),
        }
    }

    fn flag(&self, name: &str) -> Result<bool, Damaged> {
        if let Some(Json::Bool(flag)) = self.0.get(name) { Ok(*flag) } else { Err(Damaged) }
    }

    fn part(&self, name: &str) -> Result<Option<Object>, Damaged> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        if let Ok(Json::Object(object)) = json::parse(text.as_bytes()) {
            Ok(Some(object))
        } else {
            Err(Damaged)
        }
    }

    fn entropy(&self) -> Option<[u8; 32]> {
        let Json::Array(items) = self.0.get("entropy")? else { return None };
        let byte = |item: &Json| if let Json::Number(text) = item { text.parse::<u8>().ok() } else { None };
        items.iter().map(byte).collect::<Option<Vec<u8>>>()?.try_into().ok()
    }
}
