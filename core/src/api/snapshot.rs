//! What reads are answered from.

use alloc::vec::Vec;

use crate::engine::read::{List, page};
use crate::error::{Code, Error};
use crate::record::{Key, Record, Scope};
use crate::request::{Cursor, ListQuery};
use crate::sandbox::Sandbox;

/// Records that stand still while a read looks at them: a store's snapshot, or those of a sandbox.
pub trait Snapshot {
    /// The record under a key, if there is one.
    ///
    /// # Errors
    /// `overloaded` or `internal`, where the store cannot answer.
    fn record(&self, key: &Key) -> Result<Option<Record>, Error>;

    /// The page of a list that a query asks for, as [`page`] defines it, and where the next one begins.
    ///
    /// # Errors
    /// As [`Snapshot::record`].
    fn page(&self, scope: &Scope, list: &List, query: &ListQuery) -> Result<Listed, Error>;
}

/// What a page shows, newest first, and where the next one begins, if there is more.
pub type Listed = (Vec<Record>, Option<Cursor>);

impl Snapshot for Sandbox {
    fn record(&self, key: &Key) -> Result<Option<Record>, Error> {
        let record = self.records().get(key).map_err(|_| Error::new(Code::Internal))?;
        Ok(record.cloned())
    }

    fn page(&self, scope: &Scope, list: &List, query: &ListQuery) -> Result<Listed, Error> {
        let records = self.records().iter().filter(|(key, _)| key.scope() == scope);
        let page = page(records.map(|(_, record)| record).filter(|record| list.holds(record)), query);
        Ok((page.items.into_iter().cloned().collect(), page.next))
    }
}
