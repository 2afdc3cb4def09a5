//! Which prefix belongs to whom: data, with a version.

use super::Provider;
use crate::error::Code;
use crate::phone::Phone;

/// One prefix of the mobile numbers of Rwanda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    /// The two digits after the trunk zero, such as 78 of `0788123456`.
    pub digits: u32,
    /// The wallet of its operator, if that has one.
    pub provider: Option<Provider>,
}

/// Every prefix that is in use, as of one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrefixTable {
    /// The version.
    pub id: &'static str,
    /// The rows, in order.
    pub rows: [Prefix; 5],
}

/// The prefixes in use: 078 and 079 are MTN, 072 and 073 Airtel; 077 is mobile, but has no wallet.
///
/// A prefix names the operator that the number was first given to, not the one that a ported number has
/// moved to. Source: contract, section 2.
pub const PREFIXES: PrefixTable = PrefixTable {
    id: "rw-prefixes-2026-11",
    rows: [
        Prefix { digits: 72, provider: Some(Provider::Airtel) },
        Prefix { digits: 73, provider: Some(Provider::Airtel) },
        Prefix { digits: 77, provider: None },
        Prefix { digits: 78, provider: Some(Provider::Mtn) },
        Prefix { digits: 79, provider: Some(Provider::Mtn) },
    ],
};

impl Provider {
    /// The provider whose prefix the number has.
    ///
    /// # Errors
    /// `provider_not_supported`: the number is mobile, but its operator has no wallet (077).
    ///
    /// ```
    /// use rwandapay_core::{error::Code, phone::Phone, provider::Provider};
    ///
    /// assert_eq!(Provider::of(Phone::parse("0788123456")?), Ok(Provider::Mtn));
    /// assert_eq!(Provider::of(Phone::parse("0778123456")?), Err(Code::ProviderNotSupported));
    /// # Ok::<(), Code>(())
    /// ```
    pub fn of(phone: Phone) -> Result<Self, Code> {
        let prefix = phone.prefix();
        PREFIXES
            .rows
            .iter()
            .find(|row| row.digits == prefix)
            .and_then(|row| row.provider)
            .ok_or(Code::ProviderNotSupported)
    }
}
