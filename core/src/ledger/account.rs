//! The accounts.

use crate::provider::Provider;

/// The two products of a provider; each has a float of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Product {
    /// Money that customers pay in.
    Collection,
    /// Money that is paid out: refunds and withdrawals.
    Disbursement,
}

/// An account of the ledger of one scope.
///
/// What a debit means depends on the side: our own assets (provider, provider fees) and what the merchant
/// owes grow by a debit; what we owe (suspense, available, unsettled, reserved) and what we earn (platform
/// fees) grow by a credit. Source: contract, section 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// What we hold at a provider.
    Provider(Provider, Product),
    /// Received, but not as asked; people decide whose it is.
    Suspense,
    /// What we earned.
    PlatformFees,
    /// What providers charged us.
    ProviderFees,
    /// The other side of the balances that a ledger began with.
    Opening,
    /// The merchant may withdraw or refund it now.
    Available,
    /// The merchant's, after its settlement day.
    Unsettled,
    /// The merchant's, set aside for refunds and withdrawals under way.
    Reserved,
    /// What the merchant owes us; later credits repay it first.
    Owed,
}

impl Account {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Provider(Provider::Mtn, Product::Collection),
        Self::Provider(Provider::Mtn, Product::Disbursement),
        Self::Provider(Provider::Airtel, Product::Collection),
        Self::Provider(Provider::Airtel, Product::Disbursement),
        Self::Suspense,
        Self::PlatformFees,
        Self::ProviderFees,
        Self::Opening,
        Self::Available,
        Self::Unsettled,
        Self::Reserved,
        Self::Owed,
    ];

    /// The name in stored entries and in the documentation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Provider(Provider::Mtn, Product::Collection) => "mtn_collection",
            Self::Provider(Provider::Mtn, Product::Disbursement) => "mtn_disbursement",
            Self::Provider(Provider::Airtel, Product::Collection) => "airtel_collection",
            Self::Provider(Provider::Airtel, Product::Disbursement) => "airtel_disbursement",
            Self::Suspense => "suspense",
            Self::PlatformFees => "platform_fees",
            Self::ProviderFees => "provider_fees",
            Self::Opening => "opening",
            Self::Available => "available",
            Self::Unsettled => "unsettled",
            Self::Reserved => "reserved",
            Self::Owed => "owed",
        }
    }

    /// The account with exactly this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|account| account.name() == name)
    }
}
