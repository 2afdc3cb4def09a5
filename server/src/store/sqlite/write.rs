//! Writing the changes of a batch.

use std::iter::once;

use rusqlite::Connection;
use rwandapay_core::ledger::Approval;
use rwandapay_core::record::{Key, Record, Scope};

use super::super::row::{Context, Parts, locate, parts};
use super::super::{ApiKey, Changes, ClaimChange, Parked, Posting, Put, Received, StoreError, TaskName};
use super::cells::{execute, first};
use super::scopes::Scopes;

/// A transaction that is being written.
pub struct Writing<'a> {
    pub connection: &'a Connection,
    pub scopes: &'a mut Scopes,
    pub context: &'a Context,
}

impl Writing<'_> {
    /// Writes everything.
    pub fn write(&mut self, changes: &Changes) -> Result<(), StoreError> {
        for (key, claim) in changes.claims() {
            self.claim(key, claim)?;
        }
        for (key, put) in changes.puts() {
            self.put(key, put)?;
        }
        self.post(changes.postings())?;
        for (scope, task, due) in changes.jobs() {
            let scope = self.scope(scope)?;
            let TaskName { kind, about } = TaskName::of(task);
            let task = [scope.into(), kind.into(), about.into()];
            match due {
                Some(due) => self.execute(
                    "INSERT OR REPLACE INTO jobs (scope_id, task, about, due) VALUES ($1, $2, $3, $4)",
                    task.into_iter().chain(once(due.into())),
                )?,
                None => {
                    self.execute("DELETE FROM jobs WHERE scope_id = $1 AND task = $2 AND about = $3", task)?
                }
            };
        }
        changes.received().iter().try_for_each(|received| self.receive(received))?;
        changes.parked().iter().try_for_each(|parked| self.park(parked))?;
        changes.api_keys().iter().try_for_each(|key| self.api_key(key))?;
        for (name, value) in changes.meta() {
            self.execute(
                "INSERT INTO meta (name, value) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [name.into(), value.into()],
            )?;
        }
        Ok(())
    }

    fn execute<'c>(
        &self,
        sql: &str,
        cells: impl IntoIterator<Item = super::super::row::Cell<'c>>,
    ) -> Result<usize, StoreError> {
        execute(self.connection, sql, cells)
    }

    fn scope(&mut self, scope: &Scope) -> Result<i64, StoreError> {
        self.scopes.find_or_add(self.connection, scope)
    }

    fn claim(&mut self, key: &Key, change: &ClaimChange) -> Result<(), StoreError> {
        let scope = self.scope(key.scope())?;
        let (name, _) = locate(key);
        let table = name.table();
        let cells = || once(scope.into()).chain(locate(key).1);
        if change.released && self.execute(&table.delete, cells())? != 1 {
            return Err(StoreError::Stale(table.name));
        }
        let Some(claim) = &change.taken else { return Ok(()) };
        let record = Record::Claim(claim.clone());
        let Parts { fixed, .. } = parts(&record, self.context);
        let written = self.execute(&table.insert, cells().chain(fixed))?;
        if written == 1 { Ok(()) } else { Err(StoreError::Stale(table.name)) }
    }

    /// Inserts what was not there, changes what has the version that the batch was decided on.
    fn put(&mut self, key: &Key, put: &Put) -> Result<(), StoreError> {
        let scope = self.scope(key.scope())?;
        let (name, cells) = locate(key);
        let (table, cells) = (name.table(), once(scope.into()).chain(cells));
        let Parts { fixed, changing } = parts(&put.record, self.context);
        let written = if put.from == 0 {
            self.execute(&table.insert, cells.chain(fixed).chain(changing))?
        } else {
            self.execute(&table.update, changing.into_iter().chain(cells).chain(once(put.from.into())))?
        };
        if written == 1 { Ok(()) } else { Err(StoreError::Stale(table.name)) }
    }

    /// The entries of a journal first: its own row closes it.
    fn post(&mut self, postings: &[Posting]) -> Result<(), StoreError> {
        if postings.is_empty() {
            return Ok(());
        }
        let last = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'journals'), 0)";
        let last = first(self.connection, last, [], |row| row.get::<i64>(0))?.unwrap_or_default();
        for (Posting { scope, at, journal }, id) in postings.iter().zip(last.saturating_add(1)..) {
            let scope = self.scope(scope)?;
            for entry in journal.entries() {
                self.execute(
                    "INSERT INTO entries (journal_id, account, amount) VALUES ($1, $2, $3)",
                    [id.into(), entry.account.name().into(), entry.amount.into()],
                )?;
            }
            let approval = journal.approval();
            let by = approval.map(Approval::by);
            self.execute(
                "INSERT INTO journals (id, scope_id, at, kind, about, reason, approved_by, approved_and)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                [
                    id.into(),
                    scope.into(),
                    (*at).into(),
                    journal.kind().name().into(),
                    journal.about().into(),
                    approval.map(Approval::reason).into(),
                    by.map(|(by, _)| by).into(),
                    by.and_then(|(_, and)| and).into(),
                ],
            )?;
        }
        Ok(())
    }

    fn receive(&mut self, Received { digest, scope, about, at }: &Received) -> Result<(), StoreError> {
        let scope = self.scope(scope)?;
        self.execute(
            "INSERT INTO inbox (digest, scope_id, about, received_at, times) VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (digest) DO UPDATE SET times = times + 1",
            [digest.into(), scope.into(), about.into(), (*at).into()],
        )?;
        Ok(())
    }

    fn park(&mut self, Parked { at, scope, kind, code }: &Parked) -> Result<(), StoreError> {
        let scope = self.scope(scope)?;
        self.execute(
            "INSERT INTO parked (at, scope_id, kind, code) VALUES ($1, $2, $3, $4)",
            [(*at).into(), scope.into(), kind.into(), code.into()],
        )?;
        Ok(())
    }

    /// Whose key it is and what it may do never changes.
    fn api_key(&mut self, key: &ApiKey) -> Result<(), StoreError> {
        let scope = self.scope(&key.scope)?;
        let written = self.execute(
            "INSERT INTO api_keys (hash, scope_id, class, label, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (hash) DO UPDATE SET label = excluded.label, expires_at = excluded.expires_at
             WHERE scope_id = excluded.scope_id AND class = excluded.class",
            [
                (&key.hash).into(),
                scope.into(),
                key.class.into(),
                (&key.label).into(),
                key.created_at.into(),
                key.expires_at.into(),
            ],
        )?;
        if written == 1 { Ok(()) } else { Err(StoreError::Stale("api_keys")) }
    }
}
