//! What is stored beside the records of the engine.

use rwandapay_core::engine::Task;
use rwandapay_core::record::{KeyClass, Scope};
use rwandapay_core::time::Instant;

/// An API key, without the key.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// The keyed hash of the key: what it is found by.
    pub hash: [u8; 32],
    /// Whose key it is.
    pub scope: Scope,
    /// What it may do.
    pub class: KeyClass,
    /// What people call it.
    pub label: String,
    /// When it was made.
    pub created_at: Instant,
    /// From when on it is refused; a key without an end has none.
    pub expires_at: Option<Instant>,
}

impl std::fmt::Debug for ApiKey {
    /// Not the hash.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKey")
            .field("scope", &self.scope)
            .field("class", &self.class)
            .field("label", &self.label)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A callback of a provider that came in; the same one twice is one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// A hash over its path and body: what tells it from others.
    pub digest: [u8; 32],
    /// Whose attempt it is about.
    pub scope: Scope,
    /// The reference of the attempt, or what stands for it; never the token.
    pub about: String,
    /// When it came.
    pub at: Instant,
}

/// A command that failed alone: for the operator's eyes, without a value of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// When.
    pub at: Instant,
    /// Whose command.
    pub scope: Scope,
    /// What kind of command, such as `collect`.
    pub kind: String,
    /// The stable code of what went wrong.
    pub code: String,
}

/// A job, and its place among all jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueJob {
    /// When it is due, in milliseconds since 1970, and its number: the order in which jobs run. Where the
    /// next page of due jobs begins.
    pub place: (i64, i64),
    /// Whose job it is.
    pub scope: Scope,
    /// What to do.
    pub task: Task,
}

impl DueJob {
    /// When it is due.
    pub const fn due(&self) -> Instant {
        Instant::from_ms(self.place.0)
    }
}
