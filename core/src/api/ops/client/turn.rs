//! One turn of the machine for a binding: a state and an event in, a state and a step out.

use alloc::vec::Vec;

use super::forms;
use crate::api::ops::input::Input;
use crate::client::{self, ClientError, Config, Operation, State, Step};
use crate::error::{Code, Error, Outcome};
use crate::json::{self, Json, Object};

/// Takes a turn.
///
/// `event` is an object with `config` and one of
/// - `begin` (the name of an operation), with `parameters` and `context`; `state` is empty,
/// - `resume` (true), with `context`; `state` is the `resume` of an error, or a state that was kept,
/// - `response` (`{status, headers}`, its body in `body`), `not_sent`, `maybe_sent` (both with what the
///   transport said), `cancelled` or `woke` (true), with `moment`.
///
/// # Errors
/// What the event breaks; whatever the machine has to say is a step.
pub fn turn(state: &[u8], event: &[u8], body: &[u8]) -> Result<(State, Json), Error> {
    let object = object(event)?;
    let (name, _) = kind(&object).ok_or_else(|| Error::new(Code::FieldMalformed).at("event"))?;
    if name != "response" && !body.is_empty() {
        return Err(Error::with_message(Code::FieldUnknown, "only a response has a body").at("body"));
    }
    let (state, step) = match name {
        "begin" => {
            let input = Input::new(&object, &["begin", "parameters", "config", "context"])?;
            if !state.is_empty() {
                return Err(Error::new(Code::ClientStateInvalid).at("state"));
            }
            let (config, context) = (config(input)?, forms::context(forms::object(input, "context")?)?);
            client::begin(input.text("begin")?, forms::object(input, "parameters")?, &config, &context)
        }
        "resume" => {
            let input = Input::new(&object, &["resume", "config", "context"])?;
            if !input.flag("resume")? {
                return Err(input.fault(Code::FieldMalformed, "resume"));
            }
            let (config, context) = (config(input)?, forms::context(forms::object(input, "context")?)?);
            client::resume(state, &config, &context)
        }
        event => {
            let input = Input::new(&object, &[event, "config", "moment"])?;
            let config = config(input)?;
            let moment = forms::object(input, "moment")?;
            let moment = forms::moment(Input::nested(moment, "moment.", &["wall_ms", "monotonic_ms"])?)?;
            let happened = Object::default().with(event, input.member(event)?.clone());
            client::next(state, forms::event_with(&happened, Some(body))?, &config, moment)
        }
    };
    let step = forms::step(&step);
    Ok((state, step))
}

/// What is known of a call whose turn broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// What is known about the money.
    pub outcome: Option<Outcome>,
    /// Whether the same bytes may be sent again from the state that went in.
    pub resumable: bool,
}

impl Cut {
    /// Of a call about which nothing can be read: it may have been sent, and it may have moved money.
    pub const UNREAD: Self = Self { outcome: Some(Outcome::Unknown), resumable: true };

    /// Of this turn. A call that was only to begin has sent nothing; one that may have been sent is
    /// `unknown`, unless it only reads.
    pub fn of(state: &[u8], event: &[u8]) -> Self {
        let Ok(object) = object(event) else {
            return if state.is_empty() { Self { outcome: None, resumable: false } } else { Self::UNREAD };
        };
        if let Some(("begin", Json::Text(operation))) = kind(&object)
            && state.is_empty()
        {
            let writes = Operation::find(operation).is_ok_and(Operation::writes);
            return Self { outcome: writes.then_some(Outcome::None), resumable: false };
        }
        let config = Input::new(&object, &KNOWN).and_then(config);
        let writes = config.ok().and_then(|config| client::writes(state, &config));
        if writes == Some(false) { Self { outcome: None, ..Self::UNREAD } } else { Self::UNREAD }
    }

    /// The last step of the call.
    pub fn step(self, error: Error, state: &[u8]) -> Json {
        let resume = (self.resumable && !state.is_empty()).then(|| State(Vec::from(state)));
        let error = ClientError { resume, ..ClientError::from(error.outcome_is(self.outcome)) };
        forms::step(&Step::Done(Err(alloc::boxed::Box::new(error))))
    }
}

const KNOWN: [&str; 11] = [
    "begin",
    "resume",
    "response",
    "not_sent",
    "maybe_sent",
    "cancelled",
    "woke",
    "config",
    "parameters",
    "context",
    "moment",
];

/// The member that says what happened: the one that is there of the first seven.
fn kind(object: &Object) -> Option<(&'static str, &Json)> {
    let mut there = KNOWN.iter().take(7).filter_map(|name| Some((*name, object.get(name)?)));
    there.next().filter(|_| there.next().is_none())
}

fn config(input: Input<'_>) -> Result<Config, Error> {
    Config::read(forms::object(input, "config")?)
}

fn object(event: &[u8]) -> Result<Object, Error> {
    let Json::Object(object) = json::parse_answer(event)? else {
        let message = "the event is not a JSON object";
        return Err(Error::with_message(Code::FieldTypeInvalid, message).at("event"));
    };
    Ok(object)
}
