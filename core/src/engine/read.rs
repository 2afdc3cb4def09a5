//! Reads: which record a reference means, and which records a list shows, in which order.
//!
//! The rules stand here once. A store answers lists by queries of its own, and its tests prove that the
//! queries agree with [`page`].

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::draft::{Draft, Stop};
use crate::error::{Code, Error, shown};
use crate::record::{ClaimKind, Key, KeyClass, Owner, Payment, Record, Scope, Session};
use crate::reference::{Lookup, MerchantReference, PaymentRef, SessionId};
use crate::request::{Cursor, ListQuery};
use crate::time::Instant;

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A payment.
    Payment(PaymentRef),
    /// A session whose customer has not tried yet.
    NoAttemptYet(SessionId),
    /// Nothing.
    Nothing,
}

/// What a reference means: ours names one payment; a merchant's gives the owner of its claim, else the
/// payment with it that succeeded, else the newest. What a browser's key created comes after all else.
///
/// Source: contract, section 3.
///
/// # Errors
/// What `get` fails with; the engine's own is [`Missing`](super::Missing), if a record on the way must be loaded first.
pub fn find<E>(
    scope: &Scope,
    lookup: &Lookup,
    get: &dyn Fn(&Key) -> Result<Option<Record>, E>,
) -> Result<Found, E> {
    let reference = match lookup {
        Lookup::Ours(reference) => {
            let there = get(&Key::Payment(scope.clone(), reference.clone()))?.is_some();
            return Ok(if there { Found::Payment(reference.clone()) } else { Found::Nothing });
        }
        Lookup::Theirs(reference) => reference,
    };
    for (class, kind) in BY_CLASS {
        let found = find_of(scope, reference, class, kind, get)?;
        if found != Found::Nothing {
            return Ok(found);
        }
    }
    Ok(Found::Nothing)
}

/// The key classes and what their references are claimed as, the merchant's own server first.
pub(crate) const BY_CLASS: [(KeyClass, ClaimKind); 2] =
    [(KeyClass::Secret, ClaimKind::Reference), (KeyClass::Publishable, ClaimKind::PublishableReference)];

fn find_of<E>(
    scope: &Scope,
    reference: &MerchantReference,
    class: KeyClass,
    kind: ClaimKind,
    get: &dyn Fn(&Key) -> Result<Option<Record>, E>,
) -> Result<Found, E> {
    let claim = get(&Key::Claim(scope.clone(), kind, reference.as_str().into()))?;
    if let Some(Record::Claim(claim)) = claim {
        match claim.owner {
            Owner::Payment(payment) => return Ok(Found::Payment(payment)),
            Owner::Session(id) => return of_session(scope, id, get),
            Owner::Refund(_) | Owner::Withdrawal(_) | Owner::Other(_) => {}
        }
    }
    let Some(Record::Names(names)) = get(&Key::Names(scope.clone(), class, reference.clone()))? else {
        return Ok(Found::Nothing);
    };
    Ok(match (names.successful.or(names.newest), names.session) {
        (Some(payment), _) => Found::Payment(payment),
        (None, Some(session)) => Found::NoAttemptYet(session),
        (None, None) => Found::Nothing,
    })
}

fn of_session<E>(
    scope: &Scope,
    id: SessionId,
    get: &dyn Fn(&Key) -> Result<Option<Record>, E>,
) -> Result<Found, E> {
    let Some(Record::Session(session)) = get(&Key::Session(scope.clone(), id.clone()))? else {
        return Ok(Found::Nothing);
    };
    Ok(session.completed_by.or(session.last_payment).map_or(Found::NoAttemptYet(id), Found::Payment))
}

/// What a look-up reads first, as many records as can be known.
pub(super) fn wanted(scope: &Scope, lookup: &Lookup) -> Vec<Key> {
    match lookup {
        Lookup::Ours(reference) => vec![Key::Payment(scope.clone(), reference.clone())],
        Lookup::Theirs(reference) => BY_CLASS
            .into_iter()
            .flat_map(|(class, kind)| {
                [
                    Key::Claim(scope.clone(), kind, reference.as_str().into()),
                    Key::Names(scope.clone(), class, reference.clone()),
                ]
            })
            .collect(),
    }
}

/// The 404 of a look-up that found no payment, or the payment.
///
/// # Errors
/// `payment_not_found`, `no_attempt_yet`.
pub fn payment_of(found: Found, lookup: &Lookup) -> Result<PaymentRef, Error> {
    match found {
        Found::Payment(reference) => Ok(reference),
        Found::NoAttemptYet(session) => Err(Error::new(Code::NoAttemptYet).about(session)),
        Found::Nothing => {
            let message = alloc::format!("no payment has the reference `{}`", shown(lookup.as_str()));
            Err(Error::with_message(Code::PaymentNotFound, message))
        }
    }
}

/// The payment that a command speaks of.
pub(super) fn find_payment(draft: &Draft<'_>, lookup: &Lookup) -> Result<Payment, Stop> {
    let found = find(draft.scope, lookup, &|key| draft.look(key))?;
    let reference = payment_of(found, lookup)?;
    payment(draft, &reference)
}

/// The payment with this reference of ours.
pub(super) fn payment(draft: &Draft<'_>, reference: &PaymentRef) -> Result<Payment, Stop> {
    draft.known_payment(reference)
}

/// The lists that there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// Payments.
    Payments,
    /// Refunds: those of one payment, or all.
    Refunds(Option<PaymentRef>),
    /// Withdrawals.
    Withdrawals,
    /// Checkout sessions.
    Sessions,
    /// Webhook endpoints, without those that were deleted.
    Endpoints,
    /// Webhook deliveries.
    Deliveries,
    /// Events.
    Events,
}

