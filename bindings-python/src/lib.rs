//! The native functions, as Python calls them: bytes and texts in, numbers and texts out.
//!
//! Nothing is decided here. Every function is one of the core's twelve, behind the core's own guard, so that a
//! panic arrives as an ordinary error.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use rwandapay_core::api::{Sandboxes, native};

/// The sandboxes of this process. A handle of a closed one is refused by the core.
static SANDBOXES: Mutex<Sandboxes> = Mutex::new(Sandboxes::new());

/// The module `rwandapay._native`.
#[pymodule(gil_used = false)]
mod _native {
    use super::{Mutex, PoisonError, Python, SANDBOXES, Sandboxes, native, pyfunction};
    use pyo3::types::{PyBytes, PyBytesMethods};
    use pyo3::{Bound, Py};

    fn sandboxes() -> std::sync::MutexGuard<'static, Sandboxes> {
        let table: &Mutex<Sandboxes> = &SANDBOXES;
        table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The amount in a text, in francs; negative: the id of an error.
    #[pyfunction]
    fn amount_parse(text: &str) -> i64 {
        native::amount_parse(text.as_bytes())
    }

    /// The number in a text, packed with its wallet; negative: the id of an error.
    #[pyfunction]
    fn phone_parse(text: &str) -> i64 {
        native::phone_parse(text.as_bytes())
    }

    /// Fee and net of an amount, packed; negative: the id of an error.
    #[pyfunction]
    fn fee(amount: i64) -> i64 {
        native::fee(amount)
    }

    /// A pure operation: JSON in, JSON out.
    #[pyfunction]
    fn call(operation: &str, input: &Bound<'_, PyBytes>) -> String {
        native::call(operation.as_bytes(), input.as_bytes())
    }

    /// One turn of a call to the API: the state and the step that follow.
    #[pyfunction]
    fn client_next(
        python: Python<'_>,
        state: &Bound<'_, PyBytes>,
        event: &Bound<'_, PyBytes>,
        body: &Bound<'_, PyBytes>,
    ) -> (Py<PyBytes>, String) {
        let turn = native::client_next(state.as_bytes(), event.as_bytes(), body.as_bytes());
        (PyBytes::new(python, &turn.state).unbind(), turn.step)
    }

    /// Opens a sandbox: JSON with its handle.
    #[pyfunction]
    fn sandbox_open(input: &Bound<'_, PyBytes>) -> String {
        native::sandbox_open(&mut sandboxes(), input.as_bytes())
    }

    /// One exchange with a sandbox, as a transport.
    #[pyfunction]
    fn sandbox_exchange(handle: u64, send: &Bound<'_, PyBytes>) -> String {
        native::sandbox_exchange(&mut sandboxes(), handle, send.as_bytes())
    }

    /// Moves a sandbox's clock, lets something go wrong, takes its webhooks, closes it.
    #[pyfunction]
    fn sandbox_control(handle: u64, input: &Bound<'_, PyBytes>) -> String {
        native::sandbox_control(&mut sandboxes(), handle, input.as_bytes())
    }

    /// The version of this surface.
    #[pyfunction]
    fn abi_version() -> i64 {
        native::abi_version()
    }
}
