//! Points at which a test lets the process die, as it would at a power cut.
//!
//! Without the feature `crash-points` nothing of this is in the binary.

/// A point that is passed; `RWANDAPAY_CRASH_AT=name:N` ends the process by SIGKILL as it is passed for the
/// N-th time.
#[cfg(feature = "crash-points")]
pub fn point(name: &str) {
    use std::sync::atomic::{AtomicU64, Ordering};

    static PASSED: AtomicU64 = AtomicU64::new(0);
    let Ok(wanted) = std::env::var("RWANDAPAY_CRASH_AT") else { return };
    let Some((point, times)) = wanted.rsplit_once(':') else { return };
    if point != name {
        return;
    }
    let passed = PASSED.fetch_add(1, Ordering::SeqCst).saturating_add(1);
    if times.parse() == Ok(passed) {
        // Nothing is flushed and no destructor runs.
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
}

/// A point that is passed.
#[cfg(not(feature = "crash-points"))]
pub const fn point(_name: &str) {}
