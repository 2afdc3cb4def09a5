//! The application: what requests, pages and the operator's listener share.

mod access;
mod answer;
mod desk;
mod sandbox;
mod waiting;

use std::sync::{Arc, Mutex};

use rwandapay_core::engine::{Action, Answer, Command, Config};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::rate_limit::Limits;
use rwandapay_core::record::Scope;
use tokio::sync::Mutex as Turnstile;

use crate::clock::Clock;
use crate::lane::{Entry, Lane};
use crate::ops::Metrics;
use crate::options::ServerMode;
use crate::random;
use crate::store::Readers;
use crate::vault::{PinDesk, Vault};
use crate::work::Work;
use waiting::Waiting;

pub use sandbox::{CLOCK_OFFSET, open_demo};

/// What the command line says about every request.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Which merchants are served.
    pub mode: ServerMode,
    /// Whether rate limits hold.
    pub rate_limit: bool,
    /// Whether webhooks may go to this machine.
    pub dev_webhooks: bool,
}

/// The parts that an application is made of.
pub struct Parts {
    /// The policy and the addresses in force.
    pub config: Arc<Config>,
    /// The way to the writer.
    pub lane: Lane,
    /// The way to the readers.
    pub readers: Readers,
    /// What falls due.
    pub work: Work,
    /// Keys and hashes.
    pub vault: Arc<Vault>,
    /// The time.
    pub clock: Arc<Clock>,
    /// What the command line says.
    pub rules: Rules,
    /// What is counted.
    pub metrics: Metrics,
}

/// The application; clones share it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    parts: Parts,
    pins: PinDesk,
    fingerprint_key: [u8; 32],
    limits: Mutex<Limits>,
    waiting: Waiting,
    /// Only one at a time moves a sandbox's clock, or starts it again.
    clockwork: Turnstile<()>,
}

impl App {
    /// Puts it together.
    pub fn new(parts: Parts) -> Self {
        let pins = PinDesk::new(Arc::clone(&parts.vault));
        let fingerprint_key = parts.vault.fingerprint_key();
        Self(Arc::new(Inner {
            parts,
            pins,
            fingerprint_key,
            limits: Mutex::default(),
            waiting: Waiting::default(),
            clockwork: Turnstile::default(),
        }))
    }

    /// Its parts.
    pub fn parts(&self) -> &Parts {
        &self.0.parts
    }

    /// Carries out a command that somebody outside asked for.
    async fn execute(&self, scope: &Scope, entropy: Entropy, action: Action) -> Result<Answer, Error> {
        let parts = &self.0.parts;
        let key = waiting::key(scope, &action);
        let command = Command { scope: scope.clone(), entropy, action };
        let answer = parts.lane.request(Entry::new(command, parts.clock.now()));
        let answer = self.0.waiting.hold(key, answer).await;
        if parts.clock.stands() {
            // Where time stands, what is due at once has happened when the answer comes.
            let _turn = self.0.clockwork.lock().await;
            parts.work.run_until(parts.clock.now()).await?;
        }
        answer
    }
}

/// Fresh entropy for one command.
fn entropy() -> Result<Entropy, Error> {
    random().map(Entropy::new).map_err(|_| Error::new(Code::Internal))
}
