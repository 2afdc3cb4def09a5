//! Refusals of this layer, before or instead of the core's answer.

use rwandapay_core::api::http::Response;
use rwandapay_core::api::{refuse, request_id};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::{Code, Error, Outcome};

use crate::clock::wall;
use crate::random;

/// A refusal, before the core saw the request.
pub fn refusal(code: Code) -> Response {
    refuse(&Error::new(code), &fresh_id())
}

/// The same with a sentence of its own.
pub fn refusal_with(code: Code, message: &str) -> Response {
    refuse(&Error::with_message(code, message), &fresh_id())
}

/// The answer to a request over which the server met a defect. It says nothing of the defect, and of the
/// money only what is known: a command may have been taken before.
pub fn defect(method: &str) -> Response {
    let outcome = if method == "GET" { None } else { Some(Outcome::Unknown) };
    let id = fresh_id();
    tracing::error!(request_id = id, "a request met a defect");
    refuse(&Error::new(Code::Internal).outcome_is(outcome), &id)
}

/// The id of an answer that no turn of the core has named: every answer has one.
pub fn fresh_id() -> String {
    match random() {
        Ok(seed) => request_id(&Entropy::new(seed)),
        Err(_) => format!("req_{:020x}", wall().ms()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_says_nothing_of_itself_and_never_that_nothing_moved() {
        let body = |method| String::from_utf8(defect(method).body).unwrap();
        let posted = body("POST");
        assert!(
            posted.contains(r#""reason":"internal""#) && posted.contains(r#""outcome":"unknown""#),
            "{posted}"
        );
        assert!(body("GET").contains(r#""outcome":null"#));
    }
}
