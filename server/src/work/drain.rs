//! The clock of a sandbox, moved: everything that falls due on the way happens, in its order.

use rwandapay_core::engine::Task;
use rwandapay_core::error::Error;
use rwandapay_core::time::Instant;

use super::Work;
use crate::store::DueJob;

/// How many jobs are looked at in one go.
const PAGE: u32 = 64;

impl Work {
    /// Moves the clock to this time. Each thing happens at its own time, one after the other, the providers'
    /// side first, as in the sandbox in memory. Deliveries are only begun: what a receiver takes is real time.
    ///
    /// # Errors
    /// What went wrong in this server; the clock stands where it happened.
    pub async fn run_until(&self, until: Instant) -> Result<(), Error> {
        // Alone: nothing else of the runner is under way.
        let turn = self.0.turn.write().await;
        loop {
            let called = self.0.outside.provider.next_due().filter(|due| *due <= until);
            let job = self.next_job(until).await?;
            match (called, job) {
                (Some(at), job) if job.as_ref().is_none_or(|job| at <= job.due()) => {
                    self.0.clock.reach(at);
                    for callback in self.0.outside.provider.callbacks_due(at).await {
                        self.callback(&callback).await?;
                    }
                }
                (_, Some(job)) => {
                    self.0.clock.reach(job.due());
                    if self.take(&job.scope, &job.task) {
                        self.run(&job.scope, &job.task).await?;
                    }
                }
                (_, None) => break,
            }
        }
        self.0.clock.reach(until);
        drop(turn);
        Ok(())
    }

    /// The next job that is due by then; deliveries on the way are begun.
    async fn next_job(&self, until: Instant) -> Result<Option<DueJob>, Error> {
        let mut after = None;
        loop {
            let page = self.0.readers.query(move |reader| reader.due_jobs(until, after, PAGE)).await?;
            let full = u32::try_from(page.len()).unwrap_or(u32::MAX) >= PAGE;
            after = page.last().map(|job| job.place);
            for job in page {
                match &job.task {
                    Task::Deliver(id) if job.due() <= self.0.clock.now() => {
                        self.begin_delivery(&job.scope, id).await;
                    }
                    // It is begun when the clock has come there.
                    Task::Deliver(_) => {}
                    _ => return Ok(Some(job)),
                }
            }
            if !full {
                return Ok(None);
            }
        }
    }
}
