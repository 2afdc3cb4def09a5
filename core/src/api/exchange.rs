//! One exchange with a sandbox, in the shape of HTTP: the whole API without a socket.
//!
//! The server moves bytes in and out of this; an SDK's offline sandbox is a transport over it. The order is
//! the contract's: route, authenticate, rate limit, parse, validate, and then the engine.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::route::{self, Route};
use super::{answer, cors, head, reads, requests};
use crate::engine::{Action, Answer, Caller};
use crate::entropy::Entropy;
use crate::error::{Code, Error, Kind, Outcome};
use crate::http::{self, Request, Response};
use crate::json::{Json, Object};
use crate::rate_limit::Verdict;
use crate::record::{KeyClass, Mode, Scope};
use crate::reference::{DeliveryId, EndpointId, Lookup, SessionId};
use crate::resource;
use crate::sandbox::{Principal, Sandbox};
use crate::time::Instant;

/// What a shell knows about an exchange besides its bytes.
#[derive(Debug, Clone)]
pub struct ExchangeContext {
    /// The clock on the wall: rate limits use it, whatever the sandbox's clock says.
    pub wall: Instant,
    /// 32 random bytes of its own.
    pub entropy: Entropy,
    /// Whether rate limits hold.
    pub rate_limit: bool,
    /// Where the request comes from, for the limits of publishable keys.
    pub client_address: Option<String>,
    /// Which addresses a merchant may name.
    pub urls: crate::url::UrlPolicy,
}

/// Answers one request. Whatever it is, there is an answer in the documented shape.
pub fn exchange(sandbox: &mut Sandbox, request: &Request, context: &ExchangeContext) -> Response {
    let request_id = request_id(&context.entropy);
    if let Some(response) = cors::preflight(request, &request_id) {
        return response;
    }
    let mut headers = Vec::new();
    let answered = respond(sandbox, request, context, &mut headers);
    let mut response = match answered {
        Ok((data, replayed)) => {
            if replayed {
                headers.push(("idempotent-replayed".to_string(), "true".to_string()));
            }
            answer::success(data, &request_id)
        }
        Err(error) => answer::refuse(&error, &request_id),
    };
    if response.status == 405 {
        headers.push(("allow".to_string(), route::allowed(request.path()).join(", ")));
    }
    response.headers.append(&mut headers);
    cors::open(request, &mut response);
    response
}

/// `req_` and 20 hexadecimal digits.
fn request_id(entropy: &Entropy) -> String {
    let bytes = entropy.expand("request", 0);
    bytes.iter().take(10).fold(String::from("req_"), |id, byte| format!("{id}{byte:02x}"))
}

type Answered = Result<(Json, bool), Error>;

fn respond(
    sandbox: &mut Sandbox,
    request: &Request,
    context: &ExchangeContext,
    headers: &mut Vec<(String, String)>,
) -> Answered {
    let route = route::find(&request.method, request.path())?;
    let answered = admitted(sandbox, request, context, headers, &route);
    answered.map_err(|error| with_outcome(error, &route))
}

/// A read moves nothing, so its errors say nothing about money, whatever refused it; a request that was to
/// move some and found nothing to move it for has moved none.
fn with_outcome(error: Error, route: &Route) -> Error {
    let knows_none = error.code().row().outcomes.contains(&Some(Outcome::None));
    if route.operation.reads {
        error.outcome_is(None)
    } else if error.kind() == Kind::NotFound && error.outcome().is_none() && knows_none {
        error.outcome_is(Some(Outcome::None))
    } else {
        error
    }
}

