//! The buckets of everybody who asks.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};

use super::{Bucket, Plan, Verdict};
use crate::record::{KeyClass, Principal, Scope};
use crate::time::Instant;

/// Whose requests a bucket counts: all of one kind of key or, for a publishable one, those of an address.
type Limited = (Scope, KeyClass, Option<String>);

/// What everybody has used of their limits.
#[derive(Debug, Default)]
pub struct Limits {
    buckets: BTreeMap<Limited, Bucket>,
}

/// How many buckets are kept; full ones go first, since they are what a new one would be.
pub const MAX_BUCKETS: usize = 10_000;

impl Limits {
    /// Counts a request against the limit of its kind of key and, for a publishable key, of its address.
    ///
    /// A publishable key is known to everybody: what strangers send with it takes nothing from the server's
    /// own. A merchant that changed its plan starts with a full bucket of the new one.
    pub fn admit(
        &mut self,
        principal: &Principal,
        plan: Plan,
        address: Option<&str>,
        now: Instant,
    ) -> Verdict {
        let limited = |address| (principal.scope.clone(), principal.class, address);
        if principal.class == KeyClass::Publishable {
            let verdict = self.take(limited(Some(address.unwrap_or_default().to_string())), plan, now);
            if !verdict.allowed {
                return verdict;
            }
        }
        self.take(limited(None), plan, now)
    }

    fn take(&mut self, key: Limited, plan: Plan, now: Instant) -> Verdict {
        if self.buckets.len() >= MAX_BUCKETS && !self.buckets.contains_key(&key) {
            self.buckets.retain(|_, bucket| !bucket.is_full(now));
        }
        let bucket = self.buckets.entry(key).or_insert_with(|| Bucket::new(plan));
        if bucket.plan() != plan {
            *bucket = Bucket::new(plan);
        }
        bucket.take(now)
    }
}
