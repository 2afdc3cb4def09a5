//! Numbers for metrics; each is read from an index alone.

use std::collections::BTreeMap;

use rwandapay_core::record::Mode;
use rwandapay_core::time::Instant;

use super::Reader;
use crate::store::StoreError;

/// How much waits in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Jobs.
    pub jobs: u64,
    /// Jobs that are due by now.
    pub jobs_due: u64,
    /// Payments under review.
    pub under_review: u64,
    /// Attempts that a person must look at.
    pub parked_attempts: u64,
    /// Commands that failed alone.
    pub parked_commands: u64,
}

impl Reader {
    /// How much waits.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn counts(&self, now: Instant) -> Result<Counts, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM jobs), (SELECT count(*) FROM jobs WHERE due <= $1),
                   (SELECT count(*) FROM payments WHERE review_since IS NOT NULL),
                   (SELECT count(*) FROM attempts WHERE stage = 'parked'), (SELECT count(*) FROM parked)";
        let counts = self.first(sql, [now.into()], |row| {
            Ok(Counts {
                jobs: row.get(0)?,
                jobs_due: row.get(1)?,
                under_review: row.get(2)?,
                parked_attempts: row.get(3)?,
                parked_commands: row.get(4)?,
            })
        })?;
        Ok(counts.unwrap_or_default())
    }

    /// The balances of our own accounts in a mode, debits positive, as far as they were rolled up.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn system_balances(&self, mode: Mode) -> Result<BTreeMap<String, i64>, StoreError> {
        let sql = "SELECT account, amount FROM system_balances WHERE mode = $1";
        let rows = self.query(sql, [mode.into()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }
}
