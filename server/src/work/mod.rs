//! What falls due: submissions, enquiries, expiries, fan-out and deliveries.
//!
//! Jobs lie in the database beside the records that they are about, and commit with them. The runner takes
//! those that are due, carries each out, and the command that ends it takes it out of the table. A process
//! that dies leaves its jobs there, so they are carried out again: every step bears that.

mod callback;
mod delivery;
mod drain;
mod job;
mod runner;
mod tidy;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rwandapay_core::engine::{Action, Answer, Command, Task};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::rails::Access;
use rwandapay_core::record::{Attempt, Scope};
use rwandapay_core::sandbox::simulated_access;
use rwandapay_core::time::Instant;
use tokio::sync::{Notify, RwLock, Semaphore};

use crate::clock::Clock;
use crate::deliver::Sender;
use crate::lane::{Entry, Lane};
use crate::ops::Metrics;
use crate::provider::Provider;
use crate::random;
use crate::store::{Readers, Received};

/// How many jobs are carried out at one time, deliveries apart: half of what the lane holds, so that requests
/// always find room.
const AT_ONCE: usize = 512;

/// Whom the work talks to.
pub struct Outside {
    /// The providers.
    pub provider: Provider,
    /// The way to webhook receivers.
    pub sender: Sender,
    /// Whether webhooks may go to this machine.
    pub dev_webhooks: bool,
    /// Where attempts at webhooks are counted.
    pub metrics: Metrics,
}

/// What the runner works with; clones share it.
#[derive(Clone)]
pub struct Work(Arc<Inner>);

struct Inner {
    lane: Lane,
    readers: Readers,
    outside: Outside,
    clock: Arc<Clock>,
    wire: Access,
    /// What is being carried out, or waits after it went wrong until the time that is given.
    taken: Mutex<HashMap<(Scope, Task), Option<Instant>>>,
    places: Arc<Semaphore>,
    /// Jobs hold it shared; whoever moves the clock holds it alone.
    turn: Arc<RwLock<()>>,
    /// Told when there may be something to do.
    wake: Notify,
}

impl Work {
    /// The work of one server; nothing runs until [`Work::start`].
    pub fn new(lane: Lane, readers: Readers, outside: Outside, clock: Arc<Clock>) -> Self {
        Self(Arc::new(Inner {
            lane,
            readers,
            outside,
            clock,
            wire: simulated_access(),
            taken: Mutex::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            turn: Arc::default(),
            wake: Notify::new(),
        }))
    }

    /// Looks for something to do at once.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Tells the simulated provider of a payment that a merchant brought along.
    pub async fn tell_provider(&self, attempt: Attempt) {
        let paid_at = attempt.created_at;
        self.0.outside.provider.record_collection(attempt, paid_at).await;
    }

    /// Carries out a command of the server's own, for a job or by itself.
    async fn carry_out(
        &self,
        scope: &Scope,
        action: Action,
        task: Option<Task>,
        received: Option<Received>,
    ) -> Result<Answer, Error> {
        let entropy = Entropy::new(random().map_err(|_| Error::new(Code::Internal))?);
        let command = Command { scope: scope.clone(), entropy, action };
        self.0.lane.work(Entry { command, at: self.0.clock.now(), task, received }).await
    }

    /// Takes a task, unless somebody has it.
    fn take(&self, scope: &Scope, task: &Task) -> bool {
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (scope.clone(), task.clone());
        match taken.get(&key) {
            Some(None) => return false,
            Some(Some(until)) if *until > crate::clock::wall() => return false,
            Some(Some(_)) | None => {}
        }
        taken.insert(key, None);
        true
    }

    /// Gives a task back: done with, or to be tried again after a while.
    fn give_back(&self, scope: &Scope, task: &Task, again_at: Option<Instant>) {
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (scope.clone(), task.clone());
        match again_at {
            Some(time) => taken.insert(key, Some(time)),
            None => taken.remove(&key),
        };
    }
}
