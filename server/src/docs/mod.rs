//! The documentation of the API: one page without anything from outside, and the OpenAPI document.
//!
//! Both are made from the tables of the core, so that nothing in them is retyped. They are the same for
//! everybody, and are printed once.

mod page;
mod samples;
mod tables;

use std::sync::LazyLock;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::net::refusal::fresh_id;

static OPENAPI: LazyLock<String> = LazyLock::new(|| rwandapay_core::api::openapi().print());
static PAGE: LazyLock<String> = LazyLock::new(|| page::page().into_string());
/// Nothing is loaded and nothing runs; the style is the one in the page.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; style-src '{}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        crate::pages::source(page::STYLE)
    )
});

/// The routes of the documentation.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/docs", get(|| async { answer("text/html; charset=utf-8", &PAGE) }))
        .route("/openapi.json", get(|| async { answer("application/json", &OPENAPI) }))
}

fn answer(kind: &'static str, body: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
        (header::CONTENT_SECURITY_POLICY, POLICY.clone()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::X_FRAME_OPTIONS, "DENY".to_owned()),
        (header::REFERRER_POLICY, "same-origin".to_owned()),
        (header::HeaderName::from_static("request-id"), fresh_id()),
    ];
    (headers, body).into_response()
}
