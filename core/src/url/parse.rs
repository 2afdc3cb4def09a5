//! From text to an address.

use alloc::format;
use alloc::string::String;

use super::host::Host;
use super::policy::UrlPolicy;
use super::{Scheme, Url, path};
use crate::error::{Code, Error, shown};

impl Url {
    /// Reads an absolute address.
    ///
    /// Only what RFC 3986 allows is in it: ASCII without spaces, control characters, backslashes or `<>"`,
    /// and two hexadecimal digits behind every `%`. Nothing is trimmed or repaired. Names in other scripts
    /// come in their `xn--` form. The port is 80, 443 or one from 1024.
    ///
    /// # Errors
    /// `url_too_long`, `url_malformed`, `url_scheme_not_allowed`, `url_userinfo_not_allowed`,
    /// `url_address_not_allowed`, `url_port_not_allowed`.
    pub fn parse(text: &str, policy: UrlPolicy) -> Result<Self, Code> {
        if text.len() > Self::MAX_BYTES {
            return Err(Code::UrlTooLong);
        }
        let (scheme, rest) = scheme(text, policy)?;
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at_checked(end).ok_or(Code::UrlMalformed)?;
        if authority.contains('@') {
            return Err(Code::UrlUserinfoNotAllowed);
        }
        let (host, port) = split_port(authority)?;
        let host = Host::parse(host, policy)?;
        let port = port.map(self::port).transpose()?.filter(|port| *port != scheme.default_port());
        Ok(Self { scheme, host, port, target: path::normal(rest)? })
    }

    /// Like [`Url::parse`], with the address up to its query in a message.
    ///
    /// # Errors
    /// As [`Url::parse`].
    ///
    /// ```
    /// use rwandapay_core::url::{Url, UrlPolicy};
    ///
    /// let error = Url::from_text("https://10.0.0.1/hook?token=x", UrlPolicy::LIVE).unwrap_err();
    /// assert_eq!(error.message(), "the address `https://10.0.0.1/hook` is not on the public internet");
    /// ```
    pub fn from_text(text: &str, policy: UrlPolicy) -> Result<Self, Error> {
        Self::parse(text, policy).map_err(|code| {
            let sentence = code.row().message;
            Error::with_message(
                code,
                match sentence.strip_prefix("the address ") {
                    // A user name or a query may be a secret.
                    Some(rest) if !text.contains('@') => {
                        format!("the address `{}` {rest}", without_query(text))
                    }
                    _ => sentence.into(),
                },
            )
        })
    }
}

fn without_query(text: &str) -> String {
    shown(text.split(['?', '#']).next().unwrap_or_default())
}

fn scheme(text: &str, policy: UrlPolicy) -> Result<(Scheme, &str), Code> {
    let (name, rest) = text.split_once(':').ok_or(Code::UrlMalformed)?;
    let scheme = match name.to_ascii_lowercase().as_str() {
        "https" => Scheme::Https,
        "http" if policy.http => Scheme::Http,
        other if is_scheme(other) => return Err(Code::UrlSchemeNotAllowed),
        _ => return Err(Code::UrlMalformed),
    };
    Ok((scheme, rest.strip_prefix("//").ok_or(Code::UrlMalformed)?))
}

fn is_scheme(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// The host, and the digits behind its colon.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), Code> {
    let behind_brackets = authority.rfind(']').map_or(Some(authority), |at| authority.get(at..));
    match behind_brackets.and_then(|part| part.split_once(':')) {
        None => Ok((authority, None)),
        Some((_, port)) if port.is_empty() || !port.bytes().all(|b| b.is_ascii_digit()) => {
            Err(Code::UrlMalformed)
        }
        Some((_, port)) => {
            let host = authority.strip_suffix(port).and_then(|host| host.strip_suffix(':'));
            Ok((host.ok_or(Code::UrlMalformed)?, Some(port)))
        }
    }
}

fn port(text: &str) -> Result<u16, Code> {
    match text.parse() {
        Ok(port @ (80 | 443 | 1024..)) => Ok(port),
        _ => Err(Code::UrlPortNotAllowed),
    }
}
