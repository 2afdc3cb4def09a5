//! Deliveries: as many at a time as their hosts have places for.

use rwandapay_core::api::Snapshot;
use rwandapay_core::engine::{Action, Task};
use rwandapay_core::error::{Code, Error};
use rwandapay_core::record::{Delivery, DeliveryAttempt, Event, Key, Record, Scope, SigningSecret, Target};
use rwandapay_core::reference::DeliveryId;
use rwandapay_core::time::Instant;
use rwandapay_core::url::UrlPolicy;
use rwandapay_core::webhook::DeliveryState;

use super::Work;
use super::job::is_our_fault;
use crate::clock::wall;
use crate::crash;
use crate::deliver::{Outgoing, Slot, outgoing};

/// How long a delivery waits after the server itself could not carry it out.
const AGAIN_SECONDS: i64 = 5;

/// What is known about a delivery when it is due.
enum Parcel {
    /// This goes out.
    Ready(Box<Delivery>, Box<Event>, Vec<SigningSecret>),
    /// Its endpoint was deleted or disabled meanwhile, or it is over.
    Gone,
    /// It was tried since it was seen to be due, and waits for its next time.
    Later,
    /// It was never made, or is forgotten with its sandbox.
    Unknown,
}

impl Work {
    /// Begins a delivery that nobody has, if its host has a place; else it stays due, and others go on.
    pub(super) async fn begin_delivery(&self, scope: &Scope, id: &DeliveryId) {
        let task = Task::Deliver(id.clone());
        if !self.take(scope, &task) {
            return;
        }
        let (of, key, now) = (scope.clone(), id.clone(), self.0.clock.now());
        let parcel = self.0.readers.ask(move |reader| parcel(reader, &of, &key, now)).await;
        let slot = match &parcel {
            Ok(Ok(Parcel::Ready(delivery, ..))) => match self.0.outside.sender.slot(&delivery.url) {
                Some(slot) => Some(slot),
                None => return self.give_back(scope, &task, None),
            },
            Ok(Ok(Parcel::Later)) => return self.give_back(scope, &task, None),
            Ok(Ok(Parcel::Gone | Parcel::Unknown) | Err(_)) | Err(_) => None,
        };
        let (work, scope) = (self.clone(), scope.clone());
        tokio::spawn(async move {
            let ended = match parcel.and_then(|parcel| parcel) {
                Ok(parcel) => work.deliver(&scope, &task, parcel, slot).await,
                Err(error) => Err(error),
            };
            let again = ended.err().filter(is_our_fault).map(|_| wall().plus_seconds(AGAIN_SECONDS));
            work.give_back(&scope, &task, again);
            // The place at the host is free.
            work.wake();
        });
    }

    async fn deliver(
        &self,
        scope: &Scope,
        task: &Task,
        parcel: Parcel,
        slot: Option<Slot>,
    ) -> Result<(), Error> {
        let Task::Deliver(id) = task else { return Ok(()) };
        let action = match (parcel, slot) {
            (Parcel::Ready(delivery, event, secrets), Some(slot)) => {
                let at = self.0.clock.now();
                match outgoing(&delivery, &event, &secrets, wall(), at) {
                    Some(outgoing) => {
                        crash::point("deliver.before_post");
                        let attempt = self.post(scope, slot, outgoing, at).await;
                        crash::point("deliver.after_post");
                        Action::Attempted(id.clone(), attempt)
                    }
                    None => Action::Attempted(id.clone(), unsigned(at)),
                }
            }
            _ => Action::TargetGone(id.clone()),
        };
        self.carry_out(scope, action, Some(task.clone()), None).await.map(drop)
    }

    async fn post(&self, scope: &Scope, slot: Slot, outgoing: Outgoing, at: Instant) -> DeliveryAttempt {
        let urls = UrlPolicy::of(scope.mode, self.0.outside.dev_webhooks);
        let attempt = self.0.outside.sender.post(slot, urls, outgoing, at).await;
        self.0.outside.metrics.delivered(attempt.status);
        attempt
    }
}

/// Every secret has run out: nothing is sent that nobody could verify.
fn unsigned(at: Instant) -> DeliveryAttempt {
    DeliveryAttempt { at, status: None, error: Some("no secret to sign with".into()), duration_ms: 0 }
}

fn parcel(records: &dyn Snapshot, scope: &Scope, id: &DeliveryId, now: Instant) -> Result<Parcel, Error> {
    let Some(Record::Delivery(delivery)) = records.record(&Key::Delivery(scope.clone(), id.clone()))? else {
        return Ok(Parcel::Unknown);
    };
    // The list of what is due was read before; another attempt may have ended since.
    if delivery.state != DeliveryState::Pending {
        return Ok(Parcel::Gone);
    }
    if delivery.next_attempt_at.is_some_and(|next| next > now) {
        return Ok(Parcel::Later);
    }
    let event = records.record(&Key::Event(scope.clone(), delivery.event.clone()))?;
    let Some(Record::Event(event)) = event else { return Err(Code::Internal.into()) };
    let secrets = match &delivery.target {
        Target::Endpoint(endpoint) => {
            match records.record(&Key::Endpoint(scope.clone(), endpoint.clone()))? {
                Some(Record::Endpoint(endpoint)) if !endpoint.disabled && !endpoint.deleted => {
                    endpoint.secrets
                }
                _ => return Ok(Parcel::Gone),
            }
        }
        Target::Resource => match records.record(&Key::Account(scope.clone()))? {
            Some(Record::Account(account)) => account.secrets,
            _ => return Err(Code::AccountNotFound.into()),
        },
    };
    Ok(Parcel::Ready(Box::new(delivery), Box::new(event), secrets))
}
