//! The two wallets, and how the one behind a number is found.

mod choose;
mod prefix;

use alloc::format;

pub use choose::{choose, choose_described};
pub use prefix::{PREFIXES, Prefix, PrefixTable};

use crate::error::{Code, Error, shown};

/// A mobile money provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Provider {
    /// MTN MoMo.
    Mtn,
    /// Airtel Money.
    Airtel,
}

impl Provider {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mtn, Self::Airtel];

    /// The name in requests and answers: `MTN` or `Airtel`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mtn => "MTN",
            Self::Airtel => "Airtel",
        }
    }

    /// Reads a name, in any case of its letters.
    ///
    /// # Errors
    /// `provider_unknown`.
    ///
    /// ```
    /// use rwandapay_core::provider::Provider;
    ///
    /// assert_eq!(Provider::parse("airtel"), Ok(Provider::Airtel));
    /// assert!(Provider::parse("MTN ").is_err());
    /// ```
    pub fn parse(name: &str) -> Result<Self, Code> {
        Self::ALL
            .into_iter()
            .find(|provider| provider.name().eq_ignore_ascii_case(name))
            .ok_or(Code::ProviderUnknown)
    }

    /// Like [`Provider::parse`], with the name in a message.
    ///
    /// # Errors
    /// `provider_unknown`.
    pub fn from_text(name: &str) -> Result<Self, Error> {
        Self::parse(name).map_err(|code| {
            Error::with_message(code, format!("provider `{}` is neither MTN nor Airtel", shown(name)))
        })
    }
}

/// How the provider of a payment was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProviderSource {
    /// The request named it.
    Explicit,
    /// The number begins with its prefix.
    Prefix,
}

impl ProviderSource {
    /// The name in answers: `explicit` or `prefix`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Prefix => "prefix",
        }
    }
}
