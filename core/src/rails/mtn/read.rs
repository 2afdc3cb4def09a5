//! Answers of MTN.

use alloc::string::ToString;

use super::table::{
    FINAL_STATUSES, FinalStatus, HTTP_STATUSES, Http, NOT_FOUND, PENDING, Reason, SUCCESSFUL,
};
use crate::failure::FailureCode;
use crate::json::{Json, Object};
use crate::rails::callback::{Claim, Hint};
use crate::rails::read::{self, code, failure, text};
use crate::rails::wire::WireResponse;
use crate::rails::{Enquiry, Product, Submission};
use crate::record::Failure;

/// What the answer to a submission proves.
pub fn read_submission(product: Product, response: &WireResponse) -> Submission {
    let listed = HTTP_STATUSES.iter().find(|(status, _)| *status == response.status).map(|(_, http)| http);
    match listed {
        Some(Http::Accepted) => Submission::Accepted,
        Some(Http::NotAllowed) => Submission::Refused(failure(Some(FailureCode::ProviderConfig), None)),
        Some(Http::Busy) => Submission::Busy,
        Some(Http::ByCode) => refusal(product, response).map_or(Submission::Unknown, Submission::Refused),
        None => Submission::Unknown,
    }
}

fn refusal(product: Product, response: &WireResponse) -> Option<Failure> {
    let code = code(&read::body(response)?, "code")?;
    let row = Reason::find(&code).filter(|row| row.refuses)?;
    Some(failure(Some(row.failure(product)), None))
}

/// What the answer to an enquiry proves.
pub fn read_enquiry(product: Product, response: &WireResponse) -> Enquiry {
    if response.status == 404 {
        return if is_not_found(response) { Enquiry::NotFound } else { Enquiry::Unknown };
    }
    let Some(body) = read::body(response).filter(|_| response.status == 200) else { return Enquiry::Unknown };
    let status = text(&body, "status").unwrap_or_default();
    if status == SUCCESSFUL {
        let party = match product {
            Product::Collect => "payer",
            Product::Refund | Product::Payout => "payee",
        };
        return read::succeeded(&body, read::object(&body, party), "partyId", "financialTransactionId");
    }
    if PENDING.contains(&status) {
        return Enquiry::Pending;
    }
    match FINAL_STATUSES.iter().find(|row| row.status == status) {
        Some(row) => Enquiry::Failed(failed(row, &body, product)),
        None => Enquiry::Unknown,
    }
}

/// A bare 404 counts as well; one with another code or shape comes from something else than the product.
fn is_not_found(response: &WireResponse) -> bool {
    let listed = || code(&read::body(response)?, "code").filter(|code| NOT_FOUND.contains(&code.as_str()));
    response.body.is_empty() || listed().is_some()
}

fn failed(row: &FinalStatus, body: &Object, product: Product) -> Failure {
    if row.failure.is_some() {
        return failure(row.failure, None);
    }
    let (reason, message) = match body.get("reason") {
        Some(Json::Object(reason)) => (code(reason, "code"), text(reason, "message")),
        _ => (code(body, "reason"), None),
    };
    let mapped = reason.as_deref().and_then(Reason::find).map(|row| row.failure(product));
    failure(mapped, reason.as_deref().or(message))
}

/// What a callback claims; it has the shape of the answer to an enquiry.
pub fn read_callback(body: &Object) -> Option<Hint> {
    let status = text(body, "status")?;
    let claim = if status == SUCCESSFUL {
        Claim::Succeeded
    } else if PENDING.contains(&status) {
        Claim::Pending
    } else if FINAL_STATUSES.iter().any(|row| row.status == status) {
        Claim::Failed
    } else {
        Claim::Unclear
    };
    Some(Hint { reference: text(body, "externalId").map(ToString::to_string), claim })
}
