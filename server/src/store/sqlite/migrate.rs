//! The schema, step by step, each in one transaction.

use rusqlite::{Connection, TransactionBehavior};

use super::super::StoreError;

/// Every step that there ever was, in order; the schema's version is how many were taken.
const STEPS: &[&str] = &[
    include_str!("migrations/0001_begin.sql"),
    include_str!("migrations/0002_ages.sql"),
    include_str!("migrations/0003_places.sql"),
];
/// The version of the schema that this program works with.
pub const KNOWN_SCHEMA: u32 = {
    assert!(STEPS.len() < 10_000);
    #[allow(clippy::cast_possible_truncation)] // just asserted
    let known = STEPS.len() as u32;
    known
};
/// Marks a file as ours: `RwPa`.
const APPLICATION_ID: i32 = 0x5277_5061;

/// Brings the schema up to date.
///
/// # Errors
/// [`StoreError::Newer`] if a newer program was here, [`StoreError::Refused`] for the database of another
/// program.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    migrate_with(connection, STEPS)
}

/// Takes these steps, as far as they were not taken.
fn migrate_with(connection: &mut Connection, steps: &[&str]) -> Result<(), StoreError> {
    loop {
        // The version is read under the lock: another process may be migrating too.
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = version(&step)?;
        let taken = usize::try_from(found).unwrap_or(usize::MAX);
        let Some(sql) = steps.get(taken) else {
            let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
            return if found > known { Err(StoreError::Newer { found, known }) } else { Ok(()) };
        };
        if taken == 0 {
            refuse_another_programs(&step)?;
            step.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", found.saturating_add(1))?;
        step.commit()?;
    }
}

fn version(connection: &Connection) -> Result<u32, StoreError> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if id == APPLICATION_ID || (id == 0 && version == 0) {
        return u32::try_from(version).map_err(|_| StoreError::Corrupt("the version of the schema".into()));
    }
    Err(StoreError::Refused("the database belongs to another program; choose another --data path"))
}

fn refuse_another_programs(connection: &Connection) -> Result<(), StoreError> {
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        Ok(())
    } else {
        Err(StoreError::Refused("the database belongs to another program; choose another --data path"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_step_that_breaks_off_leaves_what_was_there_before_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        let half = ["CREATE TABLE a (x);", "CREATE TABLE b (x); CREATE TABLE a (x);"];
        assert!(migrate_with(&mut connection, &half).is_err());
        assert_eq!((version(&connection), tables(&connection)), (Ok(1), 1));

        let whole = [half[0], "CREATE TABLE b (x);", "CREATE TABLE c (x);"];
        migrate_with(&mut connection, &whole).unwrap();
        assert_eq!((version(&connection), tables(&connection)), (Ok(3), 3));
        migrate_with(&mut connection, &whole).unwrap();
        assert_eq!(version(&connection), Ok(3));
        assert_eq!(migrate_with(&mut connection, &half), Err(StoreError::Newer { found: 3, known: 2 }));
        assert_eq!(tables(&connection), 3);
    }
    #[test]
    fn attempts_of_an_older_program_are_all_there_afterwards() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate_with(&mut connection, &STEPS[..2]).unwrap();
        let filled = "INSERT INTO scopes VALUES (1, 'shop', 'test');
            INSERT INTO attempts VALUES
              ('b', 1, 'collect', 'PAY-1', NULL, 'MTN', 788123456, 5000, x'01', 10, 'parked', 0, 11, 12, 1, 2, NULL, 3),
              ('a', 1, 'refund', 'RFD-1', 'b', 'AIRTEL', 738123456, 700, x'02', 20, 'closed', 1, NULL, NULL, 0, 0, 21, 1);";
        connection.execute_batch(filled).unwrap();
        let all = "SELECT group_concat(concat_ws(',', reference, scope_id, purpose, about, collected_by, provider, phone, amount,
            hex(callback_token), created_at, stage, maybe_taken, sent_at, prompt_until, submissions, enquiries, not_found_at,
            version), ';') FROM (SELECT * FROM attempts ORDER BY created_at)";
        let rows =
            |connection: &Connection| connection.query_row(all, [], |row| row.get::<_, String>(0)).unwrap();
        let before = rows(&connection);
        migrate(&mut connection).unwrap();
        assert_eq!(rows(&connection), before);
        let number: i64 = connection
            .query_row("SELECT number FROM attempts WHERE reference = 'a'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(number, 2, "in the order of their time");
    }
}
