//! What is done once in a while: our own accounts are rolled up, and what has served its time is deleted.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::Work;
use crate::clock::wall;

/// The pause between two rounds.
const EVERY: Duration = Duration::from_mins(1);
/// How many journals or rows are taken in one transaction: money never waits longer than that.
const AT_ONCE: u32 = 2_000;
/// How long idempotency keys and seen callbacks are kept, in seconds: a week, where a day is promised.
const KEPT_SECONDS: i64 = 7 * 86_400;

impl Work {
    /// Tidies up until the server stops.
    pub fn start_tidying(&self, mut stopping: watch::Receiver<bool>) -> tokio::task::JoinHandle<()> {
        let work = self.clone();
        tokio::spawn(async move {
            while !*stopping.borrow() {
                work.tidy().await;
                tokio::select! {
                    () = sleep(EVERY) => {}
                    _ = stopping.wait_for(|stop| *stop) => {}
                }
            }
        })
    }

    /// One round: until nothing is left, with room for others between two transactions.
    async fn tidy(&self) {
        let before = wall().plus_seconds(-KEPT_SECONDS);
        loop {
            let done = self.0.lane.maintain(move |store, _| {
                let rolled_up = store.roll_up(AT_ONCE)?;
                let purged = store.purge(before, AT_ONCE)?;
                Ok::<_, crate::store::StoreError>(rolled_up > 0 || purged > 0)
            });
            match done.await {
                Ok(Ok(true)) => {}
                Ok(Err(error)) => {
                    tracing::warn!(error = %error, "the records could not be tidied");
                    return;
                }
                Ok(Ok(false)) | Err(_) => return,
            }
        }
    }
}
