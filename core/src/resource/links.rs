//! Addresses of hosted pages: each carries a token that is derived again and never stored.

use alloc::format;
use alloc::string::String;
use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::reference::{PaymentRef, SessionId};

/// How addresses in answers are made.
#[derive(Clone, PartialEq, Eq)]
pub struct Links {
    /// Where the hosted pages are, without a slash at the end.
    pub public_url: String,
    /// The key of page tokens.
    pub page_key: [u8; 32],
}

impl Links {
    /// The page of a payment.
    pub fn payment(&self, reference: &PaymentRef) -> String {
        format!("{}/pay/{}", self.public_url, self.token(reference.as_str()))
    }

    /// The page of a checkout session.
    pub fn session(&self, id: &SessionId) -> String {
        format!("{}/checkout/{id}?k={}", self.public_url, self.token(id.as_str()))
    }

    /// The token of an id: the first 128 bits of its HMAC under the page key, as 32 hexadecimal digits.
    pub fn token(&self, id: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.page_key) else { return String::new() };
        mac.update(b"rwandapay.page.v1.");
        mac.update(id.as_bytes());
        let code = mac.finalize().into_bytes();
        let digits = code.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
    }

    /// Whether a token is the one of this id.
    pub fn holds(&self, id: &str, token: &str) -> bool {
        let right = self.token(id);
        !right.is_empty() && bool::from(right.as_bytes().ct_eq(token.as_bytes()))
    }
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links").field("public_url", &self.public_url).finish_non_exhaustive()
    }
}
