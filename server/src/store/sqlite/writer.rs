//! The writer and its transactions.

use rusqlite::{Connection, TransactionBehavior};
use rwandapay_core::record::{Key, Record, Scope};
use rwandapay_core::time::Instant;

use super::super::{Changes, Store, StoreError, Transaction};
use super::scopes::Scopes;
use super::write::Writing;
use super::{Database, error, load, purge, reset, roll_up};

/// The writing connection.
pub struct SqliteStore {
    connection: Connection,
    scopes: Scopes,
    database: Database,
}

impl SqliteStore {
    pub(super) fn new(connection: Connection, database: Database) -> Self {
        Self { connection, scopes: Scopes::default(), database }
    }

    fn begin_immediate(&mut self) -> Result<rusqlite::Transaction<'_>, StoreError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

impl Store for SqliteStore {
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        let Self { connection, scopes, database } = self;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Box::new(SqliteTransaction { transaction: Some(transaction), scopes, database }))
    }

    fn roll_up(&mut self, limit: u32) -> Result<u32, StoreError> {
        let transaction = self.begin_immediate()?;
        let added = roll_up::roll_up(&transaction, limit)?;
        transaction.commit().map_err(error::of_commit)?;
        Ok(added)
    }

    fn purge(&mut self, before: Instant, limit: u32) -> Result<usize, StoreError> {
        let transaction = self.begin_immediate()?;
        let gone = purge::purge(&transaction, before, limit)?;
        transaction.commit().map_err(error::of_commit)?;
        Ok(gone)
    }

    fn reset(&mut self, scope: &Scope) -> Result<(), StoreError> {
        let transaction = self.begin_immediate()?;
        reset::reset(&transaction, scope)?;
        transaction.commit().map_err(error::of_commit)
    }
}

struct SqliteTransaction<'a> {
    /// None once it was committed.
    transaction: Option<rusqlite::Transaction<'a>>,
    scopes: &'a mut Scopes,
    database: &'a Database,
}

impl Drop for SqliteTransaction<'_> {
    fn drop(&mut self) {
        if self.transaction.is_some() {
            self.scopes.forget();
        }
    }
}

/// What a transaction answers once it was committed, which takes it away.
const OVER: StoreError = StoreError::Refused("the transaction is over");

impl Transaction for SqliteTransaction<'_> {
    fn load(&mut self, keys: &[Key]) -> Result<Vec<Option<Record>>, StoreError> {
        let connection = self.transaction.as_deref().ok_or(OVER)?;
        let context = self.database.context();
        keys.iter().map(|key| load::load(connection, self.scopes, context, key)).collect()
    }

    fn write(&mut self, changes: &Changes) -> Result<(), StoreError> {
        let connection = self.transaction.as_deref().ok_or(OVER)?;
        Writing { connection, scopes: self.scopes, context: self.database.context() }.write(changes)
    }

    fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        let transaction = self.transaction.take().ok_or(OVER)?;
        let committed = transaction.commit().map_err(error::of_commit);
        if committed.is_err() {
            self.scopes.forget();
        }
        committed
    }
}

#[cfg(test)]
mod tests {
    use rwandapay_core::reference::PaymentRef;

    use super::super::Location;
    use super::*;
    use crate::store::Sealer;

    struct Plain;

    impl Sealer for Plain {
        fn seal(&self, plain: &[u8]) -> Vec<u8> {
            plain.to_vec()
        }

        fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
            Some(sealed.to_vec())
        }
    }

    #[test]
    fn a_database_in_memory_is_private_and_gone_with_its_last_user() {
        use std::os::unix::fs::PermissionsExt;

        let page = Box::new(|_: &PaymentRef| 0);
        let database = Database::open(&Location::Memory, Box::new(Plain), page).unwrap();
        let store = database.store().unwrap();
        let path = std::path::PathBuf::from(store.connection.path().unwrap());
        let directory = path.parent().unwrap().to_path_buf();
        assert_eq!(directory.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        drop(database);
        assert!(path.exists());
        drop(store);
        assert!(!directory.exists());
    }

    #[test]
    fn a_full_disk_loses_nothing_that_was_there_and_writes_nothing() {
        let page = Box::new(|_: &PaymentRef| 0);
        let database = Database::open(&Location::Memory, Box::new(Plain), page).unwrap();
        let mut store = database.store().unwrap();
        let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        // As many pages as there are: the next one finds no space, as on a full disk.
        store.connection.pragma_update(None, "max_page_count", pages).unwrap();
        let mut changes = Changes::default();
        changes.set_meta("small", "1");
        let mut large = changes.clone();
        large.set_meta("large", &"x".repeat(100_000));

        let mut transaction = store.begin().unwrap();
        let full = StoreError::Unavailable("there is no space left for the database".into());
        assert_eq!(transaction.write(&large), Err(full));
        drop(transaction);
        assert_eq!(database.reader().unwrap().meta("small"), Ok(None));

        let mut transaction = store.begin().unwrap();
        transaction.write(&changes).unwrap();
        transaction.commit().unwrap();
        assert_eq!(database.reader().unwrap().meta("small"), Ok(Some("1".into())));
    }
}
