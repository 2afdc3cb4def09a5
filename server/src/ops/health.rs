//! Whether the server lives, and whether it can take money.

use std::time::{Duration, Instant as Monotonic};

use rwandapay_core::json::{Json, Object};
use tokio::time::timeout;

use crate::app::App;
use crate::lane::QUEUE;
use crate::store::Changes;
use crate::store::sqlite::KNOWN_SCHEMA;

/// How long the writer may take to prove that it writes.
const PROBE_WAIT: Duration = Duration::from_secs(5);
/// What the probe writes.
const PROBE: &str = "probed_at";

/// What is known about the server's health.
#[derive(Debug, Clone)]
pub struct Health {
    /// Whether requests may be sent here.
    pub ready: bool,
    /// Everything that was looked at.
    pub detail: Object,
}

impl App {
    /// Whether a request would be let in now: it does not stop, and the queue has room. Costs nothing.
    pub fn admits(&self, stopping: bool) -> bool {
        !stopping && self.parts().lane.waiting() < QUEUE
    }

    /// Looks: can the writer commit, do the readers answer, is there room in the queue, does it stop?
    pub async fn health(&self, stopping: bool) -> Health {
        let parts = self.parts();
        let began = Monotonic::now();
        let now = parts.clock.now();
        let probe = parts.lane.maintain(move |store, _| {
            let mut changes = Changes::default();
            changes.set_meta(PROBE, &now.ms().to_string());
            let mut transaction = store.begin()?;
            transaction.write(&changes)?;
            transaction.commit()
        });
        let writes = matches!(timeout(PROBE_WAIT, probe).await, Ok(Ok(Ok(()))));
        let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let counts = timeout(PROBE_WAIT, parts.readers.query(move |reader| reader.counts(now))).await;
        let counts = counts.ok().and_then(Result::ok);
        let waiting = parts.lane.waiting();
        let room = waiting < QUEUE;
        let flag = |yes: bool| Json::Bool(yes);
        let number = |count: u64| Json::Number(count.to_string());
        let size = |count: usize| Json::Number(count.to_string());
        let mut detail = Object::default()
            .with("writes", flag(writes))
            .with("write_microseconds", number(took))
            .with("reads", flag(counts.is_some()))
            .with("queue", size(waiting))
            .with("queue_limit", size(QUEUE))
            .with("schema", number(u64::from(KNOWN_SCHEMA)))
            .with("draining", flag(stopping));
        if let Some(counts) = counts {
            detail = detail
                .with("jobs_due", number(counts.jobs_due))
                .with("reviews", number(counts.under_review))
                .with("parked_attempts", number(counts.parked_attempts))
                .with("parked_commands", number(counts.parked_commands));
        }
        Health { ready: writes && counts.is_some() && room && !stopping, detail }
    }
}
