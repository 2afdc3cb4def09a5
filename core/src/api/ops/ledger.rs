//! `ledger.post`: any journal of the ledger from its amounts, and what it does to balances.

use alloc::vec::Vec;

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::ledger::{self, Account, Approval, Entry, Journal, Product, Split};
use crate::money::Rwf;
use crate::provider::Provider;
use crate::record::Balances;

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("ledger.post", post)];

/// A journal: its name, the members that it takes, and how they are posted.
type Posting = (&'static str, &'static [&'static str], fn(&Ask) -> Result<Journal, Error>);

/// Every journal, in the order of the documentation.
const POSTINGS: &[Posting] = &[
    ("payment_received", &["provider", "amount", "fee", "to"], |ask| {
        Ok(ledger::payment_received(
            ask.about()?,
            ask.provider()?,
            ask.francs("amount")?,
            ask.francs("fee")?,
            ask.split("to")?,
        )?)
    }),
    ("settled", &["amount", "to"], |ask| {
        Ok(ledger::settled(ask.about()?, ask.francs("amount")?, ask.split("to")?)?)
    }),
    ("refund_reserved", &["reserved", "from"], |ask| {
        Ok(ledger::refund_reserved(ask.about()?, ask.francs("reserved")?, ask.split("from")?)?)
    }),
    ("refund_paid", &["provider", "amount", "fee_returned", "reserved"], |ask| {
        Ok(ledger::refund_paid(
            ask.about()?,
            ask.provider()?,
            ask.francs("amount")?,
            ask.francs("fee_returned")?,
            ask.francs("reserved")?,
        )?)
    }),
    ("refund_released", &["reserved", "to"], |ask| {
        Ok(ledger::refund_released(ask.about()?, ask.francs("reserved")?, ask.split("to")?)?)
    }),
    ("refund_paid_late", &["provider", "amount", "fee_returned", "from"], |ask| {
        Ok(ledger::refund_paid_late(
            ask.about()?,
            ask.provider()?,
            ask.francs("amount")?,
            ask.francs("fee_returned")?,
            ask.split("from")?,
        )?)
    }),
    ("withdrawal_reserved", &["amount", "fee"], |ask| {
        Ok(ledger::withdrawal_reserved(ask.about()?, ask.francs("amount")?, ask.francs("fee")?)?)
    }),
    ("withdrawal_paid", &["provider", "amount", "fee"], |ask| {
        Ok(ledger::withdrawal_paid(ask.about()?, ask.provider()?, ask.francs("amount")?, ask.francs("fee")?)?)
    }),
    ("withdrawal_released", &["reserved", "to"], |ask| {
        Ok(ledger::withdrawal_released(ask.about()?, ask.francs("reserved")?, ask.split("to")?)?)
    }),
    ("withdrawal_paid_late", &["provider", "amount", "fee", "from"], |ask| {
        Ok(ledger::withdrawal_paid_late(
            ask.about()?,
            ask.provider()?,
            ask.francs("amount")?,
            ask.francs("fee")?,
            ask.split("from")?,
        )?)
    }),
    ("review_received", &["provider", "received"], |ask| {
        Ok(ledger::review_received(ask.about()?, ask.provider()?, ask.francs("received")?)?)
    }),
    ("review_accepted", &["amount", "fee", "to"], |ask| {
        Ok(ledger::review_accepted(
            ask.about()?,
            ask.francs("amount")?,
            ask.francs("fee")?,
            ask.split("to")?,
        )?)
    }),
    ("review_returned", &["provider", "received"], |ask| {
        Ok(ledger::review_returned(ask.about()?, ask.provider()?, ask.francs("received")?)?)
    }),
    ("deposit", &["provider", "amount", "to"], |ask| {
        Ok(ledger::deposit(ask.about()?, ask.provider()?, ask.francs("amount")?, ask.split("to")?)?)
    }),
    ("opening", &["available", "unsettled"], |ask| {
        Ok(ledger::opening(ask.about()?, ask.francs("available")?, ask.francs("unsettled")?)?)
    }),
    ("provider_charged", &["provider", "product", "charge"], |ask| {
        Ok(ledger::provider_charged(ask.about()?, ask.provider()?, ask.product()?, ask.francs("charge")?)?)
    }),
    ("payment_reversed", &["provider", "left", "fee_left", "from", "reason", "by"], |ask| {
        Ok(ledger::payment_reversed(
            ask.about()?,
            ask.provider()?,
            ask.francs("left")?,
            ask.francs("fee_left")?,
            ask.split("from")?,
            ask.approval()?,
        )?)
    }),
    ("corrected_up", &["amount", "to", "reason", "by"], |ask| {
        Ok(ledger::corrected_up(ask.about()?, ask.francs("amount")?, ask.split("to")?, ask.approval()?)?)
    }),
    ("corrected_down", &["amount", "from", "reason", "by"], |ask| {
        Ok(ledger::corrected_down(ask.about()?, ask.francs("amount")?, ask.split("from")?, ask.approval()?)?)
    }),
    ("correction", &["entries", "reason", "by"], |ask| {
        Ok(ledger::correction(ask.about()?, ask.entries()?, ask.approval()?)?)
    }),
];

/// `{journal, about, …}`: the amounts that the posting of this name takes, each under its own name, and
/// `balances` from before, if those after it are wanted.
fn post(object: &Object) -> Result<Json, Error> {
    let every: Vec<&str> = object.0.iter().map(|(name, _)| name.as_str()).collect();
    let input = Input::new(object, &every)?;
    let name = input.text("journal")?;
    let posting = POSTINGS.iter().find(|(known, _, _)| *known == name);
    let (_, own, run) = posting.ok_or_else(|| input.fault(Code::JournalUnknown, "journal"))?;
    let ask = Ask::new(object, own)?;
    let journal = run(&ask)?;
    let entries = journal.entries().iter().map(|entry| {
        let account = Json::text(entry.account.name());
        Json::from(Object::default().with("account", account).with("amount", Json::int(entry.amount)))
    });
    let shown = Object::default()
        .with("kind", Json::text(journal.kind().name()))
        .with("entries", Json::Array(entries.collect()));
    Ok(match ask.balances()? {
        Some(before) => shown.with("balances", balances_json(&ledger::apply_to(&before, &journal)?)).into(),
        None => shown.into(),
    })
}

/// The members of one journal.
struct Ask<'a>(Input<'a>);

impl<'a> Ask<'a> {
    fn new(object: &'a Object, own: &[&str]) -> Result<Self, Error> {
        let known: Vec<&str> = ["journal", "about", "balances"].iter().chain(own).copied().collect();
        Input::new(object, &known).map(Self)
    }

    fn about(&self) -> Result<&'a str, Error> {
        self.0.text("about")
    }

    fn francs(&self, field: &str) -> Result<Rwf, Error> {
        self.0.amount(field)
    }

    fn provider(&self) -> Result<Provider, Error> {
        let provider = self.0.maybe_provider("provider")?;
        provider.ok_or_else(|| self.0.fault(Code::FieldRequired, "provider"))
    }

    fn product(&self) -> Result<Product, Error> {
        match self.0.text("product")? {
            "collection" => Ok(Product::Collection),
            "disbursement" => Ok(Product::Disbursement),
            _ => Err(self.0.fault(Code::JournalUnknown, "product")),
        }
    }

    /// The parts of an amount; a part that is left out is nothing.
    fn split(&self, field: &str) -> Result<Split, Error> {
        let object = self.0.maybe_object(field)?;
        let object = object.ok_or_else(|| self.0.fault(Code::FieldRequired, field))?;
        let path = self.0.inside(field);
        let parts = Input::nested(object, &path, &["unsettled", "available", "owed"])?;
        let part = |name| Ok::<Rwf, Error>(parts.maybe_amount(name)?.unwrap_or_default());
        Ok(Split { unsettled: part("unsettled")?, available: part("available")?, owed: part("owed")? })
    }

    fn entries(&self) -> Result<Vec<Entry>, Error> {
        let entry = |item: &Json| {
            let Json::Object(object) = item else {
                return Err(self.0.fault(Code::FieldTypeInvalid, "entries"));
            };
            let path = self.0.inside("entries");
            let entry = Input::nested(object, &path, &["account", "amount"])?;
            let account = Account::from_name(entry.text("account")?);
            let account = account.ok_or_else(|| entry.fault(Code::JournalUnknown, "account"))?;
            Ok(Entry { account, amount: entry.number(entry.member("amount")?, "amount")? })
        };
        self.0.list("entries")?.iter().map(entry).collect()
    }

    fn approval(&self) -> Result<Approval, Error> {
        let [Json::Text(first), Json::Text(second)] = self.0.list("by")? else {
            return Err(self.0.fault(Code::TwoPeopleRequired, "by"));
        };
        Approval::new(self.0.text("reason")?, first, second).map_err(|code| {
            let error = Error::new(code);
            if code == Code::TwoPeopleRequired { self.0.about(error, "by") } else { error }
        })
    }

    fn balances(&self) -> Result<Option<Balances>, Error> {
        let Some(balances) = self.0.maybe_object("balances")? else { return Ok(None) };
        let path = self.0.inside("balances");
        let input = Input::nested(balances, &path, &["available", "unsettled", "reserved", "owed"])?;
        let balance = |name| Ok::<Rwf, Error>(input.maybe_amount(name)?.unwrap_or_default());
        Ok(Some(Balances {
            available: balance("available")?,
            unsettled: balance("unsettled")?,
            reserved: balance("reserved")?,
            owed: balance("owed")?,
        }))
    }
}

fn balances_json(balances: &Balances) -> Json {
    Object::default()
        .with("available", Json::int(balances.available.signed()))
        .with("unsettled", Json::int(balances.unsettled.signed()))
        .with("reserved", Json::int(balances.reserved.signed()))
        .with("owed", Json::int(balances.owed.signed()))
        .into()
}
