//! The native functions, as PHP calls them: bytes in, numbers and bytes out.
//!
//! Nothing is decided here. Every function is one of the core's twelve, behind the core's own guard, so that a
//! panic arrives as an ordinary error. Nothing happens when the module starts, and no thread is made, so that a
//! worker may be forked or reloaded at any time.

// The macros of ext-php-rs make public what PHP calls, and take what it hands over by value.
#![allow(clippy::needless_pass_by_value)]

use std::sync::{Mutex, MutexGuard, PoisonError};

use ext_php_rs::binary::Binary;
use ext_php_rs::binary_slice::BinarySlice;
use ext_php_rs::prelude::*;
use rwandapay_core::api::{Sandboxes, native};

/// The sandboxes of this process. A handle of a closed one is refused by the core.
static SANDBOXES: Mutex<Sandboxes> = Mutex::new(Sandboxes::new());

fn sandboxes() -> MutexGuard<'static, Sandboxes> {
    SANDBOXES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A handle as the core counts them; 0, which no sandbox has, for what can be none.
fn handle_of(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The amount in a text, in francs; negative: the id of an error.
#[php_function]
pub fn rwandapay_amount_parse(text: BinarySlice<u8>) -> i64 {
    native::amount_parse(&text)
}

/// The number in a text, packed with its wallet; negative: the id of an error.
#[php_function]
pub fn rwandapay_phone_parse(text: BinarySlice<u8>) -> i64 {
    native::phone_parse(&text)
}

/// Fee and net of an amount, packed; negative: the id of an error.
#[php_function]
pub fn rwandapay_fee(amount: i64) -> i64 {
    native::fee(amount)
}

/// A pure operation: JSON in, JSON out.
#[php_function]
pub fn rwandapay_call(operation: BinarySlice<u8>, input: BinarySlice<u8>) -> String {
    native::call(&operation, &input)
}

/// One turn of a call to the API: the state and the step that follow.
#[php_function]
pub fn rwandapay_client_next(
    state: BinarySlice<u8>,
    event: BinarySlice<u8>,
    body: BinarySlice<u8>,
) -> Vec<Binary<u8>> {
    let turn = native::client_next(&state, &event, &body);
    vec![Binary::new(turn.state), Binary::new(turn.step.into_bytes())]
}

/// Opens a sandbox: JSON with its handle.
#[php_function]
pub fn rwandapay_sandbox_open(input: BinarySlice<u8>) -> String {
    native::sandbox_open(&mut sandboxes(), &input)
}

/// One exchange with a sandbox, as a transport.
#[php_function]
pub fn rwandapay_sandbox_exchange(handle: i64, send: BinarySlice<u8>) -> String {
    native::sandbox_exchange(&mut sandboxes(), handle_of(handle), &send)
}

/// Moves a sandbox's clock, lets something go wrong, takes its webhooks, closes it.
#[php_function]
pub fn rwandapay_sandbox_control(handle: i64, input: BinarySlice<u8>) -> String {
    native::sandbox_control(&mut sandboxes(), handle_of(handle), &input)
}

/// The version of this surface.
#[php_function]
pub fn rwandapay_abi_version() -> i64 {
    native::abi_version()
}

/// The module `rwandapay`.
#[php_module]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    module
        .name("rwandapay")
        .function(wrap_function!(rwandapay_amount_parse))
        .function(wrap_function!(rwandapay_phone_parse))
        .function(wrap_function!(rwandapay_fee))
        .function(wrap_function!(rwandapay_call))
        .function(wrap_function!(rwandapay_client_next))
        .function(wrap_function!(rwandapay_sandbox_open))
        .function(wrap_function!(rwandapay_sandbox_exchange))
        .function(wrap_function!(rwandapay_sandbox_control))
        .function(wrap_function!(rwandapay_abi_version))
}
