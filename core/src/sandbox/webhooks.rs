//! Webhooks of a sandbox: signed as real ones are, and handed back instead of sent.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::Sandbox;
use crate::engine::Action;
use crate::record::{Delivery, DeliveryAttempt, Key, Record, Scope, SigningSecret, Target};
use crate::reference::DeliveryId;
use crate::webhook::{live_keys, sign};

/// What becomes of webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Webhooks {
    /// They are signed and handed back by `drain_webhooks`, as if their target had answered 200.
    HandBack,
    /// They stay pending.
    Hold,
}

/// A webhook as it would be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedWebhook {
    /// The delivery.
    pub delivery: DeliveryId,
    /// Where it would go.
    pub url: String,
    /// `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: String,
}

impl fmt::Debug for SignedWebhook {
    /// Not the body, which has phones in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedWebhook({}, {} bytes)", self.delivery, self.body.len())
    }
}

/// How many webhooks wait to be taken; the oldest is dropped for one more.
const MAX_WAITING: usize = 10_000;

impl Sandbox {
    /// The default webhook secret of a merchant.
    pub fn webhook_secret(&self, scope: &Scope) -> Option<String> {
        let Some(Record::Account(account)) = self.record(&Key::Account(scope.clone())) else { return None };
        account.secrets.first().map(|secret| secret.secret.reveal().into())
    }

    pub(super) fn deliver(&mut self, scope: &Scope, id: &DeliveryId) {
        if self.webhooks == Webhooks::Hold {
            return;
        }
        let Some(signed) = self.signed(scope, id) else {
            self.carry_out(scope, Action::TargetGone(id.clone()));
            return;
        };
        if self.outbox.len() >= MAX_WAITING {
            self.outbox.pop_front();
        }
        self.outbox.push_back(signed);
        let attempt = DeliveryAttempt { at: self.now, status: Some(200), error: None, duration_ms: 0 };
        self.carry_out(scope, Action::Attempted(id.clone(), attempt));
    }

    fn signed(&self, scope: &Scope, id: &DeliveryId) -> Option<SignedWebhook> {
        let Some(Record::Delivery(delivery)) = self.record(&Key::Delivery(scope.clone(), id.clone())) else {
            return None;
        };
        let event = Key::Event(scope.clone(), delivery.event.clone());
        let Some(Record::Event(event)) = self.record(&event) else { return None };
        let keys =
            live_keys(self.secrets(scope, delivery)?, self.now).ok().filter(|keys| !keys.is_empty())?;
        let headers = sign(&keys, event.id.as_str(), self.now, event.body.as_bytes()).ok()?;
        Some(SignedWebhook {
            delivery: id.clone(),
            url: delivery.url.clone(),
            headers: headers.pairs().map(|(name, value)| (name.to_string(), value.to_string())).to_vec(),
            body: event.body.clone(),
        })
    }

    /// The secrets of the target: an endpoint's own, or the merchant's default for a resource's address.
    fn secrets(&self, scope: &Scope, delivery: &Delivery) -> Option<&[SigningSecret]> {
        match &delivery.target {
            Target::Endpoint(id) => match self.record(&Key::Endpoint(scope.clone(), id.clone())) {
                Some(Record::Endpoint(endpoint)) if !endpoint.disabled => Some(&endpoint.secrets),
                _ => None,
            },
            Target::Resource => match self.record(&Key::Account(scope.clone())) {
                Some(Record::Account(account)) => Some(&account.secrets),
                _ => None,
            },
        }
    }
}
