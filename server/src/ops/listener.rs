//! The operator's listener, on this machine alone: `/livez`, `/readyz` in detail, `/metrics`.
//!
//! The main listener has `/livez` and `/readyz` too, for a balancer in front of it, with a status and
//! nothing else.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rwandapay_core::error::Error;
use rwandapay_core::json::Json;
use tokio::sync::watch;

use crate::app::App;
use crate::net::refusal::fresh_id;

/// What the operator's listener looks at.
#[derive(Clone)]
pub struct Watch {
    /// The application.
    pub app: App,
    /// Whether the server was told to stop.
    pub stopping: watch::Receiver<bool>,
}

/// The routes of the operator's listener.
pub fn routes(watch: Watch) -> Router {
    Router::new()
        .route("/livez", get(|| async { plain(StatusCode::OK, "live\n") }))
        .route("/readyz", get(detail))
        .route("/metrics", get(metrics))
        .fallback(|| async { plain(StatusCode::NOT_FOUND, "here are /livez, /readyz and /metrics\n") })
        .with_state(watch)
}

/// The two that the main listener has as well.
pub fn public(watch: Watch) -> Router {
    Router::new()
        .route("/livez", get(|| async { plain(StatusCode::OK, "live\n") }))
        .route("/readyz", get(status))
        .with_state(watch)
}

async fn status(State(watch): State<Watch>) -> Response {
    // Whoever asks here need not be known, so nothing is written for the answer.
    if watch.app.admits(*watch.stopping.borrow()) {
        plain(StatusCode::OK, "ready\n")
    } else {
        plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}

async fn detail(State(watch): State<Watch>) -> Response {
    let stopping = *watch.stopping.borrow();
    let health = watch.app.health(stopping).await;
    let status = if health.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = Json::from(health.detail).print();
    answer(status, "application/json", body)
}

async fn metrics(State(watch): State<Watch>) -> Result<Response, Response> {
    let parts = watch.app.parts();
    let now = parts.clock.now();
    let counts = parts.readers.query(move |reader| reader.counts(now)).await;
    let counts =
        counts.map_err(|error: Error| plain(StatusCode::SERVICE_UNAVAILABLE, error.code().name()))?;
    let page = parts.metrics.print(parts.lane.waiting(), counts);
    Ok(answer(StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8", page))
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    answer(status, "text/plain; charset=utf-8", text.to_owned())
}

fn answer(status: StatusCode, kind: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::HeaderName::from_static("request-id"), fresh_id()),
    ];
    (status, headers, body).into_response()
}
