//! The token bucket, in integers.

use super::Plan;
use crate::time::Instant;

/// What a request costs. A millisecond brings as many units as the plan sustains requests a minute, so
/// nothing is ever rounded.
const COST: u64 = 60_000;

/// A token bucket.
///
/// It holds at most burst − sustained requests and refills at the sustained rate. What passes in any 60
/// seconds is at most what it held and what came in: no more than the burst. Source: contract, section 6.
///
/// ```
/// use rwandapay_core::{rate_limit::{Bucket, Plan}, time::Instant};
///
/// let mut bucket = Bucket::new(Plan::Sandbox);
/// let now = Instant::from_seconds(1_734_272_730);
/// assert!((0..100).all(|_| bucket.take(now).allowed));
/// let verdict = bucket.take(now);
/// assert_eq!((verdict.allowed, verdict.retry_after_seconds), (false, 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    plan: Plan,
    units: u64,
    /// Until when it was refilled.
    at: Instant,
}

/// What the bucket said about one request, with the numbers of the headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the request may pass.
    pub allowed: bool,
    /// `RateLimit-Limit`: the sustained requests a minute.
    pub limit: u64,
    /// `RateLimit-Remaining`: how many more may pass now, at most the limit.
    pub remaining: u64,
    /// `RateLimit-Reset`: seconds until the bucket is full again, rounded up.
    pub reset_seconds: u64,
    /// `Retry-After`: seconds until the next request may pass, rounded up; 0 where this one may.
    pub retry_after_seconds: u64,
}

impl Bucket {
    /// A full bucket.
    pub const fn new(plan: Plan) -> Self {
        Self { plan, units: capacity(plan), at: Instant::EPOCH }
    }

    /// The plan.
    pub const fn plan(&self) -> Plan {
        self.plan
    }

    /// Whether it is full at `now`, so that a fresh one would say the same.
    pub fn is_full(&self, now: Instant) -> bool {
        self.refilled(now) >= capacity(self.plan)
    }

    /// Lets one request pass, if there is room at `now`.
    ///
    /// A `now` before an earlier one brings nothing and takes nothing back.
    pub fn take(&mut self, now: Instant) -> Verdict {
        self.units = self.refilled(now);
        self.at = self.at.max(now);
        let left = self.units.checked_sub(COST);
        self.units = left.unwrap_or(self.units);
        Verdict {
            allowed: left.is_some(),
            limit: self.plan.sustained(),
            remaining: (self.units / COST).min(self.plan.sustained()),
            reset_seconds: self.seconds_for(capacity(self.plan).saturating_sub(self.units)),
            retry_after_seconds: match left {
                Some(_) => 0,
                None => self.seconds_for(COST.saturating_sub(self.units)),
            },
        }
    }

    fn refilled(&self, now: Instant) -> u64 {
        let elapsed_ms = u64::try_from(now.ms_since(self.at)).unwrap_or(0);
        let refill = elapsed_ms.saturating_mul(self.plan.sustained());
        self.units.saturating_add(refill).min(capacity(self.plan))
    }

    /// How long the plan takes to bring these units.
    const fn seconds_for(&self, units: u64) -> u64 {
        let a_second = self.plan.sustained().saturating_mul(1000);
        match units.checked_div(a_second) {
            Some(seconds) if seconds.saturating_mul(a_second) < units => seconds.saturating_add(1),
            Some(seconds) => seconds,
            None => 0,
        }
    }
}

const fn capacity(plan: Plan) -> u64 {
    plan.burst().saturating_sub(plan.sustained()).saturating_mul(COST)
}
