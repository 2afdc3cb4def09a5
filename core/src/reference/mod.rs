//! References: ours, the merchant's, and the ids of everything else.

mod ids;

pub use ids::{
    DeliveryId, EndpointId, EventId, MerchantId, MerchantReference, PaymentRef, ProviderRef, RefundRef,
    SessionId, WithdrawalRef,
};
