//! The balances of our own accounts, which no payment touches: a job adds the entries up.

use rusqlite::Connection;

use super::super::StoreError;
use super::cells::{execute, first};

/// The last journal whose entries are in the balances.
pub const MARK: &str = "coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'rolled_up_to'), 0)";
/// The accounts that are a merchant's; all others are ours.
pub const MERCHANTS: &str = "('available', 'unsettled', 'reserved', 'owed')";

/// Adds the entries of the oldest journals that are not in yet; gives how many journals it added.
pub fn roll_up(connection: &Connection, limit: u32) -> Result<u32, StoreError> {
    let next = format!(
        "SELECT count(*), max(id) FROM (SELECT id FROM journals WHERE id > {MARK} ORDER BY id LIMIT $1)"
    );
    let next =
        first(connection, &next, [limit.into()], |row| Ok((row.get::<u32>(0)?, row.get::<Option<i64>>(1)?)))?;
    let Some((count, Some(last))) = next else { return Ok(0) };
    let add = format!(
        "INSERT INTO system_balances (mode, account, amount)
         SELECT mode, account, sum(amount) FROM entries
         JOIN journals ON journals.id = journal_id JOIN scopes ON scopes.id = scope_id
         WHERE journal_id > {MARK} AND journal_id <= $1 AND account NOT IN {MERCHANTS}
         GROUP BY mode, account
         ON CONFLICT (mode, account) DO UPDATE SET amount = amount + excluded.amount"
    );
    execute(connection, &add, [last.into()])?;
    execute(
        connection,
        "INSERT INTO meta (name, value) VALUES ('rolled_up_to', $1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [last.to_string().into()],
    )?;
    Ok(count)
}