fn admitted(
    sandbox: &mut Sandbox,
    request: &Request,
    context: &ExchangeContext,
    headers: &mut Vec<(String, String)>,
    route: &Route,
) -> Answered {
    let principal = authenticate(sandbox, request, route)?;
    if context.rate_limit {
        let verdict = sandbox.access().admit(&principal, context.client_address.as_deref(), context.wall);
        limit_headers(&verdict, headers);
        if !verdict.allowed {
            let ms = verdict.retry_after_seconds.saturating_mul(1000);
            return Err(Error::new(Code::RateLimited).retry_after_ms(ms));
        }
    }
    if route.operation.reads && request.method == "GET" {
        return read(sandbox, request, route, &principal.scope).map(|data| (data, false));
    }
    write(sandbox, request, context, route, &principal)
}

fn authenticate(sandbox: &mut Sandbox, request: &Request, route: &Route) -> Result<Principal, Error> {
    let principal = sandbox.access().principal(head::bearer(request)?)?;
    if principal.class == KeyClass::Publishable && !route.operation.publishable {
        return Err(Code::KeyNotAllowed.into());
    }
    Ok(principal)
}

fn limit_headers(verdict: &Verdict, headers: &mut Vec<(String, String)>) {
    headers.push(("ratelimit-limit".to_string(), verdict.limit.to_string()));
    headers.push(("ratelimit-remaining".to_string(), verdict.remaining.to_string()));
    headers.push(("ratelimit-reset".to_string(), verdict.reset_seconds.to_string()));
}

fn read(sandbox: &Sandbox, request: &Request, route: &Route, scope: &Scope) -> Result<Json, Error> {
    if !request.body.is_empty() {
        return Err(Error::with_message(Code::QueryMalformed, "a GET takes no body"));
    }
    let pairs = http::pairs(request.query().unwrap_or_default())?;
    if route.operation.shape == crate::client::Shape::Page {
        let query = requests::list(&pairs, route.operation)?;
        let reference = pairs.iter().find(|(name, _)| name == "reference").map(|(_, value)| value.as_str());
        return reads::list(sandbox, scope, route, &query, reference);
    }
    if let Some((name, _)) = pairs.first() {
        let message = format!("this path takes no query, and `{}` is one", crate::error::shown(name));
        return Err(Error::with_message(Code::QueryMalformed, message));
    }
    match route.operation.name {
        "payments.get" => reads::payment(sandbox, scope, route.parameter("reference")),
        "refunds.get" => reads::refund(sandbox, scope, route.parameter("reference")),
        "withdrawals.get" => reads::withdrawal(sandbox, scope, route.parameter("reference")),
        "checkout.get" => reads::session(sandbox, scope, route.parameter("session_id")),
        "events.get" => reads::event(sandbox, scope, route.parameter("id")),
        "balance" => reads::balance(sandbox, scope),
        _ => Err(Code::RouteNotFound.into()),
    }
}

