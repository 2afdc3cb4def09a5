//! The sandbox begins again: the one way in which postings ever leave.

use rusqlite::Connection;
use rwandapay_core::record::{Mode, Scope};

use super::super::StoreError;
use super::super::row::TableName;
use super::cells::{execute, query};
use super::roll_up::{MARK, MERCHANTS};
use super::scopes::Scopes;

/// The triggers that keep postings where they are.
const GUARDS: &str = "SELECT name, sql FROM sqlite_schema
                      WHERE type = 'trigger' AND name IN ('journals_never_go', 'entries_never_go')";

/// Forgets everything of a scope in test mode. API keys stay, and the scope keeps its number.
///
/// The guards are lifted and put back, word for word, within the transaction: no other connection ever sees
/// the tables without them.
pub fn reset(connection: &Connection, scope: &Scope) -> Result<(), StoreError> {
    if scope.mode != Mode::Test {
        return Err(StoreError::Refused("only the records of test mode can be reset"));
    }
    let Some(id) = Scopes::default().find(connection, scope)? else { return Ok(()) };
    let guards = query(connection, GUARDS, [], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    for (name, _) in &guards {
        connection.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    forget(connection, id)?;
    for (_, sql) in &guards {
        connection.execute_batch(sql)?;
    }
    Ok(())
}

fn forget(connection: &Connection, id: i64) -> Result<(), StoreError> {
    let subtract = format!(
        "UPDATE system_balances SET amount = amount - (
           SELECT coalesce(sum(entries.amount), 0) FROM journals JOIN entries ON journal_id = journals.id
           WHERE scope_id = $1 AND journals.id <= {MARK} AND entries.account = system_balances.account
             AND account NOT IN {MERCHANTS})
         WHERE mode = 'test'"
    );
    execute(connection, &subtract, [id.into()])?;
    let entries = "DELETE FROM entries WHERE journal_id IN (SELECT id FROM journals WHERE scope_id = $1)";
    execute(connection, entries, [id.into()])?;
    let tables = TableName::ALL.iter().map(|name| name.table().name);
    for table in tables.chain(["journals", "jobs", "inbox", "parked"]) {
        execute(connection, &format!("DELETE FROM {table} WHERE scope_id = $1"), [id.into()])?;
    }
    Ok(())
}
