//! One request on its way to its answer: the steps of every shell, in the contract's order.
//!
//! A shell begins a [`Turn`], finds out whom the key stands for, counts the request, reads the [`Intent`],
//! does what that says in its own way, and lets the turn print the answer. Nothing here loads or waits.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::intent::{self, Intent, Rules};
use super::route::{self, Route};
use super::{answer, cors, head};
use crate::engine::{Answer, Config};
use crate::entropy::Entropy;
use crate::error::{Code, Error, Kind, Outcome};
use crate::http::{Request, Response};
use crate::json::{Json, Object};
use crate::rate_limit::Verdict;
use crate::record::{KeyClass, Principal};
use crate::request::Quote;
use crate::resource;
use crate::time::Instant;

/// `data` of a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Success {
    /// What is answered.
    pub data: Json,
    /// Whether it stands for an earlier answer.
    pub replayed: bool,
}

impl From<Json> for Success {
    fn from(data: Json) -> Self {
        Self { data, replayed: false }
    }
}

impl From<Answer> for Success {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Data { data, replayed } => Self { data: Json::Printed(data), replayed },
            Answer::Send | Answer::Done => Json::Null.into(),
        }
    }
}

/// A request that has a route.
#[derive(Debug)]
pub struct Turn<'a> {
    request: &'a Request,
    route: Route,
    id: String,
    limits: Vec<(String, String)>,
}

impl<'a> Turn<'a> {
    /// Finds the route; the entropy names the request.
    ///
    /// # Errors
    /// The finished answer to a browser's preflight, or to a path or method that is not there.
    pub fn begin(request: &'a Request, entropy: &Entropy) -> Result<Self, Response> {
        let id = request_id(entropy);
        if let Some(response) = cors::preflight(request, &id) {
            return Err(response);
        }
        match route::find(&request.method, request.path()) {
            Ok(route) => Ok(Self { request, route, id, limits: Vec::new() }),
            Err(error) => Err(refused(request, &error, &id)),
        }
    }

    /// The id that stands in the answer.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The operation that is asked for, such as `payments.collect`.
    pub fn operation(&self) -> &'static str {
        self.route.operation.name
    }

    /// The API key.
    ///
    /// # Errors
    /// `api_key_missing`, `api_key_invalid`, `header_malformed`.
    pub fn key(&self) -> Result<&'a str, Error> {
        head::bearer(self.request)
    }

    /// Whether this kind of key may ask at all.
    ///
    /// # Errors
    /// `key_not_allowed`.
    pub fn allow(&self, principal: &Principal) -> Result<(), Error> {
        if principal.class == KeyClass::Publishable && !self.route.operation.publishable {
            return Err(Code::KeyNotAllowed.into());
        }
        Ok(())
    }

    /// Tells the client how its limits stand.
    ///
    /// # Errors
    /// `rate_limited`.
    pub fn admit(&mut self, verdict: &Verdict) -> Result<(), Error> {
        self.limits = [
            ("ratelimit-limit", verdict.limit.to_string()),
            ("ratelimit-remaining", verdict.remaining.to_string()),
            ("ratelimit-reset", verdict.reset_seconds.to_string()),
        ]
        .map(|(name, value)| (name.to_string(), value))
        .to_vec();
        if verdict.allowed {
            return Ok(());
        }
        let ms = verdict.retry_after_seconds.saturating_mul(1000);
        Err(Error::new(Code::RateLimited).retry_after_ms(ms))
    }

    /// What is asked for.
    ///
    /// # Errors
    /// What the query, the body or the idempotency key break.
    pub fn intent(&self, principal: &Principal, rules: Rules<'_>) -> Result<Intent, Error> {
        intent::read(self.request, &self.route, principal, rules)
    }

    /// The answer.
    pub fn finish(mut self, result: Result<Success, Error>) -> Response {
        let mut response = match result {
            Ok(Success { data, replayed }) => {
                if replayed {
                    self.limits.push(("idempotent-replayed".to_string(), "true".to_string()));
                }
                answer::success(data, &self.id)
            }
            Err(error) => answer::refuse(&self.with_outcome(error), &self.id),
        };
        response.headers.append(&mut self.limits);
        cors::open(self.request, &mut response);
        response
    }

    /// A read moves nothing, so its errors say nothing about money, whatever refused it; a request that was
    /// to move some and found nothing to move it for has moved none.
    fn with_outcome(&self, error: Error) -> Error {
        let knows_none = error.code().row().outcomes.contains(&Some(Outcome::None));
        if self.route.operation.reads {
            error.outcome_is(None)
        } else if error.kind() == Kind::NotFound && error.outcome().is_none() && knows_none {
            error.outcome_is(Some(Outcome::None))
        } else {
            error
        }
    }
}

fn refused(request: &Request, error: &Error, id: &str) -> Response {
    let mut response = answer::refuse(error, id);
    if response.status == 405 {
        response.headers.push(("allow".to_string(), route::allowed(request.path()).join(", ")));
    }
    cors::open(request, &mut response);
    response
}

/// `req_` and 20 hexadecimal digits.
pub fn request_id(entropy: &Entropy) -> String {
    let bytes = entropy.expand("request", 0);
    bytes.iter().take(10).fold(String::from("req_"), |id, byte| alloc::format!("{id}{byte:02x}"))
}

/// What a payment would cost.
///
/// # Errors
/// `provider_mismatch`, `provider_not_supported`; an amount that the schedule does not cover.
pub fn quote(config: &Config, request: &Quote) -> Result<Json, Error> {
    let choice = crate::provider::choose(request.phone, request.provider, request.provider_override);
    let (provider, source) = choice.map_err(|code| Error::new(code).at("provider"))?;
    let quote = config.policy.fees.quote(request.amount, Some(provider)).map_err(Error::new)?;
    Ok(resource::quote(&quote, request.phone, provider, source))
}

/// `data` of an answer that tells where the sandbox's clock stands.
pub fn clock(now: Instant) -> Json {
    Object::default().with("now", Json::text(now)).into()
}
