//! The books: what was taken, and which callbacks are still to come.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};
use rwandapay_core::money::Rwf;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;
use rwandapay_core::rails::{Product, WireRequest};
use rwandapay_core::sandbox::rails::{Callback, Kept, Moved, Planned, SimulatedRails};
use rwandapay_core::secret::Secret;
use rwandapay_core::time::Instant;

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA journal_size_limit = 67108864;
    CREATE TABLE IF NOT EXISTS taken (
        provider TEXT NOT NULL, reference TEXT NOT NULL, product TEXT NOT NULL, ours TEXT NOT NULL,
        named_phone INTEGER, phone INTEGER NOT NULL, refund_of TEXT, amount INTEGER NOT NULL CHECK (amount > 0),
        token TEXT, taken_at INTEGER NOT NULL, number INTEGER NOT NULL UNIQUE, brought_along INTEGER NOT NULL,
        PRIMARY KEY (provider, reference)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS callbacks (
        at INTEGER NOT NULL, sequence INTEGER NOT NULL, provider TEXT NOT NULL, reference TEXT NOT NULL,
        PRIMARY KEY (at, sequence)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS counted (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO counted VALUES (1, 0);";

/// The books of both providers.
pub struct Book {
    connection: Connection,
}

impl Book {
    /// Opens them, and makes them where there are none.
    ///
    /// # Errors
    /// What the database says.
    pub fn open(path: Option<&Path>) -> rusqlite::Result<Self> {
        let connection = match path {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { connection })
    }

    pub(super) fn begin(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("BEGIN IMMEDIATE")
    }

    pub(super) fn commit(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("COMMIT")
    }

    pub(super) fn roll_back(&self) {
        // There is nothing to roll back where nothing began.
        let _ = self.connection.execute_batch("ROLLBACK");
    }

    /// Rails with nothing in them that count on from the last number.
    pub(super) fn rails(&self) -> rusqlite::Result<SimulatedRails> {
        let sequence: i64 = self
            .connection
            .prepare_cached("SELECT sequence FROM counted")?
            .query_row([], |row| row.get(0))?;
        Ok(SimulatedRails::counting_from(sequence.unsigned_abs()))
    }

    /// Rails with all in them that a request is about.
    pub(super) fn rails_for(&self, request: &WireRequest) -> rusqlite::Result<SimulatedRails> {
        let mut rails = self.rails()?;
        for (provider, reference) in SimulatedRails::concerned(request) {
            if let Some(kept) = self.find(provider, &reference)? {
                rails.bring_back(kept);
            }
        }
        Ok(rails)
    }

    fn find(&self, provider: Provider, reference: &str) -> rusqlite::Result<Option<Kept>> {
        let mut found =
            self.connection.prepare_cached("SELECT * FROM taken WHERE provider = ? AND reference = ?")?;
        Ok(found.query_row(params![provider.name(), reference], kept).optional()?.flatten())
    }

    pub(super) fn enter(&self, kept: &Kept, sequence: u64) -> rusqlite::Result<()> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO taken VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        insert.execute(params![
            kept.provider.name(),
            kept.reference,
            kept.product.name(),
            kept.ours,
            kept.named_phone.map(Phone::get),
            kept.phone.get(),
            kept.refund_of,
            kept.amount.get().cast_signed(),
            kept.token.as_ref().map(Secret::reveal),
            kept.taken_at.ms(),
            kept.number.cast_signed(),
            kept.brought_along,
        ])?;
        let mut count = self.connection.prepare_cached("UPDATE counted SET sequence = ?")?;
        count.execute([sequence.cast_signed()]).map(drop)
    }

    pub(super) fn plan(&self, planned: &Planned) -> rusqlite::Result<()> {
        let mut insert = self.connection.prepare_cached("INSERT INTO callbacks VALUES (?, ?, ?, ?)")?;
        let sequence = planned.sequence.cast_signed();
        insert
            .execute(params![planned.at.ms(), sequence, planned.provider.name(), planned.reference])
            .map(drop)
    }

    /// Every callback that is still to come.
    pub(super) fn planned(&self) -> rusqlite::Result<Vec<Planned>> {
        let mut select =
            self.connection.prepare("SELECT at, sequence, provider, reference FROM callbacks")?;
        let planned = select.query_map([], |row| {
            let provider = provider_named(&row.get::<_, String>(2)?);
            let (at, sequence) = (row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs());
            let reference = row.get(3)?;
            Ok(provider.map(|provider| Planned { at: Instant::from_ms(at), sequence, provider, reference }))
        });
        planned?.filter_map(Result::transpose).collect()
    }

    pub(super) fn called_back(&self, planned: &Planned) -> rusqlite::Result<()> {
        let mut delete =
            self.connection.prepare_cached("DELETE FROM callbacks WHERE at = ? AND sequence = ?")?;
        delete.execute(params![planned.at.ms(), planned.sequence.cast_signed()]).map(drop)
    }

    /// A callback as it is sent.
    pub(super) fn call(&self, planned: &Planned) -> rusqlite::Result<Option<Callback>> {
        let mut rails = SimulatedRails::new();
        if let Some(kept) = self.find(planned.provider, &planned.reference)? {
            rails.bring_back(kept);
        }
        Ok(rails.call(planned))
    }

    /// What the providers believe has moved by now, one after the other, for audits.
    ///
    /// # Errors
    /// What the database says.
    pub fn moved(&self, now: Instant, mut each: impl FnMut(Moved)) -> rusqlite::Result<()> {
        let mut select = self.connection.prepare("SELECT * FROM taken ORDER BY number")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(kept) = kept(row)? {
                let mut rails = SimulatedRails::new();
                rails.bring_back(kept);
                rails.books(now).into_iter().for_each(&mut each);
            }
        }
        Ok(())
    }
}

/// A row as it was written; none for one that another program wrote.
fn kept(row: &Row<'_>) -> rusqlite::Result<Option<Kept>> {
    let phone = |at: usize| -> rusqlite::Result<Option<Phone>> {
        Ok(row.get::<_, Option<u32>>(at)?.and_then(|digits| Phone::parse(format!("0{digits}")).ok()))
    };
    let provider = provider_named(&row.get::<_, String>("provider")?);
    let product = row.get::<_, String>("product")?;
    let product = Product::ALL.into_iter().find(|known| known.name() == product);
    let amount = Rwf::new(row.get::<_, i64>("amount")?.unsigned_abs()).ok();
    let (Some(provider), Some(product), Some(amount), Some(wallet)) = (provider, product, amount, phone(5)?)
    else {
        return Ok(None);
    };
    Ok(Some(Kept {
        provider,
        product,
        reference: row.get("reference")?,
        ours: row.get("ours")?,
        named_phone: phone(4)?,
        phone: wallet,
        refund_of: row.get("refund_of")?,
        amount,
        token: row.get::<_, Option<String>>("token")?.map(Secret::new),
        taken_at: Instant::from_ms(row.get("taken_at")?),
        number: row.get::<_, i64>("number")?.unsigned_abs(),
        brought_along: row.get("brought_along")?,
    }))
}

fn provider_named(name: &str) -> Option<Provider> {
    Provider::ALL.into_iter().find(|provider| provider.name() == name)
}
