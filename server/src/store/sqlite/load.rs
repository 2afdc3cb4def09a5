//! Loading records.

use rusqlite::Connection;
use rwandapay_core::record::{Key, Record};

use super::super::StoreError;
use super::super::row::{Context, locate, read};
use super::cells::first;
use super::scopes::Scopes;

/// The record under a key, if there is one.
pub fn load(
    connection: &Connection,
    scopes: &mut Scopes,
    context: &Context,
    key: &Key,
) -> Result<Option<Record>, StoreError> {
    let Some(scope) = scopes.find(connection, key.scope())? else { return Ok(None) };
    let (name, cells) = locate(key);
    let cells = std::iter::once(scope.into()).chain(cells);
    first(connection, &name.table().select, cells, |row| read(name, row, context))
}
