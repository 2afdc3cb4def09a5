//! The runner: looks for what is due, and lets all of it run side by side.

use std::sync::Arc;
use std::time::Duration;

use rwandapay_core::engine::Task;
use rwandapay_core::time::Instant;
use tokio::sync::{OwnedRwLockReadGuard, watch};
use tokio::time::sleep;

use super::Work;
use crate::store::DueJob;

type Turn = OwnedRwLockReadGuard<()>;

/// How many jobs are looked at in one go.
const PAGE: u32 = 256;
/// The longest pause between two looks: a job that another process made is found by then.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// The pause after the store could not be read.
const TROUBLE: Duration = Duration::from_millis(500);

impl Work {
    /// Lets the runner go on until the server stops.
    pub fn start(&self, mut stopping: watch::Receiver<bool>) -> tokio::task::JoinHandle<()> {
        let work = self.clone();
        tokio::spawn(async move {
            let committed = work.0.lane.committed();
            let called = work.0.outside.provider.due_changed();
            while !*stopping.borrow() {
                let pause = work.look().await;
                tokio::select! {
                    () = committed.notified() => {}
                    () = called.notified() => {}
                    () = work.0.wake.notified() => {}
                    () = sleep(pause) => {}
                    _ = stopping.wait_for(|stop| *stop) => {}
                }
            }
        })
    }

    /// Begins everything that is due, and says how long nothing more will be.
    async fn look(&self) -> Duration {
        // Shared by all that begins now: whoever wants the clock for itself waits for the last of them.
        let turn = Arc::new(Arc::clone(&self.0.turn).read_owned().await);
        let now = self.0.clock.now();
        for callback in self.0.outside.provider.callbacks_due(now).await {
            let (work, turn) = (self.clone(), Arc::clone(&turn));
            tokio::spawn(async move {
                if let Err(error) = work.callback(&callback).await {
                    tracing::warn!(code = error.code().name(), "a callback waits to be sent again");
                }
                drop(turn);
            });
        }
        let mut after = None;
        loop {
            let page = self.0.readers.query(move |reader| reader.due_jobs(now, after, PAGE)).await;
            let Ok(page) = page else { return TROUBLE };
            let full = u32::try_from(page.len()).unwrap_or(u32::MAX) >= PAGE;
            after = page.last().map(|job| job.place);
            for job in page {
                match &job.task {
                    Task::Deliver(id) => self.begin_delivery(&job.scope, id).await,
                    _ => self.begin(job, &turn).await,
                }
            }
            if !full {
                break;
            }
        }
        drop(turn);
        self.pause(now).await
    }

    /// Begins a job that nobody has.
    async fn begin(&self, job: DueJob, turn: &Arc<Turn>) {
        if !self.take(&job.scope, &job.task) {
            return;
        }
        let Ok(place) = Arc::clone(&self.0.places).acquire_owned().await else { return };
        let (work, turn) = (self.clone(), Arc::clone(turn));
        tokio::spawn(async move {
            // What went wrong was logged, and the job waits in the table.
            let _ = work.run(&job.scope, &job.task).await;
            drop((turn, place));
        });
    }

    async fn pause(&self, now: Instant) -> Duration {
        let job = self.0.readers.query(move |reader| reader.next_due_after(now)).await.ok().flatten();
        let next = job.into_iter().chain(self.0.outside.provider.next_due()).min();
        let ms = next.map(|due| due.ms_since(self.0.clock.now()).max(0).unsigned_abs());
        ms.map_or(LOOK_AGAIN, Duration::from_millis).min(LOOK_AGAIN)
    }
}
