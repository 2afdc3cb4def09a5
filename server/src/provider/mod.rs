//! The simulated providers, with books of their own on disk.
//!
//! What happens to a request is the core's [`SimulatedRails`](rwandapay_core::sandbox::SimulatedRails). Here
//! it gets what a real provider has: books that are durable before it replies, and that know nothing of our
//! database. After a crash the two can be held against each other.

mod book;
mod desk;

pub use book::Book;

use std::path::Path;
use std::sync::Arc;

use rwandapay_core::rails::{Reply, WireRequest};
use rwandapay_core::record::Attempt;
use rwandapay_core::sandbox::rails::Callback;
use rwandapay_core::time::Instant;
use tokio::sync::{Notify, mpsc, oneshot, watch};

use desk::Ask;

/// How many requests may wait for the provider; the next ones wait to be let in.
const QUEUE: usize = 1_024;

/// The way to the providers; clones share it.
#[derive(Clone)]
pub struct Provider {
    asks: mpsc::Sender<Ask>,
    next_due: watch::Receiver<Option<Instant>>,
    due_changed: Arc<Notify>,
}

/// A callback that a provider sends, and repeats until it was taken in.
#[derive(Debug, Clone)]
pub struct Called {
    /// Its number.
    pub sequence: u64,
    /// What it says.
    pub callback: Callback,
}

impl Provider {
    /// Opens the books in this file, or in memory, and starts the providers' thread.
    ///
    /// # Errors
    /// In words, if the file cannot be used.
    pub fn open(path: Option<&Path>) -> Result<Self, String> {
        let book = Book::open(path).map_err(|error| format!("the simulated provider's books: {error}"))?;
        let (asks, asked) = mpsc::channel(QUEUE);
        let (told, next_due) = watch::channel(None);
        let due_changed = Arc::new(Notify::new());
        desk::start(book, asked, told, Arc::clone(&due_changed))?;
        Ok(Self { asks, next_due, due_changed })
    }

    /// Sends a submission. The reply comes when it is in the books.
    pub async fn submit(&self, request: WireRequest, now: Instant) -> Reply {
        // A provider that is gone may have taken it.
        self.ask(|reply| Ask::Submit(request, now, reply)).await.unwrap_or(Reply::MaybeSent)
    }

    /// Sends an enquiry.
    pub async fn enquire(&self, request: WireRequest, now: Instant) -> Reply {
        self.ask(|reply| Ask::Enquire(request, now, reply)).await.unwrap_or(Reply::MaybeSent)
    }

    /// The callbacks that are due and that nobody is taking in, in order.
    pub async fn callbacks_due(&self, now: Instant) -> Vec<Called> {
        if self.next_due().is_none_or(|due| due > now) {
            return Vec::new();
        }
        self.ask(|reply| Ask::Due(now, reply)).await.unwrap_or_default()
    }

    /// Tells the provider that a callback was answered 200: it does not come again.
    pub async fn called_back(&self, sequence: u64) {
        // If the provider is gone, it calls again after the next start.
        let _ = self.asks.send(Ask::CalledBack(sequence)).await;
    }

    /// Tells the provider that a callback was not taken in: it comes again.
    pub async fn call_again(&self, sequence: u64) {
        let _ = self.asks.send(Ask::CallAgain(sequence)).await;
    }

    /// Books a collection that was paid before, so that it can be refunded.
    pub async fn record_collection(&self, attempt: Attempt, paid_at: Instant) {
        self.ask(|reply| Ask::Record(Box::new(attempt), paid_at, reply)).await;
    }

    /// When the next callback is due that nobody is taking in.
    pub fn next_due(&self) -> Option<Instant> {
        *self.next_due.borrow()
    }

    /// Told when [`Provider::next_due`] has changed.
    pub fn due_changed(&self) -> Arc<Notify> {
        Arc::clone(&self.due_changed)
    }

    async fn ask<T>(&self, ask: impl FnOnce(oneshot::Sender<T>) -> Ask) -> Option<T> {
        let (reply, replied) = oneshot::channel();
        self.asks.send(ask(reply)).await.ok()?;
        replied.await.ok()
    }
}
