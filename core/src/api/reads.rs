//! Reads: one resource, or a page of a list, from a snapshot of the records.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::route::Route;
use super::snapshot::Snapshot;
use crate::engine::read::{self, List};
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::record::{ClaimKind, Key, Owner, Record, Scope};
use crate::reference::{EventId, Lookup, MerchantReference, PaymentRef, RefundRef, SessionId, WithdrawalRef};
use crate::request::{Cursor, ListQuery};
use crate::resource::{self, Links};
use crate::time::Instant;

/// What a request wants to see. Texts are references as they stood in the path or the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// The payment that a reference means.
    Payment(String),
    /// A refund, by either reference.
    Refund(String),
    /// A withdrawal, by either reference.
    Withdrawal(String),
    /// A checkout session, by its id or by the merchant's reference.
    Session(String),
    /// An event, by its id: the very text that was delivered.
    Event(String),
    /// The balances.
    Balance,
    /// A page of a list.
    List(List, ListQuery),
    /// A page of the refunds of the payment that a reference means.
    RefundsOf(String, ListQuery),
    /// The list with one payment in it, the one that a reference means.
    PaymentAsList(String),
}

impl Read {
    /// What the route of a GET wants to see.
    pub(super) fn of(route: &Route) -> Result<Self, Error> {
        let text = |name| route.parameter(name).to_string();
        Ok(match route.operation.name {
            "payments.get" => Self::Payment(text("reference")),
            "refunds.get" => Self::Refund(text("reference")),
            "withdrawals.get" => Self::Withdrawal(text("reference")),
            "checkout.get" => Self::Session(text("session_id")),
            "events.get" => Self::Event(text("id")),
            "balance" => Self::Balance,
            _ => return Err(Code::RouteNotFound.into()),
        })
    }

    /// What the route of a list wants to see; with `reference`, the list is a look-up.
    pub(super) fn of_list(route: &Route, query: ListQuery, reference: Option<&str>) -> Result<Self, Error> {
        if let Some(text) = reference {
            return Ok(Self::PaymentAsList(text.to_string()));
        }
        let list = match route.operation.name {
            "payments.list" => List::Payments,
            "payments.refunds" => {
                return Ok(Self::RefundsOf(route.parameter("payment_reference").to_string(), query));
            }
            "withdrawals.list" => List::Withdrawals,
            "checkout.list" => List::Sessions,
            "webhook_endpoints.list" => List::Endpoints,
            "webhook_deliveries.list" => List::Deliveries,
            "events.list" => List::Events,
            _ => return Err(Code::RouteNotFound.into()),
        };
        Ok(Self::List(list, query))
    }
}

/// Answers reads of one merchant.
pub struct Reads<'a> {
    /// What is there.
    pub snapshot: &'a dyn Snapshot,
    /// Whose.
    pub scope: &'a Scope,
    /// How addresses in answers are made.
    pub links: &'a Links,
    /// The time, by which secrets are shown as old.
    pub now: Instant,
}

