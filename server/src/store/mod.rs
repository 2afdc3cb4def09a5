//! Where records live: one interface, and SQLite behind it.
//!
//! A store has no rule. It gives the records of a round of keys, and it makes the changes of a batch of
//! decisions true, all at once or not at all. Its constraints are a second wall behind the engine: a batch
//! that breaks one is refused whole. Nothing is ever overwritten unseen: every record is written against the
//! version it was loaded with.

mod changes;
mod error;
mod extra;
mod readers;
pub mod row;
mod seal;
pub mod sqlite;
mod task;

pub use changes::{Changes, ClaimChange, Posting, Put};
pub use error::StoreError;
pub use extra::{ApiKey, DueJob, Parked, Received};
pub use readers::Readers;
pub use seal::Sealer;
pub use task::TaskName;

use rwandapay_core::record::{Key, Record, Scope};
use rwandapay_core::time::Instant;

/// A place for records, held by one writer. Reads beside it go through a reader of the same database.
pub trait Store: Send {
    /// Begins a transaction that no other writer can get in between of.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if another process writes for longer than the store waits.
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError>;

    /// Adds the entries of up to `limit` journals, the oldest that are not in yet, to the balances of our own
    /// accounts; gives how many journals it added. Zero means that the balances are up to date.
    ///
    /// # Errors
    /// Any [`StoreError`]; nothing was added then.
    fn roll_up(&mut self, limit: u32) -> Result<u32, StoreError>;

    /// Deletes idempotency keys and seen callbacks from before this time, up to `limit` of each, and says how
    /// many rows went. Nothing else is ever deleted.
    ///
    /// # Errors
    /// Any [`StoreError`]; nothing was deleted then.
    fn purge(&mut self, before: Instant, limit: u32) -> Result<usize, StoreError>;

    /// Forgets everything of a scope in test mode, its postings too. This is the only way in which a journal
    /// ever leaves, and there is none for live mode.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for a scope in live mode.
    fn reset(&mut self, scope: &Scope) -> Result<(), StoreError>;
}

/// One transaction. Dropped without a commit, it leaves nothing behind.
pub trait Transaction {
    /// The records under these keys, in the order of the keys: one round.
    ///
    /// # Errors
    /// Any [`StoreError`].
    fn load(&mut self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError>;

    /// Writes the changes of a batch; they hold once the transaction is committed.
    ///
    /// # Errors
    /// [`StoreError::Stale`] if a record is not what the batch was decided on, [`StoreError::Constraint`] if
    /// the changes break a constraint. The transaction can only be dropped then.
    fn write(&mut self, changes: &Changes) -> Result<(), StoreError>;

    /// Makes it true, and durable.
    ///
    /// # Errors
    /// [`StoreError::Lost`] if nobody knows whether it is true.
    fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
