//! Webhook endpoints: registering, deleting, rotating and trying them.

use alloc::vec;

use super::account::{self, new_secret};
use super::decision::Answer;
use super::draft::{Draft, Making, Stop};
use crate::error::{Code, Error};
use crate::record::{ClaimKind, Endpoint, EventType, Key, Owner};
use crate::reference::EndpointId;
use crate::request::{CreateEndpoint, RotateEndpoint};
use crate::resource;

/// `POST /webhooks/endpoints`. The answer alone shows the secret.
pub fn create(draft: &mut Draft<'_>, request: &CreateEndpoint) -> Result<Answer, Stop> {
    let held = draft.claim_key(ClaimKind::EndpointUrl, &request.url);
    draft.want([held].into_iter().chain(draft.candidates(Making::Endpoint)))?;
    if let Some(claim) = draft.claim(ClaimKind::EndpointUrl, &request.url)? {
        let Owner::Other(id) = claim.owner else { return Err(Code::EndpointExists.into()) };
        return Err(Error::new(Code::EndpointExists).at("url").about(id).into());
    }
    if draft.account.endpoints >= draft.config.policy.endpoints {
        return Err(Error::new(Code::EndpointLimitReached).into());
    }
    let id = draft.fresh_endpoint()?;
    let endpoint = Endpoint {
        id: id.clone(),
        url: request.url.clone(),
        events: request.events.clone(),
        secrets: vec![new_secret(draft, "endpoint secret")],
        disabled: false,
        deleted: false,
        created_at: draft.now,
        version: 0,
    };
    draft.take(ClaimKind::EndpointUrl, &request.url, Owner::Other(id.as_str().into()));
    draft.account.endpoints = draft.account.endpoints.saturating_add(1);
    draft.put_endpoint(&endpoint);
    Ok(shown(draft, &endpoint))
}

/// The endpoint with its newest secret; its version counts this change.
fn shown(draft: &Draft<'_>, endpoint: &Endpoint) -> Answer {
    let mut endpoint = endpoint.clone();
    endpoint.version = endpoint.version.saturating_add(1);
    let data = resource::endpoint_with_secret(&endpoint, draft.now).print();
    Answer::Data { data, replayed: false }
}

/// `DELETE /webhooks/endpoints/{id}`. Kept as a record for its deliveries; nothing goes there any more.
pub fn delete(draft: &mut Draft<'_>, id: &EndpointId) -> Result<Answer, Stop> {
    let mut endpoint = found(draft, id)?;
    endpoint.deleted = true;
    endpoint.secrets.clear();
    draft.release(ClaimKind::EndpointUrl, &endpoint.url, &Owner::Other(id.as_str().into()))?;
    draft.account.endpoints = draft.account.endpoints.saturating_sub(1);
    let key = draft.put_endpoint(&endpoint);
    draft.answer(&key)
}

/// `POST /webhooks/endpoints/{id}/rotate`. The old secrets sign until the overlap is over.
pub fn rotate(draft: &mut Draft<'_>, request: &RotateEndpoint) -> Result<Answer, Stop> {
    let mut endpoint = found(draft, &request.id)?;
    account::rotate(draft, &mut endpoint.secrets, "endpoint secret", request.overlap_seconds);
    draft.put_endpoint(&endpoint);
    Ok(shown(draft, &endpoint))
}

/// `POST /webhooks/endpoints/{id}/test`.
pub fn test(draft: &mut Draft<'_>, id: &EndpointId) -> Result<Answer, Stop> {
    let endpoint = found(draft, id)?;
    let key = Key::Endpoint(draft.scope.clone(), endpoint.id);
    draft.happen_only(EventType::WebhookTest, key.clone(), id.clone());
    draft.answer(&key)
}

pub fn found(draft: &Draft<'_>, id: &EndpointId) -> Result<Endpoint, Stop> {
    let endpoint = draft.endpoint(id)?.filter(|endpoint| !endpoint.deleted);
    endpoint.ok_or_else(|| Draft::not_found(Code::EndpointNotFound, id.as_str()))
}
