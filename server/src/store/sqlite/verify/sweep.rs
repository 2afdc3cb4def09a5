//! Checks that are one query each, over a table in windows.

use super::super::Reader;
use super::Report;
use crate::store::StoreError;

/// How many rows a window has.
const WINDOW: i64 = 50_000;

/// A check: a query that gives one text for each row that is wrong.
pub struct Sweep {
    check: &'static str,
    /// The table whose rows are counted for the progress.
    table: &'static str,
    /// Its row number, between `$1` and `$2` in the query; none where one query looks at all rows.
    number: Option<&'static str>,
    sql: &'static str,
}

pub const SWEEPS: [Sweep; 7] = [
    Sweep {
        check: "journals sum to zero",
        table: "journals",
        number: Some("id"),
        sql: "SELECT 'journal ' || id FROM journals WHERE id BETWEEN $1 AND $2
              AND (SELECT sum(amount) FROM entries WHERE journal_id = id) IS NOT 0",
    },
    Sweep {
        check: "entries have their journal",
        table: "entries",
        number: None,
        sql: "SELECT DISTINCT 'journal ' || journal_id FROM entries
              WHERE NOT EXISTS (SELECT 1 FROM journals WHERE id = journal_id)",
    },
    Sweep {
        check: "refunds add up",
        table: "payments",
        number: Some("number"),
        sql: "SELECT reference || ': ' || refunded || ' refunded and ' || refund_pending || ' pending'
              FROM payments AS paid WHERE number BETWEEN $1 AND $2 AND (
                refunded + refunded_beyond <> (SELECT coalesce(sum(amount), 0) FROM refunds
                  WHERE scope_id = paid.scope_id AND payment = paid.reference AND status = 'successful')
                OR refund_pending <> (SELECT coalesce(sum(amount), 0) FROM refunds
                  WHERE scope_id = paid.scope_id AND payment = paid.reference AND status = 'pending'))",
    },
    Sweep {
        check: "events have no gap",
        table: "accounts",
        number: None,
        sql: "SELECT merchant || ' ' || mode || ': ' || number || ' events, the last is ' || last
                || ', the account says ' || sequence
              FROM (SELECT accounts.scope_id, accounts.sequence, count(events.sequence) AS number,
                      coalesce(max(events.sequence), 0) AS last
                    FROM accounts LEFT JOIN events ON events.scope_id = accounts.scope_id
                    GROUP BY accounts.scope_id) JOIN scopes ON scopes.id = scope_id
              WHERE number <> sequence OR last <> sequence",
    },
    Sweep {
        check: "claims have an owner",
        table: "claims",
        number: None,
        sql: "SELECT kind || ' of ' || owner FROM claims AS held WHERE NOT CASE owner_kind
                WHEN 'payment' THEN EXISTS (SELECT 1 FROM payments
                  WHERE scope_id = held.scope_id AND reference = owner)
                WHEN 'refund' THEN EXISTS (SELECT 1 FROM refunds
                  WHERE scope_id = held.scope_id AND reference = owner)
                WHEN 'withdrawal' THEN EXISTS (SELECT 1 FROM withdrawals
                  WHERE scope_id = held.scope_id AND reference = owner)
                WHEN 'session' THEN EXISTS (SELECT 1 FROM sessions
                  WHERE scope_id = held.scope_id AND id = owner)
                ELSE EXISTS (SELECT 1 FROM attempts WHERE reference = owner AND scope_id = held.scope_id)
                  OR EXISTS (SELECT 1 FROM endpoints WHERE scope_id = held.scope_id AND id = owner) END",
    },
    Sweep {
        check: "attempts without an outcome have a job",
        table: "attempts",
        number: None,
        sql: "SELECT reference || ' is ' || stage FROM attempts AS open
              WHERE stage NOT IN ('closed', 'parked') AND NOT EXISTS (SELECT 1 FROM jobs
                WHERE scope_id = open.scope_id AND task IN ('submit', 'enquire') AND about = reference)",
    },
    Sweep {
        check: "payments have their attempt",
        table: "payments",
        number: Some("number"),
        sql: "SELECT paid.reference FROM payments AS paid WHERE number BETWEEN $1 AND $2
              AND NOT EXISTS (SELECT 1 FROM attempts WHERE reference = paid.attempt
                AND scope_id = paid.scope_id AND amount = paid.amount AND phone = paid.phone)",
    },
];

impl Reader {
    pub(super) fn sweep(&self, sweep: &Sweep, tell: &mut dyn FnMut(Report)) -> Result<(), StoreError> {
        let Sweep { check, table, number, sql } = sweep;
        let found = |what: &String, tell: &mut dyn FnMut(Report)| {
            tell(Report::Finding { check, what: what.clone() });
        };
        let Some(number) = number else {
            let total = self.number(&format!("SELECT count(*) FROM {table}"))?;
            self.query(sql, [], |row| row.get::<String>(0))?.iter().for_each(|what| found(what, tell));
            tell(Report::Progress { check, done: total, total });
            return Ok(());
        };
        let last = self.number(&format!("SELECT coalesce(max({number}), 0) FROM {table}"))?;
        let end = i64::try_from(last).unwrap_or(i64::MAX);
        let mut from = 1_i64;
        while from <= end {
            let to = from.saturating_add(WINDOW).saturating_sub(1).min(end);
            let wrong = self.query(sql, [from.into(), to.into()], |row| row.get::<String>(0))?;
            for what in &wrong {
                found(what, tell);
            }
            tell(Report::Progress { check, done: u64::try_from(to).unwrap_or_default(), total: last });
            from = to.saturating_add(1);
        }
        Ok(())
    }

    pub(super) fn number(&self, sql: &str) -> Result<u64, StoreError> {
        Ok(self.first(sql, [], |row| row.get(0))?.unwrap_or_default())
    }
}
