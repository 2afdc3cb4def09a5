//! The sandbox: the engine over records in memory, simulated rails, and a clock that can be moved.
//!
//! It runs inside the server and, offline, inside every SDK: no thread, no clock of its own, no I/O. Time
//! passes only when it is told to ([`Sandbox::at`], [`Sandbox::advance`]); everything that falls due on the
//! way happens at exactly its own time. Outcomes by number live here and nowhere else.

mod access;
mod demo;
mod jobs;
pub mod rails;
mod run;
mod webhooks;

pub use access::Access;
pub use demo::{
    DEMO_MERCHANT, DEMO_NAME, DEMO_PIN, DEMO_PUBLISHABLE_KEY, DEMO_SECRET_KEY, DOCUMENTED_PAYMENT,
    SandboxConfig, account, demo_scope, documented_payment, simulated_access,
};
pub use rails::SimulatedRails;
pub use webhooks::{SignedWebhook, Webhooks};

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::engine::{self, Action, Answer, Command, Config, Defect, Records};
use crate::entropy::Entropy;
use crate::error::{Code, Error, Outcome};
use crate::ledger::Journal;
use crate::record::{Key, Record, Scope};
use crate::time::Instant;
use jobs::Jobs;

/// A merchant's world in memory.
#[derive(Debug)]
pub struct Sandbox {
    config: Config,
    records: Records,
    journals: Vec<(Scope, Journal)>,
    jobs: Jobs,
    rails: SimulatedRails,
    wire: crate::rails::Access,
    access: Access,
    now: Instant,
    offset_ms: i64,
    seed: Entropy,
    drawn: u32,
    webhooks: Webhooks,
    outbox: VecDeque<SignedWebhook>,
    origin: SandboxConfig,
}

impl Sandbox {
    /// The time in the sandbox.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// The policy and the addresses in force.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The records; complete.
    pub const fn records(&self) -> &Records {
        &self.records
    }

    /// Every posting so far, in order.
    pub fn journals(&self) -> &[(Scope, Journal)] {
        &self.journals
    }

    /// The simulated providers and their own books.
    pub const fn rails(&self) -> &SimulatedRails {
        &self.rails
    }

    /// The simulated providers, to script their faults.
    pub const fn rails_mut(&mut self) -> &mut SimulatedRails {
        &mut self.rails
    }

    /// Does everything that is due by then, without moving past it.
    pub fn settle_until(&mut self, now: Instant) {
        self.run_until(now);
    }

    /// Lets the clock on the wall carry the sandbox's clock along, `advance` included.
    pub fn at(&mut self, wall: Instant) {
        self.run_until(wall.plus_ms(self.offset_ms));
    }

    /// Moves the clock forward, and does everything that falls due on the way.
    ///
    /// # Errors
    /// `sandbox_clock_invalid` for more than a year.
    pub fn advance(&mut self, seconds: u64) -> Result<Instant, Error> {
        let seconds =
            i64::try_from(seconds).ok().filter(|seconds| (0..=MAX_ADVANCE_SECONDS).contains(seconds));
        let ms = seconds.ok_or(Code::SandboxClockInvalid)?.saturating_mul(1000);
        self.offset_ms = self.offset_ms.saturating_add(ms);
        self.run_until(self.now.plus_ms(ms));
        Ok(self.now)
    }

    /// When the next thing is due, so that waiting can jump there.
    pub fn next_due(&self) -> Option<Instant> {
        [self.jobs.next_due(), self.rails.next_due()].into_iter().flatten().min()
    }

    /// Starts again, as it was opened; the clock goes on.
    pub fn reset(&mut self) {
        let mut origin = self.origin.clone();
        origin.start = self.now;
        let offset_ms = self.offset_ms;
        let access = core::mem::take(&mut self.access);
        *self = Self::open(origin);
        self.offset_ms = offset_ms;
        self.access = access;
    }

    /// Decides a command now, and makes the decision true.
    ///
    /// # Errors
    /// The refusal, as the engine gives it.
    pub fn execute(&mut self, scope: &Scope, entropy: Entropy, action: Action) -> Result<Answer, Error> {
        self.execute_at(scope, entropy, action, self.now)
    }

    fn execute_at(
        &mut self,
        scope: &Scope,
        entropy: Entropy,
        action: Action,
        now: Instant,
    ) -> Result<Answer, Error> {
        if self.records.len() >= MAX_RECORDS && action.creates() {
            let message = alloc::format!("the sandbox holds {MAX_RECORDS} records; reset it");
            return Err(Error::with_message(Code::Overloaded, message));
        }
        let command = Command { scope: scope.clone(), entropy, action };
        // The records are complete, so nothing is ever missing.
        let decision =
            engine::decide(&self.config, &self.records, &command, now).map_err(|_| nothing_done())?;
        engine::apply(&mut self.records, &decision).map_err(|Defect(_)| nothing_done())?;
        self.journals.extend(decision.journals.into_iter().map(|journal| (scope.clone(), journal)));
        for task in &decision.finished {
            self.jobs.remove(scope, task);
        }
        for job in decision.jobs {
            self.jobs.put(scope, job);
        }
        decision.answer
    }

    /// The next entropy of the sandbox's own commands, drawn from its seed.
    fn draw(&mut self) -> Entropy {
        self.drawn = self.drawn.saturating_add(1);
        Entropy::new(self.seed.expand("sandbox", self.drawn))
    }

    /// The record under a key.
    pub fn record(&self, key: &Key) -> Option<&Record> {
        self.records.get(key).ok().flatten()
    }

    /// Keys and limits.
    pub const fn access(&mut self) -> &mut Access {
        &mut self.access
    }

    /// The key under which requests are fingerprinted.
    pub fn fingerprint_key(&self) -> [u8; 32] {
        self.seed.expand("fingerprint key", 0)
    }

    /// Takes out the webhooks that were signed since the last call.
    pub fn drain_webhooks(&mut self) -> Vec<SignedWebhook> {
        self.outbox.drain(..).collect()
    }
}

/// A defect was found before anything was written.
fn nothing_done() -> Error {
    Error::new(Code::Internal).outcome_is(Some(Outcome::None))
}

/// How many records a sandbox holds before it refuses to make more, so that a public one stays in bounds:
/// some 25,000 payments with their claims, attempts and events.
pub const MAX_RECORDS: usize = 200_000;

/// The furthest that one call may move the clock: a year.
const MAX_ADVANCE_SECONDS: i64 = 31_536_000;
