//! The names that fields of answers can have. In answers and events clients must expect others.

use alloc::vec::Vec;

use crate::checkout::SessionState;
use crate::error::{Kind, Outcome, Retry};
use crate::failure::FailureCode;
use crate::payment::Status;
use crate::provider::ProviderSource;
use crate::record::{KeyClass, Mode};
use crate::refund::RefundState;
use crate::webhook::DeliveryState;
use crate::withdrawal::WithdrawalState;

/// Of `outcome`.
pub fn outcomes() -> Vec<&'static str> {
    [Outcome::None, Outcome::Unknown, Outcome::Done].map(Outcome::name).into()
}

/// Of `failure_code`.
pub fn failures() -> Vec<&'static str> {
    FailureCode::ALL.map(FailureCode::name).into()
}

/// Of the `status` of a payment.
pub fn payments() -> Vec<&'static str> {
    Status::ALL.iter().map(|status| status.name()).collect()
}

/// Of the `status` of a refund.
pub fn refunds() -> Vec<&'static str> {
    RefundState::ALL.iter().map(|state| state.name()).collect()
}

/// Of the `status` of a withdrawal.
pub fn withdrawals() -> Vec<&'static str> {
    WithdrawalState::ALL.iter().map(|state| state.name()).collect()
}

/// Of the `status` of a session.
pub fn sessions() -> Vec<&'static str> {
    SessionState::ALL.iter().map(|state| state.name()).collect()
}

/// Of the `status` of a delivery.
pub fn deliveries() -> Vec<&'static str> {
    DeliveryState::ALL.iter().map(|state| state.name()).collect()
}

/// Of the `status` of an endpoint.
pub fn endpoints() -> Vec<&'static str> {
    ["enabled", "disabled", "deleted"].into()
}

/// Of `provider_source`.
pub fn sources() -> Vec<&'static str> {
    [ProviderSource::Explicit, ProviderSource::Prefix].map(ProviderSource::name).into()
}

/// Of `amount_source`.
pub fn classes() -> Vec<&'static str> {
    [KeyClass::Secret, KeyClass::Publishable].map(KeyClass::name).into()
}

/// Of `mode`.
pub fn modes() -> Vec<&'static str> {
    [Mode::Test, Mode::Live].map(Mode::name).into()
}

/// Of `kind` of an error.
pub fn kinds() -> Vec<&'static str> {
    [
        Kind::InvalidInput,
        Kind::Refused,
        Kind::Conflict,
        Kind::NotFound,
        Kind::Auth,
        Kind::RateLimited,
        Kind::Unavailable,
        Kind::UnknownOutcome,
        Kind::Internal,
    ]
    .map(Kind::name)
    .into()
}

/// Of `retry` of an error.
pub fn retries() -> Vec<&'static str> {
    [Retry::Never, Retry::SameKey, Retry::AfterQuery, Retry::After(0)].map(Retry::name).into()
}
