//! The providers' thread: takes what has gathered, books it, and only then replies.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

use rwandapay_core::rails::{Reply, WireRequest};
use rwandapay_core::record::Attempt;
use rwandapay_core::sandbox::rails::{Planned, SimulatedRails};
use rwandapay_core::time::Instant;
use tokio::sync::{Notify, mpsc, oneshot, watch};

use super::{Book, Called};
use crate::crash;

/// How many requests one commit carries at most.
const MOST: usize = 256;
/// How many callbacks are handed out at one time.
const CALLBACKS: usize = 256;

/// What the providers are asked.
pub enum Ask {
    /// A submission.
    Submit(WireRequest, Instant, oneshot::Sender<Reply>),
    /// An enquiry.
    Enquire(WireRequest, Instant, oneshot::Sender<Reply>),
    /// The callbacks that are due.
    Due(Instant, oneshot::Sender<Vec<Called>>),
    /// A callback was taken in.
    CalledBack(u64),
    /// A callback was not taken in.
    CallAgain(u64),
    /// A collection that was paid before.
    Record(Box<Attempt>, Instant, oneshot::Sender<()>),
}

/// Starts the thread; it ends when nobody can ask any more.
pub fn start(
    book: Book,
    asks: mpsc::Receiver<Ask>,
    told: watch::Sender<Option<Instant>>,
    changed: Arc<Notify>,
) -> Result<(), String> {
    let open = book.planned().map_err(|error| format!("the simulated provider's callbacks: {error}"))?;
    let desk = Desk { book, asks, told, changed, open: by_number(open), handed: BTreeMap::new() };
    desk.tell();
    let thread = thread::Builder::new().name("provider".into()).spawn(move || desk.run());
    thread.map(drop).map_err(|error| format!("cannot start the provider's thread: {error}"))
}

fn by_number(planned: Vec<Planned>) -> BTreeMap<(Instant, u64), Planned> {
    planned.into_iter().map(|planned| ((planned.at, planned.sequence), planned)).collect()
}

struct Desk {
    book: Book,
    asks: mpsc::Receiver<Ask>,
    told: watch::Sender<Option<Instant>>,
    changed: Arc<Notify>,
    /// Callbacks to come, in their order.
    open: BTreeMap<(Instant, u64), Planned>,
    /// Callbacks that somebody is taking in.
    handed: BTreeMap<u64, Planned>,
}

/// What leaves once the books are durable.
type Leaving = Box<dyn FnOnce(bool)>;

impl Desk {
    fn run(mut self) {
        while let Some(first) = self.asks.blocking_recv() {
            let mut group = vec![first];
            while let Some(ask) = (group.len() < MOST).then(|| self.asks.try_recv().ok()).flatten() {
                group.push(ask);
            }
            self.serve(group);
            self.tell();
        }
    }

    fn serve(&mut self, group: Vec<Ask>) {
        let begun = self.book.begin();
        let leaving: Vec<Leaving> = group.into_iter().map(|ask| self.one(ask)).collect();
        crash::point("provider.before_commit");
        // Without the books nobody knows what was taken, and no reply may say that it does.
        let booked = begun.and_then(|()| self.book.commit());
        if let Err(error) = &booked {
            tracing::error!(error = %error, "the simulated provider could not book");
            self.book.roll_back();
        }
        crash::point("provider.after_commit");
        for leave in leaving {
            leave(booked.is_ok());
        }
    }

    fn one(&mut self, ask: Ask) -> Leaving {
        match ask {
            Ask::Submit(request, now, reply) => {
                let answer = self.submit(&request, now).unwrap_or(Reply::MaybeSent);
                Box::new(move |booked| leave(reply, if booked { answer } else { Reply::MaybeSent }))
            }
            Ask::Enquire(request, now, reply) => {
                let rails = self.book.rails_for(&request);
                let answer = rails.map_or(Reply::MaybeSent, |rails| rails.enquire(&request, now));
                Box::new(move |booked| leave(reply, if booked { answer } else { Reply::MaybeSent }))
            }
            Ask::Due(now, reply) => {
                let due = self.due(now);
                Box::new(move |_| leave(reply, due))
            }
            Ask::CalledBack(sequence) => {
                if let Some(planned) = self.handed.remove(&sequence) {
                    // What is not taken out comes again after the next start.
                    let _ = self.book.called_back(&planned);
                }
                Box::new(|_| ())
            }
            Ask::CallAgain(sequence) => {
                if let Some(planned) = self.handed.remove(&sequence) {
                    self.open.insert((planned.at, planned.sequence), planned);
                }
                Box::new(|_| ())
            }
            Ask::Record(attempt, paid_at, reply) => {
                if let Err(error) = self.record(&attempt, paid_at) {
                    tracing::error!(error = %error, "a collection could not be booked");
                }
                Box::new(move |_| leave(reply, ()))
            }
        }
    }

    fn submit(&mut self, request: &WireRequest, now: Instant) -> rusqlite::Result<Reply> {
        let mut rails = self.book.rails_for(request)?;
        let before = rails.sequence();
        let reply = rails.submit(request, now);
        if rails.sequence() > before {
            self.enter(&rails, request)?;
        }
        Ok(reply)
    }

    /// Books what a submission left behind: itself, and its callbacks to come.
    fn enter(&mut self, rails: &SimulatedRails, request: &WireRequest) -> rusqlite::Result<()> {
        let taken = SimulatedRails::concerned(request).into_iter().next();
        if let Some(kept) = taken.and_then(|(provider, reference)| rails.kept(provider, &reference)) {
            self.book.enter(&kept, rails.sequence())?;
        }
        for planned in rails.planned() {
            self.book.plan(&planned)?;
            self.open.insert((planned.at, planned.sequence), planned);
        }
        Ok(())
    }

    fn record(&mut self, attempt: &Attempt, paid_at: Instant) -> rusqlite::Result<()> {
        let mut rails = self.book.rails()?;
        rails.record_collection(attempt, paid_at);
        match rails.kept(attempt.provider, attempt.reference.as_str()) {
            Some(kept) => self.book.enter(&kept, rails.sequence()),
            None => Ok(()),
        }
    }

    fn due(&mut self, now: Instant) -> Vec<Called> {
        let due: Vec<_> = self.open.range(..=(now, u64::MAX)).take(CALLBACKS).map(|(key, _)| *key).collect();
        let planned = due.iter().filter_map(|key| self.open.remove(key)).collect::<Vec<_>>();
        let mut called = Vec::new();
        for planned in planned {
            if let Ok(Some(callback)) = self.book.call(&planned) {
                called.push(Called { sequence: planned.sequence, callback });
                self.handed.insert(planned.sequence, planned);
            }
        }
        called
    }

    fn tell(&self) {
        let next = self.open.first_key_value().map(|((at, _), _)| *at);
        if self.told.send_replace(next) != next {
            self.changed.notify_one();
        }
    }
}

fn leave<T>(reply: oneshot::Sender<T>, answer: T) {
    crash::point("provider.before_reply");
    // Whoever asked may have gone: the books hold all the same.
    let _ = reply.send(answer);
}
