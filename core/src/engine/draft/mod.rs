//! A decision while it is being made: what was read, and what has been changed so far.

mod events;
mod fresh;
mod records;

pub use fresh::Making;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::Defect;
use super::command::Command;
use super::decision::{Answer, Decision, Job, Task};
use super::policy::Config;
use super::records::{Missing, Records};
use crate::error::{Code, Error};
use crate::ledger::{self, Journal};
use crate::record::{Account, Claim, ClaimKind, Event, EventType, Key, Owner, Record, Scope, Stored};
use crate::reference::EndpointId;
use crate::time::Instant;

/// Why a use case ends without an answer.
#[derive(Debug)]
pub enum Stop {
    /// Records must be loaded first.
    Missing(Missing),
    /// The command is refused, and nothing changes.
    Refused(Error),
    /// The command is refused, and what was put so far stays: a wrong PIN counts.
    RefusedAndKept(Error),
    /// Our own books do not allow it: answered as `internal`, and changes nothing.
    Defect(Defect),
}

impl From<Missing> for Stop {
    fn from(missing: Missing) -> Self {
        Self::Missing(missing)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<Code> for Stop {
    fn from(code: Code) -> Self {
        Self::Refused(Error::new(code))
    }
}

/// A change that has been made so far to a claim.
#[derive(Debug, Clone)]
enum ClaimChange {
    /// Taken; `freed` if whoever held it gave it back in this decision.
    Taken {
        claim: Claim,
        freed: bool,
    },
    Released,
}

/// Something that happened, printed when the decision is finished and the resource has its last shape.
struct Happening {
    kind: EventType,
    resource: Key,
    only: Option<EndpointId>,
}

/// The decision in the making.
pub struct Draft<'a> {
    pub config: &'a Config,
    pub scope: &'a Scope,
    pub command: &'a Command,
    /// The later of the clock and the account's clock.
    pub now: Instant,
    pub account: Account,
    records: &'a Records,
    changed: BTreeMap<Key, Record>,
    claims: BTreeMap<Key, ClaimChange>,
    journals: Vec<Journal>,
    happened: Vec<Happening>,
    finished: Vec<Task>,
    jobs: Vec<Job>,
}

impl<'a> Draft<'a> {
    pub fn new(
        config: &'a Config,
        records: &'a Records,
        command: &'a Command,
        account: Account,
        now: Instant,
    ) -> Self {
        Self {
            config,
            scope: &command.scope,
            command,
            now,
            account,
            records,
            changed: BTreeMap::new(),
            claims: BTreeMap::new(),
            journals: Vec::new(),
            happened: Vec::new(),
            finished: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// Asks for several records at once, so that a shell loads them in one round.
    pub fn want(&self, keys: impl IntoIterator<Item = Key>) -> Result<(), Missing> {
        self.records.want(keys)
    }

    /// The same, and then what these name: whoever holds a claim, the payments and the session of a reference,
    /// the reference of a session. In a batch an earlier command may make any of them matter.
    pub fn want_and_named(&self, keys: impl IntoIterator<Item = Key>) -> Result<(), Missing> {
        let keys: Vec<Key> = keys.into_iter().collect();
        self.want(keys.iter().cloned())?;
        let mut named = Vec::new();
        for key in &keys {
            if let Some(record) = self.look(key)? {
                self.named_by(&record, &mut named);
            }
        }
        self.want(named)
    }

    fn named_by(&self, record: &Record, named: &mut Vec<Key>) {
        let scope = || self.scope.clone();
        match record {
            Record::Claim(claim) => named.extend(self.owner_key(&claim.owner)),
            Record::Names(used) => {
                let payments = [&used.successful, &used.newest].into_iter().flatten();
                named.extend(payments.map(|payment| Key::Payment(scope(), payment.clone())));
            }
            Record::Session(session) => {
                let reference = session.merchant_reference.clone();
                named.push(Key::Names(scope(), session.amount_source, reference));
            }
            Record::Account(_)
            | Record::Payment(_)
            | Record::Attempt(_)
            | Record::Refund(_)
            | Record::Withdrawal(_)
            | Record::Endpoint(_)
            | Record::Event(_)
            | Record::Delivery(_) => {}
        }
    }

    fn owner_key(&self, owner: &Owner) -> Option<Key> {
        let scope = self.scope.clone();
        match owner {
            Owner::Payment(reference) => Some(Key::Payment(scope, reference.clone())),
            Owner::Session(id) => Some(Key::Session(scope, id.clone())),
            Owner::Refund(reference) => Some(Key::Refund(scope, reference.clone())),
            Owner::Withdrawal(reference) => Some(Key::Withdrawal(scope, reference.clone())),
            Owner::Other(_) => None,
        }
    }

    fn find(&self, key: &Key) -> Result<Option<&Record>, Missing> {
        match self.changed.get(key) {
            Some(record) => Ok(Some(record)),
            None => self.records.get(key),
        }
    }

    /// Any record as it stands in this decision, claims included.
    pub fn look(&self, key: &Key) -> Result<Option<Record>, Missing> {
        if let Key::Claim(_, kind, text) = key {
            return Ok(self.claim(*kind, text)?.map(Record::Claim));
        }
        Ok(self.find(key)?.cloned())
    }

    /// A claim as it stands in this decision.
    pub fn claim(&self, kind: ClaimKind, text: &str) -> Result<Option<Claim>, Missing> {
        let key = self.claim_key(kind, text);
        match self.claims.get(&key) {
            Some(ClaimChange::Taken { claim, .. }) => Ok(Some(claim.clone())),
            Some(ClaimChange::Released) => Ok(None),
            None => Ok(match self.records.get(&key)? {
                Some(Record::Claim(claim)) => Some(claim.clone()),
                _ => None,
            }),
        }
    }

    pub fn claim_key(&self, kind: ClaimKind, text: &str) -> Key {
        Key::Claim(self.scope.clone(), kind, text.into())
    }

    /// Takes a claim that the use case has found free.
    pub fn take(&mut self, kind: ClaimKind, text: &str, owner: Owner) {
        self.take_with(kind, text, owner, None);
    }

    pub fn take_with(&mut self, kind: ClaimKind, text: &str, owner: Owner, stored: Option<Stored>) {
        let claim = Claim { owner, taken_at: self.now, stored };
        let key = self.claim_key(kind, text);
        // An idempotency key that is past its time is taken over from what it stood for.
        let freed =
            matches!(self.claims.get(&key), Some(ClaimChange::Released)) || kind == ClaimKind::Idempotency;
        self.claims.insert(key, ClaimChange::Taken { claim, freed });
    }

    /// Gives a claim back, if this owner holds it.
    pub fn release(&mut self, kind: ClaimKind, text: &str, owner: &Owner) -> Result<(), Missing> {
        if self.claim(kind, text)?.is_some_and(|claim| claim.owner == *owner) {
            self.claims.insert(self.claim_key(kind, text), ClaimChange::Released);
        }
        Ok(())
    }

    /// Posts a journal: the balances move with it.
    pub fn post(&mut self, journal: Result<Journal, Code>) -> Result<(), Stop> {
        let journal = journal.map_err(|_| Stop::Defect(Defect("a journal does not balance")))?;
        self.account.balances = ledger::apply_to(&self.account.balances, &journal)
            .map_err(|_| Stop::Defect(Defect("a journal takes a balance below zero")))?;
        self.journals.push(journal);
        Ok(())
    }

    /// Notes that something happened to a resource; printed in its last shape.
    pub fn happen(&mut self, kind: EventType, resource: Key) {
        self.happened.push(Happening { kind, resource, only: None });
    }

    pub fn happen_only(&mut self, kind: EventType, resource: Key, only: EndpointId) {
        self.happened.push(Happening { kind, resource, only: Some(only) });
    }

    pub fn job(&mut self, due: Instant, task: Task) {
        self.jobs.retain(|job| job.task != task);
        self.jobs.push(Job { due, task });
    }

    pub fn finish_task(&mut self, task: Task) {
        self.finished.push(task);
    }

    /// The resource under a key, as it is printed.
    pub fn print(&self, key: &Key) -> Result<String, Stop> {
        let record = self.next_version(key)?;
        let json = crate::resource::of(&record, &self.config.links, self.now);
        Ok(json.map(|json| json.print()).unwrap_or_default())
    }

    /// An answer with the resource under this key.
    pub fn answer(&self, key: &Key) -> Result<Answer, Stop> {
        Ok(Answer::Data { data: self.print(key)?, replayed: false })
    }

    /// The record under a key with the version that it will have once the decision is applied.
    fn next_version(&self, key: &Key) -> Result<Record, Stop> {
        let stored = self.records.get(key)?;
        let Some(changed) = self.changed.get(key) else {
            return stored.cloned().ok_or(Stop::Defect(Defect("a resource to print is not there")));
        };
        let mut record = changed.clone();
        let version = stored.and_then(Record::version).unwrap_or_default();
        record.set_version(version.saturating_add(1));
        Ok(record)
    }

    /// The decision, with every event printed.
    pub fn finish(mut self, answer: Answer) -> Result<Decision, Stop> {
        let mut events = Vec::new();
        for (index, happening) in core::mem::take(&mut self.happened).into_iter().enumerate() {
            events.push(self.event(index, happening)?);
        }
        self.into_decision(Ok(answer), events)
    }

    /// The decision of a refusal that counts.
    pub fn finish_refused(self, error: Error) -> Result<Decision, Stop> {
        self.into_decision(Err(error), Vec::new())
    }

    fn into_decision(mut self, answer: Result<Answer, Error>, events: Vec<Event>) -> Result<Decision, Stop> {
        self.account.clock = self.now;
        let account = Key::Account(self.scope.clone());
        self.changed.insert(account, Record::Account(self.account.clone()));
        let mut puts = Vec::new();
        for key in self.changed.keys() {
            puts.push((key.clone(), self.next_version(key)?));
        }
        for event in &events {
            puts.push((Key::Event(self.scope.clone(), event.id.clone()), Record::Event(event.clone())));
        }
        let mut releases = Vec::new();
        let mut claims = Vec::new();
        for (key, change) in self.claims {
            let held = self.records.get(&key)?.is_some();
            match change {
                ClaimChange::Released if held => releases.push(key),
                ClaimChange::Released => {}
                ClaimChange::Taken { claim, freed } => {
                    if held && freed {
                        releases.push(key.clone());
                    }
                    claims.push((key, claim));
                }
            }
        }
        let Self { journals, finished, jobs, .. } = self;
        Ok(Decision { answer, puts, releases, claims, journals, events, finished, jobs, defect: None })
    }
}
