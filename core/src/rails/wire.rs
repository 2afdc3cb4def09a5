//! What goes over the wire, as values: a shell sends the one and hands back the other.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::json::Json;
use crate::secret::Secret;

/// The longest body of an answer that is read; a longer one proves nothing.
pub const MAX_REPLY_BYTES: usize = 65_536;

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

impl Method {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A request, complete but for the host.
///
/// It does not show its headers' values or its body: they hold credentials, PINs and phones.
#[derive(Clone, PartialEq, Eq)]
pub struct WireRequest {
    /// The method.
    pub method: Method,
    /// The path and the query, from the first slash on.
    pub path: String,
    /// The headers, in order. Any of them may hold a secret.
    pub headers: Vec<(&'static str, Secret)>,
    /// The body; empty where there is none.
    pub body: Vec<u8>,
}

impl WireRequest {
    /// A request without a body.
    pub(super) fn get(path: String, headers: Vec<(&'static str, Secret)>) -> Self {
        Self { method: Method::Get, path, headers, body: Vec::new() }
    }

    /// A request with a JSON body, and the header that says so.
    pub(super) fn post(path: &str, mut headers: Vec<(&'static str, Secret)>, body: &Json) -> Self {
        headers.push(("Content-Type", Secret::new("application/json")));
        Self { method: Method::Post, path: path.to_string(), headers, body: body.bytes().into_vec() }
    }

    /// The value of a header, whose name is compared without regard to case.
    pub fn header(&self, name: &str) -> Option<&Secret> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl fmt::Debug for WireRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("WireRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// An answer of a provider. It does not show its body, which holds phones.
#[derive(Clone, PartialEq, Eq)]
pub struct WireResponse {
    /// The HTTP status.
    pub status: u16,
    /// The body, as it came.
    pub body: Vec<u8>,
}

impl fmt::Debug for WireResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WireResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// What came of sending a request once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The provider, or something in front of it, answered.
    Response(WireResponse),
    /// Proven by the transport: not a byte of the request left (refused, name not found, TLS, connect
    /// time-out).
    NotSent,
    /// Anything else: the request may have arrived.
    MaybeSent,
}

impl Reply {
    /// The answer with this status and body.
    pub fn response(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Response(WireResponse { status, body: body.into() })
    }
}

/// Whether the token was not accepted: the shell refreshes it once and sends the same request again.
///
/// Without that, [`super::read_submission`] reads 401 as a refusal for `provider_config`.
pub fn is_auth_failure(reply: &Reply) -> bool {
    matches!(reply, Reply::Response(response) if response.status == 401)
}
