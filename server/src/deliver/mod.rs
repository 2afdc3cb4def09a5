//! Webhook delivery: out of this process, to addresses that were checked, and nowhere else.
//!
//! An address is parsed once and resolved once. Every address that its name leads to is judged, the
//! connection goes to the very one that was judged, and no redirect is followed: what a merchant names, or
//! the name server of a merchant, never reaches a service inside.

mod connect;
mod places;
mod post;
mod sign;

pub use connect::{Resolve, SystemResolver, trust};
pub use places::{IN_ALL, OF_ONE_HOST, Slot};
pub use sign::{Outgoing, outgoing};

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect::Connector;
use places::Places;
use post::Idle;
use rustls::RootCertStore;

/// How long one attempt may take, from the first look-up to the last byte. Source: contract, section 7.
pub const LONGEST: Duration = Duration::from_secs(15);
/// The bytes of an answer's head.
pub const HEAD_BYTES: usize = 16 * 1024;
/// The bytes of an answer's body that are read; a longer one counts by its status, and its connection ends.
pub const BODY_BYTES: usize = 64 * 1024;

/// What a sender is made with.
pub struct SenderConfig {
    /// Whom it trusts to vouch for a host.
    pub roots: RootCertStore,
    /// Who finds the addresses of a name.
    pub resolver: Arc<dyn Resolve>,
    /// How long one attempt may take.
    pub longest: Duration,
}

impl SenderConfig {
    /// The web's authorities, and the operating system's name servers.
    pub fn standard(roots: RootCertStore) -> Self {
        Self { roots, resolver: Arc::new(SystemResolver), longest: LONGEST }
    }
}

/// Sends webhooks; clones share it.
#[derive(Clone)]
pub struct Sender(Arc<Inner>);

struct Inner {
    connector: Connector,
    places: Places,
    /// Connections that wait for the next delivery, by what they lead to.
    idle: Mutex<HashMap<String, Vec<Idle>>>,
    longest: Duration,
}

impl Sender {
    /// A sender without a connection.
    ///
    /// # Errors
    /// In words, if the library of certificates cannot be used.
    pub fn new(config: SenderConfig) -> Result<Self, String> {
        let connector = Connector::new(config.roots, config.resolver)?;
        let (places, longest) = (Places::default(), config.longest);
        Ok(Self(Arc::new(Inner { connector, places, idle: Mutex::default(), longest })))
    }

    /// A place for one delivery to this address; none where its host or the whole server has no more. Never
    /// waits, so a slow host keeps nobody else from being served.
    pub fn slot(&self, url: &str) -> Option<Slot> {
        self.0.places.take(url)
    }
}
