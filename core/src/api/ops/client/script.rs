//! A whole call in one operation: what happens is given, every step is told.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::forms;
use crate::api::ops::input::Input;
use crate::client::{self, ClientError, Config, Moment, State, Step};
use crate::error::{Code, Detail, Error};
use crate::http::Request;
use crate::json::{Json, Object};

/// Runs `{operation, parameters, config, context, events, resume}` and tells every step.
///
/// An event may carry `after_ms`, the time since the step before; a wake comes after the wait unless it
/// does. `resume` is `{context, events}`, run with what the call ended with. What is refused before
/// anything is sent is the error of the operation itself. A request that is byte for byte the one before
/// is told as `{"again": {timeout_ms}}`; the key, the version and the prose of errors are left out.
pub(super) fn run(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["operation", "parameters", "config", "context", "events", "resume"])?;
    let config = Config::read(forms::object(input, "config")?)?;
    let context = forms::context(forms::object(input, "context")?)?;
    let parameters = forms::object(input, "parameters")?;
    let first = client::begin(input.text("operation")?, parameters, &config, &context);
    if let Step::Done(Err(error)) = &first.1 {
        return Err(refusal(error));
    }
    let mut told = Told { config: &config, steps: Vec::new(), last: None, resume: None };
    told.run(first, context.moment, input)?;
    if input.maybe("resume").is_some() {
        let again = Input::nested(forms::object(input, "resume")?, "resume.", &["context", "events"])?;
        let context = forms::context(forms::object(again, "context")?)?;
        let earlier = told.resume.take().ok_or_else(|| input.fault(Code::ClientStateInvalid, "resume"))?;
        told.run(client::resume(&earlier.0, &config, &context), context.moment, again)?;
    }
    Ok(Json::Array(told.steps))
}

/// What was told so far.
struct Told<'a> {
    config: &'a Config,
    steps: Vec<Json>,
    last: Option<Request>,
    resume: Option<State>,
}

impl Told<'_> {
    fn run(&mut self, first: (State, Step), begun: Moment, input: Input<'_>) -> Result<(), Error> {
        let (mut state, mut step) = first;
        let mut moment = begun;
        let Json::Array(events) = input.member("events")? else {
            return Err(input.fault(Code::FieldTypeInvalid, "events"));
        };
        for event in events {
            if matches!(step, Step::Done(_)) {
                return Err(
                    Error::with_message(Code::FieldMalformed, "an event comes after the end").at("events")
                );
            }
            self.tell(&step);
            let Json::Object(event) = event else {
                return Err(input.fault(Code::FieldTypeInvalid, "events"));
            };
            moment = later(moment, after_ms(event, &step)?);
            let event = Object(event.0.iter().filter(|(name, _)| name != "after_ms").cloned().collect());
            (state, step) = client::next(&state.0, forms::event(&event)?, self.config, moment);
        }
        self.tell(&step);
        Ok(())
    }

    fn tell(&mut self, step: &Step) {
        let (name, value): (&str, Json) = match step {
            Step::Send { request, timeout_ms, .. } if self.last.as_ref() == Some(request) => {
                ("again", Object::default().with("timeout_ms", Json::Number(timeout_ms.to_string())).into())
            }
            Step::Send { origin, request, timeout_ms } => {
                self.last = Some(request.clone());
                let shown = self.masked(request);
                ("send", forms::send(origin, &shown, *timeout_ms).into())
            }
            Step::Wait { ms } => ("wait", Json::Number(ms.to_string())),
            Step::Done(result) => match result {
                Ok(answer) => ("ok", answer.json()),
                Err(error) => {
                    self.resume.clone_from(&error.resume);
                    ("error", plain(error))
                }
            },
        };
        self.steps.push(Object::default().with(name, value).into());
    }

    /// The request without the key, and without the version, which every release changes.
    fn masked(&self, request: &Request) -> Request {
        let mut shown = request.clone();
        let suffix = self.config.user_agent.as_deref();
        shown.headers.retain(|(name, _)| name != "User-Agent" || suffix.is_some());
        for (name, value) in &mut shown.headers {
            match name.as_str() {
                "Authorization" => *value = ["Bearer ", self.config.api_key.masked()].concat().into_bytes(),
                "User-Agent" => *value = ["rwandapay/* ", suffix.unwrap_or_default()].concat().into_bytes(),
                _ => {}
            }
        }
        shown
    }
}

/// The error without prose; members that are null or empty are left out.
fn plain(error: &ClientError) -> Json {
    let said = |(name, value): &(alloc::string::String, Json)| {
        !matches!(name.as_str(), "message" | "help")
            && *value != Json::Null
            && *value != Json::Array(Vec::new())
            && *value != Json::Object(Object::default())
    };
    let mut kept = Object(error.plain().0.into_iter().filter(said).collect());
    if let Some((_, Json::Array(details))) = kept.0.iter_mut().find(|(name, _)| name == "details") {
        for detail in details {
            if let Json::Object(detail) = detail {
                detail.0.retain(|(name, _)| name != "message");
            }
        }
    }
    kept.with("resume", Json::Bool(error.resume.is_some())).into()
}

fn after_ms(event: &Object, step: &Step) -> Result<u64, Error> {
    let given = Object(event.0.iter().filter(|(name, _)| name == "after_ms").cloned().collect());
    if !given.0.is_empty() {
        return Input::nested(&given, "events.", &["after_ms"])?.whole("after_ms");
    }
    Ok(match step {
        Step::Wait { ms } if event.get("woke").is_some() => *ms,
        Step::Wait { .. } | Step::Send { .. } | Step::Done(_) => 0,
    })
}

fn later(moment: Moment, ms: u64) -> Moment {
    Moment {
        wall: moment.wall.plus_ms(i64::try_from(ms).unwrap_or(i64::MAX)),
        monotonic_ms: moment.monotonic_ms.saturating_add(ms),
    }
}

/// An error before anything was sent; it is always one of ours.
fn refusal(error: &ClientError) -> Error {
    let code = error.code().unwrap_or(Code::Internal);
    let detail = |detail: &client::ClientDetail| {
        let (field, message) = (detail.field.clone(), detail.message.clone());
        Some(Detail { field, code: Code::from_name(&detail.reason)?, message })
    };
    let details: Vec<Detail> = error.details.iter().filter_map(detail).collect();
    let refused = if details.is_empty() {
        Error::with_message(code, &*error.message)
    } else {
        Error::validation(details)
    };
    let refused = match &error.field {
        Some(field) => refused.at(&**field),
        None => refused,
    };
    refused.outcome_is(error.outcome)
}