impl List {
    /// Whether this kind of record is in the list, before any filter.
    pub fn holds(&self, record: &Record) -> bool {
        match record {
            Record::Payment(_) => *self == Self::Payments,
            Record::Refund(refund) => match self {
                Self::Refunds(of) => of.as_ref().is_none_or(|payment| refund.payment == *payment),
                Self::Payments
                | Self::Withdrawals
                | Self::Sessions
                | Self::Endpoints
                | Self::Deliveries
                | Self::Events => false,
            },
            Record::Withdrawal(_) => *self == Self::Withdrawals,
            Record::Session(_) => *self == Self::Sessions,
            Record::Endpoint(endpoint) => *self == Self::Endpoints && !endpoint.deleted,
            Record::Delivery(_) => *self == Self::Deliveries,
            Record::Event(_) => *self == Self::Events,
            Record::Account(_) | Record::Attempt(_) | Record::Claim(_) | Record::Names(_) => false,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// What it shows, newest first.
    pub items: Vec<&'a Record>,
    /// Where the next page begins, if there is more.
    pub next: Option<Cursor>,
}

/// The page of these records that a query asks for. The records come in any order.
pub fn page<'a>(records: impl Iterator<Item = &'a Record>, query: &ListQuery) -> Page<'a> {
    let mut items: Vec<(Cursor, &Record)> = records
        .filter(|record| shows(query, record))
        .filter_map(|record| Some((place(record)?, record)))
        .filter(|(place, _)| query.cursor.as_ref().is_none_or(|cursor| place < cursor))
        .collect();
    items.sort_unstable_by(|(left, _), (right, _)| right.cmp(left));
    let limit = usize::from(query.limit);
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().map(|(place, _)| place.clone()).filter(|_| more);
    Page { items: items.into_iter().map(|(_, record)| record).collect(), next }
}

/// Where a record stands in its list; none for records that no list shows.
pub fn place(record: &Record) -> Option<Cursor> {
    let (at, reference) = match record {
        Record::Payment(payment) => (payment.created_at.ms(), payment.reference.as_str()),
        Record::Refund(refund) => (refund.created_at.ms(), refund.reference.as_str()),
        Record::Withdrawal(withdrawal) => (withdrawal.created_at.ms(), withdrawal.reference.as_str()),
        Record::Session(session) => (session.created_at.ms(), session.id.as_str()),
        Record::Endpoint(endpoint) => (endpoint.created_at.ms(), endpoint.id.as_str()),
        Record::Delivery(delivery) => (delivery.created_at.ms(), delivery.id.as_str()),
        // Events are listed by their sequence, which is their time without ties.
        Record::Event(event) => (i64::try_from(event.sequence).unwrap_or(i64::MAX), event.id.as_str()),
        Record::Account(_) | Record::Attempt(_) | Record::Claim(_) | Record::Names(_) => return None,
    };
    Some(Cursor { at, reference: reference.into() })
}

/// Whether a list with these filters shows the record.
pub fn shows(query: &ListQuery, record: &Record) -> bool {
    let facts = Facts::of(record);
    let is = |wanted: &Option<String>, value: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| value == Some(wanted))
    };
    is(&query.status, facts.status)
        && query.provider.is_none_or(|provider| facts.provider == Some(provider))
        && query.phone.is_none_or(|phone| facts.phone == Some(phone))
        && query.merchant_reference.as_ref().is_none_or(|wanted| facts.merchant_reference == Some(wanted))
        && query.created_from.is_none_or(|from| facts.created_at >= from)
        && query.created_to.is_none_or(|to| facts.created_at <= to)
}

/// What lists filter by.
struct Facts<'a> {
    status: Option<&'a str>,
    provider: Option<crate::provider::Provider>,
    phone: Option<crate::phone::Phone>,
    merchant_reference: Option<&'a MerchantReference>,
    created_at: Instant,
}

impl<'a> Facts<'a> {
    fn of(record: &'a Record) -> Self {
        let blank = |created_at| Self {
            status: None,
            provider: None,
            phone: None,
            merchant_reference: None,
            created_at,
        };
        match record {
            Record::Payment(payment) => Self {
                status: Some(crate::payment::display(payment.state, payment.amount, payment.refunded).name()),
                provider: Some(payment.provider),
                phone: Some(payment.phone),
                merchant_reference: payment.merchant_reference.as_ref(),
                created_at: payment.created_at,
            },
            Record::Refund(refund) => Self {
                status: Some(refund.state.name()),
                merchant_reference: refund.merchant_reference.as_ref(),
                ..blank(refund.created_at)
            },
            Record::Withdrawal(withdrawal) => Self {
                status: Some(withdrawal.state.name()),
                provider: Some(withdrawal.provider),
                phone: Some(withdrawal.phone),
                merchant_reference: withdrawal.merchant_reference.as_ref(),
                created_at: withdrawal.created_at,
            },
            Record::Session(session) => Self::of_session(session),
            Record::Delivery(delivery) => {
                Self { status: Some(delivery.state.name()), ..blank(delivery.created_at) }
            }
            Record::Endpoint(endpoint) => blank(endpoint.created_at),
            Record::Event(event) => Self { status: Some(event.kind.name()), ..blank(event.created_at) },
            Record::Account(_) | Record::Attempt(_) | Record::Claim(_) | Record::Names(_) => {
                blank(Instant::EPOCH)
            }
        }
    }

    fn of_session(session: &'a Session) -> Self {
        Self {
            status: Some(session.state.name()),
            provider: None,
            phone: session.customer.phone,
            merchant_reference: Some(&session.merchant_reference),
            created_at: session.created_at,
        }
    }
}
