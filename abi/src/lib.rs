//! The native functions as a host of WebAssembly calls them: numbers in, numbers out, and two buffers between.
//!
//! The host asks for room by [`input`], writes its arguments there one after the other, and calls with their
//! lengths. A function that answers with text leaves it in the output, and returns its length. So no pointer of the
//! host is ever read, and nothing here is unsafe but the names.
#![allow(unsafe_code, reason = "the attribute of a name that the outside sees")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use rwandapay_core::api::{Sandboxes, native};

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static SANDBOXES: Mutex<Sandboxes> = Mutex::new(Sandboxes::new());

fn held<T>(lock: &'static Mutex<T>) -> MutexGuard<'static, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes this many bytes from the front of the arguments; fewer where there are no more.
fn take<'a>(rest: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, left) = rest.split_at(length.min(rest.len()));
    *rest = left;
    taken
}

fn answer(text: Vec<u8>) -> usize {
    let length = text.len();
    *held(&OUTPUT) = text;
    length
}

/// A packed result, all of whose bits a double holds.
#[allow(clippy::cast_precision_loss, reason = "packed results fit into 53 bits")]
const fn double(packed: i64) -> f64 {
    packed as f64
}

/// Room for this many bytes of arguments; gives the place of the first.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    let mut input = held(&INPUT);
    input.clear();
    input.resize(length, 0);
    input.as_mut_ptr()
}

/// The place of the first byte of the last answer.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    held(&OUTPUT).as_ptr()
}

/// The version of the surface.
#[unsafe(no_mangle)]
pub extern "C" fn abi_version() -> f64 {
    double(native::abi_version())
}

/// The amount in a text, in francs; negative: the id of an error.
#[unsafe(no_mangle)]
pub extern "C" fn amount_parse() -> f64 {
    double(native::amount_parse(&held(&INPUT)))
}

/// The number in a text, packed with its wallet; negative: the id of an error.
#[unsafe(no_mangle)]
pub extern "C" fn phone_parse() -> f64 {
    double(native::phone_parse(&held(&INPUT)))
}

/// Fee and net of an amount, packed; negative: the id of an error.
#[unsafe(no_mangle)]
pub extern "C" fn fee(amount: f64) -> f64 {
    // A host passes a whole number inside of what a double holds exactly; anything else is no amount.
    #[allow(clippy::cast_possible_truncation, reason = "saturates, and what is not whole was refused before")]
    let francs = amount as i64;
    double(native::fee(francs))
}

/// A pure operation: its name and JSON in, JSON out.
#[unsafe(no_mangle)]
pub extern "C" fn call(operation: usize, json: usize) -> usize {
    let input = held(&INPUT);
    let mut rest = input.as_slice();
    let (operation, json) = (take(&mut rest, operation), take(&mut rest, json));
    answer(native::call(operation, json).into_bytes())
}

/// One turn of a call to the API. The output is the state's length in four bytes, the state, and the step.
#[unsafe(no_mangle)]
pub extern "C" fn client_next(state: usize, event: usize, body: usize) -> usize {
    let input = held(&INPUT);
    let mut rest = input.as_slice();
    let (state, event, body) = (take(&mut rest, state), take(&mut rest, event), take(&mut rest, body));
    let turn = native::client_next(state, event, body);
    let length = u32::try_from(turn.state.len()).unwrap_or(u32::MAX);
    let mut text = length.to_le_bytes().to_vec();
    text.extend_from_slice(&turn.state);
    text.extend_from_slice(turn.step.as_bytes());
    answer(text)
}

/// Opens a sandbox: JSON with its handle.
#[unsafe(no_mangle)]
pub extern "C" fn sandbox_open() -> usize {
    answer(native::sandbox_open(&mut held(&SANDBOXES), &held(&INPUT)).into_bytes())
}

/// One exchange with a sandbox, as a transport.
#[unsafe(no_mangle)]
pub extern "C" fn sandbox_exchange(handle: f64) -> usize {
    answer(native::sandbox_exchange(&mut held(&SANDBOXES), whole(handle), &held(&INPUT)).into_bytes())
}

/// Moves a sandbox's clock, lets something go wrong, takes its webhooks, closes it.
#[unsafe(no_mangle)]
pub extern "C" fn sandbox_control(handle: f64) -> usize {
    answer(native::sandbox_control(&mut held(&SANDBOXES), whole(handle), &held(&INPUT)).into_bytes())
}

/// A handle; what is none becomes one that no sandbox has.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is then unknown")]
const fn whole(handle: f64) -> u64 {
    handle as u64
}
