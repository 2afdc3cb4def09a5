//! Who may ask: keys, rate limits and PINs of a sandbox.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::Sandbox;
use crate::engine::command::PinCheck;
use crate::error::Code;
use crate::rate_limit::{Bucket, Plan, Verdict};
use crate::record::{Key, KeyClass, Principal, Record, Scope};
use crate::secret::Secret;
use crate::time::Instant;

/// Whose requests a bucket counts: all of one kind of key or, for a publishable one, those of an address.
type Limited = (Scope, KeyClass, Option<String>);

/// Keys and what they have used of their limits.
#[derive(Debug, Default)]
pub struct Access {
    keys: Vec<(Secret, Principal)>,
    limits: BTreeMap<Limited, Bucket>,
}

/// How many buckets are kept; full ones go first, since they are what a new one would be.
const MAX_BUCKETS: usize = 10_000;

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

    /// Counts a request against the limit of its kind of key and, for a publishable key, of its address.
    ///
    /// A publishable key is known to everybody: what strangers send with it takes nothing from the server's own.
    pub fn admit(&mut self, principal: &Principal, address: Option<&str>, now: Instant) -> Verdict {
        let limited = |address| (principal.scope.clone(), principal.class, address);
        if principal.class == KeyClass::Publishable {
            let verdict = self.take(limited(Some(address.unwrap_or_default().to_string())), now);
            if !verdict.allowed {
                return verdict;
            }
        }
        self.take(limited(None), now)
    }

    fn take(&mut self, key: Limited, now: Instant) -> Verdict {
        if self.limits.len() >= MAX_BUCKETS && !self.limits.contains_key(&key) {
            self.limits.retain(|_, bucket| !bucket.is_full(now));
        }
        self.limits.entry(key).or_insert_with(|| Bucket::new(Plan::Sandbox)).take(now)
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
