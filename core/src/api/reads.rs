//! Reads: one resource, or a page of a list, from the records of a sandbox.

use alloc::format;
use alloc::vec::Vec;

use super::route::Route;
use crate::engine::read::{self, page};
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::record::{ClaimKind, Key, KeyClass, Owner, Record, Scope};
use crate::reference::{EventId, Lookup, MerchantReference, PaymentRef, RefundRef, SessionId, WithdrawalRef};
use crate::request::{Cursor, ListQuery};
use crate::resource;
use crate::sandbox::Sandbox;

/// The payment that a reference means.
pub fn payment(sandbox: &Sandbox, scope: &Scope, text: &str) -> Result<Json, Error> {
    let reference = payment_reference(sandbox, scope, text)?;
    shown(sandbox, &Key::Payment(scope.clone(), reference), Code::PaymentNotFound, text)
}

fn payment_reference(sandbox: &Sandbox, scope: &Scope, text: &str) -> Result<PaymentRef, Error> {
    // What cannot be a reference names no payment.
    let lookup = Lookup::parse(text).map_err(|_| not_found(Code::PaymentNotFound, text))?;
    let records = sandbox.records();
    let found = read::find(scope, &lookup, &|key| records.get(key).map(Option::<&Record>::cloned));
    read::payment_of(found.map_err(|_| Error::new(Code::Internal))?, &lookup)
}

/// A refund, by either reference.
pub fn refund(sandbox: &Sandbox, scope: &Scope, text: &str) -> Result<Json, Error> {
    let reference = RefundRef::parse(text).ok().or_else(|| {
        if let Some(Owner::Refund(reference)) = owner(sandbox, scope, ClaimKind::RefundReference, text) {
            return Some(reference);
        }
        newest(sandbox, scope, text, |record| {
            if let Record::Refund(refund) = record { Some(refund.reference.clone()) } else { None }
        })
    });
    let key = reference.map(|reference| Key::Refund(scope.clone(), reference));
    shown_maybe(sandbox, key, Code::RefundNotFound, text)
}

/// A withdrawal, by either reference.
pub fn withdrawal(sandbox: &Sandbox, scope: &Scope, text: &str) -> Result<Json, Error> {
    let reference = WithdrawalRef::parse(text).ok().or_else(|| {
        if let Some(Owner::Withdrawal(reference)) =
            owner(sandbox, scope, ClaimKind::WithdrawalReference, text)
        {
            return Some(reference);
        }
        newest(sandbox, scope, text, |record| {
            if let Record::Withdrawal(withdrawal) = record {
                Some(withdrawal.reference.clone())
            } else {
                None
            }
        })
    });
    let key = reference.map(|reference| Key::Withdrawal(scope.clone(), reference));
    shown_maybe(sandbox, key, Code::WithdrawalNotFound, text)
}

/// A checkout session, by its id or by the merchant's reference.
pub fn session(sandbox: &Sandbox, scope: &Scope, text: &str) -> Result<Json, Error> {
    let id = SessionId::parse(text).ok().or_else(|| session_with(sandbox, scope, text));
    let key = id.map(|id| Key::Session(scope.clone(), id));
    shown_maybe(sandbox, key, Code::SessionNotFound, text)
}

/// The session that holds a reference, else the newest with it; a browser's comes after the server's.
fn session_with(sandbox: &Sandbox, scope: &Scope, text: &str) -> Option<SessionId> {
    let reference = MerchantReference::parse(text).ok()?;
    let of = |class, kind| {
        if let Some(Owner::Session(id)) = owner(sandbox, scope, kind, text) {
            return Some(id);
        }
        match sandbox.record(&Key::Names(scope.clone(), class, reference.clone())) {
            Some(Record::Names(names)) => names.session.clone(),
            _ => None,
        }
    };
    of(KeyClass::Secret, ClaimKind::Reference)
        .or_else(|| of(KeyClass::Publishable, ClaimKind::PublishableReference))
}

/// An event, by its id: the very text that was delivered.
pub fn event(sandbox: &Sandbox, scope: &Scope, text: &str) -> Result<Json, Error> {
    let key = EventId::parse(text).ok().map(|id| Key::Event(scope.clone(), id));
    shown_maybe(sandbox, key, Code::EventNotFound, text)
}

