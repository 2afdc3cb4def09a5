//! What a batch of decisions changes, merged: each row is written once.

use std::collections::BTreeMap;

use rwandapay_core::engine::{Decision, Task};
use rwandapay_core::ledger::Journal;
use rwandapay_core::record::{Claim, Key, Record, Scope};
use rwandapay_core::time::Instant;

use super::extra::{ApiKey, Parked, Received};

/// The changes of one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    puts: BTreeMap<Key, Put>,
    claims: BTreeMap<Key, ClaimChange>,
    postings: Vec<Posting>,
    jobs: BTreeMap<(Scope, Task), (u64, Option<Instant>)>,
    ordered: u64,
    received: Vec<Received>,
    parked: Vec<Parked>,
    api_keys: Vec<ApiKey>,
    meta: BTreeMap<String, String>,
}

/// A record as it stands after the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The version before the batch, which the stored one must have; zero where there was no record.
    pub from: u64,
    /// The record.
    pub record: Record,
}

/// What a batch does to a claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimChange {
    /// Whether a claim that was there before is given back.
    pub released: bool,
    /// The claim that is there afterwards.
    pub taken: Option<Claim>,
}

/// A journal to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Whose book.
    pub scope: Scope,
    /// When it was decided.
    pub at: Instant,
    /// The journal.
    pub journal: Journal,
}

impl Changes {
    /// Adds what one decision changes, after all that were added before.
    pub fn add(&mut self, scope: &Scope, at: Instant, decision: &Decision) {
        for key in &decision.releases {
            let claim = self.claims.entry(key.clone()).or_default();
            // A claim that this batch took was never stored: it is only dropped again.
            claim.released |= claim.taken.take().is_none();
        }
        for (key, claim) in &decision.claims {
            self.claims.entry(key.clone()).or_default().taken = Some(claim.clone());
        }
        for (key, record) in &decision.puts {
            self.put(key, record);
        }
        let postings = decision.journals.iter();
        self.postings.extend(postings.map(|journal| Posting {
            scope: scope.clone(),
            at,
            journal: journal.clone(),
        }));
        for task in &decision.finished {
            self.finish(scope, task);
        }
        for job in &decision.jobs {
            self.job(scope, &job.task, Some(job.due));
        }
    }

    fn put(&mut self, key: &Key, record: &Record) {
        let from = record.version().unwrap_or_default().saturating_sub(1);
        let put = self.puts.entry(key.clone()).or_insert_with(|| Put { from, record: record.clone() });
        if put.record != *record {
            put.record = record.clone();
        }
    }

    /// Adds that a task is done with.
    pub fn finish(&mut self, scope: &Scope, task: &Task) {
        self.job(scope, task, None);
    }

    fn job(&mut self, scope: &Scope, task: &Task, due: Option<Instant>) {
        self.ordered = self.ordered.saturating_add(1);
        self.jobs.insert((scope.clone(), task.clone()), (self.ordered, due));
    }

    /// Adds a callback that came in.
    pub fn receive(&mut self, received: Received) {
        self.received.push(received);
    }

    /// Adds a command that failed alone.
    pub fn park(&mut self, parked: Parked) {
        self.parked.push(parked);
    }

    /// Adds an API key, or its new label and end.
    pub fn set_api_key(&mut self, key: ApiKey) {
        self.api_keys.push(key);
    }

    /// Sets a value of the server itself, such as `clock_offset_ms`.
    pub fn set_meta(&mut self, name: &str, value: &str) {
        self.meta.insert(name.into(), value.into());
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Records, in the order of their keys.
    pub fn puts(&self) -> impl Iterator<Item = (&Key, &Put)> {
        self.puts.iter()
    }

    /// Claims, in the order of their keys.
    pub fn claims(&self) -> impl Iterator<Item = (&Key, &ClaimChange)> {
        self.claims.iter()
    }

    /// Journals, in the order in which they were decided.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// Jobs, in the order in which they were last added; without a due time, those that are done with.
    pub fn jobs(&self) -> impl Iterator<Item = (&Scope, &Task, Option<Instant>)> {
        let mut jobs: Vec<_> = self.jobs.iter().collect();
        jobs.sort_unstable_by_key(|(_, (order, _))| *order);
        jobs.into_iter().map(|((scope, task), (_, due))| (scope, task, *due))
    }

    /// Callbacks, in the order in which they came.
    pub fn received(&self) -> &[Received] {
        &self.received
    }

    /// Commands that failed alone.
    pub fn parked(&self) -> &[Parked] {
        &self.parked
    }

    /// API keys.
    pub fn api_keys(&self) -> &[ApiKey] {
        &self.api_keys
    }

    /// Values of the server itself.
    pub fn meta(&self) -> impl Iterator<Item = (&str, &str)> {
        self.meta.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
