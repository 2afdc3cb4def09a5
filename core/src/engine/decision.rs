//! What a decision says must happen.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::defect::Defect;
use crate::error::Error;
use crate::ledger::Journal;
use crate::record::{Claim, Event, Key, Record};
use crate::reference::{DeliveryId, EventId, PaymentRef, ProviderRef, SessionId};
use crate::time::Instant;

/// Everything that one command changes, and its answer. All of it commits at once, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The answer; a refusal may have changes too, since a wrong PIN counts.
    pub answer: Result<Answer, Error>,
    /// Records as they stand afterwards, each with its version one higher.
    pub puts: Vec<(Key, Record)>,
    /// Claims given back; before any is taken.
    pub releases: Vec<Key>,
    /// Claims taken, which must be free.
    pub claims: Vec<(Key, Claim)>,
    /// Postings.
    pub journals: Vec<Journal>,
    /// What happened, printed.
    pub events: Vec<Event>,
    /// Work that is done with; before any is added.
    pub finished: Vec<Task>,
    /// Work that becomes due. A task has one due time: a second replaces the first.
    pub jobs: Vec<Job>,
    /// Where our own books did not allow what was decided: for the operator's eyes; the answer is `internal`.
    pub defect: Option<Defect>,
}

/// An answer to whoever asked.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// `data` of a 200, printed; `replayed` if nothing was done that an earlier request had not done.
    Data {
        /// The text.
        data: String,
        /// Whether it stands for an earlier answer.
        replayed: bool,
    },
    /// To [`Sending`](super::Action::Sending): send it.
    Send,
    /// Done; there is nothing to say.
    Done,
}

impl fmt::Debug for Answer {
    /// Not the data, which has phones in it and, for a new endpoint, a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data { data, replayed } => write!(f, "Data({} bytes, replayed: {replayed})", data.len()),
            Self::Send => f.write_str("Send"),
            Self::Done => f.write_str("Done"),
        }
    }
}

/// Work for later. The same task is kept once, with its latest due time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// When.
    pub due: Instant,
    /// What.
    pub task: Task,
}

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Task {
    /// Send an attempt to its provider.
    Submit(ProviderRef),
    /// Ask the provider about an attempt.
    Enquire(ProviderRef),
    /// Stop waiting for a payment.
    ExpirePayment(PaymentRef),
    /// Close a session.
    ExpireCheckout(SessionId),
    /// Settle what is due.
    Settle,
    /// Make the deliveries of an event.
    FanOut(EventId),
    /// Deliver.
    Deliver(DeliveryId),
}
