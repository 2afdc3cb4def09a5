//! A second shell over the engine: a store that is a plain map, loaded record by record, group commits of
//! which some are lost, a job table, and simulated rails of its own.

use std::collections::{BTreeMap, BTreeSet};

use rwandapay_core::engine::{Action, Answer, Batch, Command, Config, Decision, Defect, Step, Task};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::Error;
use rwandapay_core::ledger::Journal;
use rwandapay_core::rails::{self, Access, Product};
use rwandapay_core::record::{Attempt, DeliveryAttempt, Key, Record, Scope, Target};
use rwandapay_core::reference::{DeliveryId, EndpointId, ProviderRef};
use rwandapay_core::sandbox::{Sandbox, SimulatedRails};
use rwandapay_core::secret::Secret;
use rwandapay_core::time::Instant;

use super::rng::Rng;

pub const BATCH: usize = 128;

pub struct Shell {
    pub config: Config,
    pub store: BTreeMap<Key, Record>,
    pub journals: Vec<(Scope, Journal)>,
    /// One row a task, as a table with a unique key has it: when it is due, and its place among equals.
    pub jobs: BTreeMap<(Scope, Task), (Instant, u64)>,
    due: BTreeSet<(Instant, u64, Scope, Task)>,
    /// How many commits of a hundred are lost.
    pub loses: u64,
    /// What was committed since the last look, if somebody looks.
    pub watched: Option<Vec<(Command, Instant, Decision)>>,
    pub rails: SimulatedRails,
    pub now: Instant,
    pub rounds: usize,
    pub lost: usize,
    pub commits: usize,
    pub largest: usize,
    access: Access,
    seed: Entropy,
    drawn: u32,
    added: u64,
    rng: Rng,
}

impl Shell {
    /// Begins with what a sandbox that was just opened has.
    pub fn beside(sandbox: &Sandbox, seed: [u8; 32], drawn: u32) -> Self {
        Self {
            config: sandbox.config().clone(),
            store: sandbox.records().iter().map(|(key, record)| (key.clone(), record.clone())).collect(),
            journals: sandbox.journals().to_vec(),
            jobs: BTreeMap::new(),
            due: BTreeSet::new(),
            loses: 20,
            watched: None,
            rails: sandbox.rails().clone(),
            now: sandbox.now(),
            rounds: 0,
            lost: 0,
            commits: 0,
            largest: 0,
            access: access(),
            seed: Entropy::new(seed),
            drawn,
            added: 0,
            rng: Rng::new(5),
        }
    }

    /// Commands that arrive together, committed in groups.
    pub fn commands(&mut self, commands: &[(Scope, Entropy, Action)]) -> Vec<Result<Answer, Error>> {
        let mut answers = Vec::new();
        for group in commands.chunks(BATCH) {
            let group = group.iter().map(|(scope, entropy, action)| {
                let command =
                    Command { scope: scope.clone(), entropy: entropy.clone(), action: action.clone() };
                (command, self.now)
            });
            answers.extend(self.commit(&group.collect::<Vec<_>>()));
        }
        answers
    }

    /// One group: decided from fresh loads until its commit holds.
    fn commit(&mut self, commands: &[(Command, Instant)]) -> Vec<Result<Answer, Error>> {
        self.largest = self.largest.max(commands.len());
        let mut before: Option<Vec<Result<Decision, Defect>>> = None;
        loop {
            let decided = self.decide(commands);
            if let Some(before) = &before {
                assert_eq!(*before, decided, "the same commands make the same decisions");
            }
            if self.rng.percent(self.loses) {
                self.lost += 1;
                before = Some(decided);
                continue;
            }
            self.commits += 1;
            return decided
                .into_iter()
                .zip(commands)
                .map(|(decision, (command, now))| {
                    let decision = decision.unwrap_or_else(|Defect(defect)| panic!("{defect}: {command:?}"));
                    assert_eq!(decision.defect, None, "{command:?}");
                    if let Some(watched) = &mut self.watched {
                        watched.push((command.clone(), *now, decision.clone()));
                    }
                    self.make_true(&command.scope, decision)
                })
                .collect();
        }
    }

