//! Sandboxes behind handles, for bindings: open one, exchange requests with it, control it.
//!
//! The table is a value that a binding owns; the core has no global state. A handle carries the generation
//! of its place, so that a closed one is refused even after the place was taken again.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;

use super::exchange::ExchangeContext;
use super::fault::{Delivered, Fault, exchange_with};
use super::ops::input::Input;
use crate::engine::Answer;
use crate::engine::command::{Action, Adjustment, Approval, PayCheckout};
use crate::entropy::Entropy;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::{self, Json, Object};
use crate::phone::Phone;
use crate::reference::{PaymentRef, SessionId};
use crate::sandbox::{Sandbox, SandboxConfig, demo_scope};
use crate::time::Instant;

/// The most sandboxes that are open at once.
pub const MAX_OPEN: usize = 1_024;

/// Sandboxes behind handles.
#[derive(Debug, Default)]
pub struct Sandboxes {
    places: Vec<Place>,
}

#[derive(Debug, Default)]
struct Place {
    generation: u32,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    sandbox: Sandbox,
    faults: VecDeque<Fault>,
    seed: Entropy,
    exchanges: u32,
}

impl Sandboxes {
    /// No sandboxes.
    pub const fn new() -> Self {
        Self { places: Vec::new() }
    }

    /// Opens a sandbox: `{"start": "2026-01-05T08:00:00Z", "seed": 64 hexadecimal digits}`; gives its handle.
    ///
    /// # Errors
    /// What the input breaks; `sandbox_handle_invalid` where too many are open.
    pub fn open(&mut self, input: &[u8]) -> Result<u64, Error> {
        let object = object(input)?;
        let input = Input::new(&object, &["start", "seed", "public_url"])?;
        let start =
            Instant::parse(input.text("start")?).ok_or_else(|| input.fault(Code::FieldMalformed, "start"))?;
        let seed = seed(input.text("seed")?).ok_or_else(|| input.fault(Code::FieldMalformed, "seed"))?;
        let mut config = SandboxConfig::new(start, seed);
        if let Some(Json::Text(url)) = input.maybe("public_url") {
            config.public_url.clone_from(url);
        }
        let open = Open {
            sandbox: Sandbox::open(config),
            faults: VecDeque::new(),
            seed: Entropy::new(seed),
            exchanges: 0,
        };
        self.place(open)
    }

    fn place(&mut self, open: Open) -> Result<u64, Error> {
        let free = self.places.iter().position(|place| place.open.is_none());
        let index = match free {
            Some(index) => index,
            None if self.places.len() < MAX_OPEN => {
                self.places.push(Place::default());
                self.places.len().saturating_sub(1)
            }
            None => {
                let message = alloc::format!("{MAX_OPEN} sandboxes are open; close one first");
                return Err(Error::with_message(Code::SandboxHandleInvalid, message));
            }
        };
        let place = self.places.get_mut(index).ok_or(Code::SandboxHandleInvalid)?;
        place.generation = place.generation.wrapping_add(1);
        place.open = Some(open);
        let index = u64::try_from(index).unwrap_or_default();
        Ok((u64::from(place.generation) << 32) | index)
    }

    fn at(&mut self, handle: u64) -> Result<&mut Place, Error> {
        let index = usize::try_from(handle & 0xffff_ffff).map_err(|_| Code::SandboxHandleInvalid)?;
        let place = self.places.get_mut(index).ok_or(Code::SandboxHandleInvalid)?;
        if u64::from(place.generation) == handle >> 32 {
            Ok(place)
        } else {
            Err(Code::SandboxHandleInvalid.into())
        }
    }

    fn opened(&mut self, handle: u64) -> Result<&mut Open, Error> {
        self.at(handle)?.open.as_mut().ok_or_else(|| Code::SandboxHandleInvalid.into())
    }

    /// One exchange, as a transport: `{"method", "target", "headers": [[name, value]], "body"}` in;
    /// `{"event": "response", "status", "headers", "body"}`, or `not_sent` or `maybe_sent` out.
    ///
    /// # Errors
    /// `sandbox_handle_invalid`; what the input breaks.
    pub fn exchange(&mut self, handle: u64, input: &[u8]) -> Result<String, Error> {
        let request = request(&object(input)?)?;
        let open = self.opened(handle)?;
        open.exchanges = open.exchanges.saturating_add(1);
        let context = ExchangeContext {
            wall: open.sandbox.now(),
            entropy: Entropy::new(open.seed.expand("exchange", open.exchanges)),
            rate_limit: false,
            client_address: None,
            urls: crate::url::UrlPolicy::OFFLINE,
        };
        let fault = open.faults.pop_front();
        let delivered = exchange_with(&mut open.sandbox, &request, &context, fault);
        Ok(Json::from(printed(delivered)).print())
    }

    /// Controls a sandbox: `{"do": "advance", "seconds": 2}`, `{"do": "run_next"}`, `{"do": "now"}`,
    /// `{"do": "webhooks"}`, `{"do": "fault", "fault": "lose_answer"}`,
    /// `{"do": "pay_checkout", "session_id", "phone"}`,
    /// `{"do": "resolve", "payment", "decision": "accept" | "return"}`, `{"do": "secret"}`, `{"do": "close"}`.
    ///
    /// # Errors
    /// `sandbox_handle_invalid`; what the input breaks; the refusal of what was asked for.
    pub fn control(&mut self, handle: u64, input: &[u8]) -> Result<String, Error> {
        let object = object(input)?;
        let known = ["do", "seconds", "fault", "session_id", "phone", "payment", "decision"];
        let input = Input::new(&object, &known)?;
        let result = match input.text("do")? {
            "close" => {
                self.opened(handle)?;
                self.at(handle)?.open = None;
                Json::Null
            }
            "fault" => {
                let fault = Fault::from_name(input.text("fault")?)?;
                self.opened(handle)?.faults.push_back(fault);
                Json::Null
            }
            other => control(self.opened(handle)?, other, input)?,
        };
        Ok(result.print())
    }
}

