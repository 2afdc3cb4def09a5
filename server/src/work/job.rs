//! One job, from the moment it is taken until a command has ended it.

use rwandapay_core::engine::{Action, Answer, Task};
use rwandapay_core::error::{Code, Error};
use rwandapay_core::rails::{self, Product};
use rwandapay_core::record::{Attempt, Key, Record, Scope};
use rwandapay_core::reference::ProviderRef;

use super::Work;
use crate::clock::wall;
use crate::crash;

/// How long a job waits after the server itself could not carry it out.
const AGAIN_SECONDS: i64 = 5;

impl Work {
    /// Carries out a job that was taken, and gives it back.
    ///
    /// # Errors
    /// What went wrong in this server; the job is still in the table then. A refusal is none: it has ended the
    /// job in the commit that refused it.
    pub(super) async fn run(&self, scope: &Scope, task: &Task) -> Result<(), Error> {
        let ended = self
            .job(scope, task)
            .await
            .or_else(|error| if is_our_fault(&error) { Err(error) } else { Ok(()) });
        let again = ended.as_ref().err().map(|error| {
            tracing::warn!(code = error.code().name(), "a job could not be carried out, and waits");
            wall().plus_seconds(AGAIN_SECONDS)
        });
        self.give_back(scope, task, again);
        ended
    }

    async fn job(&self, scope: &Scope, task: &Task) -> Result<(), Error> {
        let action = match task {
            Task::Submit(reference) => return self.submit(scope, reference, task).await,
            Task::Enquire(reference) => return self.enquire(scope, reference, task).await,
            // A delivery needs a place at its host first, and is begun with one.
            Task::Deliver(_) => return Ok(()),
            Task::ExpirePayment(reference) => Action::ExpirePayment(reference.clone()),
            Task::ExpireCheckout(id) => Action::ExpireCheckout(id.clone()),
            Task::Settle => Action::Settle,
            Task::FanOut(event) => {
                let of = scope.clone();
                let endpoints = self.0.readers.query(move |reader| reader.endpoints(&of)).await?;
                Action::FanOut(event.clone(), endpoints)
            }
        };
        self.carry_out(scope, action, Some(task.clone()), None).await.map(drop)
    }

    /// Marks the attempt as being sent, sends it, and says what came of it: three steps, and a crash between
    /// any two leaves an attempt that is enquired about, never one that is sent under another reference.
    async fn submit(&self, scope: &Scope, reference: &ProviderRef, task: &Task) -> Result<(), Error> {
        let sending = Action::Sending(reference.clone());
        if self.carry_out(scope, sending, Some(task.clone()), None).await? != Answer::Send {
            return Ok(());
        }
        let attempt = self.attempt(scope, reference).await?;
        let request = rails::submit(&attempt, &self.0.wire);
        crash::point("work.before_submit");
        let reply = self.0.outside.provider.submit(request, self.0.clock.now()).await;
        crash::point("work.after_submit");
        let submission = rails::read_submission(attempt.provider, Product::of(&attempt), &reply);
        let action = Action::Submitted(reference.clone(), submission);
        self.carry_out(scope, action, Some(task.clone()), None).await.map(drop)
    }

    async fn enquire(&self, scope: &Scope, reference: &ProviderRef, task: &Task) -> Result<(), Error> {
        let attempt = self.attempt(scope, reference).await?;
        let request = rails::enquire(&attempt, &self.0.wire);
        let reply = self.0.outside.provider.enquire(request, self.0.clock.now()).await;
        let enquiry = rails::read_enquiry(attempt.provider, Product::of(&attempt), &reply);
        crash::point("work.before_enquired");
        let action = Action::Enquired(reference.clone(), enquiry);
        self.carry_out(scope, action, Some(task.clone()), None).await.map(drop)
    }

    async fn attempt(&self, scope: &Scope, reference: &ProviderRef) -> Result<Attempt, Error> {
        let key = Key::Attempt(scope.clone(), reference.clone());
        match self.0.readers.query(move |reader| reader.load(&key)).await? {
            Some(Record::Attempt(attempt)) => Ok(attempt),
            _ => Err(Error::new(Code::Internal)),
        }
    }
}

/// Whether an error is no refusal: the job is still in the table.
pub(super) fn is_our_fault(error: &Error) -> bool {
    matches!(error.code(), Code::Overloaded | Code::Internal | Code::AnswerLost | Code::ShuttingDown)
}