    fn decide(&mut self, commands: &[(Command, Instant)]) -> Vec<Result<Decision, Defect>> {
        let config = self.config.clone();
        let mut batch = Batch::new(&config, commands);
        let mut rounds = 0;
        loop {
            match batch.step() {
                Step::Load(keys) => {
                    rounds += 1;
                    assert!(rounds <= 3, "round {rounds} asks for {keys:?} in {commands:?}");
                    for key in keys {
                        let record = self.store.get(&key).cloned();
                        batch.load(key, record);
                    }
                }
                Step::Commit(decided) => {
                    self.rounds = self.rounds.max(rounds);
                    assert_eq!(decided.len(), commands.len());
                    return decided;
                }
            }
        }
    }

    /// What a transaction does: constraints are its own.
    fn make_true(&mut self, scope: &Scope, decision: Decision) -> Result<Answer, Error> {
        for key in &decision.releases {
            assert!(self.store.remove(key).is_some(), "a claim to release is there: {key:?}");
        }
        for (key, claim) in decision.claims {
            let held = self.store.insert(key, Record::Claim(claim));
            assert_eq!(held, None, "a claim has one owner");
        }
        for (key, record) in decision.puts {
            let before = self.store.get(&key).and_then(Record::version).unwrap_or_default();
            assert!(record.version().is_none_or(|version| version == before + 1), "{key:?}");
            self.store.insert(key, record);
        }
        self.journals.extend(decision.journals.into_iter().map(|journal| (scope.clone(), journal)));
        for task in decision.finished {
            self.forget(scope, &task);
        }
        for job in decision.jobs {
            self.forget(scope, &job.task);
            self.added += 1;
            self.jobs.insert((scope.clone(), job.task.clone()), (job.due, self.added));
            self.due.insert((job.due, self.added, scope.clone(), job.task));
        }
        decision.answer
    }

    fn forget(&mut self, scope: &Scope, task: &Task) {
        if let Some((due, order)) = self.jobs.remove(&(scope.clone(), task.clone())) {
            self.due.remove(&(due, order, scope.clone(), task.clone()));
        }
    }

    pub fn run_until(&mut self, until: Instant) {
        loop {
            let job = self.due.first().map(|(due, ..)| *due);
            let due = job.into_iter().chain(self.rails.next_due()).min();
            let Some(due) = due.filter(|due| *due <= until) else { break };
            self.now = self.now.max(due);
            self.callbacks();
            self.wave();
        }
        self.now = self.now.max(until);
    }

    fn callbacks(&mut self) {
        let mut group = Vec::new();
        for callback in self.rails.callbacks_due(self.now) {
            let action = match (&callback.token, ProviderRef::parse(&callback.reference)) {
                (Some(token), _) => Action::Callback(token.reveal().into()),
                (None, reference) => Action::CallbackOf(reference.unwrap()),
            };
            // A callback names no merchant: it is tried on each until one knows it.
            for scope in self.scopes() {
                let entropy = self.draw();
                let command = Command { scope, entropy, action: action.clone() };
                if self.knows(&command) {
                    group.push((command, self.now));
                    break;
                }
            }
        }
        for chunk in group.chunks(BATCH) {
            for answer in self.commit(chunk) {
                answer.unwrap();
            }
        }
    }

    fn knows(&self, command: &Command) -> bool {
        use rwandapay_core::record::ClaimKind;
        let key = match &command.action {
            Action::Callback(token) => Key::Claim(command.scope.clone(), ClaimKind::Callback, token.clone()),
            Action::CallbackOf(attempt) => Key::Attempt(command.scope.clone(), attempt.clone()),
            other => panic!("{other:?}"),
        };
        self.store.contains_key(&key)
    }

    pub fn scopes(&self) -> Vec<Scope> {
        self.store
            .keys()
            .filter_map(|key| if let Key::Account(scope) = key { Some(scope.clone()) } else { None })
            .collect()
    }

    fn draw(&mut self) -> Entropy {
        self.drawn += 1;
        Entropy::new(self.seed.expand("sandbox", self.drawn))
    }

