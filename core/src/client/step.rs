//! What goes in and out of the machine.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::error::ClientError;
use crate::http::{Request, Response};
use crate::json::{Json, Object};
use crate::time::Instant;

/// What a call is begun with.
#[derive(Clone, PartialEq, Eq)]
pub struct Context {
    /// The two clocks.
    pub moment: Moment,
    /// 32 bytes from the operating system, never used twice: the key of the call and its jitter.
    pub entropy: [u8; 32],
    /// How long the call may take with all of its tries; the client's own deadline unless given.
    pub deadline_ms: Option<u64>,
    /// The caller's own idempotency key, 1 to 255 visible ASCII characters; a random one unless given.
    pub idempotency_key: Option<String>,
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Context({:?})", self.moment)
    }
}

/// The two clocks of the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The time of day, for dates in answers.
    pub wall: Instant,
    /// Milliseconds of a clock that never runs backwards, from any start; deadlines count in it.
    pub monotonic_ms: u64,
}

/// A call under way: bytes that only the machine reads, sealed under the API key.
///
/// They hold the body of the request (a PIN, if it has one), so keep them where a secret may be kept.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct State(pub Vec<u8>);

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "State({} bytes)", self.0.len())
    }
}

/// What the shell does next.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// Send this once: no redirects, no retries, no cookies, at most 1 MiB of answer.
    Send {
        /// Scheme, host and port; the address is this and `request.target`.
        origin: String,
        /// The request, its path and query in `target`.
        request: Request,
        /// How long the try may take.
        timeout_ms: u64,
    },
    /// Wait this long, then report [`Event::Woke`].
    Wait {
        /// How long.
        ms: u64,
    },
    /// The call is over.
    Done(Result<Box<Answer>, Box<ClientError>>),
}

impl Step {
    pub(super) fn ok(answer: Answer) -> Self {
        Self::Done(Ok(Box::new(answer)))
    }

    pub(super) fn error(error: ClientError) -> Self {
        Self::Done(Err(Box::new(error)))
    }
}

impl fmt::Debug for Step {
    /// Headers and body stay out: they hold the API key and may hold a PIN.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send { origin, request, timeout_ms } => {
                write!(f, "Send({} {origin}{} in {timeout_ms} ms)", request.method, request.target)
            }
            Self::Wait { ms } => write!(f, "Wait({ms} ms)"),
            Self::Done(result) => write!(f, "Done({result:?})"),
        }
    }
}

/// What happened to the last step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An answer came.
    Response(Response),
    /// Nothing left this machine: refused, no address, TLS, no connection in time.
    NotSent {
        /// What the transport said.
        reason: String,
    },
    /// It may have arrived, and no whole answer came.
    MaybeSent {
        /// What the transport said.
        reason: String,
    },
    /// The caller gave up.
    Cancelled,
    /// The wait is over.
    Woke,
}

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The member `data`.
    pub data: Object,
    /// Whether it is the answer of an earlier request: same key, or same reference.
    pub replayed: bool,
    /// The HTTP status.
    pub status: u16,
    /// The id of the request, for support.
    pub request_id: Option<String>,
    /// The key that the call used.
    pub idempotency_key: Option<String>,
    /// The parameters of the next page, for the same operation.
    pub next: Option<Object>,
}

impl Answer {
    /// The answer as the doors print it.
    pub fn json(&self) -> Json {
        Object::default()
            .with("data", self.data.clone().into())
            .with("replayed", Json::Bool(self.replayed))
            .with("status", Json::int(self.status))
            .with("request_id", Json::maybe_text(self.request_id.as_deref()))
            .with("idempotency_key", Json::maybe_text(self.idempotency_key.as_deref()))
            .with("next", self.next.clone().map_or(Json::Null, Json::from))
            .into()
    }
}
