//! The doors: JSON in, JSON out, and the one thing with a state, the sandboxes.

use alloc::string::String;
use alloc::vec::Vec;

use crate::api::guard::guard;
use crate::api::ops::{self, client};
use crate::api::{Sandboxes, answered};
use crate::error::Code;
use crate::json::Json;

/// Runs a pure operation; see [`api::call`](crate::api::call).
///
/// ```
/// use rwandapay_core::api::native::call;
///
/// assert_eq!(call(b"amount.parse", br#"{"text":"5000.00"}"#), r#"{"ok":{"amount":5000,"two_decimals":"5000.00"}}"#);
/// ```
pub fn call(operation: &[u8], input: &[u8]) -> String {
    answered(guard(|| {
        let operation = str::from_utf8(operation).map_err(|_| Code::OperationUnknown)?;
        ops::run(operation, input)
    }))
}

/// What a turn of a call ends in.
#[derive(Clone, PartialEq, Eq)]
pub struct Turn {
    /// The state for the next turn; empty after the last. It is sealed, and may hold a PIN.
    pub state: Vec<u8>,
    /// The step, as JSON: `{"send": …}`, `{"wait": {"ms"}}` or `{"done": {"ok"} | {"error"}}`.
    pub step: String,
}

impl core::fmt::Debug for Turn {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Turn({} bytes of state)", self.state.len())
    }
}

/// Begins, continues or resumes a call: the operations `client.begin`, `next` and `resume`.
///
/// Whatever goes wrong is a step. If it breaks off after something may have been sent, its error says
/// `unknown` (or nothing, for a read), never `none`, and `resume` continues from the state that went in.
pub fn client_next(state: &[u8], event: &[u8], body: &[u8]) -> Turn {
    guard(|| client::turn(state, event, body)).map_or_else(
        |error| {
            let cut = guard(|| Ok::<_, Code>(client::Cut::of(state, event)));
            let step = cut.unwrap_or(client::Cut::UNREAD).step(error, state);
            Turn { state: Vec::new(), step: step.print() }
        },
        |(state, step)| Turn { state: state.0, step: step.print() },
    )
}

/// Opens a sandbox and gives its handle; see [`Sandboxes::open`].
pub fn sandbox_open(sandboxes: &mut Sandboxes, input: &[u8]) -> String {
    answered(guard(|| sandboxes.open(input).map(|handle| Json::Number(alloc::format!("{handle}")))))
}

/// Sends a request to a sandbox, as a transport; see [`Sandboxes::exchange`].
pub fn sandbox_exchange(sandboxes: &mut Sandboxes, handle: u64, send: &[u8]) -> String {
    answered(guard(|| sandboxes.exchange(handle, send)))
}

/// Moves the clock of a sandbox, lets something go wrong, takes its webhooks, closes it; see
/// [`Sandboxes::control`].
pub fn sandbox_control(sandboxes: &mut Sandboxes, handle: u64, input: &[u8]) -> String {
    answered(guard(|| sandboxes.control(handle, input)))
}
