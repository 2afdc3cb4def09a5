//! The review queue: what waits for people.

use rwandapay_core::record::{Attempt, Payment, Record, Scope};

use super::super::scopes::scope;
use super::Reader;
use crate::store::StoreError;
use crate::store::row::{TableName, read};

impl Reader {
    /// The payments whose provider reported something else than was asked, the longest waiting first.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn payments_under_review(&self, limit: u32) -> Result<Vec<(Scope, Payment)>, StoreError> {
        let waiting = "review_since IS NOT NULL ORDER BY review_since, number";
        let found = self.waiting(TableName::Payments, waiting, limit)?;
        let payments = found.into_iter().filter_map(|(scope, record)| match record {
            Record::Payment(payment) => Some((scope, payment)),
            _ => None,
        });
        Ok(payments.collect())
    }

    /// The attempts that a person must look at, the oldest first.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn parked_attempts(&self, limit: u32) -> Result<Vec<(Scope, Attempt)>, StoreError> {
        let waiting = "stage = 'parked' ORDER BY created_at, reference";
        let found = self.waiting(TableName::Attempts, waiting, limit)?;
        let attempts = found.into_iter().filter_map(|(scope, record)| match record {
            Record::Attempt(attempt) => Some((scope, attempt)),
            _ => None,
        });
        Ok(attempts.collect())
    }

    fn waiting(
        &self,
        name: TableName,
        condition: &str,
        limit: u32,
    ) -> Result<Vec<(Scope, Record)>, StoreError> {
        let table = name.table();
        let sql = format!(
            "SELECT {}, merchant, mode FROM {} JOIN scopes ON scopes.id = scope_id WHERE {condition} LIMIT $1",
            table.columns, table.name
        );
        let after = table.columns.split(", ").count();
        self.query(&sql, [limit.into()], |row| {
            Ok((scope(row, after)?, read(name, row, self.database.context())?))
        })
    }
}
