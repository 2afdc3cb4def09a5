//! An HTTP exchange as values: what a transport carries, without a socket.

mod query;

pub use query::{decode, pairs};

use alloc::string::String;
use alloc::vec::Vec;

/// A request as it arrived.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` or `DELETE`.
    pub method: String,
    /// The path and the query, as sent: `/v1/payments?limit=5`.
    pub target: String,
    /// The headers in their order; names in any case.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, unread.
    pub body: Vec<u8>,
}

/// An answer, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query, without its question mark.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Every value of a header; names are compared without case.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.headers
            .iter()
            .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_slice())
    }
}

impl core::fmt::Debug for Request {
    /// The method and the path alone: headers carry keys, and bodies carry phones and PINs.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Request({} {})", self.method, self.path())
    }
}

impl core::fmt::Debug for Response {
    /// The status and the size alone: bodies carry phones and secrets.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}
