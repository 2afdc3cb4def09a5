//! Deliveries: one for each event and target, tried on the schedule until it is over.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use super::decision::{Answer, Task};
use super::draft::{Draft, Stop};
use super::endpoint;
use crate::entropy::Entropy;
use crate::error::{Code, Error};
use crate::machine::Step;
use crate::record::{Delivery, DeliveryAttempt, Endpoint, Event, Key, Target};
use crate::reference::{DeliveryId, EndpointId, EventId};
use crate::webhook::{DeliveryEvent, DeliveryState, retry_delay_ms};

/// Makes the deliveries of an event: to each endpoint that wants it, and to the resource's own address
/// unless an endpoint has the same.
pub fn fan_out(draft: &mut Draft<'_>, id: &EventId, endpoints: &[EndpointId]) -> Result<Answer, Stop> {
    draft.want(wanted(draft, id, endpoints))?;
    let Some(event) = draft.stored_event(id)? else {
        return Err(Draft::not_found(Code::EventNotFound, id.as_str()));
    };
    draft.finish_task(Task::FanOut(id.clone()));
    let mut addresses = BTreeSet::new();
    for (target, url) in targets(draft, &event, endpoints)? {
        if addresses.insert(url.clone()) {
            create(draft, &event, target, url)?;
        }
    }
    Ok(Answer::Done)
}

fn wanted(draft: &Draft<'_>, id: &EventId, endpoints: &[EndpointId]) -> Vec<Key> {
    let scope = || draft.scope.clone();
    let delivery = |target: &Target| Key::Delivery(scope(), delivery_id(id, target));
    let mut keys = vec![Key::Event(scope(), id.clone()), delivery(&Target::Resource)];
    for endpoint in endpoints {
        keys.push(Key::Endpoint(scope(), endpoint.clone()));
        keys.push(delivery(&Target::Endpoint(endpoint.clone())));
    }
    keys
}

/// An event has one delivery a target, whoever makes it: a fan-out that runs twice makes the same ones.
fn delivery_id(event: &EventId, target: &Target) -> DeliveryId {
    let seed = Entropy::new(Sha256::digest(event.as_str()).into());
    let label = match target {
        Target::Endpoint(id) => id.as_str(),
        Target::Resource => "resource",
    };
    DeliveryId::generate(&seed.expand(label, 0))
}

fn targets(
    draft: &Draft<'_>,
    event: &Event,
    endpoints: &[EndpointId],
) -> Result<Vec<(Target, String)>, Stop> {
    let mut targets = Vec::new();
    for id in endpoints.iter().filter(|id| event.only.as_ref().is_none_or(|only| only == *id)) {
        if let Some(endpoint) = draft.endpoint(id)?.filter(|endpoint| wants(endpoint, event)) {
            targets.push((Target::Endpoint(endpoint.id), endpoint.url));
        }
    }
    if event.only.is_none()
        && let Some(url) = &event.callback_url
    {
        targets.push((Target::Resource, url.clone()));
    }
    Ok(targets)
}

fn wants(endpoint: &Endpoint, event: &Event) -> bool {
    let asked_for =
        event.only.is_some() || endpoint.events.is_empty() || endpoint.events.contains(&event.kind);
    asked_for && !endpoint.deleted && !endpoint.disabled
}

fn create(draft: &mut Draft<'_>, event: &Event, target: Target, url: String) -> Result<(), Stop> {
    let id = delivery_id(&event.id, &target);
    if draft.delivery(&id)?.is_some() {
        return Ok(());
    }
    draft.put_delivery(&Delivery {
        id: id.clone(),
        event: event.id.clone(),
        kind: event.kind,
        target,
        url,
        state: DeliveryState::Pending,
        attempts: Vec::new(),
        failures: 0,
        next_attempt_at: Some(draft.now),
        created_at: draft.now,
        version: 0,
    });
    draft.job(draft.now, Task::Deliver(id));
    Ok(())
}

