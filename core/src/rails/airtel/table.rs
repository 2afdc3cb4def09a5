//! What Airtel's statuses and codes mean. What is not listed here is unknown.

use crate::failure::FailureCode::{
    self, AmountInvalid, FloatInsufficient, InsufficientFunds, LowBalanceOrLimit, PayerAccountBlocked,
    PayerLimitReached, PayerNotFound, PayerRejected, PayerTimeout, ProviderConfig, ProviderDeclined,
    RecipientCannotReceive, RecipientNotFound, WrongPin,
};
use crate::rails::Product;

/// What a status of a transaction says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It succeeded.
    Succeeded,
    /// It failed; the code says why.
    Failed,
    /// The prompt ran out.
    Expired,
    /// It is under way.
    Pending,
    /// Airtel itself does not know.
    Ambiguous,
}

/// A status and its meaning.
pub type StatusRow = (&'static str, Status);

/// The listed statuses. They decide; a code only says why.
pub const STATUSES: [StatusRow; 5] = [
    ("TS", Status::Succeeded),
    ("TF", Status::Failed),
    ("TE", Status::Expired),
    ("TIP", Status::Pending),
    ("TA", Status::Ambiguous),
];

/// What a code says where no status decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A submission was taken. To an enquiry it says nothing: the sources disagree on these codes.
    Taken,
    /// A submission was not taken.
    Refused,
    /// It may have been taken: ambiguous, timed out, or used before.
    Unknown,
    /// Airtel does not know the reference.
    NotFound,
}

/// A code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRow {
    /// As Airtel writes it.
    pub code: &'static str,
    /// What it says where no status decides.
    pub class: Class,
    /// The failure of a collection, where it is the reason of one.
    pub collect: Option<FailureCode>,
    /// The failure of a payout, where it is the reason of one.
    pub pay_out: Option<FailureCode>,
}

impl CodeRow {
    /// The row of a code.
    pub fn find(code: &str) -> Option<&'static Self> {
        CODES.iter().find(|row| row.code == code)
    }

    /// The failure for this product.
    pub const fn failure(&self, product: Product) -> Option<FailureCode> {
        match product {
            Product::Collect => self.collect,
            Product::Refund | Product::Payout => self.pay_out,
        }
    }
}

const fn refused(code: &'static str, failure: FailureCode) -> CodeRow {
    CodeRow { code, class: Class::Refused, collect: Some(failure), pay_out: Some(failure) }
}

const fn refused_party(code: &'static str, collect: FailureCode, pay_out: FailureCode) -> CodeRow {
    CodeRow { code, class: Class::Refused, collect: Some(collect), pay_out: Some(pay_out) }
}

const fn other(code: &'static str, class: Class) -> CodeRow {
    CodeRow { code, class, collect: None, pay_out: None }
}

/// The listed codes: `DP008…` of collections, `DP009…` of disbursements, those of the router and the bus.
pub const CODES: [CodeRow; 54] = [
    other("DP00800001000", Class::Unknown),
    other("DP00800001001", Class::Taken),
    refused("DP00800001002", WrongPin),
    refused("DP00800001003", PayerLimitReached),
    refused("DP00800001004", AmountInvalid),
    refused("DP00800001005", PayerTimeout),
    other("DP00800001006", Class::Taken),
    refused("DP00800001007", InsufficientFunds),
    refused("DP00800001008", PayerRejected),
    refused("DP00800001009", ProviderDeclined),
    refused("DP00800001010", PayerNotFound),
    // Timed out: not proven by itself, yet the reason of a transaction that a status has ended.
    CodeRow {
        code: "DP00800001024",
        class: Class::Unknown,
        collect: Some(PayerTimeout),
        pay_out: Some(PayerTimeout),
    },
    other("DP00800001025", Class::NotFound),
    refused("DP00800001026", ProviderConfig),
    refused("DP00800001029", PayerTimeout),
    other("DP00900001000", Class::Unknown),
    other("DP00900001001", Class::Taken),
    refused("DP00900001003", PayerLimitReached),
    refused("DP00900001004", AmountInvalid),
    refused("DP00900001005", ProviderDeclined),
    other("DP00900001006", Class::Taken),
    refused("DP00900001007", FloatInsufficient),
    refused("DP00900001009", RecipientNotFound),
    refused("DP00900001010", RecipientCannotReceive),
    other("DP00900001011", Class::Unknown),
    refused("DP00900001012", RecipientNotFound),
    refused("DP00900001013", ProviderDeclined),
    other("DP00900001014", Class::Unknown),
    other("DP00900001015", Class::NotFound),
    refused("DP00900001016", ProviderConfig),
    other("DP00900001017", Class::Unknown),
    refused("DP00900001019", RecipientCannotReceive),
    refused("ROUTER001", ProviderConfig),
    refused("ROUTER003", ProviderConfig),
    refused("ROUTER005", ProviderConfig),
    refused("ROUTER006", ProviderConfig),
    refused("ROUTER007", ProviderConfig),
    refused("ROUTER112", ProviderConfig),
    refused("ROUTER114", ProviderConfig),
    refused("ROUTER115", ProviderConfig),
    refused("ROUTER116", ProviderConfig),
    other("ROUTER117", Class::Unknown),
    refused("ROUTER119", ProviderConfig),
    other("ESB000001", Class::Unknown),
    other("ESB000004", Class::Unknown),
    refused("ESB000008", ProviderConfig),
    other("ESB000010", Class::Taken),
    refused("ESB000011", ProviderDeclined),
    other("ESB000014", Class::Unknown),
    refused_party("ESB000033", PayerNotFound, RecipientNotFound),
    refused_party("ESB000036", PayerNotFound, RecipientNotFound),
    refused("ESB000039", ProviderConfig),
    other("ESB000041", Class::Unknown),
    other("ESB000045", Class::NotFound),
];

/// A part of a message, in lower case, that tells more about a failure than its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageRow {
    /// The part.
    pub part: &'static str,
    /// The failure of a collection.
    pub collect: FailureCode,
    /// The failure of a payout.
    pub pay_out: FailureCode,
}

/// The listed messages. They never decide whether something failed, only why.
///
/// `DP00800001005` also stands for a number without a wallet, and `DP00800001010` for one that is barred.
/// Airtel documents nothing like MTN's "low balance or limit": the last row is what the simulated Airtel
/// says.
pub const MESSAGES: [MessageRow; 3] = [
    MessageRow { part: "msisdn not found", collect: PayerNotFound, pay_out: RecipientNotFound },
    MessageRow { part: "barred", collect: PayerAccountBlocked, pay_out: RecipientCannotReceive },
    MessageRow { part: "low balance or limit", collect: LowBalanceOrLimit, pay_out: LowBalanceOrLimit },
];
