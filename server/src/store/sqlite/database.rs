//! The database: where it is, and connections to it.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::super::row::{Context, hex};
use super::super::{Sealer, StoreError};
use super::{SqliteStore, migrate};
use rwandapay_core::reference::PaymentRef;

/// How long a write waits for the lock of another process.
pub const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How many statements a connection keeps ready.
const STATEMENTS: usize = 256;

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In this file; its log lies beside it.
    File(PathBuf),
    /// Nowhere in the end: in a private directory that goes with the database, and never synced. A database
    /// in memory proper would let readers and the writer block each other.
    Memory,
}

/// A database that is open and has the schema of this program. Clones are the same database.
#[derive(Clone)]
pub struct Database {
    path: PathBuf,
    context: Arc<Context>,
    private: Option<Arc<PrivateDirectory>>,
}

struct PrivateDirectory(PathBuf);

impl Drop for PrivateDirectory {
    fn drop(&mut self) {
        // Nobody is left to be told, and the directory is one for temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Database {
    /// Opens the database, makes it where there is none, and brings its schema up to date. `page_index`
    /// gives the number that the page of a payment is found by.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for the schema of a newer program, [`StoreError::Refused`] for the database of
    /// another program, [`StoreError::Unavailable`] where the file cannot be used.
    pub fn open(
        location: &Location,
        sealer: Box<dyn Sealer>,
        page_index: Box<dyn Fn(&PaymentRef) -> i64 + Send + Sync>,
    ) -> Result<Self, StoreError> {
        let context = Arc::new(Context { sealer, page_index });
        let (path, private) = match location {
            Location::File(path) => (path.clone(), None),
            Location::Memory => {
                let directory = private_directory()?;
                (directory.0.join("rwandapay.db"), Some(Arc::new(directory)))
            }
        };
        let database = Self { path, context, private };
        let mut connection =
            database.connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        migrate::migrate(&mut connection)?;
        Ok(database)
    }

    /// The writer. There may be several, in several processes, of which one at a time writes.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub fn store(&self) -> Result<SqliteStore, StoreError> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        Ok(SqliteStore::new(connection, self.clone()))
    }

    pub(super) fn context(&self) -> &Context {
        &self.context
    }

    /// A connection with the settings that every connection has.
    pub(super) fn connect(&self, flags: OpenFlags) -> Result<Connection, StoreError> {
        let connection = Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(LONGEST_WAIT)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // The log is moved into the file every 64 MiB and kept no longer than that.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
             PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA cache_size = -65536;
             PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 16384;
             PRAGMA journal_size_limit = 67108864;",
        )?;
        let durable = if self.private.is_some() { "OFF" } else { "FULL" };
        connection.pragma_update(None, "synchronous", durable)?;
        Ok(connection)
    }
}

fn private_directory() -> Result<PrivateDirectory, StoreError> {
    let unavailable = |why: &str| StoreError::Unavailable(format!("no private directory: {why}"));
    let mut name = [0; 16];
    getrandom::fill(&mut name).map_err(|_| unavailable("the system gives no randomness"))?;
    let path = std::env::temp_dir().join(format!("rwandapay-{}", hex(&name)));
    fs::DirBuilder::new()
        .mode(0o700)
        .create(&path)
        .map_err(|error| unavailable(&error.kind().to_string()))?;
    Ok(PrivateDirectory(path))
}
