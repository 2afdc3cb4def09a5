//! Refunds and withdrawals.

use super::{failure, francs, time, whole};
use crate::json::{Json, Object};
use crate::record::{Refund, Withdrawal};
use crate::reference::MerchantReference;

/// A refund.
pub fn refund(refund: &Refund) -> Json {
    let merchant_reference = refund.merchant_reference.as_ref().map(MerchantReference::as_str);
    let object = Object::default()
        .with("reference", Json::text(&refund.reference))
        .with("merchant_reference", Json::maybe_text(merchant_reference))
        .with("payment_reference", Json::text(&refund.payment))
        .with("amount", francs(refund.amount))
        .with("fee_returned", francs(refund.fee_returned))
        .with("currency", Json::text("RWF"))
        .with("reason", Json::maybe_text(refund.reason.as_deref()))
        .with("status", Json::text(refund.state.name()))
        .with("outcome", Json::text(refund.outcome.name()));
    failure(object, refund.failure.as_ref())
        .with("late", Json::Bool(refund.late))
        .with("created_at", time(Some(refund.created_at)))
        .with("completed_at", time(refund.completed_at))
        .with("version", whole(refund.version))
        .into()
}

/// A withdrawal.
pub fn withdrawal(withdrawal: &Withdrawal) -> Json {
    let merchant_reference = withdrawal.merchant_reference.as_ref().map(MerchantReference::as_str);
    let object = Object::default()
        .with("reference", Json::text(&withdrawal.reference))
        .with("merchant_reference", Json::maybe_text(merchant_reference))
        .with("amount", francs(withdrawal.amount))
        .with("fee", francs(withdrawal.fee))
        .with("currency", Json::text("RWF"))
        .with("phone", Json::text(withdrawal.phone.national()))
        .with("provider", Json::text(withdrawal.provider.name()))
        .with("status", Json::text(withdrawal.state.name()))
        .with("outcome", Json::text(withdrawal.outcome.name()));
    failure(object, withdrawal.failure.as_ref())
        .with("late", Json::Bool(withdrawal.late))
        .with("created_at", time(Some(withdrawal.created_at)))
        .with("completed_at", time(withdrawal.completed_at))
        .with("version", whole(withdrawal.version))
        .into()
}
