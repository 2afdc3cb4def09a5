//! The one guard around every function that a binding exports.
//!
//! The core has no panic that we know of; should there be one, it must become an ordinary `internal`
//! error of the language and never end the process that called.

#[cfg(feature = "std")]
extern crate std;

use crate::error::Code;

/// Runs a function and turns a panic into `internal`.
///
/// Whatever the function was changing when it panicked must not be used afterwards; the pure functions
/// change nothing. In a build whose panics abort, as WebAssembly's do, and in one without the feature `std`,
/// nothing is caught.
///
/// # Errors
/// What the function returns, and `internal`.
///
/// ```
/// use rwandapay_core::api::guard::guard;
/// use rwandapay_core::error::Code;
///
/// assert_eq!(guard(|| Ok::<_, Code>(5000)), Ok(5000));
/// ```
pub fn guard<T, E: From<Code>>(run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch(|| {
        #[cfg(test)]
        trap::spring();
        run()
    })
}

#[cfg(feature = "std")]
fn catch<T, E: From<Code>>(run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|_| Err(Code::Internal.into()))
}

#[cfg(not(feature = "std"))]
fn catch<T, E: From<Code>>(run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    run()
}

/// The same for a packed result: a failure is the id of its code, negated.
pub fn packed(run: impl FnOnce() -> Result<i64, Code>) -> i64 {
    guard(run).unwrap_or_else(|code| i64::from(code.id()).wrapping_neg())
}

/// A panic for the next guarded function of this thread, to prove that there is a guard.
#[cfg(test)]
pub mod trap {
    use core::cell::Cell;

    super::std::thread_local! {
        static SET: Cell<bool> = const { Cell::new(false) };
    }

    /// Sets the trap.
    pub fn set() {
        SET.set(true);
    }

    /// Whether it is still set, and takes it away.
    pub fn is_left() -> bool {
        SET.take()
    }

    pub(super) fn spring() {
        assert!(!SET.take(), "the trap springs");
    }
}
