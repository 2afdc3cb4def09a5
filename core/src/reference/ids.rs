//! The types: each holds a text that was checked or made here, and nothing else can.

use alloc::boxed::Box;
use core::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Wraps a text whose form the caller has proven.
            pub(super) fn proven(text: impl Into<Box<str>>) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Our reference of a payment: `PAY-20241215-ABC123`.
    PaymentRef
    /// Our reference of a refund: `RFD-…`.
    RefundRef
    /// Our reference of a withdrawal: `WDR-…`.
    WithdrawalRef
    /// The id of a checkout session: `CHK-ABC123DEF456`.
    SessionId
    /// A reference that the merchant chose: `INV-001`.
    MerchantReference
    /// The reference of one attempt at a provider: a UUID, version 4, fixed when the attempt is created.
    ProviderRef
    /// The id of an event: `evt_…`.
    EventId
    /// The id of a webhook endpoint: `we_…`.
    EndpointId
    /// The id of a delivery: `whd_…`.
    DeliveryId
    /// The id of a merchant: 1 to 32 of `a-z`, `0-9`, `_`.
    MerchantId
}
