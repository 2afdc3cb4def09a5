//! Webhooks: the state of a delivery; events, signing, verifying and explaining.

mod delivery;

pub use delivery::{DeliveryEvent, RETRY_WAITS_MS, retry_delay_ms};

/// The state of one delivery of one event to one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Waiting for its next attempt.
    Pending,
    /// The target answered 2xx.
    Delivered,
    /// Every attempt of the schedule failed.
    Failed,
    /// The target answered 410 or is disabled.
    Disabled,
}