fn write(
    sandbox: &mut Sandbox,
    request: &Request,
    context: &ExchangeContext,
    route: &Route,
    principal: &Principal,
) -> Answered {
    if request.query().is_some() {
        return Err(Error::with_message(Code::QueryMalformed, "this path takes no query")
            .outcome_is(Some(Outcome::None)));
    }
    let body = body(request, route)?;
    let idempotency_key = head::idempotency_key(request)?;
    let rules = requests::Context { mode: Mode::Test, class: principal.class, urls: context.urls };
    let key = sandbox.fingerprint_key();
    let caller = |fingerprint: [u8; 32]| Caller {
        class: principal.class,
        idempotency: idempotency_key.clone().map(|key| (key, fingerprint)),
    };
    let action = match route.operation.name {
        "payments.collect" => {
            let collect = requests::collect(&body, rules)?;
            Action::Collect(caller(collect.fingerprint(&key)), collect)
        }
        "payments.refund" => {
            let text = route.parameter("payment_reference");
            let payment = Lookup::parse(text).map_err(|_| missing(Code::PaymentNotFound, text))?;
            let refund = requests::refund(&body, payment)?;
            Action::Refund(caller(refund.fingerprint(&key)), refund)
        }
        "checkout.initialize" => {
            let checkout = requests::checkout(&body, rules)?;
            Action::InitializeCheckout(caller(checkout.fingerprint(&key)), checkout)
        }
        "withdrawals.create" => {
            let withdraw = requests::withdraw(&body)?;
            let pin = sandbox.check_pin(&principal.scope, &withdraw.pin);
            Action::Withdraw(caller(withdraw.fingerprint(&key)), withdraw, pin)
        }
        "checkout.expire" => {
            requests::nothing(&body)?;
            let text = route.parameter("session_id");
            Action::CloseCheckout(SessionId::parse(text).map_err(|_| missing(Code::SessionNotFound, text))?)
        }
        "quote" => return quote(sandbox, &body).map(|data| (data, false)),
        "sandbox.advance" => {
            let now = sandbox.advance(requests::advance_clock(&body)?)?;
            return Ok((Object::default().with("now", Json::text(now)).into(), false));
        }
        "sandbox.reset" => {
            requests::nothing(&body)?;
            sandbox.reset();
            return Ok((Object::default().with("now", Json::text(sandbox.now())).into(), false));
        }
        _ => webhook_action(route, &body, rules)?,
    };
    let answer = sandbox.execute(&principal.scope, context.entropy.clone(), action);
    // What is due at once (a submission, a fan-out) happens at this very instant of the sandbox.
    let now = sandbox.now();
    sandbox.settle_until(now);
    match answer? {
        Answer::Data { data, replayed } => Ok((Json::Printed(data), replayed)),
        Answer::Send | Answer::Done => Ok((Json::Null, false)),
    }
}

fn webhook_action(route: &Route, body: &Object, rules: requests::Context) -> Result<Action, Error> {
    let text = route.parameter("id");
    let endpoint = || EndpointId::parse(text).map_err(|_| missing(Code::EndpointNotFound, text));
    Ok(match route.operation.name {
        "webhook_endpoints.create" => Action::CreateEndpoint(requests::create_endpoint(body, rules)?),
        "webhook_endpoints.rotate" => Action::RotateEndpoint(requests::rotate(body, endpoint()?)?),
        "webhook_endpoints.delete" => {
            requests::nothing(body)?;
            Action::DeleteEndpoint(endpoint()?)
        }
        "webhook_endpoints.test" => {
            requests::nothing(body)?;
            Action::TestEndpoint(endpoint()?)
        }
        "webhook_deliveries.redeliver" => {
            requests::nothing(body)?;
            Action::Redeliver(DeliveryId::parse(text).map_err(|_| missing(Code::DeliveryNotFound, text))?)
        }
        _ => return Err(Code::RouteNotFound.into()),
    })
}

/// The body as an object. Where nothing need be said, none is an empty one; a refund must say `{}` to mean
/// all of the payment, because a body that got lost would say the same.
fn body(request: &Request, route: &Route) -> Result<Object, Error> {
    requests::check_size(&request.body)?;
    let may_be_empty = matches!(
        route.operation.name,
        "checkout.expire"
            | "webhook_endpoints.delete"
            | "webhook_endpoints.rotate"
            | "webhook_endpoints.test"
            | "webhook_deliveries.redeliver"
            | "sandbox.reset"
    );
    if request.body.is_empty() && may_be_empty {
        return Ok(Object::default());
    }
    head::json_body(request)?;
    requests::object(&request.body)
}

fn quote(sandbox: &Sandbox, body: &Object) -> Result<Json, Error> {
    let request = requests::quote(body)?;
    let choice = crate::provider::choose(request.phone, request.provider, request.provider_override);
    let (provider, source) = choice.map_err(|code| Error::new(code).at("provider"))?;
    let quote = sandbox.config().policy.fees.quote(request.amount, Some(provider)).map_err(Error::new)?;
    Ok(resource::quote(&quote, request.phone, provider, source))
}

fn missing(code: Code, text: &str) -> Error {
    Error::with_message(code, format!("{}: `{}`", code.row().message, crate::error::shown(text)))
}
