//! How records are rows: the columns of each table, and the two ways between a record and its cells. No SQL
//! of one database stands here, so that every store keeps the same tables.

mod account;
mod attempt;
mod cell;
mod claim;
mod delivery;
mod endpoint;
mod event;
mod names;
mod owner;
mod payment;
mod refund;
mod session;
mod table;
mod text;
mod value;
mod withdrawal;

pub use cell::{Cell, Cells, FromCell, Source};
pub use claim::{callback_digest, claim_kind_name};
pub use table::{Parts, Table, TableName};
pub use text::hex;

use rwandapay_core::record::{Key, Record};
use rwandapay_core::reference::PaymentRef;

use super::StoreError;
use super::seal::Sealer;

/// What rows need besides the records.
pub struct Context {
    /// Seals secrets.
    pub sealer: Box<dyn Sealer>,
    /// The number that a payment's page is found by: made from the page token, which cannot be made from it.
    pub page_index: Box<dyn Fn(&PaymentRef) -> i64 + Send + Sync>,
}

/// The table of a record's key, and the cells of its key columns after the scope.
pub fn locate(key: &Key) -> (TableName, Vec<Cell<'_>>) {
    match key {
        Key::Account(_) => (TableName::Accounts, Vec::new()),
        Key::Payment(_, reference) => (TableName::Payments, vec![reference.as_str().into()]),
        Key::Attempt(_, reference) => (TableName::Attempts, vec![reference.as_str().into()]),
        Key::Refund(_, reference) => (TableName::Refunds, vec![reference.as_str().into()]),
        Key::Withdrawal(_, reference) => (TableName::Withdrawals, vec![reference.as_str().into()]),
        Key::Session(_, id) => (TableName::Sessions, vec![id.as_str().into()]),
        Key::Claim(_, kind, text) => {
            (TableName::Claims, vec![(*kind).into(), claim::stored_text(*kind, text)])
        }
        Key::Names(_, class, reference) => {
            (TableName::Names, vec![(*class).into(), reference.as_str().into()])
        }
        Key::Endpoint(_, id) => (TableName::Endpoints, vec![id.as_str().into()]),
        Key::Event(_, id) => (TableName::Events, vec![id.as_str().into()]),
        Key::Delivery(_, id) => (TableName::Deliveries, vec![id.as_str().into()]),
    }
}

/// The cells of a record after those of its key.
pub fn parts<'a>(record: &'a Record, context: &Context) -> Parts<'a> {
    match record {
        Record::Account(record) => account::parts(record, context),
        Record::Payment(record) => payment::parts(record, context),
        Record::Attempt(record) => attempt::parts(record, context),
        Record::Refund(record) => refund::parts(record),
        Record::Withdrawal(record) => withdrawal::parts(record),
        Record::Session(record) => session::parts(record),
        Record::Claim(record) => claim::parts(record),
        Record::Names(record) => names::parts(record),
        Record::Endpoint(record) => endpoint::parts(record, context),
        Record::Event(record) => event::parts(record),
        Record::Delivery(record) => delivery::parts(record),
    }
}

/// The record of a row: its cells from the key columns on.
///
/// # Errors
/// [`StoreError::Corrupt`] where a cell is not what the table's columns hold.
pub fn read(table: TableName, source: &dyn Source, context: &Context) -> Result<Record, StoreError> {
    let mut cells = Cells::new(table, source);
    match table {
        TableName::Accounts => account::read(&mut cells, context).map(Record::Account),
        TableName::Payments => payment::read(&mut cells).map(Record::Payment),
        TableName::Attempts => attempt::read(&mut cells, context).map(Record::Attempt),
        TableName::Refunds => refund::read(&mut cells).map(Record::Refund),
        TableName::Withdrawals => withdrawal::read(&mut cells).map(Record::Withdrawal),
        TableName::Sessions => session::read(&mut cells).map(Record::Session),
        TableName::Claims => claim::read(&mut cells).map(Record::Claim),
        TableName::Names => names::read(&mut cells).map(Record::Names),
        TableName::Endpoints => endpoint::read(&mut cells, context).map(Record::Endpoint),
        TableName::Events => event::read(&mut cells).map(Record::Event),
        TableName::Deliveries => delivery::read(&mut cells).map(Record::Delivery),
    }
}
