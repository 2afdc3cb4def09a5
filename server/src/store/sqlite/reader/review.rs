//! The review queue: what waits for people.

use rwandapay_core::provider::Provider;
use rwandapay_core::record::{Attempt, Key, Mode, Payment, Record, Scope};
use rwandapay_core::reference::ProviderRef;
use rwandapay_core::time::KigaliDay;

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

    /// The attempts of a Kigali day at a provider that, as we know it, moved money.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn moved_on(
        &self,
        provider: Provider,
        day: KigaliDay,
        mode: Mode,
    ) -> Result<Vec<(Scope, Attempt)>, StoreError> {
        let mut moved = Vec::new();
        for (sql, purpose) in [
            ("payments WHERE state IN ('successful', 'reversed') AND paid_at", "payments"),
            ("refunds WHERE status = 'successful' AND completed_at", "refunds"),
            ("withdrawals WHERE status = 'successful' AND completed_at", "withdrawals"),
        ] {
            let sql = format!(
                "SELECT {purpose}.attempt, merchant, mode FROM {} BETWEEN $1 AND $2 AND mode = $3",
                sql.replacen(" WHERE", " JOIN scopes ON scopes.id = scope_id WHERE", 1)
            );
            let (from, to) = (day.begins(), day.plus_days(1).begins().plus_ms(-1));
            let found = self.query(&sql, [from.into(), to.into(), mode.into()], |row| {
                Ok((row.get::<ProviderRef>(0)?, scope(row, 1)?))
            })?;
            for (reference, scope) in found {
                if let Some(Record::Attempt(attempt)) = self.load(&Key::Attempt(scope.clone(), reference))?
                    && attempt.provider == provider
                {
                    moved.push((scope, attempt));
                }
            }
        }
        Ok(moved)
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