impl Reads<'_> {
    /// `data` of the answer.
    ///
    /// # Errors
    /// The 404 of what is not there; what the snapshot fails with.
    pub fn answer(&self, read: &Read) -> Result<Json, Error> {
        match read {
            Read::Payment(text) => self.payment(text),
            Read::Refund(text) => self.shown_maybe(self.refund(text)?, Code::RefundNotFound, text),
            Read::Withdrawal(text) => {
                self.shown_maybe(self.withdrawal(text)?, Code::WithdrawalNotFound, text)
            }
            Read::Session(text) => self.shown_maybe(self.session(text)?, Code::SessionNotFound, text),
            Read::Event(text) => {
                let key = EventId::parse(text).ok().map(|id| Key::Event(self.scope.clone(), id));
                self.shown_maybe(key, Code::EventNotFound, text)
            }
            Read::Balance => self.balance(),
            Read::List(list, query) => self.list(list, query),
            Read::RefundsOf(text, query) => self.list(&List::Refunds(Some(self.reference(text)?)), query),
            Read::PaymentAsList(text) => Ok(items(vec![self.payment(text)?], None)),
        }
    }

    fn payment(&self, text: &str) -> Result<Json, Error> {
        let key = Key::Payment(self.scope.clone(), self.reference(text)?);
        self.shown(&key, Code::PaymentNotFound, text)
    }

    fn reference(&self, text: &str) -> Result<PaymentRef, Error> {
        // What cannot be a reference names no payment.
        let lookup = Lookup::parse(text).map_err(|_| not_found(Code::PaymentNotFound, text))?;
        let found = read::find(self.scope, &lookup, &|key| self.snapshot.record(key))?;
        read::payment_of(found, &lookup)
    }

    fn refund(&self, text: &str) -> Result<Option<Key>, Error> {
        let key = |reference| Key::Refund(self.scope.clone(), reference);
        if let Ok(reference) = RefundRef::parse(text) {
            return Ok(Some(key(reference)));
        }
        if let Some(Owner::Refund(reference)) = self.owner(ClaimKind::RefundReference, text)? {
            return Ok(Some(key(reference)));
        }
        Ok(match self.newest(&List::Refunds(None), text)? {
            Some(Record::Refund(refund)) => Some(key(refund.reference)),
            _ => None,
        })
    }

    fn withdrawal(&self, text: &str) -> Result<Option<Key>, Error> {
        let key = |reference| Key::Withdrawal(self.scope.clone(), reference);
        if let Ok(reference) = WithdrawalRef::parse(text) {
            return Ok(Some(key(reference)));
        }
        if let Some(Owner::Withdrawal(reference)) = self.owner(ClaimKind::WithdrawalReference, text)? {
            return Ok(Some(key(reference)));
        }
        Ok(match self.newest(&List::Withdrawals, text)? {
            Some(Record::Withdrawal(withdrawal)) => Some(key(withdrawal.reference)),
            _ => None,
        })
    }

    /// The session that holds a reference, else the newest with it; a browser's comes after the server's.
    fn session(&self, text: &str) -> Result<Option<Key>, Error> {
        let key = |id| Key::Session(self.scope.clone(), id);
        if let Ok(id) = SessionId::parse(text) {
            return Ok(Some(key(id)));
        }
        let Ok(reference) = MerchantReference::parse(text) else { return Ok(None) };
        for (class, kind) in read::BY_CLASS {
            if let Some(Owner::Session(id)) = self.owner(kind, text)? {
                return Ok(Some(key(id)));
            }
            let names = self.snapshot.record(&Key::Names(self.scope.clone(), class, reference.clone()))?;
            if let Some(Record::Names(names)) = names
                && let Some(id) = names.session
            {
                return Ok(Some(key(id)));
            }
        }
        Ok(None)
    }

    fn balance(&self) -> Result<Json, Error> {
        match self.snapshot.record(&Key::Account(self.scope.clone()))? {
            Some(Record::Account(account)) => Ok(resource::balance(&account.balances)),
            _ => Err(Code::AccountNotFound.into()),
        }
    }

    fn list(&self, list: &List, query: &ListQuery) -> Result<Json, Error> {
        let (records, next) = self.snapshot.page(self.scope, list, query)?;
        let shown = records.iter().filter_map(|record| resource::of(record, self.links, self.now));
        Ok(items(shown.collect(), next))
    }

    fn owner(&self, kind: ClaimKind, text: &str) -> Result<Option<Owner>, Error> {
        Ok(match self.snapshot.record(&Key::Claim(self.scope.clone(), kind, text.into()))? {
            Some(Record::Claim(claim)) => Some(claim.owner),
            _ => None,
        })
    }

    /// The newest of a list with this merchant's reference, once nothing holds the reference any more.
    fn newest(&self, list: &List, text: &str) -> Result<Option<Record>, Error> {
        let Ok(reference) = MerchantReference::parse(text) else { return Ok(None) };
        let query = ListQuery { limit: 1, merchant_reference: Some(reference), ..ListQuery::default() };
        Ok(self.snapshot.page(self.scope, list, &query)?.0.pop())
    }

    fn shown_maybe(&self, key: Option<Key>, code: Code, text: &str) -> Result<Json, Error> {
        key.map_or_else(|| Err(not_found(code, text)), |key| self.shown(&key, code, text))
    }

    fn shown(&self, key: &Key, code: Code, text: &str) -> Result<Json, Error> {
        let record = self.snapshot.record(key)?;
        let json = record.and_then(|record| resource::of(&record, self.links, self.now));
        json.ok_or_else(|| not_found(code, text))
    }
}

fn items(items: Vec<Json>, next: Option<Cursor>) -> Json {
    Object::default()
        .with("items", Json::Array(items))
        .with("next_cursor", Json::maybe_text(next.map(|cursor| cursor.print())))
        .into()
}

fn not_found(code: Code, text: &str) -> Error {
    Error::with_message(code, format!("{}: `{}`", code.row().message, crate::error::shown(text)))
}
