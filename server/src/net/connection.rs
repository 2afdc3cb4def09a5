//! One connection, from its first byte to its last.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rwandapay_core::api::http::Response;
use rwandapay_core::error::Code;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::watch;
use tokio::time::timeout;

use super::refusal::refusal;
use crate::net::gate::{Framing, Gate};
use crate::net::limits::{HEAD_WAIT, LINGER_BYTES, LINGER_WAIT, WRITE_WAIT};
use crate::ops::Metrics;
use crate::ops::metrics::route;

/// What a connection is answered with, and where its answers are counted.
#[derive(Clone)]
pub struct Served {
    /// The routes.
    pub router: Router,
    /// The counters.
    pub metrics: Metrics,
}

/// Answers the requests of one connection until it ends or the server stops.
pub async fn serve<S>(socket: S, peer: SocketAddr, served: Served, mut stopping: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Served { router, metrics } = served;
    let _connected = metrics.connected();
    let framing = Framing::default();
    let gate = Gate::new(socket, framing.clone());
    let router = Arc::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        framing.set(request.body().size_hint().exact());
        request.extensions_mut().insert(peer);
        let router = Arc::clone(&router);
        let metrics = metrics.clone();
        Box::pin(async move { observed(&metrics, (*router).clone(), request.map(Body::new)).await })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WAIT)
        .serve_connection(TokioIo::new(gate), service);

    let mut told = false;
    let ended = loop {
        tokio::select! {
            ended = poll_fn(|context| connection.poll_without_shutdown(context)) => break ended,
            _ = stopping.wait_for(|stop| *stop), if !told => {
                told = true;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    let gate = connection.into_parts().io.into_inner();
    let late = ended.as_ref().is_err_and(hyper::Error::is_timeout) && gate.is_inside_head();
    let refused = gate.refused().or(late.then_some(Code::RequestTimeout));
    part(gate.into_socket(), refused.map(refusal)).await;
}

/// Answers, counts the answer, and notes it: never a path, which may hold the token of a page.
async fn observed(
    metrics: &Metrics,
    router: Router,
    request: hyper::Request<Body>,
) -> Result<axum::response::Response, Infallible> {
    let began = Instant::now();
    let method = request.method().clone();
    let route = route(method.as_str(), request.uri().path());
    let response = tower_call(router, request).await?;
    let (took, status) = (began.elapsed(), response.status().as_u16());
    metrics.answered(route, status, took);
    let id = response.headers().get("request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(request_id = id, method = method.as_str(), route, status, microseconds, "answered");
    Ok(response)
}

/// The router never fails: each of its errors is a response already.
async fn tower_call(
    mut router: Router,
    request: hyper::Request<Body>,
) -> Result<axum::response::Response, Infallible> {
    use tower_service::Service;
    router.call(request).await
}

/// Writes a last refusal, and closes so that the client can still read what was written.
async fn part<S: AsyncRead + AsyncWrite + Unpin>(mut socket: S, refused: Option<Response>) {
    if let Some(refused) = refused {
        let bytes = on_wire(&refused);
        if !matches!(timeout(WRITE_WAIT, socket.write_all(&bytes)).await, Ok(Ok(()))) {
            return;
        }
    }
    // Closing a socket with unread bytes resets it, and the reset overtakes the answer.
    if socket.shutdown().await.is_ok() {
        let mut unread = vec![0; 16 * 1024];
        let mut left = LINGER_BYTES;
        let drain = async {
            while let Ok(count @ 1..) = socket.read(&mut unread).await {
                left = left.saturating_sub(count);
                if left == 0 {
                    break;
                }
            }
        };
        // Whoever sends on without reading is cut off.
        let _ = timeout(LINGER_WAIT, drain).await;
    }
}

fn on_wire(response: &Response) -> Vec<u8> {
    let status = hyper::StatusCode::from_u16(response.status).unwrap_or(hyper::StatusCode::BAD_REQUEST);
    let headers = response.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let headers: Vec<String> = headers.collect();
    let length = response.body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{}content-length: {length}\r\nconnection: close\r\n\r\n",
        headers.concat()
    );
    [head.into_bytes(), response.body.clone()].concat()
}
