//! Jobs that fall due.

use rwandapay_core::time::Instant;

use super::super::scopes::scope;
use super::Reader;
use crate::store::{DueJob, StoreError, TaskName};

impl Reader {
    /// The jobs that are due by now, in the order in which they run: up to `limit` of those after a place.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a task that nobody knows.
    pub fn due_jobs(
        &self,
        now: Instant,
        after: Option<(i64, i64)>,
        limit: u32,
    ) -> Result<Vec<DueJob>, StoreError> {
        let (due, number) = after.unwrap_or((i64::MIN, i64::MIN));
        let sql = "SELECT due, number, merchant, mode, task, about
                   FROM jobs JOIN scopes ON scopes.id = scope_id
                   WHERE due <= $1 AND (due, number) > ($2, $3) ORDER BY due, number LIMIT $4";
        self.query(sql, [now.into(), due.into(), number.into(), limit.into()], |row| {
            let (kind, about) = (row.get::<String>(4)?, row.get::<String>(5)?);
            let unknown = || StoreError::Corrupt("the task of a row of `jobs`".into());
            Ok(DueJob {
                place: (row.get(0)?, row.get(1)?),
                scope: scope(row, 2)?,
                task: TaskName::read(&kind, &about).ok_or_else(unknown)?,
            })
        })
    }

    /// When the next job is due; none if there is no job.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn next_due(&self) -> Result<Option<Instant>, StoreError> {
        self.first("SELECT due FROM jobs ORDER BY due LIMIT 1", [], |row| row.get(0))
    }

    /// When the next job falls due that is not due yet.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn next_due_after(&self, now: Instant) -> Result<Option<Instant>, StoreError> {
        self.first("SELECT due FROM jobs WHERE due > $1 ORDER BY due LIMIT 1", [now.into()], |row| row.get(0))
    }
}
