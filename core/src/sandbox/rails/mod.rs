//! The simulated MTN and Airtel: wire requests in, wire answers out, and books of their own.
//!
//! What happens is decided by the last three digits of the wallet (contract, section 8) and by nothing
//! else, so the same requests at the same times give the same answers. They read the very bytes that
//! [`crate::rails`] builds and answer with bytes that it reads: every sandbox payment runs the wire code.
//!
//! At Airtel a refund arrives as a disbursement, so it is told from a withdrawal by our reference in it
//! (`RFD-…`), and its number counts as the number of a refund.

mod airtel;
mod book;
mod kept;
mod mtn;
mod numbers;
mod script;

pub use book::{Callback, Fault, Moved};
pub use kept::{Kept, Planned};
pub use numbers::{COLLECT_NUMBERS, PAYOUT_NUMBERS, TestNumber};

use alloc::collections::{BTreeMap, VecDeque};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use self::book::{Asked, Due, Entry};
use self::script::{Script, Start};
use crate::provider::Provider;
use crate::rails::{Method, Product, Reply, WireRequest};
use crate::record::{Attempt, Purpose};
use crate::time::Instant;

/// Both simulated rails.
#[derive(Debug, Clone, Default)]
pub struct SimulatedRails {
    /// What the providers have taken, by their name and our reference.
    entries: BTreeMap<(Provider, String), Entry>,
    /// The callbacks to come, in the order of their times.
    due: BTreeMap<(Instant, u64), Due>,
    /// Counts transactions and callbacks.
    sequence: u64,
    /// What goes wrong with the next submissions.
    faults: VecDeque<Fault>,
}

impl SimulatedRails {
    /// Rails that have seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets the next submission without a fault go wrong in this way.
    pub fn inject(&mut self, fault: Fault) {
        self.faults.push_back(fault);
    }

    /// Takes a submission. A reference that was taken before moves nothing again.
    pub fn submit(&mut self, request: &WireRequest, now: Instant) -> Reply {
        match self.faults.pop_front() {
            None => self.take(request, now, 0),
            Some(Fault::LoseRequest) => Reply::MaybeSent,
            Some(Fault::LoseReply) => {
                self.take(request, now, 0);
                Reply::MaybeSent
            }
            Some(Fault::Twice) => {
                self.take(request, now, 0);
                self.take(request, now, 0)
            }
            Some(Fault::DelayMs(late_ms)) => self.take(request, now, late_ms),
        }
    }

    fn take(&mut self, request: &WireRequest, now: Instant, late_ms: u32) -> Reply {
        let provider = provider_of(request);
        if !is_authorised(request) {
            return Reply::response(401, "");
        }
        let asked = match provider {
            Provider::Mtn => mtn::asked(request),
            Provider::Airtel => airtel::asked(request),
        };
        let Some(asked) = asked.filter(|_| request.method == Method::Post) else {
            return malformed(provider);
        };
        let key = (provider, asked.reference.clone());
        if self.entries.contains_key(&key) {
            return duplicate(provider, asked.product);
        }
        let Some(phone) = asked.phone.or_else(|| self.collected_from(provider, &asked, now)) else {
            return unknown_reference(provider, asked.product);
        };
        let script = Script::of(asked.kind(), phone);
        if script.start == Start::Down {
            return Reply::NotSent;
        }
        self.sequence = self.sequence.saturating_add(1);
        let taken_at = now.plus_ms(late_ms.into());
        let entry = Entry { provider, asked, phone, script, taken_at, number: self.sequence };
        self.plan(&entry);
        let reply = match (script.start, provider) {
            (Start::Silent | Start::Down, _) => Reply::MaybeSent,
            (Start::Taken, Provider::Mtn) => Reply::response(202, ""),
            (Start::Taken, Provider::Airtel) => airtel::taken(&entry),
        };
        self.entries.insert(key, entry);
        reply
    }

    /// The wallet of the collection that a refund names, once the money has come.
    fn collected_from(&self, provider: Provider, asked: &Asked, now: Instant) -> Option<crate::phone::Phone> {
        let collected = self.entries.get(&(provider, asked.refund_of.clone()?))?;
        (collected.asked.product == Product::Collect && collected.moved(now).is_some())
            .then_some(collected.phone)
    }

    fn plan(&mut self, entry: &Entry) {
        for (after_ms, claims) in entry.script.callbacks() {
            self.sequence = self.sequence.saturating_add(1);
            let at = entry.taken_at.plus_ms(after_ms);
            let due = Due { key: (entry.provider, entry.asked.reference.clone()), claims };
            self.due.insert((at, self.sequence), due);
        }
    }

