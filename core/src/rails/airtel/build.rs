//! Requests to Airtel.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::json::{Json, Object};
use crate::rails::{CURRENCY, Product, WireRequest};
use crate::record::{Attempt, Purpose};
use crate::secret::Secret;

const COUNTRY: &str = "RW";

/// What Airtel is reached with. Its callbacks go to the one address that is set in its portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The access token.
    pub bearer: Secret,
    /// The PIN of our disbursement wallet, encrypted for Airtel, in Base64.
    pub encrypted_pin: Secret,
}

impl Access {
    fn headers(&self) -> Vec<(&'static str, Secret)> {
        Vec::from([
            ("Authorization", Secret::new(format!("Bearer {}", self.bearer.reveal()))),
            ("Accept", Secret::new("*/*")),
            ("X-Country", Secret::new(COUNTRY)),
            ("X-Currency", Secret::new(CURRENCY)),
        ])
    }
}

/// Asks for an access token.
pub fn token_request(client_id: &str, client_secret: &Secret) -> WireRequest {
    let body = Object::default()
        .with("client_id", Json::text(client_id))
        .with("client_secret", Json::text(client_secret.reveal()))
        .with("grant_type", Json::text("client_credentials"));
    WireRequest::post("/auth/oauth2/token", Vec::from([("Accept", Secret::new("*/*"))]), &body.into())
}

/// Returns a whole collection, named by Airtel's own id of it.
///
/// It carries no reference of ours, has no amount, and nothing tells afterwards whether it happened. So
/// the facade never sends it: refunds go out as disbursements, which can be enquired about. It is here
/// for a person who settles a case by hand.
pub fn refund(airtel_money_id: &str, access: &Access) -> WireRequest {
    let transaction = Object::default().with("airtel_money_id", Json::text(airtel_money_id));
    let body = Object::default().with("transaction", transaction.into());
    WireRequest::post("/standard/v1/payments/refund", access.headers(), &body.into())
}

/// Sends an attempt. The slash at the end of a path is part of it.
pub fn submit(attempt: &Attempt, product: Product, access: &Access) -> WireRequest {
    match product {
        Product::Collect => {
            WireRequest::post("/merchant/v1/payments/", access.headers(), &collection(attempt).into())
        }
        Product::Refund | Product::Payout => {
            let body = disbursement(attempt, access);
            WireRequest::post("/standard/v2/disbursements/", access.headers(), &body.into())
        }
    }
}

fn collection(attempt: &Attempt) -> Object {
    let subscriber = Object::default()
        .with("country", Json::text(COUNTRY))
        .with("currency", Json::text(CURRENCY))
        .with("msisdn", Json::text(attempt.phone.airtel_wire().as_str()));
    let transaction = Object::default()
        .with("amount", Json::Number(attempt.amount.to_string()))
        .with("country", Json::text(COUNTRY))
        .with("currency", Json::text(CURRENCY))
        .with("id", Json::text(&attempt.reference));
    Object::default()
        .with("reference", Json::text(ours(attempt)))
        .with("subscriber", subscriber.into())
        .with("transaction", transaction.into())
}

fn disbursement(attempt: &Attempt, access: &Access) -> Object {
    let payee = Object::default().with("msisdn", Json::text(attempt.phone.airtel_wire().as_str()));
    let transaction = Object::default()
        .with("amount", Json::Number(attempt.amount.to_string()))
        .with("id", Json::text(&attempt.reference))
        .with("type", Json::text("B2C"));
    Object::default()
        .with("payee", payee.into())
        .with("reference", Json::text(ours(attempt)))
        .with("pin", Json::text(access.encrypted_pin.reveal()))
        .with("transaction", transaction.into())
}

fn ours(attempt: &Attempt) -> &str {
    match &attempt.purpose {
        Purpose::Collect(reference) => reference.as_str(),
        Purpose::Refund(reference, _) => reference.as_str(),
        Purpose::Withdraw(reference) => reference.as_str(),
    }
}

/// Asks what became of an attempt.
pub fn enquire(attempt: &Attempt, product: Product, access: &Access) -> WireRequest {
    let path = match product {
        Product::Collect => format!("/standard/v1/payments/{}", attempt.reference),
        Product::Refund | Product::Payout => {
            format!("/standard/v2/disbursements/{}?transactionType=B2C", attempt.reference)
        }
    };
    WireRequest::get(path, access.headers())
}
