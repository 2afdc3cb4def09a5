//! The numbers that stand for scopes in every row.

use std::collections::HashMap;

use rusqlite::Connection;
use rwandapay_core::record::Scope;

use super::super::StoreError;
use super::cells::{SqliteRow, execute, first};

/// The numbers that a connection knows. A scope keeps its number for ever, so what is known stays true.
#[derive(Debug, Default)]
pub struct Scopes(HashMap<Scope, i64>);

impl Scopes {
    /// The number of a scope; none if nothing of it is stored.
    pub fn find(&mut self, connection: &Connection, scope: &Scope) -> Result<Option<i64>, StoreError> {
        if let Some(id) = self.0.get(scope) {
            return Ok(Some(*id));
        }
        let id = first(
            connection,
            "SELECT id FROM scopes WHERE merchant = $1 AND mode = $2",
            [(&scope.merchant).into(), scope.mode.into()],
            |row| row.get::<i64>(0),
        )?;
        if let Some(id) = id {
            self.0.insert(scope.clone(), id);
        }
        Ok(id)
    }

    /// The number of a scope, which gets one where it has none.
    pub fn find_or_add(&mut self, connection: &Connection, scope: &Scope) -> Result<i64, StoreError> {
        if let Some(id) = self.find(connection, scope)? {
            return Ok(id);
        }
        execute(
            connection,
            "INSERT INTO scopes (merchant, mode) VALUES ($1, $2)",
            [(&scope.merchant).into(), scope.mode.into()],
        )?;
        self.find(connection, scope)?.ok_or(StoreError::Stale("scopes"))
    }

    /// Forgets all: what a transaction added is gone if it was rolled back.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

/// The scope in two columns: merchant and mode.
pub fn scope(row: &SqliteRow<'_, '_>, at: usize) -> Result<Scope, StoreError> {
    Ok(Scope { merchant: row.get(at)?, mode: row.get(at.saturating_add(1))? })
}
