//! Checkout sessions.

use super::{Links, customer, francs, metadata, time, whole};
use crate::json::{Json, Object};
use crate::record::Session;
use crate::reference::PaymentRef;

/// A checkout session.
pub fn session(session: &Session, links: &Links) -> Json {
    Object::default()
        .with("session_id", Json::text(&session.id))
        .with("reference", Json::text(&session.merchant_reference))
        .with("merchant_reference", Json::text(&session.merchant_reference))
        .with("status", Json::text(session.state.name()))
        .with("outcome", Json::text(session.outcome().name()))
        .with("amount", francs(session.amount))
        .with("currency", Json::text("RWF"))
        .with("payment_url", Json::text(links.session(&session.id)))
        .with("customer", customer(&session.customer, session.customer.phone))
        .with("metadata", metadata(session.metadata.as_ref()))
        .with("redirect_url", Json::maybe_text(session.redirect_url.as_deref()))
        .with("webhook_url", Json::maybe_text(session.webhook_url.as_deref()))
        .with("amount_source", Json::text(session.amount_source.name()))
        .with("payment_reference", Json::maybe_text(session.completed_by.as_ref().map(PaymentRef::as_str)))
        .with("late", Json::Bool(session.late))
        .with("created_at", time(Some(session.created_at)))
        .with("expires_at", time(Some(session.expires_at)))
        .with("completed_at", time(session.completed_at))
        .with("version", whole(session.version))
        .into()
}
