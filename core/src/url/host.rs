//! The host of an address.

use alloc::boxed::Box;
use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::domain::{is_label, is_localhost, is_number, refusal};
use super::policy::UrlPolicy;
use crate::error::Code;

/// A host: a name, to be judged again when it is known where it leads, or a public address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Host {
    /// A name in small letters.
    Name(Box<str>),
    /// An address.
    Address(IpAddr),
}

impl Host {
    /// Reads a host from an address.
    ///
    /// # Errors
    /// `url_malformed`: empty, percent-encoded, not ASCII, or not a name.
    /// `url_address_not_allowed`: not on the public internet, or an IPv4 address in a form that is read
    /// differently by different readers (`127.1`, `0177.0.0.1`, `2130706433`, `0x7f.1`).
    pub(super) fn parse(text: &str, policy: UrlPolicy) -> Result<Self, Code> {
        let address = match text.strip_prefix('[') {
            Some(rest) => IpAddr::V6(v6(rest.strip_suffix(']').ok_or(Code::UrlMalformed)?)?),
            None if text.rsplit('.').find(|label| !label.is_empty()).is_some_and(is_number) => {
                // The standard parser takes four decimal parts without leading zeros and nothing else.
                IpAddr::V4(text.parse::<Ipv4Addr>().map_err(|_| Code::UrlAddressNotAllowed)?)
            }
            None => return name(text, policy).map(Self::Name),
        };
        if policy.allows(address) { Ok(Self::Address(address)) } else { Err(Code::UrlAddressNotAllowed) }
    }
}

/// What stands between the brackets. An address with a zone means something on one machine only.
fn v6(text: &str) -> Result<Ipv6Addr, Code> {
    match text.split_once('%') {
        Some((address, _)) if address.parse::<Ipv6Addr>().is_ok() => Err(Code::UrlAddressNotAllowed),
        _ => text.parse().map_err(|_| Code::UrlMalformed),
    }
}

fn name(text: &str, policy: UrlPolicy) -> Result<Box<str>, Code> {
    let name = text.to_ascii_lowercase();
    let relative = name.strip_suffix('.').unwrap_or(&name);
    if relative.len() > 253 || !relative.split('.').all(is_label) {
        return Err(Code::UrlMalformed);
    }
    match refusal(relative) {
        Some(code) if !(policy.loopback && is_localhost(relative)) => Err(code),
        // The point at the end makes a second name of the same host.
        _ if relative.len() < name.len() => Err(Code::UrlMalformed),
        _ => Ok(name.into()),
    }
}

impl fmt::Display for Host {
    /// As it stands in an address: an IPv6 address between brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(IpAddr::V4(address)) => write!(f, "{address}"),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
        }
    }
}
