//! Readers apart from the writer: a few threads with a connection each.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use rwandapay_core::error::{Code, Error};
use tokio::sync::oneshot;

use super::StoreError;
use super::sqlite::Reader;

type Question = Box<dyn FnOnce(&Reader) + Send>;

/// How many questions may wait; one more is answered 503.
pub const WAITING: usize = 1_024;

/// The way to the readers; clones share them. The threads end with the last of them.
#[derive(Clone)]
pub struct Readers {
    questions: mpsc::SyncSender<Question>,
}

impl Readers {
    /// Starts a thread for each reader.
    ///
    /// # Errors
    /// In words, if the operating system gives no thread.
    pub fn start(readers: Vec<Reader>) -> Result<Self, String> {
        let (questions, asked) = mpsc::sync_channel::<Question>(WAITING);
        let asked = Arc::new(Mutex::new(asked));
        for reader in readers {
            let asked = Arc::clone(&asked);
            let answer = move || {
                while let Some(question) = next(&asked) {
                    question(&reader);
                }
            };
            let thread = thread::Builder::new().name("reader".into()).spawn(answer);
            thread.map_err(|error| format!("cannot start a reader's thread: {error}"))?;
        }
        Ok(Self { questions })
    }

    /// Lets a reader answer.
    ///
    /// # Errors
    /// `overloaded` if too many questions wait.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Reader) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let question: Question = Box::new(move |reader| {
            // Whoever asked may have gone.
            let _ = answer.send(question(reader));
        });
        self.questions.try_send(question).map_err(|_| Error::new(Code::Overloaded))?;
        answered.await.map_err(|_| Error::new(Code::Internal))
    }

    /// The same for what may fail in the store; the operator reads why, the client that it failed.
    ///
    /// # Errors
    /// `overloaded`; `internal` for what the store failed with.
    pub async fn query<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Error> {
        self.ask(question).await?.map_err(|error| {
            tracing::error!(error = %error, "a read failed");
            match error {
                StoreError::Unavailable(_) => Error::new(Code::Overloaded),
                _ => Error::new(Code::Internal),
            }
        })
    }
}

fn next(asked: &Mutex<mpsc::Receiver<Question>>) -> Option<Question> {
    asked.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
