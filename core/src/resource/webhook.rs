//! Webhook endpoints and deliveries.

use alloc::vec::Vec;

use super::{time, whole};
use crate::json::{Json, Object};
use crate::record::{Delivery, DeliveryAttempt, Endpoint, EventType, Target};
use crate::time::Instant;

/// An endpoint, without its secret.
pub fn endpoint(endpoint: &Endpoint, now: Instant) -> Json {
    shown(endpoint, now).with("secret", Json::Null).into()
}

/// An endpoint with its newest secret: shown when it was made, and never again.
pub fn endpoint_with_secret(endpoint: &Endpoint, now: Instant) -> Json {
    let secret = endpoint.secrets.first().map(|secret| secret.secret.reveal());
    shown(endpoint, now).with("secret", Json::maybe_text(secret)).into()
}

fn shown(endpoint: &Endpoint, now: Instant) -> Object {
    let old = endpoint.secrets.iter().filter_map(|secret| secret.expires_at).filter(|end| *end > now).max();
    let status = match (endpoint.deleted, endpoint.disabled) {
        (true, _) => "deleted",
        (false, true) => "disabled",
        (false, false) => "enabled",
    };
    Object::default()
        .with("id", Json::text(&endpoint.id))
        .with("url", Json::text(&endpoint.url))
        .with(
            "events",
            Json::Array(endpoint.events.iter().map(|kind| Json::text(EventType::name(*kind))).collect()),
        )
        .with("status", Json::text(status))
        .with("old_secret_signs_until", time(old))
        .with("created_at", time(Some(endpoint.created_at)))
        .with("version", whole(endpoint.version))
}

/// A delivery, with every attempt.
pub fn delivery(delivery: &Delivery) -> Json {
    let endpoint = match &delivery.target {
        Target::Endpoint(id) => Json::text(id),
        Target::Resource => Json::Null,
    };
    let attempts: Vec<Json> = delivery.attempts.iter().map(attempt).collect();
    Object::default()
        .with("id", Json::text(&delivery.id))
        .with("event_id", Json::text(&delivery.event))
        .with("event", Json::text(delivery.kind.name()))
        .with("endpoint_id", endpoint)
        .with("url", Json::text(&delivery.url))
        .with("status", Json::text(delivery.state.name()))
        .with("attempts", Json::Array(attempts))
        .with("next_attempt_at", time(delivery.next_attempt_at))
        .with("created_at", time(Some(delivery.created_at)))
        .with("version", whole(delivery.version))
        .into()
}

fn attempt(attempt: &DeliveryAttempt) -> Json {
    Object::default()
        .with("at", time(Some(attempt.at)))
        .with("http_status", attempt.status.map_or(Json::Null, Json::int))
        .with("error", Json::maybe_text(attempt.error.as_deref()))
        .with("duration_ms", Json::int(attempt.duration_ms))
        .into()
}
