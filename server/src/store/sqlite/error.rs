//! SQLite's errors as the store's.

use rusqlite::{Error, ErrorCode};

use super::super::StoreError;

impl From<Error> for StoreError {
    /// The messages of SQLite name tables, columns and constraints, never values.
    fn from(error: Error) -> Self {
        let Error::SqliteFailure(failure, message) = &error else {
            return Self::Unavailable("SQLite was used in a way that it does not allow".into());
        };
        let text = message.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            ErrorCode::ConstraintViolation => Self::Constraint(text),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt(text),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                Self::Unavailable("another process writes to the database".into())
            }
            ErrorCode::DiskFull => Self::Unavailable("there is no space left for the database".into()),
            _ => Self::Unavailable(text),
        }
    }
}

/// The error of a `COMMIT`. Where SQLite says that it could not begin to commit, nothing has happened; after
/// any other failure only a read tells what holds.
pub fn of_commit(error: Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Constraint(what) => StoreError::Constraint(what),
        StoreError::Unavailable(why) | StoreError::Corrupt(why) => StoreError::Lost(why),
        other => other,
    }
}
