//! Requests with an idempotency key that are under way.
//!
//! The writer decides in order, so a second request with the key of the first gets its answer by itself. Only
//! if the first takes longer than anybody should wait is the second told to come again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rwandapay_core::engine::{Action, Answer, Caller};
use rwandapay_core::error::{Code, Error};
use rwandapay_core::idempotency::IdempotencyKey;
use rwandapay_core::record::{KeyClass, Scope};
use tokio::time::timeout;

/// How long a second request waits for the first. Source: contract, section 6.
pub const SECOND_WAITS: Duration = Duration::from_secs(5);
/// How long any request waits for its answer before it is told that nobody knows.
pub const ANY_WAITS: Duration = Duration::from_secs(20);

/// One key of one kind of key of one merchant.
type Held = (Scope, KeyClass, IdempotencyKey);

/// The idempotency keys that requests wait with, and how many do.
#[derive(Default)]
pub struct Waiting {
    held: Arc<Mutex<HashMap<Held, usize>>>,
}

/// The idempotency key of a command, if it has one.
pub fn key(scope: &Scope, action: &Action) -> Option<Held> {
    let (Action::Collect(caller, ..)
    | Action::Refund(caller, ..)
    | Action::Withdraw(caller, ..)
    | Action::InitializeCheckout(caller, ..)) = action
    else {
        return None;
    };
    let Caller { class, idempotency: Some((key, _)) } = caller else { return None };
    Some((scope.clone(), *class, key.clone()))
}

impl Waiting {
    /// Waits for an answer.
    ///
    /// # Errors
    /// What the command is refused with; `idempotency_in_progress`, `answer_lost`.
    pub async fn hold(
        &self,
        key: Option<Held>,
        answer: impl Future<Output = Result<Answer, Error>>,
    ) -> Result<Answer, Error> {
        let Some(key) = key else { return late(timeout(ANY_WAITS, answer).await, Code::AnswerLost) };
        let hold = self.take(key);
        if hold.is_second {
            late(timeout(SECOND_WAITS, answer).await, Code::IdempotencyInProgress)
        } else {
            late(timeout(ANY_WAITS, answer).await, Code::AnswerLost)
        }
    }

    fn take(&self, key: Held) -> Hold {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(key.clone()).or_default();
        *count = count.saturating_add(1);
        Hold { held: Arc::clone(&self.held), is_second: *count > 1, key }
    }
}

fn late<E>(waited: Result<Result<Answer, Error>, E>, code: Code) -> Result<Answer, Error> {
    waited.unwrap_or_else(|_| Err(Error::new(code)))
}

/// Gives the key back, also when the client has gone.
struct Hold {
    held: Arc<Mutex<HashMap<Held, usize>>>,
    key: Held,
    is_second: bool,
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.get_mut(&self.key) {
            Some(count) if *count > 1 => *count = count.saturating_sub(1),
            _ => {
                held.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rwandapay_core::sandbox::demo_scope;
    use tokio::sync::oneshot;

    fn held() -> Held {
        (demo_scope().unwrap(), KeyClass::Secret, IdempotencyKey::parse(b"order-1").unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_request_waits_for_the_first_but_not_for_ever() {
        let waiting = Waiting::default();
        let (answer, answered) = oneshot::channel::<Result<Answer, Error>>();
        let first = waiting.hold(Some(held()), async { answered.await.unwrap() });
        let second = waiting.hold(Some(held()), std::future::pending());
        let both = async {
            tokio::join!(first, async {
                let error = second.await.unwrap_err();
                assert_eq!(error.code(), Code::IdempotencyInProgress);
                answer.send(Ok(Answer::Done)).unwrap();
            })
        };
        assert_eq!(both.await.0, Ok(Answer::Done));
        assert!(waiting.held.lock().unwrap().is_empty());
        let lost = waiting.hold(Some(held()), std::future::pending()).await.unwrap_err();
        assert_eq!(lost.code(), Code::AnswerLost);
    }
}
