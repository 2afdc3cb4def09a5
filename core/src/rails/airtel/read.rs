//! Answers of Airtel.

use alloc::format;
use alloc::string::{String, ToString};

use super::table::{Class, CodeRow, MESSAGES, STATUSES, Status};
use crate::failure::FailureCode;
use crate::json::Object;
use crate::rails::callback::{Claim, Hint};
use crate::rails::read::{self, failure, object, text};
use crate::rails::wire::WireResponse;
use crate::rails::{Enquiry, Product, Submission};
use crate::record::Failure;

/// Where a code may stand, the most telling first.
const CODE_KEYS: [&str; 3] = ["response_code", "result_code", "code"];

/// The parts of an answer that mean something. Its `success` does not: refunds that worked say `false`.
struct Answer<'a> {
    transaction: Option<&'a Object>,
    status: Option<Status>,
    code: Option<&'a str>,
    message: Option<&'a str>,
}

impl<'a> Answer<'a> {
    fn of(body: &'a Object) -> Self {
        let transaction = object(body, "data").and_then(|data| object(data, "transaction"));
        let head = object(body, "status");
        Self {
            transaction,
            status: transaction.and_then(|transaction| text(transaction, "status")).and_then(status),
            code: head.and_then(|head| CODE_KEYS.into_iter().find_map(|key| code(head, key))),
            message: transaction
                .and_then(|transaction| text(transaction, "message"))
                .or_else(|| head.and_then(|head| text(head, "message"))),
        }
    }

    fn row(&self) -> Option<&'static CodeRow> {
        self.code.and_then(CodeRow::find)
    }

    /// Why it failed: the message where it tells more, else the code, else what Airtel wrote.
    fn failure(&self, product: Product) -> Failure {
        let written = self.message.unwrap_or_default().to_ascii_lowercase();
        let by_message = MESSAGES.iter().find(|row| written.contains(row.part)).map(|row| match product {
            Product::Collect => row.collect,
            Product::Refund | Product::Payout => row.pay_out,
        });
        let mapped = by_message.or_else(|| self.row().and_then(|row| row.failure(product)));
        failure(mapped, self.raw().as_deref())
    }

    fn raw(&self) -> Option<String> {
        match (self.code, self.message) {
            (Some(code), Some(message)) => Some(format!("{code} {message}")),
            (Some(one), None) | (None, Some(one)) => Some(one.to_string()),
            (None, None) => None,
        }
    }
}

/// A code; the bare number that `code` often is repeats the HTTP status.
fn code<'a>(head: &'a Object, key: &str) -> Option<&'a str> {
    text(head, key).filter(|code| !code.bytes().all(|b| b.is_ascii_digit()))
}

fn status(text: &str) -> Option<Status> {
    STATUSES.iter().find(|(known, _)| *known == text).map(|(_, status)| *status)
}

/// What the answer to a submission proves.
///
/// A code that is listed as unknown goes before the status: a duplicate may say `TF` about itself while
/// the first one goes on.
pub fn read_submission(product: Product, response: &WireResponse) -> Submission {
    match response.status {
        401 | 403 => return Submission::Refused(failure(Some(FailureCode::ProviderConfig), None)),
        408 | 409 => return Submission::Unknown,
        429 => return Submission::Busy,
        _ => {}
    }
    let Some(body) = read::body(response) else { return Submission::Unknown };
    let answer = Answer::of(&body);
    let is_good = (200..300).contains(&response.status);
    let class = answer.row().map(|row| row.class);
    match (class, answer.status.filter(|_| is_good)) {
        (Some(Class::Unknown | Class::NotFound), _) | (_, Some(Status::Ambiguous)) => Submission::Unknown,
        (_, Some(Status::Succeeded | Status::Pending)) => Submission::Accepted,
        (_, Some(Status::Failed)) | (Some(Class::Refused), None) => {
            Submission::Refused(answer.failure(product))
        }
        (_, Some(Status::Expired)) => Submission::Refused(failure(Some(FailureCode::PayerTimeout), None)),
        (Some(Class::Taken), None) if is_good => Submission::Accepted,
        (Some(Class::Taken) | None, None) => Submission::Unknown,
    }
}

/// What the answer to an enquiry proves: the status decides, the code says why.
pub fn read_enquiry(product: Product, response: &WireResponse) -> Enquiry {
    if !matches!(response.status, 200 | 404) {
        return Enquiry::Unknown;
    }
    let Some(body) = read::body(response) else { return Enquiry::Unknown };
    let answer = Answer::of(&body);
    match (answer.status.filter(|_| response.status == 200), answer.transaction) {
        (Some(Status::Succeeded), Some(transaction)) => {
            read::succeeded(transaction, Some(transaction), "msisdn", "airtel_money_id")
        }
        (Some(Status::Failed), _) => Enquiry::Failed(answer.failure(product)),
        (Some(Status::Expired), _) => Enquiry::Failed(failure(Some(FailureCode::PayerTimeout), None)),
        (Some(Status::Pending), _) => Enquiry::Pending,
        (Some(Status::Ambiguous), _) | (Some(Status::Succeeded), None) => Enquiry::Unknown,
        (None, _) => match answer.row().map(|row| row.class) {
            Some(Class::NotFound) => Enquiry::NotFound,
            Some(Class::Taken | Class::Refused | Class::Unknown) | None => Enquiry::Unknown,
        },
    }
}

/// What a callback claims.
pub fn read_callback(body: &Object) -> Option<Hint> {
    let transaction = object(body, "transaction")?;
    let claim = match text(transaction, "status_code").and_then(status) {
        Some(Status::Succeeded) => Claim::Succeeded,
        Some(Status::Failed | Status::Expired) => Claim::Failed,
        Some(Status::Pending) => Claim::Pending,
        Some(Status::Ambiguous) | None => Claim::Unclear,
    };
    Some(Hint { reference: text(transaction, "id").map(ToString::to_string), claim })
}
