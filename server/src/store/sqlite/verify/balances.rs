//! Balances, computed again from the entries alone.

use std::collections::BTreeMap;

use super::super::Reader;
use super::super::roll_up::{MARK, MERCHANTS};
use super::Report;
use crate::store::StoreError;

/// How many journals are added up at a time.
const WINDOW: i64 = 50_000;
const CHECK: &str = "balances are the sums of their entries";

/// Sums by scope and account, debits positive.
type Sums = BTreeMap<(i64, String), i128>;

impl Reader {
    /// Every balance of every merchant, and those of our own accounts as far as they were rolled up.
    pub(super) fn verify_balances(&self, tell: &mut dyn FnMut(Report)) -> Result<(), StoreError> {
        let mark = self.number(&format!("SELECT {MARK}"))?;
        let mark = i64::try_from(mark).unwrap_or(i64::MAX);
        let last = self.number("SELECT coalesce(max(id), 0) FROM journals")?;
        let end = i64::try_from(last).unwrap_or(i64::MAX);
        let (mut sums, mut rolled_up) = (Sums::new(), Sums::new());
        let mut from = 0_i64;
        while from < end {
            // No window crosses the mark, so that each is wholly in the rolled-up balances, or not at all.
            let mut to = from.saturating_add(WINDOW).min(end);
            if from < mark {
                to = to.min(mark);
            }
            let window = self.sums(from, to)?;
            if to <= mark {
                add(&mut rolled_up, &window);
            }
            add(&mut sums, &window);
            tell(Report::Progress { check: CHECK, done: u64::try_from(to).unwrap_or_default(), total: last });
            from = to;
        }
        self.compare_merchants(&sums, tell)?;
        self.compare_ours(&rolled_up, tell)
    }

    fn sums(&self, after: i64, to: i64) -> Result<Sums, StoreError> {
        let sql =
            "SELECT scope_id, account, sum(amount) FROM entries JOIN journals ON journals.id = journal_id
                   WHERE journal_id > $1 AND journal_id <= $2 GROUP BY scope_id, account";
        let rows = self.query(sql, [after.into(), to.into()], |row| {
            Ok(((row.get(0)?, row.get(1)?), i128::from(row.get::<i64>(2)?)))
        })?;
        Ok(rows.into_iter().collect())
    }

    fn compare_merchants(&self, sums: &Sums, tell: &mut dyn FnMut(Report)) -> Result<(), StoreError> {
        for (account, sign) in [("available", -1), ("unsettled", -1), ("reserved", -1), ("owed", 1)] {
            let sql = format!(
                "SELECT scopes.id, merchant || ' ' || mode, {account} FROM scopes
                 LEFT JOIN accounts ON scope_id = scopes.id"
            );
            let rows = self.query(&sql, [], |row| {
                Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<Option<i64>>(2)?))
            })?;
            for (scope, name, stored) in rows {
                let sum = sums.get(&(scope, account.to_string())).copied().unwrap_or_default();
                let computed = sum.saturating_mul(sign);
                let stored = i128::from(stored.unwrap_or_default());
                if computed != stored {
                    let what = format!("{name}: {account} is {stored}, its entries make {computed}");
                    tell(Report::Finding { check: CHECK, what });
                }
            }
        }
        Ok(())
    }

    fn compare_ours(&self, rolled_up: &Sums, tell: &mut dyn FnMut(Report)) -> Result<(), StoreError> {
        let rows = self.query("SELECT id, mode FROM scopes", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let modes: BTreeMap<i64, String> = rows.into_iter().collect();
        let mut computed: BTreeMap<(String, String), i128> = BTreeMap::new();
        for ((scope, account), sum) in rolled_up {
            let mode = modes.get(scope).cloned().unwrap_or_default();
            if !MERCHANTS.contains(&format!("'{account}'")) {
                let total = computed.entry((mode, account.clone())).or_default();
                *total = total.saturating_add(*sum);
            }
        }
        let sql = "SELECT mode, account, amount FROM system_balances";
        let stored =
            self.query(sql, [], |row| Ok(((row.get(0)?, row.get(1)?), i128::from(row.get::<i64>(2)?))))?;
        let stored: BTreeMap<(String, String), i128> = stored.into_iter().collect();
        for key in computed.keys().chain(stored.keys()).collect::<std::collections::BTreeSet<_>>() {
            let of = |sums: &BTreeMap<_, i128>| sums.get(key).copied().unwrap_or_default();
            if of(&computed) != of(&stored) {
                let (mode, account) = key;
                let (is, made) = (of(&stored), of(&computed));
                let what = format!("{mode}: {account} is {is}, its entries make {made}");
                tell(Report::Finding { check: CHECK, what });
            }
        }
        Ok(())
    }
}

fn add(sums: &mut Sums, window: &Sums) {
    for (key, sum) in window {
        let total = sums.entry(key.clone()).or_default();
        *total = total.saturating_add(*sum);
    }
}
