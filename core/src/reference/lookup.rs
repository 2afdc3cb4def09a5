//! A reference in a lookup: ours or the merchant's.

use super::{MerchantReference, PaymentRef};
use crate::error::Code;

/// What a payment is asked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Our reference.
    Ours(PaymentRef),
    /// The reference that the merchant chose.
    Theirs(MerchantReference),
}

impl Lookup {
    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ours(reference) => reference.as_str(),
            Self::Theirs(reference) => reference.as_str(),
        }
    }

    /// Reads the reference of a payment from a path segment, after percent-decoding.
    ///
    /// # Errors
    /// As [`MerchantReference::parse`]; `reference_reserved` for what looks like ours and is no payment's.
    ///
    /// ```
    /// use rwandapay_core::reference::Lookup;
    ///
    /// assert!(matches!(Lookup::parse("PAY-20241215-ABC123")?, Lookup::Ours(_)));
    /// assert!(matches!(Lookup::parse("INV-001")?, Lookup::Theirs(_)));
    /// # Ok::<(), rwandapay_core::error::Code>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Code> {
        match PaymentRef::parse(text) {
            Ok(reference) => Ok(Self::Ours(reference)),
            Err(_) => MerchantReference::parse(text).map(Self::Theirs),
        }
    }
}
