//! Lists: the queries that agree with the core's `page`.

use rwandapay_core::api::Listed;
use rwandapay_core::engine::read::{List, place};
use rwandapay_core::record::Scope;
use rwandapay_core::request::ListQuery;

use super::Reader;
use crate::store::StoreError;
use crate::store::row::{Cell, TableName, read};

/// What a list is made of.
struct Shape {
    table: TableName,
    /// The column of a record's place, which the column of its key decides among equals.
    place: &'static str,
    key: &'static str,
    /// The filters that its records can meet.
    filters: &'static [&'static str],
}

impl Shape {
    fn of(list: &List) -> Self {
        let shape = |table, key, filters| Self { table, place: "created_at", key, filters };
        match list {
            List::Payments => {
                shape(TableName::Payments, "reference", &["status", "provider", "phone", REFERENCE])
            }
            List::Refunds(_) => shape(TableName::Refunds, "reference", &["status", REFERENCE]),
            List::Withdrawals => {
                shape(TableName::Withdrawals, "reference", &["status", "provider", "phone", REFERENCE])
            }
            List::Sessions => shape(TableName::Sessions, "id", &["status", "phone", REFERENCE]),
            List::Endpoints => shape(TableName::Endpoints, "id", &[]),
            List::Deliveries => shape(TableName::Deliveries, "id", &["status"]),
            List::Events => Self { place: "sequence", ..shape(TableName::Events, "id", &["status"]) },
        }
    }
}

const REFERENCE: &str = "merchant_reference";

/// The conditions of a query, and the cells of their parameters.
struct Conditions<'a> {
    sql: String,
    cells: Vec<Cell<'a>>,
}

impl<'a> Conditions<'a> {
    fn add(&mut self, condition: &str, cell: Cell<'a>) {
        self.cells.push(cell);
        let at = self.cells.len();
        self.sql.extend([" AND ", condition, " $", &at.to_string()]);
    }
}

impl Reader {
    /// The page of a list that a query asks for, and where the next one begins.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn list(&self, scope: &Scope, list: &List, query: &ListQuery) -> Result<Listed, StoreError> {
        let shape = Shape::of(list);
        let Some((sql, cells)) = self.scope_id(scope)?.and_then(|scope| select(scope, &shape, list, query))
        else {
            return Ok((Vec::new(), None));
        };
        let mut records = self.query(&sql, cells, |row| read(shape.table, row, self.database.context()))?;
        let limit = usize::from(query.limit);
        let more = records.len() > limit;
        records.truncate(limit);
        let next = records.last().filter(|_| more).and_then(place);
        Ok((records, next))
    }
}

impl Reader {
    /// How the database answers a list: the steps of its plan, for operators and tests.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn explain(&self, scope: &Scope, list: &List, query: &ListQuery) -> Result<Vec<String>, StoreError> {
        let shape = Shape::of(list);
        match self.scope_id(scope)?.and_then(|scope| select(scope, &shape, list, query)) {
            Some((sql, cells)) => self.query(&format!("EXPLAIN QUERY PLAN {sql}"), cells, |row| row.get(3)),
            None => Ok(Vec::new()),
        }
    }
}

/// One more than the page has, so that it is known whether there is another. None where a filter is about
/// something that these records do not have.
fn select<'a>(
    scope: i64,
    shape: &Shape,
    list: &'a List,
    query: &'a ListQuery,
) -> Option<(String, Vec<Cell<'a>>)> {
    let Shape { table, place, key, filters } = shape;
    let table = table.table();
    let sql = format!("SELECT {} FROM {} WHERE scope_id = $1", table.columns, table.name);
    let mut conditions = Conditions { sql, cells: vec![scope.into()] };
    match list {
        List::Refunds(Some(payment)) => conditions.add("payment =", payment.into()),
        List::Endpoints => conditions.sql.push_str(" AND deleted = 0"),
        _ => {}
    }
    let wanted: [(&str, Cell<'_>); 4] = [
        ("status", query.status.as_ref().into()),
        ("provider", query.provider.into()),
        ("phone", query.phone.into()),
        (REFERENCE, query.merchant_reference.as_ref().into()),
    ];
    for (column, cell) in wanted {
        if cell == Cell::Null {
            continue;
        }
        if !filters.contains(&column) {
            return None;
        }
        conditions.add(&format!("{column} ="), cell);
    }
    for (condition, at) in [("created_at >=", query.created_from), ("created_at <=", query.created_to)] {
        if let Some(at) = at {
            conditions.add(condition, at.into());
        }
    }
    let mut limit = u32::from(query.limit);
    if let Some(cursor) = &query.cursor {
        conditions.cells.push(cursor.at.into());
        let at = conditions.cells.len();
        conditions.add(&format!("({place}, {key}) < (${at},"), (&cursor.reference).into());
        conditions.sql.push(')');
    }
    limit = limit.saturating_add(1);
    let Conditions { sql, cells } = conditions;
    Some((format!("{sql} ORDER BY {place} DESC, {key} DESC LIMIT {limit}"), cells))
}
