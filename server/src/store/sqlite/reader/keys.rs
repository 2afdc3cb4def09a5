//! API keys, callbacks that came in, commands that failed alone.

use super::super::scopes::scope;
use super::Reader;
use super::SqliteRow;
use crate::store::{ApiKey, Parked, StoreError};
use rwandapay_core::record::Scope;

const API_KEY: &str = "SELECT merchant, mode, hash, class, label, created_at, expires_at
                       FROM api_keys JOIN scopes ON scopes.id = scope_id";

fn api_key(row: &SqliteRow<'_, '_>) -> Result<ApiKey, StoreError> {
    Ok(ApiKey {
        scope: scope(row, 0)?,
        hash: row.get(2)?,
        class: row.get(3)?,
        label: row.get(4)?,
        created_at: row.get(5)?,
        expires_at: row.get(6)?,
    })
}

impl Reader {
    /// The API key with this hash, expired or not.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn api_key(&self, hash: &[u8; 32]) -> Result<Option<ApiKey>, StoreError> {
        self.first(&format!("{API_KEY} WHERE hash = $1"), [hash.into()], api_key)
    }

    /// The API keys of a scope, oldest first.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn api_keys(&self, scope: &Scope) -> Result<Vec<ApiKey>, StoreError> {
        let Some(id) = self.scope_id(scope)? else { return Ok(Vec::new()) };
        self.query(&format!("{API_KEY} WHERE scope_id = $1 ORDER BY created_at, hash"), [id.into()], api_key)
    }

    /// Whether a callback with this digest came in before.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn was_received(&self, digest: &[u8; 32]) -> Result<bool, StoreError> {
        let found = self.first("SELECT 1 FROM inbox WHERE digest = $1", [digest.into()], |_| Ok(()))?;
        Ok(found.is_some())
    }

    /// The commands that failed alone, newest first, up to `limit`.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn parked(&self, limit: u32) -> Result<Vec<Parked>, StoreError> {
        let sql = "SELECT merchant, mode, at, kind, code FROM parked JOIN scopes ON scopes.id = scope_id
                   ORDER BY number DESC LIMIT $1";
        self.query(sql, [limit.into()], |row| {
            Ok(Parked { scope: scope(row, 0)?, at: row.get(2)?, kind: row.get(3)?, code: row.get(4)? })
        })
    }
}
