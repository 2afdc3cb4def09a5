//! Requests to MTN.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::{Json, Object};
use crate::rails::{CURRENCY, Method, Product, WireRequest, callback_url};
use crate::record::{Attempt, Purpose};
use crate::secret::Secret;

/// The longest note that MTN takes, in characters.
const MAX_NOTE_CHARS: usize = 128;

/// What one product (collection, or disbursement) is reached with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductAccess {
    /// The subscription key.
    pub subscription_key: Secret,
    /// The access token.
    pub bearer: Secret,
}

/// What MTN is reached with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The target environment: `mtnrwanda`. MTN's own `sandbox` takes euros only, and is of no use here.
    pub environment: String,
    /// Where callbacks go: an address at the registered host, without a slash at its end.
    pub callback_base: String,
    /// For collections.
    pub collection: ProductAccess,
    /// For refunds and payouts.
    pub disbursement: ProductAccess,
}

impl Access {
    const fn product(&self, product: Product) -> &ProductAccess {
        match product {
            Product::Collect => &self.collection,
            Product::Refund | Product::Payout => &self.disbursement,
        }
    }

    fn headers(&self, product: Product) -> Vec<(&'static str, Secret)> {
        let access = self.product(product);
        Vec::from([
            ("Authorization", Secret::new(format!("Bearer {}", access.bearer.reveal()))),
            ("Ocp-Apim-Subscription-Key", access.subscription_key.clone()),
            ("X-Target-Environment", Secret::new(self.environment.clone())),
        ])
    }
}

const fn path(product: Product) -> &'static str {
    match product {
        Product::Collect => "/collection/v1_0/requesttopay",
        Product::Refund => "/disbursement/v1_0/refund",
        Product::Payout => "/disbursement/v1_0/transfer",
    }
}

/// Asks for an access token: no body, since MTN refuses one.
pub fn token_request(
    product: Product,
    api_user: &str,
    api_key: &Secret,
    subscription_key: &Secret,
) -> WireRequest {
    let basic = STANDARD.encode(format!("{api_user}:{}", api_key.reveal()));
    let path = match product {
        Product::Collect => "/collection/token/",
        Product::Refund | Product::Payout => "/disbursement/token/",
    };
    WireRequest {
        method: Method::Post,
        path: path.to_string(),
        headers: Vec::from([
            ("Authorization", Secret::new(format!("Basic {basic}"))),
            ("Ocp-Apim-Subscription-Key", subscription_key.clone()),
        ]),
        body: Vec::new(),
    }
}

/// Sends an attempt.
pub fn submit(attempt: &Attempt, product: Product, access: &Access) -> WireRequest {
    let mut headers = access.headers(product);
    headers.push(("X-Reference-Id", Secret::new(attempt.reference.as_str())));
    let callback = callback_url(&access.callback_base, attempt.reference.as_str(), &attempt.callback_token);
    headers.push(("X-Callback-Url", callback));
    WireRequest::post(path(product), headers, &body(attempt).into())
}

fn body(attempt: &Attempt) -> Object {
    let (ours, word) = match &attempt.purpose {
        Purpose::Collect(reference) => (reference.as_str(), "Payment"),
        Purpose::Refund(reference, _) => (reference.as_str(), "Refund"),
        Purpose::Withdraw(reference) => (reference.as_str(), "Withdrawal"),
    };
    let party = Object::default()
        .with("partyIdType", Json::text("MSISDN"))
        .with("partyId", Json::text(attempt.phone.mtn_wire().as_str()));
    let money = Object::default()
        .with("amount", Json::text(attempt.amount))
        .with("currency", Json::text(CURRENCY))
        .with("externalId", Json::text(ours));
    let money = match &attempt.purpose {
        Purpose::Collect(_) => money.with("payer", party.into()),
        Purpose::Withdraw(_) => money.with("payee", party.into()),
        Purpose::Refund(_, collected) => money.with("referenceIdToRefund", Json::text(collected)),
    };
    let note = Json::Text(note(word, ours));
    money.with("payerMessage", note.clone()).with("payeeNote", note)
}

/// A note of letters, digits and spaces: MTN refuses some other characters, and does not say which.
fn note(word: &str, reference: &str) -> String {
    let plain = reference.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' });
    word.chars().chain([' ']).chain(plain).take(MAX_NOTE_CHARS).collect()
}

/// Asks what became of an attempt.
pub fn enquire(attempt: &Attempt, product: Product, access: &Access) -> WireRequest {
    WireRequest::get(format!("{}/{}", path(product), attempt.reference), access.headers(product))
}