fn control(open: &mut Open, what: &str, input: Input<'_>) -> Result<Json, Error> {
    let sandbox = &mut open.sandbox;
    match what {
        "now" => Ok(Json::text(sandbox.now())),
        "advance" => sandbox.advance(input.whole("seconds")?).map(Json::text),
        "run_next" => {
            // The next thing that is due may be far away; waiting jumps there and never sleeps.
            let next = sandbox.next_due();
            if let Some(next) = next {
                sandbox.settle_until(next);
            }
            Ok(Json::maybe_text(next))
        }
        "webhooks" => {
            let signed = sandbox.drain_webhooks().into_iter().map(|signed| {
                let headers = signed.headers.iter().map(|(name, value)| pair(name, value));
                Object::default()
                    .with("delivery_id", Json::text(&signed.delivery))
                    .with("url", Json::text(&signed.url))
                    .with("headers", Json::Array(headers.collect()))
                    .with("body", Json::Text(signed.body))
                    .into()
            });
            Ok(Json::Array(signed.collect()))
        }
        "secret" => Ok(Json::maybe_text(demo_scope().and_then(|scope| sandbox.webhook_secret(&scope)))),
        "pay_checkout" | "resolve" => {
            let action = if what == "resolve" { resolve(input)? } else { pay(input)? };
            let scope = demo_scope().ok_or(Code::AccountNotFound)?;
            open.exchanges = open.exchanges.saturating_add(1);
            let entropy = Entropy::new(open.seed.expand("exchange", open.exchanges));
            let answer = sandbox.execute(&scope, entropy, action);
            let now = sandbox.now();
            sandbox.settle_until(now);
            match answer? {
                Answer::Data { data, .. } => Ok(Json::Printed(data)),
                Answer::Send | Answer::Done => Ok(Json::Null),
            }
        }
        _ => Err(Error::new(Code::OperationUnknown).at("do")),
    }
}

fn pay(input: Input<'_>) -> Result<Action, Error> {
    let session = SessionId::parse(input.text("session_id")?).map_err(|_| Code::SessionNotFound)?;
    let phone = Phone::from_text(input.text("phone")?).map_err(|error| error.at("phone"))?;
    Ok(Action::PayCheckout(PayCheckout { session, phone, provider: None, provider_override: false }))
}

fn resolve(input: Input<'_>) -> Result<Action, Error> {
    let payment = PaymentRef::parse(input.text("payment")?).map_err(|_| Code::PaymentNotFound)?;
    let adjustment = match input.text("decision")? {
        "accept" => Adjustment::AcceptReview(payment),
        "return" => Adjustment::ReturnReview(payment),
        _ => return Err(input.fault(Code::FieldMalformed, "decision")),
    };
    let one = "sandbox";
    Ok(Action::Adjust(
        adjustment,
        Approval { by: one.into(), and: one.into(), reason: "resolved in the sandbox".into() },
    ))
}

fn object(input: &[u8]) -> Result<Object, Error> {
    let Json::Object(object) = json::parse(input)? else {
        return Err(Error::with_message(Code::FieldTypeInvalid, "the input is not a JSON object"));
    };
    Ok(object)
}

fn seed(text: &str) -> Option<[u8; 32]> {
    let mut seed = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, digits) in seed.iter_mut().zip(text.as_bytes().chunks(2)) {
        *place = u8::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(seed)
}

fn request(object: &Object) -> Result<Request, Error> {
    let input = Input::new(object, &["method", "target", "headers", "body"])?;
    let wrong = |field| input.fault(Code::FieldTypeInvalid, field);
    let mut headers = Vec::new();
    for pair in input.member("headers")?.as_array().ok_or_else(|| wrong("headers"))? {
        match pair.as_array() {
            Some([Json::Text(name), Json::Text(value)]) => {
                headers.push((name.clone(), value.clone().into_bytes()));
            }
            _ => return Err(wrong("headers")),
        }
    }
    let body = input.maybe("body").map(|body| body.as_text().ok_or_else(|| wrong("body"))).transpose()?;
    let body = body.unwrap_or_default().as_bytes().to_vec();
    Ok(Request { method: input.text("method")?.into(), target: input.text("target")?.into(), headers, body })
}

fn pair(name: &str, value: &str) -> Json {
    Json::Array(alloc::vec![Json::text(name), Json::text(value)])
}

fn printed(delivered: Delivered) -> Object {
    let response = match delivered {
        Delivered::Response(response) => response,
        Delivered::NotSent => return Object::default().with("event", Json::text("not_sent")),
        Delivered::MaybeSent => return Object::default().with("event", Json::text("maybe_sent")),
    };
    let headers = response.headers.iter().map(|(name, value)| pair(name, value));
    Object::default()
        .with("event", Json::text("response"))
        .with("status", Json::int(response.status))
        .with("headers", Json::Array(headers.collect()))
        .with("body", Json::Text(String::from_utf8_lossy(&response.body).into_owned()))
}
