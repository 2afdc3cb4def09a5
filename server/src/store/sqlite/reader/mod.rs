//! Reading beside the writer.

mod audit;
mod counts;
mod jobs;
mod keys;
mod list;
mod review;

pub use counts::Counts;

use std::cell::RefCell;
use std::ops::Deref;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rwandapay_core::api::{Listed, Snapshot};
use rwandapay_core::engine::read::List;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::record::{Key, Record, Scope};
use rwandapay_core::reference::{EndpointId, PaymentRef, ProviderRef, SessionId};
use rwandapay_core::request::ListQuery;

use super::super::StoreError;
use super::super::row::{Cell, callback_digest, claim_kind_name};
use super::cells::{SqliteRow, first, query};
use super::scopes::{Scopes, scope};
use super::{Database, load};

/// A connection that can only read. It sees what was committed when it looks; [`Reader::view`] stands still.
pub struct Reader {
    connection: Connection,
    scopes: RefCell<Scopes>,
    database: Database,
}

/// A reader that sees one moment, until it is dropped. It keeps the log from being emptied: hold it for one
/// request, or one audit.
pub struct View<'a> {
    reader: &'a Reader,
    _transaction: Transaction<'a>,
}

impl Deref for View<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader
    }
}

impl Database {
    /// A reader. Each thread that reads has its own.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub fn reader(&self) -> Result<Reader, StoreError> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // A log can only be read by who may write beside it; what must not happen is forbidden here.
        connection.pragma_update(None, "query_only", "ON")?;
        Ok(Reader { connection, scopes: RefCell::default(), database: self.clone() })
    }
}

impl Reader {
    /// The same reader at one moment.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; also where another view of this reader is still there.
    pub fn view(&self) -> Result<View<'_>, StoreError> {
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
        Ok(View { reader: self, _transaction: transaction })
    }

    /// The record under a key, if there is one.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn load(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        let mut scopes = self.scopes.borrow_mut();
        load::load(&self.connection, &mut scopes, self.database.context(), key)
    }

    /// Every scope that has an account, in no order that means anything.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn scopes(&self) -> Result<Vec<Scope>, StoreError> {
        let sql = "SELECT merchant, mode FROM accounts JOIN scopes ON scopes.id = scope_id ORDER BY scope_id";
        self.query(sql, [], |row| scope(row, 0))
    }

    /// The endpoints of a scope that were not deleted, in the order of their ids: what a fan-out is given.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn endpoints(&self, scope: &Scope) -> Result<Vec<EndpointId>, StoreError> {
        let Some(id) = self.scope_id(scope)? else { return Ok(Vec::new()) };
        let sql = "SELECT id FROM endpoints WHERE scope_id = $1 AND deleted = 0 ORDER BY id";
        self.query(sql, [id.into()], |row| row.get(0))
    }

    /// Whose callback token it is.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn scope_of_callback(&self, token: &str) -> Result<Option<Scope>, StoreError> {
        let sql = "SELECT merchant, mode FROM claims JOIN scopes ON scopes.id = scope_id
                   WHERE kind = $1 AND key = $2";
        let kind = claim_kind_name(rwandapay_core::record::ClaimKind::Callback);
        self.first(sql, [kind.into(), callback_digest(token).into()], |row| scope(row, 0))
    }

    /// Whose attempt it is, for a provider that calls one address for all.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn scope_of_attempt(&self, attempt: &ProviderRef) -> Result<Option<Scope>, StoreError> {
        let sql =
            "SELECT merchant, mode FROM attempts JOIN scopes ON scopes.id = scope_id WHERE reference = $1";
        self.first(sql, [attempt.into()], |row| scope(row, 0))
    }

    /// Whose session it is, for a page, which names no merchant.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn scope_of_session(&self, session: &SessionId) -> Result<Option<Scope>, StoreError> {
        let sql =
            "SELECT merchant, mode FROM sessions JOIN scopes ON scopes.id = scope_id WHERE sessions.id = $1";
        self.first(sql, [session.as_str().into()], |row| scope(row, 0))
    }

    /// The payments whose page has this number; whoever asks checks which of them the token is for.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn payments_of_page(&self, index: i64) -> Result<Vec<(Scope, PaymentRef)>, StoreError> {
        let sql = "SELECT merchant, mode, reference FROM payments JOIN scopes ON scopes.id = scope_id
                   WHERE page = $1 ORDER BY number";
        self.query(sql, [index.into()], |row| Ok((scope(row, 0)?, row.get(2)?)))
    }

    /// A value of the server itself.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.first("SELECT value FROM meta WHERE name = $1", [name.into()], |row| row.get(0))
    }

    fn scope_id(&self, scope: &Scope) -> Result<Option<i64>, StoreError> {
        self.scopes.borrow_mut().find(&self.connection, scope)
    }

    pub(super) fn query<'a, T>(
        &self,
        sql: &str,
        cells: impl IntoIterator<Item = Cell<'a>>,
        read: impl FnMut(&SqliteRow<'_, '_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        query(&self.connection, sql, cells, read)
    }

    pub(super) fn first<'a, T>(
        &self,
        sql: &str,
        cells: impl IntoIterator<Item = Cell<'a>>,
        read: impl FnOnce(&SqliteRow<'_, '_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        first(&self.connection, sql, cells, read)
    }
}

impl Snapshot for Reader {
    fn record(&self, key: &Key) -> Result<Option<Record>, Error> {
        self.load(key).map_err(|error| answer(&error))
    }

    fn page(&self, scope: &Scope, list: &List, query: &ListQuery) -> Result<Listed, Error> {
        self.list(scope, list, query).map_err(|error| answer(&error))
    }
}

/// What a client is told: that it may ask again, or that the fault is ours.
fn answer(error: &StoreError) -> Error {
    let code = match error {
        StoreError::Unavailable(_) => Code::Overloaded,
        StoreError::Constraint(_)
        | StoreError::Stale(_)
        | StoreError::Lost(_)
        | StoreError::Corrupt(_)
        | StoreError::Refused(_)
        | StoreError::Newer { .. } => Code::Internal,
    };
    Error::new(code)
}
