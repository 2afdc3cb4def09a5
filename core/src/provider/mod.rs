//! The two wallets, and how the one behind a number was found.

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
