//! New references, from a day and entropy that the caller passes in.

use alloc::format;
use alloc::string::String;

use super::{
    ALPHABET, DeliveryId, EndpointId, EventId, PaymentRef, ProviderRef, RefundRef, SessionId, WithdrawalRef,
};
use crate::time::KigaliDay;

macro_rules! dated {
    ($($name:ident $prefix:literal)*) => {$(
        impl $name {
            #[doc = concat!("A new `", $prefix, "-YYYYMMDD-` and 10 characters: 50 bits of the entropy.")]
            pub fn generate(day: KigaliDay, entropy: &[u8; 32]) -> Self {
                Self::proven(format!(concat!($prefix, "-{}-{}"), day.compact(), symbols(entropy, 10)))
            }
        }
    )*};
}

dated! {
    PaymentRef "PAY"
    RefundRef "RFD"
    WithdrawalRef "WDR"
}

impl SessionId {
    /// A new `CHK-` and 12 characters: 60 bits of the entropy.
    pub fn generate(entropy: &[u8; 32]) -> Self {
        Self::proven(format!("CHK-{}", symbols(entropy, 12)))
    }
}

macro_rules! plain {
    ($($name:ident $prefix:literal)*) => {$(
        impl $name {
            #[doc = concat!("A new `", $prefix, "` and 24 characters: 120 bits of the entropy.")]
            pub fn generate(entropy: &[u8; 32]) -> Self {
                let symbols = symbols(entropy, 24).to_ascii_lowercase();
                Self::proven(format!(concat!($prefix, "{}"), symbols))
            }
        }
    )*};
}

plain! {
    EventId "evt_"
    EndpointId "we_"
    DeliveryId "whd_"
}

impl ProviderRef {
    /// A new UUID of version 4: 122 bits of the entropy.
    pub fn generate(entropy: &[u8; 32]) -> Self {
        let (bytes, _) = entropy.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        let random = u128::from_be_bytes(*bytes);
        let version = random & !(0xf << 76) | (0x4 << 76);
        let variant = version & !(0x3 << 62) | (0x2 << 62);
        let hex = format!("{variant:032x}");
        let mut text = String::with_capacity(36);
        for (at, digit) in hex.chars().enumerate() {
            if matches!(at, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            text.push(digit);
        }
        Self::proven(text)
    }
}

/// One character for each of the first bytes: 32 divides 256, so all are equally likely.
fn symbols(entropy: &[u8; 32], count: usize) -> String {
    entropy
        .iter()
        .take(count)
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 0x1f)))
        .map(|symbol| char::from(*symbol))
        .collect()
}
