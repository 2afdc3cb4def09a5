//! The thread.

use std::sync::Arc;
use std::thread;

use rwandapay_core::engine::{Answer, Config};
use rwandapay_core::error::Error;
use tokio::sync::{Notify, mpsc, oneshot};

use super::Work;
use super::execute::{Entry, MOST, execute};
use crate::crash;
use crate::store::Store;

/// Starts it; it ends when nobody can send any more.
pub fn start(
    store: Box<dyn Store>,
    config: Arc<Config>,
    works: mpsc::Receiver<Work>,
    committed: Arc<Notify>,
) -> Result<(), String> {
    let writer = Writer { store, config, works, committed };
    let thread = thread::Builder::new().name("writer".into()).spawn(move || writer.run());
    thread.map(drop).map_err(|error| format!("cannot start the writer's thread: {error}"))
}

type Waiting = oneshot::Sender<Result<Answer, Error>>;

struct Writer {
    store: Box<dyn Store>,
    config: Arc<Config>,
    works: mpsc::Receiver<Work>,
    committed: Arc<Notify>,
}

impl Writer {
    fn run(mut self) {
        while let Some(first) = self.works.blocking_recv() {
            let mut group = Vec::new();
            let mut maintenance = None;
            let mut next = Some(first);
            while let Some(work) = next {
                match work {
                    Work::Command(entry, waiting) => group.push((*entry, waiting)),
                    Work::Maintain(run) => {
                        maintenance = Some(run);
                        break;
                    }
                }
                // What gathered during the last commit; nobody waits for more to come.
                next = if group.len() < MOST { self.works.try_recv().ok() } else { None };
            }
            self.commit(group);
            if let Some(run) = maintenance {
                run(self.store.as_mut(), &self.config);
                self.committed.notify_one();
            }
        }
    }

    fn commit(&mut self, group: Vec<(Entry, Waiting)>) {
        if group.is_empty() {
            return;
        }
        let (entries, waiting): (Vec<Entry>, Vec<Waiting>) = group.into_iter().unzip();
        let answers = execute(self.store.as_mut(), &self.config, entries);
        crash::point("lane.before_answer");
        self.committed.notify_one();
        for (waiting, answer) in waiting.into_iter().zip(answers) {
            // A client that has gone only misses the answer.
            let _ = waiting.send(answer);
        }
    }
}
