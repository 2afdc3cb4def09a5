//! Fingerprints: the typed values of a request, before defaults, without the PIN.
//!
//! `5000` and `"5000.00"` are one request, and so are two ways to write a phone number.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Collect, InitializeCheckout, Metadata, RefundPayment, Withdraw};
use crate::idempotency::FingerprintBuilder;
use crate::record::Customer;
use crate::reference::Lookup;

impl Collect {
    /// The fingerprint under the server's key.
    pub fn fingerprint(&self, key: &[u8]) -> [u8; 32] {
        let builder = FingerprintBuilder::new(key, "collect")
            .text("amount", Some(&self.amount.to_string()))
            .text("phone", Some(self.phone.e164().as_str()))
            .text("provider", self.provider.map(crate::provider::Provider::name))
            .flag("provider_override", self.provider_override)
            .text("reference", self.reference.as_ref().map(crate::reference::MerchantReference::as_str))
            .text("callback_url", self.callback_url.as_deref());
        customer(metadata(builder, self.metadata.as_ref()), &self.customer).finish()
    }
}

impl RefundPayment {
    /// The fingerprint under the server's key.
    pub fn fingerprint(&self, key: &[u8]) -> [u8; 32] {
        let payment = match &self.payment {
            Lookup::Ours(reference) => format!("ours:{reference}"),
            Lookup::Theirs(reference) => format!("theirs:{reference}"),
        };
        FingerprintBuilder::new(key, "refund")
            .text("payment", Some(&payment))
            .text("amount", self.amount.map(|amount| amount.to_string()).as_deref())
            .text("reason", self.reason.as_deref())
            .text("reference", self.reference.as_ref().map(crate::reference::MerchantReference::as_str))
            .finish()
    }
}

impl InitializeCheckout {
    /// The fingerprint under the server's key.
    pub fn fingerprint(&self, key: &[u8]) -> [u8; 32] {
        let builder = FingerprintBuilder::new(key, "checkout")
            .text("amount", Some(&self.amount.to_string()))
            .text("tx_ref", Some(self.tx_ref.as_str()))
            .text("redirect_url", self.redirect_url.as_deref())
            .text("webhook_url", self.webhook_url.as_deref());
        customer(metadata(builder, self.metadata.as_ref()), &self.customer).finish()
    }
}

impl Withdraw {
    /// The fingerprint under the server's key; the PIN is no part of it.
    pub fn fingerprint(&self, key: &[u8]) -> [u8; 32] {
        FingerprintBuilder::new(key, "withdraw")
            .text("amount", Some(&self.amount.to_string()))
            .text("phone", Some(self.phone.e164().as_str()))
            .text("provider", self.provider.map(crate::provider::Provider::name))
            .flag("provider_override", self.provider_override)
            .text("reference", self.reference.as_ref().map(crate::reference::MerchantReference::as_str))
            .finish()
    }
}

fn metadata(builder: FingerprintBuilder, metadata: Option<&Metadata>) -> FingerprintBuilder {
    let count: Option<String> = metadata.map(|members| members.len().to_string());
    let builder = builder.text("metadata", count.as_deref());
    // An object has no order: a client whose maps have none may send the same members in another.
    let mut members: Vec<_> = metadata.into_iter().flatten().collect();
    members.sort_unstable();
    members.into_iter().fold(builder, |builder, (key, value)| {
        builder.text("metadata key", Some(key)).text("metadata value", Some(value))
    })
}

fn customer(builder: FingerprintBuilder, customer: &Customer) -> FingerprintBuilder {
    builder
        .text("customer name", customer.name.as_deref())
        .text("customer email", customer.email.as_deref())
        .text("customer phone", customer.phone.map(crate::phone::Phone::e164).as_deref())
}

/// Texts and flags, in terms of bytes.
trait Fields: Sized {
    fn text(self, name: &str, value: Option<&str>) -> Self;

    fn flag(self, name: &str, value: bool) -> Self {
        self.text(name, Some(if value { "true" } else { "false" }))
    }
}

impl Fields for FingerprintBuilder {
    fn text(self, name: &str, value: Option<&str>) -> Self {
        self.field(name, value.map(str::as_bytes))
    }
}
