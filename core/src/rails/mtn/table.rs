//! What MTN's statuses and reasons mean. What is not listed here is unknown.

use crate::failure::FailureCode::{
    self, AmountInvalid, FloatInsufficient, InsufficientFunds, LowBalanceOrLimit, PayerAccountBlocked,
    PayerLimitReached, PayerNotFound, PayerRejected, PayerTimeout, ProviderConfig, ProviderDeclined,
    ProviderUnavailable, RecipientCannotReceive, RecipientNotFound, WrongPin,
};
use crate::rails::Product;

/// What an HTTP status of a submission means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Http {
    /// Taken.
    Accepted,
    /// Not taken; our credentials or our address are not allowed.
    NotAllowed,
    /// Not taken; come again.
    Busy,
    /// Not taken if the body's code is listed as a refusal; otherwise unknown.
    ByCode,
}

/// The listed HTTP statuses of a submission.
///
/// 409 is missing on purpose: the reference was used, so an earlier submission did arrive.
pub const HTTP_STATUSES: [(u16, Http); 6] = [
    (202, Http::Accepted),
    (400, Http::ByCode),
    (401, Http::NotAllowed),
    (403, Http::NotAllowed),
    (429, Http::Busy),
    (500, Http::ByCode),
];

/// The status of a success.
pub const SUCCESSFUL: &str = "SUCCESSFUL";

/// The statuses that say that the customer has not decided. `CREATED`, `ONGOING` and `DELAYED` are
/// observed rather than promised.
pub const PENDING: [&str; 4] = ["PENDING", "CREATED", "ONGOING", "DELAYED"];

/// A final status without success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FinalStatus {
    /// As MTN writes it.
    pub status: &'static str,
    /// The failure that it names itself; none where the reason does.
    pub failure: Option<FailureCode>,
}

/// The listed final statuses without success.
pub const FINAL_STATUSES: [FinalStatus; 4] = [
    FinalStatus { status: "FAILED", failure: None },
    FinalStatus { status: "REJECTED", failure: Some(PayerRejected) },
    FinalStatus { status: "TIMEOUT", failure: Some(PayerTimeout) },
    FinalStatus { status: "EXPIRED", failure: Some(PayerTimeout) },
];

/// The codes of an answer 404 that say that the reference is not known.
pub const NOT_FOUND: [&str; 2] = ["RESOURCE_NOT_FOUND", "TRANSACTION_NOT_FOUND"];

/// A reason of a final status, or the code of a refused submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// As MTN writes it, with `_` for spaces.
    pub code: &'static str,
    /// The failure of a collection.
    pub collect: FailureCode,
    /// The failure of a refund or a payout.
    pub pay_out: FailureCode,
    /// Whether a submission answered with it, by 400 or 500, was not taken.
    pub refuses: bool,
}

impl Reason {
    /// The row of a code.
    pub fn find(code: &str) -> Option<&'static Self> {
        REASONS.iter().find(|row| row.code == code)
    }

    /// The failure for this product.
    pub const fn failure(&self, product: Product) -> FailureCode {
        match product {
            Product::Collect => self.collect,
            Product::Refund | Product::Payout => self.pay_out,
        }
    }
}

const fn row(code: &'static str, failure: FailureCode, refuses: bool) -> Reason {
    Reason { code, collect: failure, pay_out: failure, refuses }
}

/// The listed reasons.
///
/// `INTERNAL_PROCESSING_ERROR` and `SERVICE_UNAVAILABLE` end a transaction as a reason, and prove nothing
/// as an answer to a submission. MTN documents no reason for a wrong PIN: `WRONG_PIN` is what the
/// simulated MTN says.
pub const REASONS: [Reason; 25] = [
    Reason {
        code: "NOT_ENOUGH_FUNDS",
        collect: InsufficientFunds,
        pay_out: FloatInsufficient,
        refuses: true,
    },
    row("PAYER_NOT_FOUND", PayerNotFound, true),
    row("SENDER_ACCOUNT_NOT_ACTIVE", PayerAccountBlocked, true),
    row("APPROVAL_REJECTED", PayerRejected, false),
    row("REJECTED", PayerRejected, false),
    row("TRANSACTION_CANCELED", PayerRejected, false),
    row("PAYMENT_NOT_APPROVED", PayerRejected, false),
    row("EXPIRED", PayerTimeout, false),
    row("TIMEOUT", PayerTimeout, false),
    row("COULD_NOT_PERFORM_TRANSACTION", PayerTimeout, false),
    row("WRONG_PIN", WrongPin, false),
    row("PAYER_LIMIT_REACHED", PayerLimitReached, true),
    row("LOW_BALANCE_OR_PAYEE_LIMIT_REACHED", LowBalanceOrLimit, true),
    row("LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED", LowBalanceOrLimit, true),
    row("VALIDATION_ERROR", AmountInvalid, true),
    // On a collection the payee is our own account, which is then blocked.
    Reason { code: "PAYEE_NOT_FOUND", collect: ProviderConfig, pay_out: RecipientNotFound, refuses: true },
    row("PAYEE_NOT_ALLOWED_TO_RECEIVE", RecipientCannotReceive, true),
    row("PAYEE_LIMIT_REACHED", RecipientCannotReceive, true),
    row("INTERNAL_PROCESSING_ERROR", ProviderDeclined, false),
    row("SERVICE_UNAVAILABLE", ProviderUnavailable, false),
    row("BAD_REQUEST", ProviderConfig, true),
    row("NOT_ALLOWED", ProviderConfig, true),
    row("NOT_ALLOWED_TARGET_ENVIRONMENT", ProviderConfig, true),
    row("INVALID_CALLBACK_URL_HOST", ProviderConfig, true),
    row("INVALID_CURRENCY", ProviderConfig, true),
];
