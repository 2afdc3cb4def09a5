//! What else than https on the public internet is allowed.

use core::net::IpAddr;

use super::address::{is_loopback, is_public};
use crate::record::Mode;

/// Which addresses may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UrlPolicy {
    /// Whether plain http may be used.
    pub http: bool,
    /// Whether this machine itself may be called.
    pub loopback: bool,
}

impl UrlPolicy {
    /// Live mode: https on the public internet, and nothing else.
    pub const LIVE: Self = Self { http: false, loopback: false };
    /// Test mode: http as well.
    pub const TEST: Self = Self { http: true, loopback: false };
    /// Test mode on the machine of a developer, with or without a server: loopback as well.
    pub const OFFLINE: Self = Self { http: true, loopback: true };

    /// The policy of a mode. Loopback is for test mode alone, and there only where the server says so.
    ///
    /// Source: contract, section 6.
    pub const fn of(mode: Mode, dev_webhooks: bool) -> Self {
        match (mode, dev_webhooks) {
            (Mode::Live, _) => Self::LIVE,
            (Mode::Test, false) => Self::TEST,
            (Mode::Test, true) => Self::OFFLINE,
        }
    }

    /// Whether an address may be connected to: what a name leads to is judged like an address that is written
    /// out.
    pub fn allows(self, address: IpAddr) -> bool {
        is_public(address) || (self.loopback && is_loopback(address))
    }
}
