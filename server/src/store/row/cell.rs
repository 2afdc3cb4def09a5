//! One value of a row, as every database has it.

use std::borrow::Cow;

use super::super::StoreError;
use super::table::TableName;

/// A value in a column. It has no `Debug`: it may be a phone or a sealed secret.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// A whole number: francs, milliseconds, counts, phones, yes (1) and no (0).
    Int(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

/// A row as a database gives it.
pub trait Source {
    /// The cell at a place, from 0; none past the last, or where it is of a kind that no column has.
    fn cell(&self, at: usize) -> Option<Cell<'_>>;
}

/// What can be read from a cell.
pub trait FromCell: Sized {
    /// The value; none where the cell holds no such thing.
    fn from_cell(cell: Cell<'_>) -> Option<Self>;
}

/// The cells of a row, taken one after the other.
pub struct Cells<'r> {
    table: TableName,
    source: &'r dyn Source,
    next: usize,
}

impl<'r> Cells<'r> {
    /// From the first on.
    pub fn new(table: TableName, source: &'r dyn Source) -> Self {
        Self { table, source, next: 0 }
    }

    /// The next one.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], naming table and place, where it is not a `T`.
    pub fn take<T: FromCell>(&mut self) -> Result<T, StoreError> {
        let at = self.next;
        self.next = self.next.saturating_add(1);
        self.source.cell(at).and_then(T::from_cell).ok_or_else(|| self.corrupt(at))
    }

    /// Passes over cells that are in the record's key, or only for queries.
    pub fn skip(&mut self, count: usize) {
        self.next = self.next.saturating_add(count);
    }

    /// The error for the cell that was taken last.
    pub fn refused(&self) -> StoreError {
        self.corrupt(self.next.saturating_sub(1))
    }

    fn corrupt(&self, at: usize) -> StoreError {
        let table = self.table.table();
        let column = table.columns.split(", ").nth(at).unwrap_or("?");
        StoreError::Corrupt(format!("the column `{column}` of a row of `{}`", table.name))
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Vec<u8>> for Cell<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(bytes))
    }
}

impl<'a> From<&'a [u8; 32]> for Cell<'a> {
    fn from(bytes: &'a [u8; 32]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl From<u64> for Cell<'_> {
    /// Counts that nothing brings to 2^63.
    fn from(number: u64) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Cell<'_> {
    fn from(yes: bool) -> Self {
        Self::Int(yes.into())
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl FromCell for i64 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Int(number) = cell { Some(number) } else { None }
    }
}

impl FromCell for u64 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell)?.try_into().ok()
    }
}

impl FromCell for u32 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell)?.try_into().ok()
    }
}

impl FromCell for bool {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match i64::from_cell(cell)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl FromCell for String {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Text(text) = cell { Some(text.into_owned()) } else { None }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(bytes) = cell { Some(bytes.into_owned()) } else { None }
    }
}

impl FromCell for [u8; 32] {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(bytes) = cell { bytes.as_ref().try_into().ok() } else { None }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if cell == Cell::Null { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}
