//! Cross-origin requests: allowed on the two routes that a publishable key may ask, and nowhere else.

use alloc::string::String;
use alloc::vec::Vec;

use super::route;
use crate::http::{Request, Response};

/// The answer to a browser's question whether it may ask, for the two routes.
pub fn preflight(request: &Request, request_id: &str) -> Option<Response> {
    let asked = request.method == "OPTIONS" && is_open("POST", request.path());
    asked.then(|| Response {
        status: 204,
        headers: headers(&[
            ("access-control-allow-origin", "*"),
            ("access-control-allow-methods", "POST"),
            ("access-control-allow-headers", "authorization, content-type, idempotency-key"),
            ("access-control-max-age", "600"),
            ("request-id", request_id),
        ]),
        body: Vec::new(),
    })
}

/// Lets a browser read the answer of an open route.
pub fn open(request: &Request, response: &mut Response) {
    if is_open(&request.method, request.path()) {
        response.headers.extend(headers(&[
            ("access-control-allow-origin", "*"),
            (
                "access-control-expose-headers",
                "request-id, retry-after, idempotent-replayed, ratelimit-limit, ratelimit-remaining, ratelimit-reset",
            ),
        ]));
    }
}

fn is_open(method: &str, path: &str) -> bool {
    route::find(method, path).is_ok_and(|route| route.operation.publishable)
}

fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}