    /// Every job that is due, in order; a submission ends a group, because it waits for its reply.
    fn wave(&mut self) {
        let due: Vec<_> = self.due.iter().take_while(|(due, ..)| *due <= self.now).cloned().collect();
        let mut group = Vec::new();
        for (_, _, scope, task) in &due {
            let action = match task {
                Task::Submit(reference) => {
                    self.flush(&mut group);
                    self.submit(scope, reference);
                    continue;
                }
                Task::Enquire(reference) => {
                    let attempt = self.attempt(scope, reference);
                    let reply = self.rails.enquire(&rails::enquire(&attempt, &self.access), self.now);
                    let enquiry = rails::read_enquiry(attempt.provider, Product::of(&attempt), &reply);
                    Action::Enquired(reference.clone(), enquiry)
                }
                Task::Deliver(id) if self.target_is_gone(scope, id) => Action::TargetGone(id.clone()),
                Task::Deliver(id) => {
                    let attempt =
                        DeliveryAttempt { at: self.now, status: Some(200), error: None, duration_ms: 0 };
                    Action::Attempted(id.clone(), attempt)
                }
                Task::ExpirePayment(reference) => Action::ExpirePayment(reference.clone()),
                Task::ExpireCheckout(id) => Action::ExpireCheckout(id.clone()),
                Task::Settle => Action::Settle,
                Task::FanOut(event) => Action::FanOut(event.clone(), self.endpoints(scope)),
            };
            let entropy = self.draw();
            group.push((Command { scope: scope.clone(), entropy, action }, self.now));
            if group.len() == BATCH {
                self.flush(&mut group);
            }
        }
        self.flush(&mut group);
        for (due, order, scope, task) in due {
            assert_ne!(self.jobs.get(&(scope, task.clone())), Some(&(due, order)), "{task:?} never ends");
        }
    }

    fn flush(&mut self, group: &mut Vec<(Command, Instant)>) {
        if !group.is_empty() {
            for answer in self.commit(group) {
                answer.unwrap();
            }
            group.clear();
        }
    }

    fn submit(&mut self, scope: &Scope, reference: &ProviderRef) {
        let command = Command {
            scope: scope.clone(),
            entropy: self.draw(),
            action: Action::Sending(reference.clone()),
        };
        if self.commit(&[(command, self.now)]) != [Ok(Answer::Send)] {
            return;
        }
        let attempt = self.attempt(scope, reference);
        let reply = self.rails.submit(&rails::submit(&attempt, &self.access), self.now);
        let submission = rails::read_submission(attempt.provider, Product::of(&attempt), &reply);
        let action = Action::Submitted(reference.clone(), submission);
        let command = Command { scope: scope.clone(), entropy: self.draw(), action };
        self.commit(&[(command, self.now)]).remove(0).unwrap();
    }

    fn attempt(&self, scope: &Scope, reference: &ProviderRef) -> Attempt {
        match self.store.get(&Key::Attempt(scope.clone(), reference.clone())) {
            Some(Record::Attempt(attempt)) => attempt.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn target_is_gone(&self, scope: &Scope, id: &DeliveryId) -> bool {
        let Some(Record::Delivery(delivery)) = self.store.get(&Key::Delivery(scope.clone(), id.clone()))
        else {
            panic!("{id}")
        };
        let Target::Endpoint(endpoint) = &delivery.target else { return false };
        match self.store.get(&Key::Endpoint(scope.clone(), endpoint.clone())) {
            Some(Record::Endpoint(endpoint)) => endpoint.deleted || endpoint.disabled,
            other => panic!("{other:?}"),
        }
    }

    fn endpoints(&self, scope: &Scope) -> Vec<EndpointId> {
        let ids = self.store.iter().filter_map(|(key, record)| match (key, record) {
            (Key::Endpoint(of, id), Record::Endpoint(endpoint)) if of == scope && !endpoint.deleted => {
                Some(id.clone())
            }
            _ => None,
        });
        ids.collect()
    }
}

fn access() -> Access {
    let product =
        || rails::mtn::ProductAccess { bearer: Secret::new("test"), subscription_key: Secret::new("test") };
    Access {
        mtn: rails::mtn::Access {
            environment: "mtnrwanda".into(),
            callback_base: "https://callbacks.invalid/mtn".into(),
            collection: product(),
            disbursement: product(),
        },
        airtel: rails::airtel::Access { bearer: Secret::new("test"), encrypted_pin: Secret::new("test") },
    }
}
