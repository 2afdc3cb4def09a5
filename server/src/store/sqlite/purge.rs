//! What is kept for a while only: idempotency keys, and the callbacks that were seen before.

use rusqlite::Connection;
use rwandapay_core::record::ClaimKind;
use rwandapay_core::time::Instant;

use super::super::StoreError;
use super::super::row::claim_kind_name;
use super::cells::execute;

/// Deletes up to `limit` of each that were taken before this time; says how many. The key of what is still
/// undecided stays, however old it is: the same request must find it.
pub fn purge(connection: &Connection, before: Instant, limit: u32) -> Result<usize, StoreError> {
    let undecided = |table: &str, name: &str, condition: &str| {
        format!(
            "AND NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.scope_id = claims.scope_id
             AND {table}.{name} = claims.owner AND {condition})"
        )
    };
    let unknown = "outcome = 'unknown'";
    let keys = format!(
        "DELETE FROM claims WHERE (kind, key, scope_id) IN
         (SELECT kind, key, scope_id FROM claims WHERE kind = '{}' AND taken_at < $1 {} {} {} {}
          ORDER BY taken_at LIMIT $2)",
        claim_kind_name(ClaimKind::Idempotency),
        undecided("payments", "reference", unknown),
        undecided("refunds", "reference", unknown),
        undecided("withdrawals", "reference", unknown),
        undecided("sessions", "id", "(status = 'open' OR undecided > 0)"),
    );
    let inbox = "DELETE FROM inbox WHERE digest IN
         (SELECT digest FROM inbox WHERE received_at < $1 ORDER BY received_at LIMIT $2)";
    let mut gone = 0_usize;
    for sql in [keys.as_str(), inbox] {
        gone = gone.saturating_add(execute(connection, sql, [before.into(), limit.into()])?);
    }
    Ok(gone)
}
