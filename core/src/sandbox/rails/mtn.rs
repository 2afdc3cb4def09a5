//! The simulated MTN: its side of the wire.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::book::{Asked, Entry, Standing};
use super::script::{Before, Claims};
use crate::json::{self, Json, Object};
use crate::money::Rwf;
use crate::phone::Phone;
use crate::rails::mtn::{REASONS, SUCCESSFUL};
use crate::rails::{CURRENCY, Product, Reply, WireRequest, callback_target};
use crate::time::Instant;

/// The products and their paths.
const PATHS: [(&str, Product); 3] = [
    ("/collection/v1_0/requesttopay", Product::Collect),
    ("/disbursement/v1_0/refund", Product::Refund),
    ("/disbursement/v1_0/transfer", Product::Payout),
];

/// A reason that no table lists.
const UNLISTED: &str = "SIMULATED_UNLISTED_REASON";

/// Reads a submission; none if MTN would not understand it.
pub fn asked(request: &WireRequest) -> Option<Asked> {
    let (_, product) = PATHS.into_iter().find(|(path, _)| request.path == *path)?;
    let Ok(Json::Object(body)) = json::parse(&request.body) else { return None };
    if text(&body, "currency")? != CURRENCY {
        return None;
    }
    let (party, refund_of) = match product {
        Product::Collect => (Some("payer"), None),
        Product::Payout => (Some("payee"), None),
        Product::Refund => (None, Some(text(&body, "referenceIdToRefund")?.to_string())),
    };
    let phone = match party {
        Some(party) => Some(msisdn(&body, party)?),
        None => None,
    };
    let callback = request.header("X-Callback-Url").and_then(|url| callback_target(url.reveal()));
    Some(Asked {
        product,
        reference: request.header("X-Reference-Id")?.reveal().to_string(),
        phone,
        refund_of,
        amount: Rwf::parse(text(&body, "amount")?).ok()?,
        ours: text(&body, "externalId")?.to_string(),
        token: callback.map(|(_, token)| token),
    })
}

fn msisdn(body: &Object, party: &str) -> Option<Phone> {
    let Some(Json::Object(party)) = body.get(party) else { return None };
    let digits = text(party, "partyId").filter(|_| text(party, "partyIdType") == Some("MSISDN"))?;
    Phone::parse(digits).ok().filter(|phone| phone.mtn_wire().as_str() == digits)
}

fn text<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    match object.get(key) {
        Some(Json::Text(text)) => Some(text),
        _ => None,
    }
}

/// Which product and reference an enquiry is about.
pub fn enquired(path: &str) -> Option<(Product, &str)> {
    PATHS.into_iter().find_map(|(known, product)| {
        path.strip_prefix(known)?.strip_prefix('/').map(|reference| (product, reference))
    })
}

/// An error and its code.
pub fn error(status: u16, code: &str) -> Reply {
    let body = Object::default().with("code", Json::text(code)).with("message", Json::text("refused"));
    Reply::response(status, Json::from(body).bytes())
}

/// How an entry stands.
pub fn status(entry: &Entry, now: Instant) -> Reply {
    let standing = entry.standing(now);
    match (&standing, entry.script.before) {
        (Standing::Open, Before::Unknown) => error(500, "INTERNAL_PROCESSING_ERROR"),
        (Standing::Open | Standing::Moved(_) | Standing::Failed(_), _) => {
            Reply::response(200, told(entry, &standing))
        }
    }
}

/// The body of a callback.
pub fn callback(entry: &Entry, claims: Claims) -> Vec<u8> {
    let claimed = match claims {
        Claims::TheEnd => entry.end(),
        Claims::Pending => Standing::Open,
        Claims::Forged => Standing::Moved(entry.forged()),
    };
    told(entry, &claimed)
}

fn told(entry: &Entry, standing: &Standing) -> Vec<u8> {
    let (status, amount, reason) = match standing {
        Standing::Open => ("PENDING", entry.asked.amount, None),
        Standing::Moved(amount) => (SUCCESSFUL, *amount, None),
        Standing::Failed(code) => {
            let row = REASONS.iter().find(|row| row.failure(entry.asked.product) == *code);
            ("FAILED", entry.asked.amount, Some(row.map_or(UNLISTED, |row| row.code)))
        }
    };
    let party = match entry.asked.product {
        Product::Collect => "payer",
        Product::Refund | Product::Payout => "payee",
    };
    let wallet = Object::default()
        .with("partyIdType", Json::text("MSISDN"))
        .with("partyId", Json::text(entry.phone.mtn_wire().as_str()));
    let told = Object::default()
        .with("externalId", Json::text(&entry.asked.ours))
        .with("amount", Json::text(amount))
        .with("currency", Json::text(CURRENCY))
        .with(party, wallet.into())
        .with("status", Json::text(status));
    let told = match (standing, reason) {
        // MTN's own samples carry this id as a number.
        (Standing::Moved(_), _) => {
            told.with("financialTransactionId", Json::Number(entry.number.to_string()))
        }
        (_, Some(reason)) => told.with("reason", Json::text(reason)),
        (Standing::Open | Standing::Failed(_), None) => told,
    };
    Json::from(told).bytes().into_vec()
}