    /// Books a collection that was paid before these rails were opened, so that it can be refunded.
    pub fn record_collection(&mut self, attempt: &Attempt, paid_at: Instant) {
        let ours = match &attempt.purpose {
            Purpose::Collect(reference) => reference.to_string(),
            Purpose::Refund(reference, _) => reference.to_string(),
            Purpose::Withdraw(reference) => reference.to_string(),
        };
        self.sequence = self.sequence.saturating_add(1);
        let asked = Asked {
            product: Product::Collect,
            reference: attempt.reference.to_string(),
            phone: Some(attempt.phone),
            refund_of: None,
            amount: attempt.amount,
            ours,
            token: None,
        };
        let entry = Entry {
            provider: attempt.provider,
            asked,
            phone: attempt.phone,
            script: Script::PAID,
            taken_at: paid_at,
            number: self.sequence,
        };
        self.entries.insert((attempt.provider, attempt.reference.to_string()), entry);
    }

    /// Answers an enquiry.
    pub fn enquire(&self, request: &WireRequest, now: Instant) -> Reply {
        let provider = provider_of(request);
        if !is_authorised(request) {
            return Reply::response(401, "");
        }
        let asked = match provider {
            Provider::Mtn => mtn::enquired(&request.path),
            Provider::Airtel => airtel::enquired(&request.path),
        };
        let Some((product, reference)) = asked.filter(|_| request.method == Method::Get) else {
            return Reply::response(404, r#"{"statusCode":404,"message":"Resource not found"}"#);
        };
        let found = self.entries.get(&(provider, reference.to_string()));
        match found.filter(|entry| entry.asked.product == product && entry.taken_at <= now) {
            Some(entry) => match provider {
                Provider::Mtn => mtn::status(entry, now),
                Provider::Airtel => airtel::status(entry, now),
            },
            None => unknown_reference(provider, product),
        }
    }

    /// When the next callback is due.
    pub fn next_due(&self) -> Option<Instant> {
        self.due.first_key_value().map(|((at, _), _)| *at)
    }

    /// The callbacks that are due, in order; each is given once.
    pub fn callbacks_due(&mut self, now: Instant) -> Vec<Callback> {
        let later = self.due.split_off(&(now.plus_ms(1), 0));
        let due = core::mem::replace(&mut self.due, later);
        due.into_iter().filter_map(|((at, _), due)| self.callback(at, &due)).collect()
    }

    fn callback(&self, at: Instant, due: &Due) -> Option<Callback> {
        let entry = self.entries.get(&due.key)?;
        let body = match entry.provider {
            Provider::Mtn => mtn::callback(entry, due.claims),
            Provider::Airtel => airtel::callback(entry, due.claims),
        };
        Some(Callback {
            provider: entry.provider,
            reference: entry.asked.reference.clone(),
            token: entry.asked.token.clone(),
            at,
            body,
        })
    }

    /// What the providers believe has moved by now, in the order of the references.
    pub fn books(&self, now: Instant) -> Vec<Moved> {
        let moved = self.entries.values().filter_map(|entry| {
            let (amount, at) = entry.moved(now)?;
            Some(Moved {
                provider: entry.provider,
                product: entry.asked.product,
                reference: entry.asked.reference.clone(),
                ours: entry.asked.ours.clone(),
                phone: entry.phone,
                amount,
                at,
            })
        });
        moved.collect()
    }
}

/// The two are told apart by their paths, as they are by their hosts in production.
fn provider_of(request: &WireRequest) -> Provider {
    let is_mtn = ["/collection/", "/disbursement/"].iter().any(|start| request.path.starts_with(start));
    if is_mtn { Provider::Mtn } else { Provider::Airtel }
}

fn is_authorised(request: &WireRequest) -> bool {
    request.header("Authorization").is_some_and(|value| value.reveal().starts_with("Bearer "))
}

fn malformed(provider: Provider) -> Reply {
    match provider {
        Provider::Mtn => mtn::error(400, "VALIDATION_ERROR"),
        Provider::Airtel => airtel::error("ROUTER003"),
    }
}

fn duplicate(provider: Provider, product: Product) -> Reply {
    match (provider, product) {
        (Provider::Mtn, _) => mtn::error(409, "RESOURCE_ALREADY_EXIST"),
        (Provider::Airtel, Product::Collect) => airtel::error("ESB000041"),
        (Provider::Airtel, Product::Refund | Product::Payout) => airtel::error("DP00900001017"),
    }
}

fn unknown_reference(provider: Provider, product: Product) -> Reply {
    match (provider, product) {
        (Provider::Mtn, _) => mtn::error(404, "RESOURCE_NOT_FOUND"),
        (Provider::Airtel, Product::Collect) => airtel::error("DP00800001025"),
        (Provider::Airtel, Product::Refund | Product::Payout) => airtel::error("DP00900001015"),
    }
}
