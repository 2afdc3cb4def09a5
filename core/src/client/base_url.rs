//! The address that requests go to.

use alloc::format;
use alloc::string::{String, ToString};

use crate::error::{Code, Error};
use crate::record::Mode;

/// The longest base address, in bytes.
pub const BASE_URL_MAX_BYTES: usize = 512;

const TEST: &str = "https://sandbox-api.rwandapay.rw";
const LIVE: &str = "https://api.rwandapay.rw";
const VERSION_PATH: &str = "/v1";

/// A base address in two parts: every request goes to `origin` + `path` + the path of its operation.
///
/// https to any host; plain http to a loopback host only, and with a test key only. No user name, query
/// or fragment. An address without a path gets `/v1`.
///
/// Source: documentation, base URLs; a transport sends once, and only where it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme, host and port: `https://api.rwandapay.rw`.
    pub origin: String,
    /// The path, without a slash at its end: `/v1`.
    pub path: String,
}

impl BaseUrl {
    /// The documented address of this mode.
    pub fn of(mode: Mode) -> Self {
        let origin = match mode {
            Mode::Test => TEST,
            Mode::Live => LIVE,
        };
        Self { origin: origin.to_string(), path: VERSION_PATH.to_string() }
    }

    /// Reads an address that the caller gave.
    ///
    /// # Errors
    /// `base_url_not_allowed`.
    pub fn parse(text: &str, mode: Mode) -> Result<Self, Error> {
        if text.len() > BASE_URL_MAX_BYTES {
            return Err(refused(format!("the base address is longer than {BASE_URL_MAX_BYTES} bytes")));
        }
        let (secure, rest) = match (strip_scheme(text, "https://"), strip_scheme(text, "http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(refused("the base address does not begin with `https://`")),
        };
        let (authority, path) =
            rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or((rest, ""));
        let host = host(authority)?;
        if !secure && !is_loopback(host) {
            return Err(refused(format!("plain http is for loopback hosts only, and `{host}` is not one")));
        }
        if !secure && mode == Mode::Live {
            return Err(refused("a live key is never sent over plain http"));
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        check_path(path)?;
        Ok(Self {
            origin: format!(
                "{}{}",
                if secure { "https://" } else { "http://" },
                authority.to_ascii_lowercase()
            ),
            path: if path.is_empty() { VERSION_PATH } else { path }.to_string(),
        })
    }
}

fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// The host of `host`, `host:port`, `[v6]` or `[v6]:port`.
fn host(authority: &str) -> Result<&str, Error> {
    if authority.contains('@') {
        return Err(refused("the base address carries a user name or password"));
    }
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inside, after)) if is_v6(inside) => {
            (inside, after.strip_prefix(':').or((!after.is_empty()).then_some("x")))
        }
        Some(_) => return Err(refused("the host of the base address is not one")),
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    if let Some(port) = port
        && !(port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port != 0))
    {
        return Err(refused("the port of the base address is not a number from 1 to 65535"));
    }
    if is_v6(host) || is_name(host) {
        Ok(host)
    } else {
        Err(refused("the host of the base address is not one"))
    }
}

fn is_v6(text: &str) -> bool {
    text.parse::<core::net::Ipv6Addr>().is_ok()
}

/// Labels of letters, digits and hyphens, none empty.
fn is_name(host: &str) -> bool {
    host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

/// `localhost`, 127.0.0.0/8 or `::1`; a name that only looks like one of them is not.
fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<core::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn check_path(path: &str) -> Result<(), Error> {
    if path.contains(['?', '#']) {
        return Err(refused("the base address has a query or a fragment"));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let segments = path.split('/').skip(1);
    if segments.clone().all(|segment| {
        !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(allowed)
    }) {
        Ok(())
    } else {
        Err(refused("the path of the base address has a character that is not allowed"))
    }
}

fn refused(message: impl Into<String>) -> Error {
    Error::with_message(Code::BaseUrlNotAllowed, message).at("base_url")
}
