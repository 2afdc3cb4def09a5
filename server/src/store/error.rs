//! What can go wrong in a store.

use std::fmt;

/// Why a store did not do what it was asked to. No text in it holds a value of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The changes break this constraint: a second wall that a correct engine never meets.
    Constraint(String),
    /// This record is not what was loaded: somebody else wrote it. Load and decide again.
    Stale(&'static str),
    /// The commit failed in a way that does not tell whether it holds. Never decide the same again blindly.
    Lost(String),
    /// The store cannot be used now: locked for too long, no space left, not readable. Nothing was written.
    Unavailable(String),
    /// What is stored cannot be read as what it should be: another key, or damage.
    Corrupt(String),
    /// The store may not do this.
    Refused(&'static str),
    /// A newer program has changed the schema.
    Newer {
        /// The version of the schema in the database.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constraint(what) => write!(f, "the changes break a constraint of the store: {what}"),
            Self::Stale(table) => {
                write!(f, "a row of `{table}` is not what was loaded; load it and decide again")
            }
            Self::Lost(why) => {
                write!(f, "nobody knows whether the commit holds: {why}; read before you repeat")
            }
            Self::Unavailable(why) => write!(f, "the store cannot be used now: {why}; nothing was written"),
            Self::Corrupt(what) => write!(
                f,
                "the store holds what cannot be read: {what}; check that the key file is the one beside this database"
            ),
            Self::Refused(why) => f.write_str(why),
            Self::Newer { found, known } => write!(
                f,
                "the database has schema {found} and this program knows {known} at most; start a newer release"
            ),
        }
    }
}

impl std::error::Error for StoreError {}