/// The balances.
pub fn balance(sandbox: &Sandbox, scope: &Scope) -> Result<Json, Error> {
    match sandbox.record(&Key::Account(scope.clone())) {
        Some(Record::Account(account)) => Ok(resource::balance(&account.balances)),
        _ => Err(Code::AccountNotFound.into()),
    }
}

/// The page of a list: `items` and `next_cursor`.
pub fn list(
    sandbox: &Sandbox,
    scope: &Scope,
    route: &Route,
    query: &ListQuery,
    reference: Option<&str>,
) -> Result<Json, Error> {
    // With `reference`, the list is a look-up: one payment, or 404.
    if let Some(text) = reference {
        return Ok(items(alloc::vec![payment(sandbox, scope, text)?], None));
    }
    let of_payment = match route.operation.name {
        "payments.refunds" => Some(payment_reference(sandbox, scope, route.parameter("payment_reference"))?),
        _ => None,
    };
    let records = sandbox.records().iter().filter(|(key, _)| key.scope() == scope).map(|(_, record)| record);
    let page =
        page(records.filter(|record| belongs(route.operation.name, of_payment.as_ref(), record)), query);
    let shown =
        page.items.iter().filter_map(|record| resource::of(record, &sandbox.config().links, sandbox.now()));
    Ok(items(shown.collect(), page.next))
}

fn items(items: Vec<Json>, next: Option<Cursor>) -> Json {
    Object::default()
        .with("items", Json::Array(items))
        .with("next_cursor", Json::maybe_text(next.map(|cursor| cursor.print())))
        .into()
}

/// Whether a list shows this kind of record.
fn belongs(operation: &str, of_payment: Option<&PaymentRef>, record: &Record) -> bool {
    match record {
        Record::Payment(_) => operation == "payments.list",
        Record::Refund(refund) => operation == "payments.refunds" && Some(&refund.payment) == of_payment,
        Record::Withdrawal(_) => operation == "withdrawals.list",
        Record::Session(_) => operation == "checkout.list",
        Record::Endpoint(endpoint) => operation == "webhook_endpoints.list" && !endpoint.deleted,
        Record::Delivery(_) => operation == "webhook_deliveries.list",
        Record::Event(_) => operation == "events.list",
        Record::Account(_) | Record::Attempt(_) | Record::Claim(_) | Record::Names(_) => false,
    }
}

fn owner(sandbox: &Sandbox, scope: &Scope, kind: ClaimKind, text: &str) -> Option<Owner> {
    match sandbox.record(&Key::Claim(scope.clone(), kind, text.into())) {
        Some(Record::Claim(claim)) => Some(claim.owner.clone()),
        _ => None,
    }
}

/// The newest record of a kind with this merchant's reference, once nothing holds the reference any more.
fn newest<T>(sandbox: &Sandbox, scope: &Scope, text: &str, pick: impl Fn(&Record) -> Option<T>) -> Option<T> {
    let query = ListQuery {
        limit: 1,
        merchant_reference: Some(MerchantReference::parse(text).ok()?),
        ..ListQuery::default()
    };
    let records =
        sandbox.records().iter().filter(|(key, record)| key.scope() == scope && pick(record).is_some());
    page(records.map(|(_, record)| record), &query).items.first().copied().and_then(pick)
}

fn shown_maybe(sandbox: &Sandbox, key: Option<Key>, code: Code, text: &str) -> Result<Json, Error> {
    key.map_or_else(|| Err(not_found(code, text)), |key| shown(sandbox, &key, code, text))
}

fn shown(sandbox: &Sandbox, key: &Key, code: Code, text: &str) -> Result<Json, Error> {
    let record = sandbox.record(key);
    let json = record.and_then(|record| resource::of(record, &sandbox.config().links, sandbox.now()));
    json.ok_or_else(|| not_found(code, text))
}

fn not_found(code: Code, text: &str) -> Error {
    Error::with_message(code, format!("{}: `{}`", code.row().message, crate::error::shown(text)))
}
