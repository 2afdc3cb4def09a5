//! The tables of the records, and the statements over each.

use std::sync::LazyLock;

use super::cell::Cell;
use super::{
    account, attempt, claim, delivery, endpoint, event, names, payment, refund, session, withdrawal,
};

/// A table of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum TableName {
    Accounts,
    Payments,
    Attempts,
    Refunds,
    Withdrawals,
    Sessions,
    Claims,
    Names,
    Endpoints,
    Events,
    Deliveries,
}

/// The columns of a table, in the order of a row: `scope_id`, then these.
pub(super) struct Columns {
    pub name: &'static str,
    /// Those that name a record within its scope.
    pub key: &'static [&'static str],
    /// Whether they name it among all scopes.
    pub key_is_global: bool,
    /// Those that are written once.
    pub fixed: &'static [&'static str],
    /// Those that a change writes again; the version last, where there is one.
    pub changing: &'static [&'static str],
}

/// The cells of a record after those of its key.
#[derive(Default)]
pub struct Parts<'a> {
    /// In the order of the fixed columns.
    pub fixed: Vec<Cell<'a>>,
    /// In the order of the changing columns.
    pub changing: Vec<Cell<'a>>,
}

/// A table's name and statements. Parameters are numbered in the order in which they stand: `$1`, `$2`.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What `read` reads: the columns of the key, then all others.
    pub columns: String,
    /// The row of a scope and a key: parameters are the scope and the key.
    pub select: String,
    /// A row that must not be there yet: scope, key, fixed, changing. No row changes if it is.
    pub insert: String,
    /// A row that must have a version: changing, then scope, key and version. No row changes if it has not.
    pub update: String,
    /// The row must go: scope and key.
    pub delete: String,
}

impl TableName {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Accounts,
        Self::Payments,
        Self::Attempts,
        Self::Refunds,
        Self::Withdrawals,
        Self::Sessions,
        Self::Claims,
        Self::Names,
        Self::Endpoints,
        Self::Events,
        Self::Deliveries,
    ];

    /// The table.
    pub fn table(self) -> &'static Table {
        static TABLES: [LazyLock<Table>; 11] = [
            LazyLock::new(|| Table::of(&account::COLUMNS)),
            LazyLock::new(|| Table::of(&payment::COLUMNS)),
            LazyLock::new(|| Table::of(&attempt::COLUMNS)),
            LazyLock::new(|| Table::of(&refund::COLUMNS)),
            LazyLock::new(|| Table::of(&withdrawal::COLUMNS)),
            LazyLock::new(|| Table::of(&session::COLUMNS)),
            LazyLock::new(|| Table::of(&claim::COLUMNS)),
            LazyLock::new(|| Table::of(&names::COLUMNS)),
            LazyLock::new(|| Table::of(&endpoint::COLUMNS)),
            LazyLock::new(|| Table::of(&event::COLUMNS)),
            LazyLock::new(|| Table::of(&delivery::COLUMNS)),
        ];
        let [
            accounts,
            payments,
            attempts,
            refunds,
            withdrawals,
            sessions,
            claims,
            names,
            endpoints,
            events,
            deliveries,
        ] = &TABLES;
        match self {
            Self::Accounts => accounts,
            Self::Payments => payments,
            Self::Attempts => attempts,
            Self::Refunds => refunds,
            Self::Withdrawals => withdrawals,
            Self::Sessions => sessions,
            Self::Claims => claims,
            Self::Names => names,
            Self::Endpoints => endpoints,
            Self::Events => events,
            Self::Deliveries => deliveries,
        }
    }
}

impl Table {
    fn of(columns: &Columns) -> Self {
        let Columns { name, key, key_is_global, fixed, changing } = columns;
        let keys: Vec<&str> = std::iter::once(&"scope_id").chain(*key).copied().collect();
        let others: Vec<&str> = fixed.iter().chain(*changing).copied().collect();
        let all = [keys.as_slice(), others.as_slice()].concat();
        let read = key.iter().copied().chain(others).collect::<Vec<_>>().join(", ");
        let is_key = pairs(&keys, 1, " AND ");
        let places = (1..=all.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        let moved = changing.len();
        let version = moved.saturating_add(keys.len()).saturating_add(1);
        Self {
            name,
            select: format!("SELECT {read} FROM {name} WHERE {is_key}"),
            insert: format!(
                "INSERT INTO {name} ({}) VALUES ({places}) ON CONFLICT ({}) DO NOTHING",
                all.join(", "),
                if *key_is_global { key.join(", ") } else { keys.join(", ") }
            ),
            update: format!(
                "UPDATE {name} SET {} WHERE {} AND version = ${version}",
                pairs(changing, 1, ", "),
                pairs(&keys, moved.saturating_add(1), " AND ")
            ),
            delete: format!("DELETE FROM {name} WHERE {is_key}"),
            columns: read,
        }
    }
}

/// `a = $1, b = $2`, from a first number on.
fn pairs(columns: &[&str], first: usize, between: &str) -> String {
    let numbered = columns.iter().zip(first..).map(|(column, at)| format!("{column} = ${at}"));
    numbered.collect::<Vec<_>>().join(between)
}
