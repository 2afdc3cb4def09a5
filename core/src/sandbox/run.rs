//! Time passes: whatever is due happens, each thing at its own time.

use alloc::vec::Vec;

use super::Sandbox;
use super::rails::Callback;
use crate::engine::{Action, Answer, Job, Task};
use crate::rails::{self, Product, Reply};
use crate::record::{Attempt, Key, Record, Scope};
use crate::reference::{EndpointId, ProviderRef};
use crate::time::Instant;

impl Sandbox {
    /// Runs everything that is due by `until`, and leaves the clock there. Time never runs backwards.
    pub(super) fn run_until(&mut self, until: Instant) {
        let until = until.max(self.now);
        while let Some(due) = self.next_due().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            // The providers' side comes first: an enquiry at the same instant sees what they have decided.
            for callback in self.rails.callbacks_due(self.now) {
                self.callback(&callback);
            }
            if let Some((scope, job)) = self.jobs.pop_due(self.now) {
                self.run_job(&scope, job);
            }
        }
        self.now = until;
    }

    /// A callback knows its attempt by the token in its path or, at Airtel, which calls one fixed address,
    /// by the reference in its body, 122 random bits that only the provider was told. Others are dropped.
    fn callback(&mut self, callback: &Callback) {
        let action = match (&callback.token, ProviderRef::parse(&callback.reference)) {
            (Some(token), _) => Action::Callback(token.reveal().into()),
            (None, Ok(reference)) => Action::CallbackOf(reference),
            (None, Err(_)) => return,
        };
        for scope in self.scopes() {
            if self.carry_out(&scope, action.clone()).is_some() {
                return;
            }
        }
    }

    /// Every scope that has an account.
    pub fn scopes(&self) -> Vec<Scope> {
        let accounts = self
            .records()
            .iter()
            .map_while(|(key, _)| if let Key::Account(scope) = key { Some(scope.clone()) } else { None });
        accounts.collect()
    }

    fn run_job(&mut self, scope: &Scope, job: Job) {
        let action = match job.task {
            Task::Submit(reference) => return self.submit(scope, &reference),
            Task::Enquire(reference) => return self.enquire(scope, &reference),
            Task::Deliver(id) => return self.deliver(scope, &id),
            Task::ExpirePayment(reference) => Action::ExpirePayment(reference),
            Task::ExpireCheckout(id) => Action::ExpireCheckout(id),
            Task::Settle => Action::Settle,
            Task::FanOut(event) => Action::FanOut(event, self.endpoints(scope)),
        };
        self.carry_out(scope, action);
    }

    /// Carries out work of the sandbox's own. A refusal means that there is nothing left to do.
    pub(super) fn carry_out(&mut self, scope: &Scope, action: Action) -> Option<Answer> {
        let entropy = self.draw();
        self.execute(scope, entropy, action).ok()
    }

    fn submit(&mut self, scope: &Scope, reference: &ProviderRef) {
        if self.carry_out(scope, Action::Sending(reference.clone())) != Some(Answer::Send) {
            return;
        }
        let Some(attempt) = self.attempt(scope, reference) else { return };
        let reply = self.rails.submit(&rails::submit(&attempt, &self.wire), self.now);
        let submission = rails::read_submission(attempt.provider, Product::of(&attempt), &reply);
        self.carry_out(scope, Action::Submitted(reference.clone(), submission));
    }

    fn enquire(&mut self, scope: &Scope, reference: &ProviderRef) {
        let Some(attempt) = self.attempt(scope, reference) else { return };
        let reply: Reply = self.rails.enquire(&rails::enquire(&attempt, &self.wire), self.now);
        let enquiry = rails::read_enquiry(attempt.provider, Product::of(&attempt), &reply);
        self.carry_out(scope, Action::Enquired(reference.clone(), enquiry));
    }

    fn attempt(&self, scope: &Scope, reference: &ProviderRef) -> Option<Attempt> {
        match self.record(&Key::Attempt(scope.clone(), reference.clone())) {
            Some(Record::Attempt(attempt)) => Some(attempt.clone()),
            _ => None,
        }
    }

    fn endpoints(&self, scope: &Scope) -> Vec<EndpointId> {
        let records = self.records().iter().filter_map(|(key, record)| match (key, record) {
            (Key::Endpoint(of, id), Record::Endpoint(endpoint)) if of == scope && !endpoint.deleted => {
                Some(id.clone())
            }
            _ => None,
        });
        records.collect()
    }
}
