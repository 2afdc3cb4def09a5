//! Postings, read back.

use rwandapay_core::ledger::{Account, Approval, Entry, Journal, JournalKind};
use rwandapay_core::record::Scope;

use super::super::cells::SqliteRow;
use super::Reader;
use crate::store::{Posting, StoreError};

impl Reader {
    /// What SQLite finds wrong with the file itself, page by page; nothing where it is whole. Reads all of it.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let found = self.query("PRAGMA quick_check(10)", [], |row| row.get::<String>(0))?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }

    /// The journals of a scope in the order in which they were posted: up to `limit` of those after a
    /// number, each with its number.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a journal that the ledger would not have made.
    pub fn postings(&self, scope: &Scope, after: i64, limit: u32) -> Result<Vec<(i64, Posting)>, StoreError> {
        let Some(id) = self.scope_id(scope)? else { return Ok(Vec::new()) };
        let sql = "SELECT id, at, kind, about, reason, approved_by, approved_and FROM journals
                   WHERE scope_id = $1 AND id > $2 ORDER BY id LIMIT $3";
        self.query(sql, [id.into(), after.into(), limit.into()], |row| {
            let id = row.get(0)?;
            Ok((id, Posting { scope: scope.clone(), at: row.get(1)?, journal: self.journal(id, row)? }))
        })
    }

    fn journal(&self, id: i64, row: &SqliteRow<'_, '_>) -> Result<Journal, StoreError> {
        let corrupt = || StoreError::Corrupt(format!("the journal {id}"));
        let kind = JournalKind::from_name(&row.get::<String>(2)?).ok_or_else(corrupt)?;
        let by =
            (row.get::<Option<String>>(4)?, row.get::<Option<String>>(5)?, row.get::<Option<String>>(6)?);
        let approval = match &by {
            (Some(reason), Some(first), Some(second)) => Some(Approval::new(reason, first, second)),
            (Some(reason), Some(name), None) => Some(Approval::of_one(reason, name)),
            _ => None,
        };
        let approval = approval.transpose().map_err(|_| corrupt())?;
        Journal::new(kind, &row.get::<String>(3)?, self.entries(id)?, approval).map_err(|_| corrupt())
    }

    fn entries(&self, journal: i64) -> Result<Vec<Entry>, StoreError> {
        let sql = "SELECT account, amount FROM entries WHERE journal_id = $1";
        self.query(sql, [journal.into()], |row| {
            let account = Account::from_name(&row.get::<String>(0)?);
            let account = account.ok_or_else(|| StoreError::Corrupt("the account of an entry".into()))?;
            Ok(Entry { account, amount: row.get(1)? })
        })
    }
}
