//! Faults of the way between a client and a sandbox, scripted by a merchant's own tests.

use alloc::string::{String, ToString};
use alloc::vec;

use super::exchange::{ExchangeContext, exchange};
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::sandbox::Sandbox;

/// What becomes of one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No connection: nothing arrives, and the client knows it.
    Refuse,
    /// The request is lost, and the client cannot know.
    LoseRequest,
    /// The request has its effect, and the answer is lost: the time-out that doubles payments elsewhere.
    LoseAnswer,
    /// The request has its effect, and half of the answer arrives.
    HalfAnswer,
    /// The request arrives twice, as a network may repeat it; the second answer comes back.
    Twice,
    /// A proxy answers 502 with a page of HTML, and nothing arrives.
    BadGateway,
    /// A proxy answers 504 with a page of HTML after the request had its effect.
    GatewayTimeout,
    /// 429 with `Retry-After: 1`, and nothing arrives.
    TooManyRequests,
    /// A redirect to another host, and nothing arrives.
    Redirect,
}

impl Fault {
    /// All of them, with their names.
    pub const ALL: &[(&str, Self)] = &[
        ("refuse", Self::Refuse),
        ("lose_request", Self::LoseRequest),
        ("lose_answer", Self::LoseAnswer),
        ("half_answer", Self::HalfAnswer),
        ("twice", Self::Twice),
        ("bad_gateway", Self::BadGateway),
        ("gateway_timeout", Self::GatewayTimeout),
        ("too_many_requests", Self::TooManyRequests),
        ("redirect", Self::Redirect),
    ];

    /// The fault with this name.
    ///
    /// # Errors
    /// `sandbox_fault_invalid`.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.iter().find(|(known, _)| *known == name);
        known.map(|(_, fault)| *fault).ok_or_else(|| Error::new(Code::SandboxFaultInvalid).at("fault"))
    }
}

/// What a transport reports of one exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// An answer came.
    Response(Response),
    /// Nothing was sent.
    NotSent,
    /// It may have been sent, and no answer came.
    MaybeSent,
}

/// One exchange in which this goes wrong.
pub fn exchange_with(
    sandbox: &mut Sandbox,
    request: &Request,
    context: &ExchangeContext,
    fault: Option<Fault>,
) -> Delivered {
    match fault {
        None => Delivered::Response(exchange(sandbox, request, context)),
        Some(Fault::Refuse) => Delivered::NotSent,
        Some(Fault::LoseRequest) => Delivered::MaybeSent,
        Some(Fault::LoseAnswer) => {
            exchange(sandbox, request, context);
            Delivered::MaybeSent
        }
        Some(Fault::HalfAnswer) => {
            let mut response = exchange(sandbox, request, context);
            response.body.truncate(response.body.len() >> 1);
            Delivered::Response(response)
        }
        Some(Fault::Twice) => {
            exchange(sandbox, request, context);
            let again = ExchangeContext {
                entropy: crate::entropy::Entropy::new(context.entropy.expand("again", 0)),
                ..context.clone()
            };
            Delivered::Response(exchange(sandbox, request, &again))
        }
        Some(Fault::BadGateway) => Delivered::Response(page(502, None)),
        Some(Fault::GatewayTimeout) => {
            exchange(sandbox, request, context);
            Delivered::Response(page(504, None))
        }
        Some(Fault::TooManyRequests) => Delivered::Response(page(429, Some(("retry-after", "1")))),
        Some(Fault::Redirect) => {
            Delivered::Response(page(302, Some(("location", "https://elsewhere.invalid/v1"))))
        }
    }
}

fn page(status: u16, header: Option<(&str, &str)>) -> Response {
    let mut headers: alloc::vec::Vec<(String, String)> =
        vec![("content-type".to_string(), "text/html".to_string())];
    headers.extend(header.map(|(name, value)| (name.to_string(), value.to_string())));
    let body = alloc::format!("<html><body><h1>{status}</h1></body></html>").into_bytes();
    Response { status, headers, body }
}
