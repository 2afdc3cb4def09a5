//! Addresses that a merchant gives us to call, or to send customers to.
//!
//! A small strict parser: what one reader of URLs accepts and another reads differently is refused here, so
//! that the address that was checked is the address that is called. A name is judged again at delivery,
//! when it is known where it leads: see [`is_public`].

mod address;
mod domain;
mod host;
mod parse;
mod path;
mod policy;

pub use address::is_public;
pub use host::Host;
pub use policy::UrlPolicy;

use alloc::format;
use alloc::string::String;
use core::fmt;

/// An absolute http or https address that passed the rules, in its one normal form.
///
/// The normal form has a small scheme and host, no default port, no dot segments, `/` for an empty path and
/// no fragment. Two addresses that mean the same to every reader print the same.
///
/// Source: contract, section 6.
///
/// ```
/// use rwandapay_core::error::Code;
/// use rwandapay_core::url::{Url, UrlPolicy};
///
/// let url = Url::parse("HTTPS://Shop.example:443/a/../hook?x=1#top", UrlPolicy::LIVE)?;
/// assert_eq!(url.to_string(), "https://shop.example/hook?x=1");
/// assert_eq!(url.origin(), "https://shop.example");
/// assert_eq!(Url::parse("https://127.1/", UrlPolicy::LIVE), Err(Code::UrlAddressNotAllowed));
/// # Ok::<(), Code>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Url {
    scheme: Scheme,
    host: Host,
    /// Absent where it is the default of the scheme.
    port: Option<u16>,
    /// The path and the query.
    target: String,
}

/// Plain or encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Scheme {
    Http,
    Https,
}

impl Scheme {
    const fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl Url {
    /// The longest address, in bytes.
    pub const MAX_BYTES: usize = 2048;

    /// Scheme, host and port, such as `https://shop.example` or `http://localhost:3000`.
    pub fn origin(&self) -> String {
        match self.port {
            Some(port) => format!("{}://{}:{port}", self.scheme.name(), self.host),
            None => format!("{}://{}", self.scheme.name(), self.host),
        }
    }

    /// The host.
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// The port to connect to.
    pub const fn port(&self) -> u16 {
        match self.port {
            Some(port) => port,
            None => self.scheme.default_port(),
        }
    }

    /// Whether it is encrypted.
    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::Https
    }

    /// The path and the query, as a request line carries them.
    pub fn target(&self) -> &str {
        &self.target
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.target)
    }
}
