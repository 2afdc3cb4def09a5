//! Cells to and from SQLite.

use std::borrow::Cow;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, ToSql};

use super::super::StoreError;
use super::super::row::{Cell, FromCell, Source};

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Int(number) => ValueRef::Integer(*number),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// A row of a query.
pub struct SqliteRow<'r, 'stmt>(pub &'r Row<'stmt>);

impl Source for SqliteRow<'_, '_> {
    fn cell(&self, at: usize) -> Option<Cell<'_>> {
        match self.0.get_ref(at).ok()? {
            ValueRef::Null => Some(Cell::Null),
            ValueRef::Integer(number) => Some(Cell::Int(number)),
            ValueRef::Text(text) => {
                std::str::from_utf8(text).ok().map(|text| Cell::Text(Cow::Borrowed(text)))
            }
            ValueRef::Blob(bytes) => Some(Cell::Bytes(Cow::Borrowed(bytes))),
            ValueRef::Real(_) => None,
        }
    }
}

impl SqliteRow<'_, '_> {
    /// The value of a column that is not a record's.
    pub fn get<T: FromCell>(&self, at: usize) -> Result<T, StoreError> {
        let unreadable = || StoreError::Corrupt(format!("column {at} of a query"));
        self.cell(at).and_then(T::from_cell).ok_or_else(unreadable)
    }
}

/// Runs a statement; gives how many rows it changed.
pub fn execute<'a>(
    connection: &Connection,
    sql: &str,
    cells: impl IntoIterator<Item = Cell<'a>>,
) -> Result<usize, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    for (cell, at) in cells.into_iter().zip(1..) {
        statement.raw_bind_parameter(at, cell)?;
    }
    Ok(statement.raw_execute()?)
}

/// The rows of a query, each read.
pub fn query<'a, T>(
    connection: &Connection,
    sql: &str,
    cells: impl IntoIterator<Item = Cell<'a>>,
    mut read: impl FnMut(&SqliteRow<'_, '_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    for (cell, at) in cells.into_iter().zip(1..) {
        statement.raw_bind_parameter(at, cell)?;
    }
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(&SqliteRow(row))?);
    }
    Ok(found)
}

/// The first row of a query, read, if there is one.
pub fn first<'a, T>(
    connection: &Connection,
    sql: &str,
    cells: impl IntoIterator<Item = Cell<'a>>,
    read: impl FnOnce(&SqliteRow<'_, '_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    for (cell, at) in cells.into_iter().zip(1..) {
        statement.raw_bind_parameter(at, cell)?;
    }
    let mut rows = statement.raw_query();
    match rows.next()? {
        Some(row) => read(&SqliteRow(row)).map(Some),
        None => Ok(None),
    }
}
