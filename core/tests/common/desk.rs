//! The engine alone: nothing runs by itself.

use rwandapay_core::engine::{Action, Command, Config, Decision, Records, apply, decide};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::record::{Attempt, Balances, Key, Payment, Record, Scope};
use rwandapay_core::reference::{PaymentRef, ProviderRef};
use rwandapay_core::time::Instant;

use super::World;

/// The engine alone, over a copy of a world's records: nothing runs by itself, and the clock is a field.
pub struct Desk {
    pub config: Config,
    pub records: Records,
    pub scope: Scope,
    pub now: Instant,
    drawn: u8,
}

impl World {
    pub fn desk(&self) -> Desk {
        Desk {
            config: self.sandbox.config().clone(),
            records: self.sandbox.records().clone(),
            scope: self.scope.clone(),
            now: self.sandbox.now(),
            drawn: 100,
        }
    }
}

impl Desk {
    /// Decides and applies.
    pub fn run(&mut self, action: Action) -> Decision {
        self.drawn += 1;
        let entropy = Entropy::new([self.drawn; 32]);
        let command = Command { scope: self.scope.clone(), entropy, action };
        let decision = decide(&self.config, &self.records, &command, self.now).unwrap();
        apply(&mut self.records, &decision).unwrap();
        decision
    }

    pub fn record(&self, key: &Key) -> &Record {
        self.records.get(key).unwrap().unwrap()
    }

    pub fn payment(&self, reference: &PaymentRef) -> Payment {
        match self.record(&Key::Payment(self.scope.clone(), reference.clone())) {
            Record::Payment(payment) => payment.clone(),
            other => panic!("{other:?}"),
        }
    }

    pub fn attempt(&self, reference: &ProviderRef) -> Attempt {
        match self.record(&Key::Attempt(self.scope.clone(), reference.clone())) {
            Record::Attempt(attempt) => attempt.clone(),
            other => panic!("{other:?}"),
        }
    }

    pub fn balances(&self) -> Balances {
        match self.record(&Key::Account(self.scope.clone())) {
            Record::Account(account) => account.balances,
            other => panic!("{other:?}"),
        }
    }
}
