//! Points at which a test lets the process die, as it would at a power cut.
//!
//! They are in builds with debug assertions, which the tests use, and in no release.

/// A point that is passed; `RWANDAPAY_CRASH_AT=name:N` ends the process by SIGKILL as it is passed for the
/// N-th time.
#[cfg(debug_assertions)]
pub fn point(name: &str) {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static WANTED: LazyLock<Option<(String, u64)>> = LazyLock::new(|| {
        let wanted = std::env::var("RWANDAPAY_CRASH_AT").ok()?;
        let (point, times) = wanted.rsplit_once(':')?;
        Some((point.to_owned(), times.parse().ok()?))
    });
    static PASSED: AtomicU64 = AtomicU64::new(0);
    if let Some((point, times)) = &*WANTED
        && point == name
        && PASSED.fetch_add(1, Ordering::SeqCst).saturating_add(1) == *times
    {
        // Nothing is flushed and no destructor runs.
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
}

/// A point that is passed.
#[cfg(not(debug_assertions))]
pub const fn point(_name: &str) {}
