//! Who may ask: keys, rate limits and PINs of a sandbox.

use alloc::string::String;
use alloc::vec::Vec;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::Sandbox;
use crate::engine::command::PinCheck;
use crate::error::Code;
use crate::rate_limit::{Limits, Plan, Verdict};
use crate::record::{Key, Principal, Record, Scope};
use crate::secret::Secret;
use crate::time::Instant;

/// Keys and what they have used of their limits.
#[derive(Debug, Default)]
pub struct Access {
    keys: Vec<(Secret, Principal)>,
    limits: Limits,
}

impl Access {
    /// Lets a key stand for somebody.
    pub fn add_key(&mut self, key: &str, principal: Principal) {
        self.keys.push((Secret::new(key), principal));
    }

    /// Whom a key stands for. Every key is compared, each in constant time.
    ///
    /// # Errors
    /// `key_mode_mismatch` for a live key, `api_key_invalid`.
    pub fn principal(&self, key: &str) -> Result<Principal, Code> {
        if key.starts_with("sk_live_") || key.starts_with("pk_live_") {
            return Err(Code::KeyModeMismatch);
        }
        let mut found = None;
        for (known, principal) in &self.keys {
            if bool::from(known.reveal().as_bytes().ct_eq(key.as_bytes())) {
                found = Some(principal);
            }
        }
        found.cloned().ok_or(Code::ApiKeyInvalid)
    }

    /// Counts a request; the plan of a sandbox is always the one of that name.
    pub fn admit(&mut self, principal: &Principal, address: Option<&str>, now: Instant) -> Verdict {
        self.limits.admit(principal, Plan::Sandbox, address, now)
    }
}

impl Sandbox {
    /// What a PIN is compared with: its HMAC under a key of this sandbox.
    pub(super) fn pin_hash(&self, pin: &str) -> String {
        let key = self.seed.expand("pin key", 0);
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return String::new() };
        mac.update(pin.as_bytes());
        mac.finalize()
            .into_bytes()
            .iter()
            .fold(String::new(), |hash, byte| alloc::format!("{hash}{byte:02x}"))
    }

    /// Compares a PIN with the merchant's.
    pub fn check_pin(&self, scope: &Scope, pin: &Secret) -> PinCheck {
        let Some(Record::Account(account)) = self.record(&Key::Account(scope.clone())) else {
            return PinCheck::Differs;
        };
        let given = self.pin_hash(pin.reveal());
        match &account.pin_hash {
            Some(hash) if bool::from(hash.as_bytes().ct_eq(given.as_bytes())) => PinCheck::Matches,
            Some(_) | None => PinCheck::Differs,
        }
    }
}
