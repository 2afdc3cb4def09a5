//! Sandboxes behind handles, for bindings: open one, exchange requests with it, control it.
//!
//! The table is a value that a binding owns; the core has no global state. A handle carries the generation
//! of its place, so that a closed one is refused even after the place was taken again.

use alloc::string::String;
use alloc::vec::Vec;

use super::fault::Delivered;
use super::open::Open;
use super::ops::input::Input;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::{self, Json, Object};

/// The most sandboxes that are open at once.
pub const MAX_OPEN: usize = 1_024;

/// A handle is the generation of a place and, in these lowest bits, its index: 42 bits in all, so that a
/// double holds it.
const INDEX_BITS: u32 = 10;
const INDEX_MASK: u64 = 0x3ff;

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
        self.place(Open::read(&object(input)?)?)
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
        Ok((u64::from(place.generation) << INDEX_BITS) | index)
    }

    /// Takes a sandbox out of its place, uses it, and puts it back. One whose use panics is not put back:
    /// what it holds may be half changed, so it is closed.
    fn with<T>(&mut self, handle: u64, run: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        let mut open = self.take(handle)?;
        let result = run(&mut open);
        if let Some(place) = self.place_of(handle) {
            place.open = Some(open);
        }
        result
    }

    fn take(&mut self, handle: u64) -> Result<Open, Error> {
        let open = self.place_of(handle).and_then(|place| place.open.take());
        open.ok_or_else(|| Code::SandboxHandleInvalid.into())
    }

    fn place_of(&mut self, handle: u64) -> Option<&mut Place> {
        let index = usize::try_from(handle & INDEX_MASK).ok()?;
        let place = self.places.get_mut(index)?;
        (u64::from(place.generation) == handle >> INDEX_BITS).then_some(place)
    }

    /// One exchange, as a transport: the value of a step's `send` in (`{"method", "url", "headers", "body",
    /// "timeout_ms"}`), the event for the client's next turn out (`{"response": {"status", "headers",
    /// "body"}}`, `{"not_sent": reason}` or `{"maybe_sent": reason}`).
    ///
    /// The origin of the address does not matter. A header that comes several times is a list of its values.
    ///
    /// # Errors
    /// `sandbox_handle_invalid`; what the input breaks.
    pub fn exchange(&mut self, handle: u64, input: &[u8]) -> Result<Json, Error> {
        let request = request(&object(input)?)?;
        self.with(handle, |open| Ok(event(open.exchange(&request)).into()))
    }

    /// Controls a sandbox: `{"do": "advance", "seconds": 2}`, `{"do": "run_next"}`, `{"do": "now"}`,
    /// `{"do": "webhooks"}`, `{"do": "fault", "fault": "lose_answer"}`,
    /// `{"do": "pay_checkout", "session_id", "phone"}`,
    /// `{"do": "resolve", "payment", "decision": "accept" | "return"}`, `{"do": "reverse", "payment"}` (the
    /// provider takes a payment back), `{"do": "secret"}`, `{"do": "close"}`.
    ///
    /// # Errors
    /// `sandbox_handle_invalid`; what the input breaks; the refusal of what was asked for.
    pub fn control(&mut self, handle: u64, input: &[u8]) -> Result<Json, Error> {
        let object = object(input)?;
        if object.get("do") == Some(&Json::text("close")) {
            Input::new(&object, &["do"])?;
            return self.take(handle).map(|_| Json::Null);
        }
        self.with(handle, |open| open.control(&object))
    }
}

fn object(input: &[u8]) -> Result<Object, Error> {
    let Json::Object(object) = json::parse(input)? else {
        return Err(Error::with_message(Code::FieldTypeInvalid, "the input is not a JSON object"));
    };
    Ok(object)
}

fn request(object: &Object) -> Result<Request, Error> {
    let input = Input::new(object, &["method", "url", "headers", "body", "timeout_ms"])?;
    let wrong = |field| input.fault(Code::FieldTypeInvalid, field);
    let mut headers = Vec::new();
    for (name, values) in &input.maybe_object("headers")?.cloned().unwrap_or_default().0 {
        let values = values.as_array().unwrap_or(core::slice::from_ref(values));
        for value in values {
            let value = value.as_text().ok_or_else(|| wrong("headers"))?;
            headers.push((name.clone(), value.as_bytes().to_vec()));
        }
    }
    let body = input.maybe_text("body")?.unwrap_or_default().as_bytes().to_vec();
    Ok(Request {
        method: input.text("method")?.into(),
        target: target(input.text("url")?).into(),
        headers,
        body,
    })
}

/// The path and the query of an address; one without an origin is a target already.
fn target(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://") else { return url };
    rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/")
}

/// What a transport reports, as an event of the client.
fn event(delivered: Delivered) -> Object {
    let response = match delivered {
        Delivered::Response(response) => response,
        Delivered::NotSent => return Object::default().with("not_sent", Json::text("connection refused")),
        Delivered::MaybeSent => return Object::default().with("maybe_sent", Json::text("connection reset")),
    };
    let headers = response.headers.iter().map(|(name, value)| (name.clone(), Json::text(value)));
    let response = Object::default()
        .with("status", Json::int(response.status))
        .with("headers", Object(headers.collect()).into())
        .with("body", Json::Text(String::from_utf8_lossy(&response.body).into_owned()));
    Object::default().with("response", response.into())
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    fn opened(sandboxes: &mut Sandboxes) -> u64 {
        let seed = "07".repeat(32);
        let input = alloc::format!("{{\"start\":\"2026-01-05T08:00:00Z\",\"seed\":\"{seed}\"}}");
        sandboxes.open(input.as_bytes()).unwrap()
    }

    #[test]
    fn a_sandbox_that_panicked_is_never_used_again() {
        let mut sandboxes = Sandboxes::new();
        let (first, second) = (opened(&mut sandboxes), opened(&mut sandboxes));
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            sandboxes.with(first, |open| -> Result<(), Error> {
                open.control(&Object::default().with("do", Json::text("run_next"))).unwrap();
                panic!("half done")
            })
        }));
        assert!(panicked.is_err());
        let now = br#"{"do":"now"}"#;
        assert_eq!(sandboxes.control(first, now).unwrap_err().code(), Code::SandboxHandleInvalid);
        assert_eq!(sandboxes.control(second, now).unwrap(), Json::text("2026-01-05T08:00:00Z"));
        let third = opened(&mut sandboxes);
        assert_ne!(third, first, "the place is taken again under another handle");
        assert_eq!(sandboxes.control(first, now).unwrap_err().code(), Code::SandboxHandleInvalid);
    }

    #[test]
    fn a_handle_fits_into_a_double() {
        let mut place = Place { generation: u32::MAX - 1, open: None };
        place.generation += 1;
        let largest = (u64::from(place.generation) << INDEX_BITS) | INDEX_MASK;
        assert!(largest < 1 << 53);
        assert_eq!(u64::try_from(MAX_OPEN - 1).unwrap(), INDEX_MASK);
    }

    #[test]
    fn an_address_loses_its_origin() {
        for (url, wanted) in [
            ("https://sandbox-api.rwandapay.rw/v1/balance?x=1", "/v1/balance?x=1"),
            ("http://127.0.0.1:8080/v1/payments/a:%2F%2Fb", "/v1/payments/a:%2F%2Fb"),
            ("/v1/balance", "/v1/balance"),
            ("https://sandbox-api.rwandapay.rw", "/"),
        ] {
            assert_eq!(target(url), wanted);
        }
    }
}
