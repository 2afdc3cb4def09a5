//! What a request asks for, once it was routed, admitted, parsed and validated.

use alloc::format;

use super::reads::Read;
use super::route::Route;
use super::{head, requests};
use crate::client::Shape;
use crate::engine::{Action, Caller};
use crate::error::{Code, Error, Outcome};
use crate::http::{self, Request};
use crate::json::Object;
use crate::record::Principal;
use crate::reference::{DeliveryId, EndpointId, Lookup, SessionId};
use crate::request::{Quote, Withdraw};
use crate::url::UrlPolicy;

/// What a shell must do to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Look something up.
    Read(Read),
    /// Say what a payment would cost.
    Quote(Quote),
    /// Carry out a command.
    Command(Action),
    /// Compare the PIN, then carry out the withdrawal with what came of it.
    Withdraw(Caller, Withdraw),
    /// Move the sandbox's clock by this many seconds.
    Advance(u64),
    /// Start the sandbox again.
    Reset,
}

/// What a shell knows that a request cannot say.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// Which addresses a merchant may name.
    pub urls: UrlPolicy,
    /// The key under which requests are fingerprinted.
    pub fingerprint_key: &'a [u8; 32],
}

/// Reads what a request asks for.
///
/// # Errors
/// What its query, its body or its idempotency key break.
pub(super) fn read(
    request: &Request,
    route: &Route,
    principal: &Principal,
    rules: Rules<'_>,
) -> Result<Intent, Error> {
    if route.operation.reads && request.method == "GET" {
        return seen(request, route).map(Intent::Read);
    }
    if request.query().is_some() {
        return Err(Error::with_message(Code::QueryMalformed, "this path takes no query")
            .outcome_is(Some(Outcome::None)));
    }
    let body = body(request, route)?;
    let idempotency_key = head::idempotency_key(request)?;
    let form = requests::Context { mode: principal.scope.mode, class: principal.class, urls: rules.urls };
    let caller = |fingerprint: [u8; 32]| Caller {
        class: principal.class,
        idempotency: idempotency_key.clone().map(|key| (key, fingerprint)),
    };
    let key = rules.fingerprint_key;
    Ok(match route.operation.name {
        "payments.collect" => {
            let collect = requests::collect(&body, form)?;
            Intent::Command(Action::Collect(caller(collect.fingerprint(key)), collect))
        }
        "payments.refund" => {
            let text = route.parameter("payment_reference");
            let payment = Lookup::parse(text).map_err(|_| missing(Code::PaymentNotFound, text))?;
            let refund = requests::refund(&body, payment)?;
            Intent::Command(Action::Refund(caller(refund.fingerprint(key)), refund))
        }
        "checkout.initialize" => {
            let checkout = requests::checkout(&body, form)?;
            Intent::Command(Action::InitializeCheckout(caller(checkout.fingerprint(key)), checkout))
        }
        "withdrawals.create" => {
            let withdraw = requests::withdraw(&body)?;
            Intent::Withdraw(caller(withdraw.fingerprint(key)), withdraw)
        }
        "checkout.expire" => {
            requests::nothing(&body)?;
            let text = route.parameter("session_id");
            let id = SessionId::parse(text).map_err(|_| missing(Code::SessionNotFound, text))?;
            Intent::Command(Action::CloseCheckout(id))
        }
        "quote" => Intent::Quote(requests::quote(&body)?),
        "sandbox.advance" => Intent::Advance(requests::advance_clock(&body)?),
        "sandbox.reset" => {
            requests::nothing(&body)?;
            Intent::Reset
        }
        _ => Intent::Command(webhook_action(route, &body, form)?),
    })
}

fn seen(request: &Request, route: &Route) -> Result<Read, Error> {
    if !request.body.is_empty() {
        return Err(Error::with_message(Code::QueryMalformed, "a GET takes no body"));
    }
    let pairs = http::pairs(request.query().unwrap_or_default())?;
    if route.operation.shape == Shape::Page {
        let query = requests::list(&pairs, route.operation)?;
        let reference = pairs.iter().find(|(name, _)| name == "reference").map(|(_, value)| value.as_str());
        return Read::of_list(route, query, reference);
    }
    if let Some((name, _)) = pairs.first() {
        let message = format!("this path takes no query, and `{}` is one", crate::error::shown(name));
        return Err(Error::with_message(Code::QueryMalformed, message));
    }
    Read::of(route)
}

fn webhook_action(route: &Route, body: &Object, form: requests::Context) -> Result<Action, Error> {
    let text = route.parameter("id");
    let endpoint = || EndpointId::parse(text).map_err(|_| missing(Code::EndpointNotFound, text));
    Ok(match route.operation.name {
        "webhook_endpoints.create" => Action::CreateEndpoint(requests::create_endpoint(body, form)?),
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

fn missing(code: Code, text: &str) -> Error {
    Error::with_message(code, format!("{}: `{}`", code.row().message, crate::error::shown(text)))
}
