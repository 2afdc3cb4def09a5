//! The books as values, so that a shell can write them down and bring back only what a request is about.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::book::{Asked, Callback, Due, Entry};
use super::script::Script;
use super::{SimulatedRails, airtel, mtn, provider_of};
use crate::money::Rwf;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::rails::{Method, Product, WireRequest};
use crate::secret::Secret;
use crate::time::Instant;

/// A submission that was taken, complete.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// By whom.
    pub provider: Provider,
    /// What was asked.
    pub product: Product,
    /// Our reference of the attempt.
    pub reference: String,
    /// Our reference of the payment, refund or withdrawal.
    pub ours: String,
    /// The wallet that was named; none for a refund that names a collection.
    pub named_phone: Option<Phone>,
    /// The wallet.
    pub phone: Phone,
    /// The collection that is refunded.
    pub refund_of: Option<String>,
    /// How much.
    pub amount: Rwf,
    /// The token for callbacks.
    pub token: Option<Secret>,
    /// When it was taken.
    pub taken_at: Instant,
    /// The provider's own number of it.
    pub number: u64,
    /// Whether it was paid before these rails were opened.
    pub brought_along: bool,
}

impl fmt::Debug for Kept {
    /// Not the wallet and not the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kept({} {} {})", self.number, self.provider.name(), self.reference)
    }
}

/// A callback to come: when, its number, and whose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planned {
    /// When it is sent.
    pub at: Instant,
    /// Its number, which orders those of one instant.
    pub sequence: u64,
    /// By whom.
    pub provider: Provider,
    /// Our reference of the attempt.
    pub reference: String,
}

impl SimulatedRails {
    /// Rails that have given this number last.
    pub fn counting_from(sequence: u64) -> Self {
        Self { sequence, ..Self::default() }
    }

    /// The number that was given last.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Which submissions a request is about, so that they can be brought back before it is answered.
    pub fn concerned(request: &WireRequest) -> Vec<(Provider, String)> {
        let provider = provider_of(request);
        let references = match (request.method, provider) {
            (Method::Get, Provider::Mtn) => one(mtn::enquired(&request.path)),
            (Method::Get, Provider::Airtel) => one(airtel::enquired(&request.path)),
            (Method::Post, Provider::Mtn) => named(mtn::asked(request)),
            (Method::Post, Provider::Airtel) => named(airtel::asked(request)),
        };
        references.into_iter().map(|reference| (provider, reference)).collect()
    }

    /// A submission as it was taken.
    pub fn kept(&self, provider: Provider, reference: &str) -> Option<Kept> {
        let entry = self.entries.get(&(provider, reference.to_string()))?;
        Some(Kept {
            provider: entry.provider,
            product: entry.asked.product,
            reference: entry.asked.reference.clone(),
            ours: entry.asked.ours.clone(),
            named_phone: entry.asked.phone,
            phone: entry.phone,
            refund_of: entry.asked.refund_of.clone(),
            amount: entry.asked.amount,
            token: entry.asked.token.clone(),
            taken_at: entry.taken_at,
            number: entry.number,
            brought_along: entry.script == Script::PAID,
        })
    }

    /// Brings a submission back. Its callbacks are not planned again.
    pub fn bring_back(&mut self, kept: Kept) {
        let asked = Asked {
            product: kept.product,
            reference: kept.reference,
            phone: kept.named_phone,
            refund_of: kept.refund_of,
            amount: kept.amount,
            ours: kept.ours,
            token: kept.token,
        };
        let script = if kept.brought_along { Script::PAID } else { Script::of(asked.kind(), kept.phone) };
        let entry = Entry {
            provider: kept.provider,
            phone: kept.phone,
            script,
            taken_at: kept.taken_at,
            number: kept.number,
            asked,
        };
        self.entries.insert((entry.provider, entry.asked.reference.clone()), entry);
    }

    /// The callbacks to come, in their order.
    pub fn planned(&self) -> impl Iterator<Item = Planned> {
        self.due.iter().map(|((at, sequence), due)| Planned {
            at: *at,
            sequence: *sequence,
            provider: due.key.0,
            reference: due.key.1.clone(),
        })
    }

    /// A callback as it is sent; none if its submission is not here.
    pub fn call(&self, planned: &Planned) -> Option<Callback> {
        let key = (planned.provider, planned.reference.clone());
        let entry = self.entries.get(&key)?;
        // Callbacks are numbered right behind their submission.
        let place = planned.sequence.checked_sub(entry.number)?.checked_sub(1)?;
        let (_, claims) = entry.script.callbacks().into_iter().nth(usize::try_from(place).ok()?)?;
        self.callback(planned.at, &Due { key, claims })
    }
}

fn one(enquired: Option<(Product, &str)>) -> Vec<String> {
    enquired.into_iter().map(|(_, reference)| reference.to_string()).collect()
}

fn named(asked: Option<Asked>) -> Vec<String> {
    asked.into_iter().flat_map(|asked| [Some(asked.reference), asked.refund_of]).flatten().collect()
}
