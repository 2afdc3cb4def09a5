//! Requests as values: parsed, checked, and free of JSON.
//!
//! `api` reads them from a body, the engine carries them out, and idempotency compares their fingerprints.

mod fingerprint;
mod list;

pub use list::{Cursor, ListQuery};

use alloc::string::String;
use alloc::vec::Vec;

use crate::money::Rwf;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::record::{Customer, EventType};
use crate::reference::{EndpointId, Lookup, MerchantReference};
use crate::secret::Secret;

/// The merchant's own data: keys and texts, in the order given.
pub type Metadata = Vec<(String, String)>;

/// `POST /payments/collect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collect {
    /// What the customer pays: 100 to 1,000,000 RWF.
    pub amount: Rwf,
    /// Who is asked to pay.
    pub phone: Phone,
    /// The wallet, if the request names it.
    pub provider: Option<Provider>,
    /// Whether the named provider holds against the number's prefix.
    pub provider_override: bool,
    /// The merchant's reference.
    pub reference: Option<MerchantReference>,
    /// Where this payment's events go besides the registered endpoints.
    pub callback_url: Option<String>,
    /// The merchant's own data.
    pub metadata: Option<Metadata>,
    /// Who pays.
    pub customer: Customer,
}

/// `POST /payments/{reference}/refund`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundPayment {
    /// The payment.
    pub payment: Lookup,
    /// How much; all that is refundable where absent.
    pub amount: Option<Rwf>,
    /// Why, in the merchant's words.
    pub reason: Option<String>,
    /// The merchant's reference of the refund.
    pub reference: Option<MerchantReference>,
}

/// `POST /checkout/initialize`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitializeCheckout {
    /// What the customer pays: 100 to 1,000,000 RWF.
    pub amount: Rwf,
    /// The merchant's reference.
    pub tx_ref: MerchantReference,
    /// Who pays.
    pub customer: Customer,
    /// Where the customer goes afterwards.
    pub redirect_url: Option<String>,
    /// Where the session's events go besides the registered endpoints.
    pub webhook_url: Option<String>,
    /// The merchant's own data.
    pub metadata: Option<Metadata>,
}

/// `POST /withdrawals`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdraw {
    /// What arrives: 10,000 RWF or more.
    pub amount: Rwf,
    /// Where it goes.
    pub phone: Phone,
    /// The wallet, if the request names it.
    pub provider: Option<Provider>,
    /// Whether the named provider holds against the number's prefix.
    pub provider_override: bool,
    /// The merchant's PIN.
    pub pin: Secret,
    /// The merchant's reference of the withdrawal.
    pub reference: Option<MerchantReference>,
}

/// `POST /quote`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// What the customer would pay.
    pub amount: Rwf,
    /// Who would pay.
    pub phone: Phone,
    /// The wallet, if the request names it.
    pub provider: Option<Provider>,
    /// Whether the named provider holds against the number's prefix.
    pub provider_override: bool,
}

/// `POST /webhooks/endpoints`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateEndpoint {
    /// Where events go.
    pub url: String,
    /// Which events; all of them where empty.
    pub events: Vec<EventType>,
}

/// `POST /webhooks/endpoints/{id}/rotate`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotateEndpoint {
    /// The endpoint.
    pub id: EndpointId,
    /// How long the old secret signs beside the new one: 0 to 604,800 seconds, 86,400 where absent.
    pub overlap_seconds: u32,
}
