//! References: ours, the merchant's, and the ids of everything else.

mod generate;
mod ids;
mod lookup;
mod merchant;
mod parse;

pub use ids::{
    DeliveryId, EndpointId, EventId, MerchantId, MerchantReference, PaymentRef, ProviderRef, RefundRef,
    SessionId, WithdrawalRef,
};
pub use lookup::Lookup;

/// The 32 characters of our references, in order: digits and capitals without I, L, O and U, which are
/// read as other characters or make words.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
