//! The time that the records see.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use rwandapay_core::time::Instant;

/// The clock: on the wall, moved ahead in a sandbox, or standing still for a test.
///
/// Rate limits, signatures of webhooks and certificates use [`wall`] whatever this clock says.
#[derive(Debug)]
pub struct Clock {
    /// Milliseconds: how far ahead of the wall it goes or, where it stands, the time itself.
    at: AtomicI64,
    stands: bool,
}

impl Clock {
    /// A clock that goes with the wall, this many milliseconds ahead of it.
    pub const fn ahead_by(offset_ms: i64) -> Self {
        Self { at: AtomicI64::new(offset_ms), stands: false }
    }

    /// A clock that stands until it is moved.
    pub const fn standing_at(time: Instant) -> Self {
        Self { at: AtomicI64::new(time.ms()), stands: true }
    }

    /// Whether it stands.
    pub const fn stands(&self) -> bool {
        self.stands
    }

    /// The time.
    pub fn now(&self) -> Instant {
        let at = self.at.load(Ordering::Acquire);
        if self.stands { Instant::from_ms(at) } else { wall().plus_ms(at) }
    }

    /// How far ahead of the wall it goes, in milliseconds; nothing where it stands.
    pub fn offset_ms(&self) -> i64 {
        if self.stands { 0 } else { self.at.load(Ordering::Acquire) }
    }

    /// Moves it to this time, unless it is later already.
    pub fn reach(&self, time: Instant) {
        let ahead = time.ms_since(self.now());
        if ahead > 0 {
            self.at.fetch_add(ahead, Ordering::AcqRel);
        }
    }
}

/// The time of the operating system.
pub fn wall() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_it_is_moved_and_never_back() {
        let start = Instant::from_seconds(1_000);
        let clock = Clock::standing_at(start);
        assert_eq!((clock.now(), clock.offset_ms()), (start, 0));
        clock.reach(start.plus_seconds(5));
        clock.reach(start);
        assert_eq!(clock.now(), start.plus_seconds(5));
    }

    #[test]
    fn a_clock_that_was_moved_goes_on_ahead_of_the_wall() {
        let clock = Clock::ahead_by(0);
        clock.reach(wall().plus_seconds(3_600));
        assert!(clock.now() >= wall().plus_seconds(3_599));
        assert!((3_590_000..=3_600_000).contains(&clock.offset_ms()), "{}", clock.offset_ms());
    }
}
