//! The writer: one thread that owns the store, and commits for everybody.
//!
//! Whatever changes a record goes through a [`Lane`]. The thread takes what has gathered while it committed
//! last, lets the engine decide all of it in order, commits once, and only then lets the answers leave. A
//! command that is in the lane is carried out, whether or not anybody still waits for its answer.

mod execute;
mod writer;

pub use execute::{Entry, MOST, execute};

use std::sync::Arc;

use rwandapay_core::engine::{Answer, Config};
use rwandapay_core::error::{Code, Error, Outcome};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Notify, mpsc, oneshot};

use crate::store::Store;
use writer::Queues;

/// How many commands may wait; one more is answered 503, before it was taken.
pub const QUEUE: usize = 1_024;

/// What the thread is asked to do.
enum Work {
    /// To carry out a command.
    Command(Box<Entry>, oneshot::Sender<Result<Answer, Error>>),
    /// To do something to the store that is no command, such as to forget a sandbox.
    Maintain(Maintenance),
}

/// What is done to the store between two batches.
type Maintenance = Box<dyn FnOnce(&mut dyn Store, &Config) + Send>;

/// The way to the writer; clones share it. The thread ends with the last of them.
#[derive(Clone)]
pub struct Lane {
    /// What somebody outside waits for.
    requests: mpsc::Sender<Work>,
    /// What the server does by itself.
    works: mpsc::Sender<Work>,
    committed: Arc<Notify>,
}

impl Lane {
    /// Starts the thread.
    ///
    /// # Errors
    /// In words, if the operating system gives no thread.
    pub fn open(store: Box<dyn Store>, config: Arc<Config>) -> Result<Self, String> {
        let (requests, asked) = mpsc::channel(QUEUE);
        let (works, fallen_due) = mpsc::channel(QUEUE);
        let committed = Arc::new(Notify::new());
        writer::start(store, config, Queues { requests: asked, works: fallen_due }, Arc::clone(&committed))?;
        Ok(Self { requests, works, committed })
    }

    /// Carries out a request's command. It is in the lane when this is first polled: to drop it later is to
    /// give up the answer, and nothing else.
    ///
    /// # Errors
    /// The refusal; `overloaded` if it was not taken; `answer_lost` if nobody knows what became of it.
    pub async fn request(&self, entry: Entry) -> Result<Answer, Error> {
        let (answer, answered) = oneshot::channel();
        self.requests.try_send(Work::Command(Box::new(entry), answer)).map_err(|refused| {
            let code = match refused {
                TrySendError::Full(_) => Code::Overloaded,
                TrySendError::Closed(_) => Code::ShuttingDown,
            };
            Error::new(code).outcome_is(Some(Outcome::None))
        })?;
        answered.await.unwrap_or_else(|_| Err(Code::AnswerLost.into()))
    }

    /// Carries out a command of the server's own, which waits for room.
    ///
    /// # Errors
    /// The refusal; `shutting_down`; `answer_lost`.
    pub async fn work(&self, entry: Entry) -> Result<Answer, Error> {
        let (answer, answered) = oneshot::channel();
        let sent = self.works.send(Work::Command(Box::new(entry), answer)).await;
        sent.map_err(|_| Error::new(Code::ShuttingDown))?;
        answered.await.unwrap_or_else(|_| Err(Code::AnswerLost.into()))
    }

    /// Does something to the store between two batches.
    ///
    /// # Errors
    /// `shutting_down`, or `answer_lost` if the thread died over it.
    pub async fn maintain<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut dyn Store, &Config) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let work = Work::Maintain(Box::new(move |store, config| {
            // Whoever asked may have gone.
            let _ = answer.send(run(store, config));
        }));
        self.works.send(work).await.map_err(|_| Error::new(Code::ShuttingDown))?;
        answered.await.map_err(|_| Error::new(Code::AnswerLost))
    }

    /// Told after every commit that made work.
    pub fn committed(&self) -> Arc<Notify> {
        Arc::clone(&self.committed)
    }

    /// How many commands wait.
    pub fn waiting(&self) -> usize {
        self.requests.max_capacity().saturating_sub(self.requests.capacity())
    }
}
