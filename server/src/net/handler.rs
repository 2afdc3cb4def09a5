//! From a request of the HTTP library to one of the core, and back.

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Version, header};
use axum::response::Response;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use rwandapay_core::api::http as core_http;
use rwandapay_core::api::requests::MAX_BODY_BYTES;
use rwandapay_core::error::Code;

use super::refusal::{defect, refusal, refusal_with};
use crate::app::App;
use crate::net::limits::BODY_WAIT;

/// Answers one request.
pub async fn answer(
    State(app): State<App>,
    Extension(peer): Extension<SocketAddr>,
    request: Request<Body>,
) -> Response {
    match read(request).await {
        Ok((request, last)) => {
            let mut response = to_http(carried_out(app, request, client(peer.ip())).await);
            if last {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            response
        }
        // The rest of the body is not read, so the connection cannot go on.
        Err(refused) => {
            let mut response = to_http(*refused);
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
    }
}

/// The answer of a task of its own: a client that goes away only misses it, and a panic, which is a defect,
/// is answered too.
async fn carried_out(app: App, request: core_http::Request, client: String) -> core_http::Response {
    let method = request.method.clone();
    let answered = tokio::spawn(async move { app.answer(&request, &client).await });
    answered.await.unwrap_or_else(|_| defect(&method))
}

/// What limits are counted by: an IPv4 address, or the /64 of an IPv6 one, which is one subscriber.
fn client(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The request as the core takes it, and whether it is the last of its connection.
async fn read(request: Request<Body>) -> Result<(core_http::Request, bool), Box<core_http::Response>> {
    let (head, body) = request.into_parts();
    if head.method == Method::CONNECT {
        let mut refused = refusal_with(Code::MethodNotAllowed, "this server is no proxy");
        refused.headers.push(("allow".into(), "GET, POST, DELETE".into()));
        return Err(Box::new(refused));
    }
    one_host(head.version, &head.headers)?;
    let chunked = head.headers.contains_key(header::TRANSFER_ENCODING);
    let body = read_body(&head.headers, body).await?;
    // HEAD is GET without the body, which the HTTP library leaves out.
    let method = if head.method == Method::HEAD { "GET" } else { head.method.as_str() };
    let target = head.uri.path_and_query().map_or("*", |target| target.as_str());
    let headers =
        head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    let request = core_http::Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers.collect(),
        body,
    };
    Ok((request, chunked))
}

/// RFC 9112, section 3.2: HTTP/1.1 has exactly one Host.
fn one_host(version: Version, headers: &HeaderMap) -> Result<(), Box<core_http::Response>> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let good = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(|host| !host.contains([',', ' ', '/', '@'])),
        (None, _) => version == Version::HTTP_10,
        (Some(_), Some(_)) => false,
    };
    if good {
        return Ok(());
    }
    Err(Box::new(refusal_with(Code::HeaderMalformed, "the header `Host` is not there once, with one host")))
}

async fn read_body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Box<core_http::Response>> {
    let refuse = |code| Err(Box::new(refusal(code)));
    let declared =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > MAX_BODY_BYTES)) {
        return refuse(Code::BodyTooLarge);
    }
    match tokio::time::timeout(BODY_WAIT, Limited::new(body, MAX_BODY_BYTES).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes().to_vec()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => refuse(Code::BodyTooLarge),
        Ok(Err(_)) => {
            Err(Box::new(refusal_with(Code::HeaderMalformed, "the body does not end where its headers say")))
        }
        Err(_) => refuse(Code::RequestTimeout),
    }
}

fn to_http(response: core_http::Response) -> Response {
    let mut builder = Response::builder().status(response.status);
    for (name, value) in response.headers {
        builder = builder.header(name, value);
    }
    builder.body(Body::from(response.body)).unwrap_or_else(|_| {
        // Only a header that is no header could fail here, and the core writes none.
        let mut defect = Response::new(Body::empty());
        *defect.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
        defect
    })
}
