//! The thread.

use std::sync::Arc;
use std::thread;

use rwandapay_core::engine::{Answer, Config};
use rwandapay_core::error::Error;
use tokio::runtime::Builder;
use tokio::sync::{Notify, mpsc, oneshot};

use super::Work;
use super::execute::{Entry, MOST, execute};
use crate::crash;
use crate::store::Store;

/// How many of a group the server's own work has while somebody outside waits: it goes on under every load,
/// and takes no more than a quarter of the writer.
const OF_WORK: usize = MOST / 4;

/// What waits for the writer.
pub struct Queues {
    /// What somebody outside waits for.
    pub requests: mpsc::Receiver<Work>,
    /// What the server does by itself.
    pub works: mpsc::Receiver<Work>,
}

impl Queues {
    /// The next of either, requests first; none once nobody can send any more.
    async fn next(&mut self) -> Option<Work> {
        tokio::select! {
            biased;
            Some(request) = self.requests.recv() => Some(request),
            Some(work) = self.works.recv() => Some(work),
            else => None,
        }
    }

    /// What has gathered, for a group that already has these.
    fn gathered(&mut self, requests: &mut usize, works: &mut usize) -> Option<Work> {
        if requests.saturating_add(*works) >= MOST {
            return None;
        }
        if let Ok(request) = self.requests.try_recv() {
            *requests = requests.saturating_add(1);
            return Some(request);
        }
        if *requests > 0 && *works >= OF_WORK {
            return None;
        }
        *works = works.saturating_add(1);
        self.works.try_recv().ok()
    }
}

/// Starts it. It ends when the last lane is gone, and what was in the lane is done.
pub fn start(
    store: Box<dyn Store>,
    config: Arc<Config>,
    queues: Queues,
    committed: Arc<Notify>,
) -> Result<(), String> {
    let cannot = |error: std::io::Error| format!("cannot start the writer's thread: {error}");
    let runtime = Builder::new_current_thread().build().map_err(cannot)?;
    let mut writer = Writer { store, config, queues, committed };
    let run = move || {
        while let Some(first) = runtime.block_on(writer.queues.next()) {
            writer.group(first);
        }
    };
    thread::Builder::new().name("writer".into()).spawn(run).map(drop).map_err(cannot)
}

type Waiting = oneshot::Sender<Result<Answer, Error>>;

struct Writer {
    store: Box<dyn Store>,
    config: Arc<Config>,
    queues: Queues,
    committed: Arc<Notify>,
}

impl Writer {
    /// What gathered during the last commit; nobody waits for more to come.
    fn group(&mut self, first: Work) {
        let mut group = Vec::new();
        let mut maintenance = None;
        let (mut requests, mut works) = (0, 0);
        let mut next = Some(first);
        while let Some(work) = next {
            match work {
                Work::Command(entry, waiting) => group.push((*entry, waiting)),
                Work::Maintain(run) => {
                    maintenance = Some(run);
                    break;
                }
            }
            next = self.queues.gathered(&mut requests, &mut works);
        }
        self.commit(group);
        if let Some(run) = maintenance {
            run(self.store.as_mut(), &self.config);
            self.committed.notify_one();
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