/// What an attempt came to: 2xx is success, 410 ends the target, everything else waits for the next attempt.
pub fn attempted(draft: &mut Draft<'_>, id: &DeliveryId, attempt: &DeliveryAttempt) -> Result<Answer, Stop> {
    let mut delivery = found(draft, id)?;
    draft.finish_task(Task::Deliver(id.clone()));
    if delivery.state != DeliveryState::Pending {
        return Ok(Answer::Done);
    }
    delivery.attempts.push(attempt.clone());
    let [high, low, ..] = draft.command.entropy.expand("retry", 0);
    let failures = delivery.failures.saturating_add(1);
    let delay_ms = retry_delay_ms(failures, u16::from_be_bytes([high, low]));
    let event = match (attempt.status, delay_ms) {
        (Some(200..=299), _) => DeliveryEvent::Deliver,
        (Some(410), _) => DeliveryEvent::Gone,
        (_, Some(_)) => DeliveryEvent::Fail,
        (_, None) => DeliveryEvent::Exhaust,
    };
    let Step::Moved(state) = delivery.state.apply(event)? else { return Ok(Answer::Done) };
    delivery.state = state;
    delivery.next_attempt_at = None;
    match event {
        DeliveryEvent::Fail => {
            delivery.failures = failures;
            let due = draft.now.plus_ms(delay_ms.unwrap_or_default().cast_signed());
            delivery.next_attempt_at = Some(due);
            draft.job(due, Task::Deliver(id.clone()));
        }
        DeliveryEvent::Gone => disable(draft, &delivery.target)?,
        DeliveryEvent::Deliver | DeliveryEvent::Exhaust | DeliveryEvent::Redeliver => {}
    }
    draft.put_delivery(&delivery);
    Ok(Answer::Done)
}

fn disable(draft: &mut Draft<'_>, target: &Target) -> Result<(), Stop> {
    if let Target::Endpoint(id) = target
        && let Some(mut endpoint) = draft.endpoint(id)?.filter(|endpoint| !endpoint.deleted)
    {
        endpoint.disabled = true;
        draft.put_endpoint(&endpoint);
    }
    Ok(())
}

/// A delivery whose endpoint was deleted or disabled meanwhile ends without an attempt.
pub fn target_gone(draft: &mut Draft<'_>, id: &DeliveryId) -> Result<Answer, Stop> {
    let mut delivery = found(draft, id)?;
    draft.finish_task(Task::Deliver(id.clone()));
    if delivery.state != DeliveryState::Pending {
        return Ok(Answer::Done);
    }
    if !is_gone(draft, &delivery.target)? {
        draft.job(delivery.next_attempt_at.unwrap_or(draft.now), Task::Deliver(id.clone()));
        return Ok(Answer::Done);
    }
    let Step::Moved(state) = delivery.state.apply(DeliveryEvent::Gone)? else { return Ok(Answer::Done) };
    delivery.state = state;
    delivery.next_attempt_at = None;
    draft.put_delivery(&delivery);
    Ok(Answer::Done)
}

fn is_gone(draft: &Draft<'_>, target: &Target) -> Result<bool, Stop> {
    Ok(match target {
        Target::Endpoint(id) => {
            draft.endpoint(id)?.is_none_or(|endpoint| endpoint.deleted || endpoint.disabled)
        }
        Target::Resource => false,
    })
}

/// `POST /webhooks/deliveries/{id}/redeliver`: a new schedule from now; its endpoint works again.
pub fn redeliver(draft: &mut Draft<'_>, id: &DeliveryId) -> Result<Answer, Stop> {
    let mut delivery = found(draft, id)?;
    if delivery.attempts.len() >= MAX_ATTEMPTS {
        let message = format!("delivery {id} was tried {MAX_ATTEMPTS} times; look at the target first");
        return Err(Error::with_message(Code::DeliveryNotRepeatable, message).into());
    }
    if let Target::Endpoint(endpoint_id) = &delivery.target {
        let mut endpoint = endpoint::found(draft, endpoint_id).map_err(|stop| match stop {
            Stop::Refused(_) => Code::DeliveryNotRepeatable.into(),
            Stop::Missing(_) | Stop::RefusedAndKept(_) | Stop::Defect(_) => stop,
        })?;
        if endpoint.disabled {
            endpoint.disabled = false;
            draft.put_endpoint(&endpoint);
        }
    }
    if let Step::Moved(state) = delivery.state.apply(DeliveryEvent::Redeliver)? {
        delivery.state = state;
        delivery.failures = 0;
    }
    delivery.next_attempt_at = Some(draft.now);
    draft.job(draft.now, Task::Deliver(id.clone()));
    let key = draft.put_delivery(&delivery);
    draft.answer(&key)
}

/// How many attempts a delivery may have had and still be repeated: ten schedules, all of them kept.
const MAX_ATTEMPTS: usize = 100;

fn found(draft: &Draft<'_>, id: &DeliveryId) -> Result<Delivery, Stop> {
    draft.delivery(id)?.ok_or_else(|| Draft::not_found(Code::DeliveryNotFound, id.as_str()))
}
