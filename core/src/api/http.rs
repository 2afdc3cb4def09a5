//! An HTTP exchange as values: what a transport carries, without a socket.

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}
