//! A webhook as it goes out: signed for this attempt, by every secret that is live.

use std::fmt;

use rwandapay_core::record::{Delivery, Event, SigningSecret};
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{live_keys, sign};

/// A webhook that is ready to be posted.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Where it goes.
    pub url: String,
    /// `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    pub headers: Vec<(&'static str, String)>,
    /// The body, byte for byte as the event was printed.
    pub body: String,
}

impl fmt::Debug for Outgoing {
    /// Not the body, which has phones in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outgoing({} bytes)", self.body.len())
    }
}

/// Signs an event for one attempt of its delivery; none if no secret is live.
///
/// The timestamp is the wall's: receivers compare it with theirs, whatever a sandbox's clock says.
pub fn outgoing(
    delivery: &Delivery,
    event: &Event,
    secrets: &[SigningSecret],
    wall: Instant,
    now: Instant,
) -> Option<Outgoing> {
    let keys = live_keys(secrets, now).ok().filter(|keys| !keys.is_empty())?;
    let signed = sign(&keys, event.id.as_str(), wall, event.body.as_bytes()).ok()?;
    Some(Outgoing {
        url: delivery.url.clone(),
        headers: signed.pairs().map(|(name, value)| (name, value.to_owned())).to_vec(),
        body: event.body.clone(),
    })
}
