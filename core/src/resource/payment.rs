//! Payments and balances.

use alloc::string::ToString;

use super::{Links, customer, failure, francs, metadata, time, whole};
use crate::fee::Quote;
use crate::json::{Json, Object};
use crate::money::Rwf;
use crate::payment::display;
use crate::phone::Phone;
use crate::provider::{Provider, ProviderSource};
use crate::record::{Balances, Owner, Payment};
use crate::reference::{MerchantReference, SessionId};

/// A payment: the one shape of answers and events.
pub fn payment(payment: &Payment, links: &Links) -> Json {
    let object = Object::default()
        .with("reference", Json::text(&payment.reference))
        .with(
            "merchant_reference",
            Json::maybe_text(payment.merchant_reference.as_ref().map(MerchantReference::as_str)),
        )
        .with("status", Json::text(display(payment.state, payment.amount, payment.refunded).name()))
        .with("outcome", Json::text(payment.outcome.name()))
        .with("amount", francs(payment.amount))
        .with("fee", francs(payment.fee))
        .with("net_amount", francs(payment.net()))
        .with("currency", Json::text("RWF"))
        .with("provider", Json::text(Provider::name(payment.provider)))
        .with("provider_source", Json::text(payment.provider_source.name()))
        .with("customer_phone", Json::text(payment.phone.national()))
        .with("customer", customer(&payment.customer, Some(payment.phone)))
        .with("payment_url", Json::text(links.payment(&payment.reference)))
        .with("callback_url", Json::maybe_text(payment.callback_url.as_deref()))
        .with("metadata", metadata(payment.metadata.as_ref()))
        .with("session_id", Json::maybe_text(payment.session.as_ref().map(SessionId::as_str)))
        .with("amount_source", Json::text(payment.amount_source.name()))
        .with("fee_schedule", Json::text(&payment.fee_schedule));
    failure(object, payment.failure.as_ref())
        .with("refundable_amount", francs(payment.refundable()))
        .with("refunded_amount", francs(payment.refunded))
        .with("refund_pending_amount", francs(payment.refund_pending))
        .with("late", Json::Bool(payment.late))
        .with("duplicate_of", Json::maybe_text(payment.duplicate_of.as_ref().map(Owner::name)))
        .with("under_review", Json::Bool(payment.review.is_some()))
        .with("created_at", time(Some(payment.created_at)))
        .with("expires_at", time(Some(payment.expires_at)))
        .with("paid_at", time(payment.paid_at))
        .with("version", whole(payment.version))
        .into()
}

/// What a payment would cost.
pub fn quote(quote: &Quote<'_>, phone: Phone, provider: Provider, source: ProviderSource) -> Json {
    Object::default()
        .with("amount", francs(quote.amount))
        .with("fee", francs(quote.fee))
        .with("net_amount", francs(quote.net))
        .with("currency", Json::text("RWF"))
        .with("provider", Json::text(provider.name()))
        .with("provider_source", Json::text(source.name()))
        .with("customer_phone", Json::text(phone.national()))
        .with("fee_schedule", Json::text(quote.schedule))
        .into()
}

/// The balances, with two decimals as the documentation prints them.
pub fn balance(balances: &Balances) -> Json {
    let add = |left: Rwf, right: Rwf| left.checked_add(right).unwrap_or(Rwf::MAX);
    let pending = add(balances.unsettled, balances.reserved);
    let decimals = |amount: Rwf| Json::Number(amount.two_decimals().to_string());
    Object::default()
        .with("balance", decimals(add(balances.available, pending)))
        .with("currency", Json::text("RWF"))
        .with("available_balance", decimals(balances.available))
        .with("pending_balance", decimals(pending))
        .with("owed_balance", decimals(balances.owed))
        .into()
}
