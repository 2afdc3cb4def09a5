//! The simulated Airtel: its side of the wire.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::book::{Asked, Entry, Standing};
use super::script::{Before, Claims};
use crate::failure::FailureCode;
use crate::json::{self, Json, Object};
use crate::money::Rwf;
use crate::phone::Phone;
use crate::rails::airtel::{CODES, Class, MESSAGES};
use crate::rails::{CURRENCY, Product, Reply, WireRequest};
use crate::time::Instant;

const COLLECT_PATH: &str = "/merchant/v1/payments/";
const PAY_OUT_PATH: &str = "/standard/v2/disbursements/";
const COLLECTED_PATH: &str = "/standard/v1/payments/";

/// Reads a submission; none if Airtel would not understand it.
pub fn asked(request: &WireRequest) -> Option<Asked> {
    let (product, party) = match request.path.as_str() {
        COLLECT_PATH => (Product::Collect, "subscriber"),
        PAY_OUT_PATH => (Product::Payout, "payee"),
        _ => return None,
    };
    let Ok(Json::Object(body)) = json::parse(&request.body) else { return None };
    if product == Product::Payout {
        text(&body, "pin")?;
    }
    let (transaction, party) = (object(&body, "transaction")?, object(&body, party)?);
    let Some(Json::Number(amount)) = transaction.get("amount") else { return None };
    let digits = text(party, "msisdn")?;
    Some(Asked {
        product,
        reference: text(transaction, "id")?.to_string(),
        phone: Some(Phone::parse(digits).ok().filter(|phone| phone.airtel_wire().as_str() == digits)?),
        refund_of: None,
        amount: Rwf::parse(amount).ok()?,
        ours: text(&body, "reference")?.to_string(),
        token: None,
    })
}

fn text<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    match object.get(key) {
        Some(Json::Text(text)) => Some(text),
        _ => None,
    }
}

fn object<'a>(parent: &'a Object, key: &str) -> Option<&'a Object> {
    match parent.get(key) {
        Some(Json::Object(object)) => Some(object),
        _ => None,
    }
}

/// Which product and reference an enquiry is about.
pub fn enquired(path: &str) -> Option<(Product, &str)> {
    if let Some(reference) = path.strip_prefix(COLLECTED_PATH) {
        return Some((Product::Collect, reference));
    }
    let reference = path.strip_prefix(PAY_OUT_PATH)?.strip_suffix("?transactionType=B2C")?;
    Some((Product::Payout, reference))
}

/// An answer that a code says everything about.
pub fn error(code: &str) -> Reply {
    Reply::response(200, Json::from(Object::default().with("status", head(code, "refused"))).bytes())
}

fn head(code: &str, message: &str) -> Json {
    Object::default()
        .with("code", Json::text("200"))
        .with("message", Json::text(message))
        .with("response_code", Json::text(code))
        .with("success", Json::Bool(false))
        .into()
}

/// A submission was taken.
pub fn taken(entry: &Entry) -> Reply {
    let code = code(entry.asked.product, "1006");
    answer(entry, Object::default().with("status", Json::text("TIP")), &code, "in process")
}

/// How an entry stands.
pub fn status(entry: &Entry, now: Instant) -> Reply {
    let standing = entry.standing(now);
    let (letters, code, message) = match (&standing, entry.script.before) {
        (Standing::Open, Before::Unknown) => {
            ("TA", code(entry.asked.product, "1000"), "ambiguous".to_string())
        }
        (Standing::Open | Standing::Moved(_) | Standing::Failed(_), _) => told(entry, &standing),
    };
    let transaction = Object::default().with("status", Json::text(letters));
    let transaction = match standing {
        Standing::Moved(amount) => transaction
            .with("airtel_money_id", Json::text(money_id(entry)))
            .with("amount", Json::Number(amount.to_string()))
            .with("currency", Json::text(CURRENCY))
            .with("msisdn", Json::text(entry.phone.airtel_wire().as_str())),
        Standing::Open | Standing::Failed(_) => transaction,
    };
    answer(entry, transaction, &code, &message)
}

fn answer(entry: &Entry, transaction: Object, code: &str, message: &str) -> Reply {
    let transaction = transaction.with("id", Json::text(&entry.asked.reference));
    let data = Object::default().with("transaction", transaction.into());
    let body = Object::default().with("data", data.into()).with("status", head(code, message));
    Reply::response(200, Json::from(body).bytes())
}

/// The body of a callback.
pub fn callback(entry: &Entry, claims: Claims) -> Vec<u8> {
    let claimed = match claims {
        Claims::TheEnd => entry.end(),
        Claims::Pending => Standing::Open,
        Claims::Forged => Standing::Moved(entry.forged()),
    };
    let (letters, code, message) = told(entry, &claimed);
    let transaction = Object::default()
        .with("id", Json::text(&entry.asked.reference))
        .with("message", Json::text(message))
        .with("code", Json::text(code))
        .with("status_code", Json::text(letters));
    let transaction = match claimed {
        Standing::Moved(amount) => transaction
            .with("airtel_money_id", Json::text(money_id(entry)))
            .with("amount", Json::Number(amount.to_string())),
        Standing::Open | Standing::Failed(_) => transaction,
    };
    Json::from(Object::default().with("transaction", transaction.into())).bytes().into_vec()
}

/// The letters, the code and the message of a standing.
fn told(entry: &Entry, standing: &Standing) -> (&'static str, String, String) {
    let product = entry.asked.product;
    match standing {
        Standing::Open => ("TIP", code(product, "1006"), "in process".to_string()),
        Standing::Moved(_) => ("TS", code(product, "1001"), "success".to_string()),
        Standing::Failed(failure) => {
            let (code, message) = reason(product, *failure);
            ("TF", code, message)
        }
    }
}

/// The code and the message that stand for a failure: a code of the product, a telling message, or
/// neither.
fn reason(product: Product, failure: FailureCode) -> (String, String) {
    let by_code = CODES.iter().find(|row| {
        row.class == Class::Refused
            && row.code.starts_with(prefix(product))
            && row.failure(product) == Some(failure)
    });
    if let Some(row) = by_code {
        return (row.code.to_string(), "declined".to_string());
    }
    let by_message = MESSAGES.iter().find(|row| row.collect == failure || row.pay_out == failure);
    let message = by_message.map_or("unlisted reason", |row| row.part);
    (code(product, "9999"), message.to_string())
}

fn code(product: Product, last: &str) -> String {
    format!("{}0000{last}", prefix(product))
}

const fn prefix(product: Product) -> &'static str {
    match product {
        Product::Collect => "DP008",
        Product::Refund | Product::Payout => "DP009",
    }
}

fn money_id(entry: &Entry) -> String {
    format!("MP{:010}", entry.number)
}
