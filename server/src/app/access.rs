//! Whom a key stands for, and how much it may still ask.

use std::sync::PoisonError;

use rwandapay_core::error::{Code, Error};
use rwandapay_core::rate_limit::{Plan, Verdict};
use rwandapay_core::record::{Key, KeyClass, Mode, Principal, Record, Scope};
use rwandapay_core::sandbox::{DEMO_PUBLISHABLE_KEY, DEMO_SECRET_KEY, demo_scope};
use subtle::ConstantTimeEq;

use super::App;
use crate::clock::wall;
use crate::options::ServerMode;

impl App {
    /// Whom a key stands for on this server.
    ///
    /// # Errors
    /// `key_mode_mismatch`, `api_key_invalid`, `live_mode_unavailable`.
    pub(super) async fn principal(&self, key: &str) -> Result<Principal, Error> {
        let parts = self.parts();
        let mode = mode_of(key).ok_or(Code::ApiKeyInvalid)?;
        if mode != parts.rules.mode.keys() {
            return Err(Code::KeyModeMismatch.into());
        }
        if parts.rules.mode == ServerMode::Sandbox
            && let Some(demo) = demo(key)
        {
            return Ok(demo);
        }
        let hash = parts.vault.api_key_hash(key);
        let found = parts.readers.query(move |reader| reader.api_key(&hash)).await?;
        let found = found.filter(|found| found.expires_at.is_none_or(|end| end > wall()));
        let known = found.filter(|found| found.scope.mode == mode).ok_or(Code::ApiKeyInvalid)?;
        if mode == Mode::Live {
            // Real money needs a real rail that was configured and checked, and there is none.
            return Err(Code::LiveModeUnavailable.into());
        }
        Ok(Principal { scope: known.scope, class: known.class })
    }

    /// Counts a request.
    pub(super) async fn count(&self, principal: &Principal, address: &str) -> Result<Verdict, Error> {
        let plan = self.plan(&principal.scope).await?;
        let mut limits = self.0.limits.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(limits.admit(principal, plan, Some(address), wall()))
    }

    /// Test mode has the plan of that name; in live mode it is a setting of the merchant.
    async fn plan(&self, scope: &Scope) -> Result<Plan, Error> {
        if scope.mode == Mode::Test {
            return Ok(Plan::Sandbox);
        }
        let key = Key::Account(scope.clone());
        match self.parts().readers.query(move |reader| reader.load(&key)).await? {
            Some(Record::Account(account)) => Ok(account.settings.plan),
            _ => Err(Code::AccountNotFound.into()),
        }
    }
}

fn mode_of(key: &str) -> Option<Mode> {
    let begins = |names: [&str; 2]| names.iter().any(|name| key.starts_with(name));
    if begins(["sk_test_", "pk_test_"]) {
        Some(Mode::Test)
    } else if begins(["sk_live_", "pk_live_"]) {
        Some(Mode::Live)
    } else {
        None
    }
}

/// The demonstration merchant, whose keys everybody knows.
fn demo(key: &str) -> Option<Principal> {
    let is = |known: &str| bool::from(known.as_bytes().ct_eq(key.as_bytes()));
    let class = match (is(DEMO_SECRET_KEY), is(DEMO_PUBLISHABLE_KEY)) {
        (true, _) => KeyClass::Secret,
        (_, true) => KeyClass::Publishable,
        (false, false) => return None,
    };
    Some(Principal { scope: demo_scope()?, class })
}
