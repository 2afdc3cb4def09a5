//! A script: requests sent to a sandbox one after the other, and what of each answer is shown.
//!
//! The same steps run against a sandbox in memory ([`Open`]) and, in the server's tests, over HTTP: both
//! are a [`World`]. With a fixed start and seed a script always shows the same.
//!
//! A step is one of
//! - `{"send": {"method", "target", "headers", "body" | "body_text"}, "times", "show"}`. The secret key of
//!   the demonstration merchant and the JSON content type are sent unless `headers` says otherwise: null
//!   leaves a header out, a list sends it several times. With `times` the last answer counts.
//! - `{"control": {"do": …}, "show"}`: a command of [`Sandboxes::control`](crate::api::Sandboxes::control).
//! - `{"advance": seconds}`, which moves the clock and tells nothing.
//!
//! Each `send` and `control` gives a line, `{"status", "show"}` or `{"show"}`. A refusal that has no `show`
//! ends the script with its error; where exactly one field broke a rule, with that field's.
//!
//! A text may be put together from parts, and a value of a body may be one of them: `{"from": line,
//! "path"}` is a part of an earlier answer, `{"repeat": text, "times": n}` a long text, and `{"hex"}` bytes.

mod parts;
mod show;

use alloc::string::String;
use alloc::vec::Vec;

use self::parts::Parts;
use super::fault::Delivered;
use super::open::Open;
use super::ops::input::Input;
use crate::error::{Code, Error, Outcome};
use crate::http::{Request, Response};
use crate::json::{self, Json, Object};

/// The most steps of a script, and the most times that one is sent.
pub const MAX_STEPS: usize = 100;
/// How often one step may be sent.
pub const MAX_TIMES: u64 = 1_000;

/// What a script runs against.
pub trait World {
    /// Sends a request once.
    fn send(&mut self, request: &Request) -> Delivered;

    /// Carries out a command of [`Sandboxes::control`](crate::api::Sandboxes::control).
    ///
    /// # Errors
    /// The refusal of what was asked for; what this world cannot do.
    fn control(&mut self, command: &Object) -> Result<Json, Error>;
}

impl World for Open {
    fn send(&mut self, request: &Request) -> Delivered {
        self.exchange(request)
    }

    fn control(&mut self, command: &Object) -> Result<Json, Error> {
        Open::control(self, command)
    }
}

/// Runs the steps, and gives the lines.
///
/// # Errors
/// What a step breaks, and the refusal of one that nobody asked to see.
pub fn replay(steps: &[Json], world: &mut dyn World) -> Result<Json, Error> {
    if steps.is_empty() || steps.len() > MAX_STEPS {
        let message = alloc::format!("a script has 1 to {MAX_STEPS} steps");
        return Err(Error::with_message(Code::FieldMalformed, message).at("steps"));
    }
    let mut told = Told { world, answers: Vec::new(), lines: Vec::new() };
    for step in steps {
        let step = step.as_object().ok_or_else(|| Error::new(Code::FieldTypeInvalid).at("steps"))?;
        told.step(step)?;
    }
    Ok(Json::Array(told.lines))
}

struct Told<'a> {
    world: &'a mut dyn World,
    /// What the paths of each line walk through.
    answers: Vec<Json>,
    lines: Vec<Json>,
}

impl Told<'_> {
    fn step(&mut self, step: &Object) -> Result<(), Error> {
        if step.get("advance").is_some() {
            let seconds = Input::nested(step, "steps.", &["advance"])?.whole("advance")?;
            let command = Object::default()
                .with("do", Json::text("advance"))
                .with("seconds", Json::Number(alloc::format!("{seconds}")));
            return self.world.control(&command).map(drop);
        }
        if step.get("control").is_some() {
            let input = Input::nested(step, "steps.", &["control", "show"])?;
            let command = input.maybe_object("control")?.cloned().unwrap_or_default();
            let Json::Object(command) = self.parts().value(&command.into())? else { return Ok(()) };
            let result = self.world.control(&command);
            let answer = match (result, input.maybe("show")) {
                (Err(error), None) => return Err(error),
                (Ok(value), _) => Object::default().with("ok", value),
                (Err(error), _) => Object::default().with("error", super::ops::error_json(&error)),
            };
            // What was printed before is read again, so that paths lead into it.
            let answer = json::parse_answer(&Json::from(answer).bytes())?;
            return self.tell(Object::default(), answer, input);
        }
        self.send(step)
    }

    fn send(&mut self, step: &Object) -> Result<(), Error> {
        let input = Input::nested(step, "steps.", &["send", "times", "show"])?;
        let request = input.maybe_object("send")?.ok_or_else(|| input.fault(Code::FieldRequired, "send"))?;
        let request = self.parts().request(Input::nested(request, "send.", parts::SEND)?)?;
        let times = input.maybe_whole("times")?.unwrap_or(1_u64);
        if !(1..=MAX_TIMES).contains(&times) {
            return Err(input.fault(Code::FieldMalformed, "times"));
        }
        for _ in 1..times {
            self.world.send(&request);
        }
        let (line, answer) = match self.world.send(&request) {
            Delivered::Response(response) => {
                let answer = document(&response);
                if response.status >= 400 && input.maybe("show").is_none() {
                    return Err(refusal(&answer));
                }
                (Object::default().with("status", Json::int(response.status)), answer)
            }
            Delivered::NotSent => (Object::default().with("lost", Json::text("not_sent")), Json::Null),
            Delivered::MaybeSent => (Object::default().with("lost", Json::text("maybe_sent")), Json::Null),
        };
        self.tell(line, answer, input)
    }

    fn parts(&self) -> Parts<'_> {
        Parts { answers: &self.answers }
    }

    fn tell(&mut self, line: Object, answer: Json, input: Input<'_>) -> Result<(), Error> {
        let mut shown = Vec::new();
        if input.maybe("show").is_some() {
            for path in input.list("show")? {
                let path = path.as_text().ok_or_else(|| input.fault(Code::FieldTypeInvalid, "show"))?;
                shown.push(show::at(&answer, path, &self.answers)?);
            }
        }
        self.answers.push(answer);
        self.lines.push(line.with("show", Json::Array(shown)).into());
        Ok(())
    }
}

/// What paths walk through: the members of the body, and `headers`; a body that is no object is `body`.
fn document(response: &Response) -> Json {
    let headers = response.headers.iter().map(|(name, value)| (name.clone(), Json::text(value)));
    let headers = Json::from(Object(headers.collect()));
    let body = if let Ok(Json::Object(body)) = json::parse_answer(&response.body) {
        body
    } else {
        let body = String::from_utf8_lossy(&response.body).into_owned();
        Object::default().with("body", Json::Text(body))
    };
    body.with("headers", headers).into()
}

/// The error of an answer: its own, or that of its only detail.
fn refusal(answer: &Json) -> Error {
    let text = |path: &str| show::walk(answer, path).and_then(Json::as_text);
    let only = show::walk(answer, "error.details.1").is_none();
    let reason = text("error.details.0.code").filter(|_| only).or_else(|| text("error.reason"));
    let code = reason.and_then(Code::from_name).unwrap_or(Code::ResponseInvalid);
    let message = text("error.details.0.message").filter(|_| only).unwrap_or(code.row().message);
    let outcomes = [Outcome::None, Outcome::Unknown, Outcome::Done];
    let outcome = text("error.outcome").and_then(|name| outcomes.into_iter().find(|one| one.name() == name));
    let error = Error::with_message(code, message).outcome_is(outcome);
    match text("error.details.0.field").filter(|_| only) {
        Some(field) => error.at(field),
        None => error,
    }
}
