//! Callbacks of providers: into the inbox once, and a hint to enquire.

use rwandapay_core::engine::Action;
use rwandapay_core::error::Error;
use rwandapay_core::reference::ProviderRef;
use rwandapay_core::sandbox::rails::Callback;
use sha2::{Digest, Sha256};

use super::Work;
use super::job::is_our_fault;
use crate::provider::Called;
use crate::store::Received;

impl Work {
    /// Takes in a callback. It knows its attempt by the token in its path or, at Airtel, which calls one
    /// fixed address, by the reference in its body: 122 random bits that only the provider was told. One that
    /// knows neither is counted and dropped.
    pub(super) async fn callback(&self, called: &Called) -> Result<(), Error> {
        let taken = self.take_in(&called.callback).await;
        match &taken {
            Ok(()) => self.0.outside.provider.called_back(called.sequence).await,
            Err(_) => self.0.outside.provider.call_again(called.sequence).await,
        }
        taken
    }

    async fn take_in(&self, callback: &Callback) -> Result<(), Error> {
        let token = callback.token.clone();
        let reference = ProviderRef::parse(&callback.reference).ok();
        let known = reference.clone();
        let scope = self.0.readers.query(move |reader| match (&token, &known) {
            (Some(token), _) => reader.scope_of_callback(token.reveal()),
            (None, Some(reference)) => reader.scope_of_attempt(reference),
            (None, None) => Ok(None),
        });
        let (Some(scope), Some(about)) = (scope.await?, reference) else {
            tracing::warn!("a callback that knows no attempt was dropped");
            return Ok(());
        };
        let action = match &callback.token {
            Some(token) => Action::Callback(token.reveal().into()),
            None => Action::CallbackOf(about.clone()),
        };
        let received = Received {
            digest: digest(callback),
            scope: scope.clone(),
            about: about.to_string(),
            at: self.0.clock.now(),
        };
        // A refusal means that there is nothing left to ask about.
        let taken = self.carry_out(&scope, action, None, Some(received)).await;
        taken.map(drop).or_else(|error| if is_our_fault(&error) { Err(error) } else { Ok(()) })
    }
}

fn digest(callback: &Callback) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(callback.provider.name().as_bytes());
    hash.update([0]);
    hash.update(callback.reference.as_bytes());
    hash.update([0]);
    hash.update(&callback.body);
    hash.finalize().into()
}
