//! Records in SQLite: one file, one writer at a time, any number of readers beside it.
//!
//! Write-ahead log, `synchronous=FULL`: what was committed survives a power cut. Several processes may have
//! the file open; each write takes the lock at its beginning, and waits for it for at most
//! [`LONGEST_WAIT`]. See `docs/decisions/0007-sqlite-store.md`.

mod cells;
mod database;
mod error;
mod load;
mod migrate;
mod purge;
mod reader;
mod reset;
mod roll_up;
mod scopes;
mod verify;
mod write;
mod writer;

pub use database::{Database, LONGEST_WAIT, Location};
pub use migrate::KNOWN_SCHEMA;
pub use reader::{Counts, Reader, View};
pub use verify::Report;
pub use writer::SqliteStore;
