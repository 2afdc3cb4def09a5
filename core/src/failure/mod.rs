//! Why a payment, refund or withdrawal failed: a table of its own, apart from the errors of requests.

mod message;

pub use message::Language;

/// A stable, public reason for a failure.
///
/// Every failure is proven: no money moved, or it was returned. Source: contract, section 4.
///
/// ```
/// use rwandapay_core::failure::{FailureCode, Language, NewAttempt};
///
/// let code = FailureCode::from_name("payer_timeout").ok_or("unknown")?;
/// assert_eq!(code.new_attempt(), NewAttempt::Yes);
/// assert!(code.message(Language::French).ends_with("Réessayez."));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureCode {
    /// The payer has too little money.
    InsufficientFunds,
    /// The number has no wallet with this provider.
    PayerNotFound,
    /// The payer's wallet is blocked.
    PayerAccountBlocked,
    /// The payer declined.
    PayerRejected,
    /// The payer did not answer the prompt in time.
    PayerTimeout,
    /// The payer typed a wrong PIN.
    WrongPin,
    /// A limit of the payer's wallet was reached.
    PayerLimitReached,
    /// The provider says only: low balance, or a limit.
    LowBalanceOrLimit,
    /// The provider refuses this amount.
    AmountInvalid,
    /// Another amount than asked was paid; it was returned.
    AmountMismatch,
    /// Another payer than asked paid; it was returned.
    PayerMismatch,
    /// The recipient has no wallet.
    RecipientNotFound,
    /// The recipient's wallet cannot receive.
    RecipientCannotReceive,
    /// Our own float at the provider is too small.
    FloatInsufficient,
    /// The provider declined without saying why.
    ProviderDeclined,
    /// The provider was not reachable, and nothing was sent.
    ProviderUnavailable,
    /// Our own configuration at the provider is wrong.
    ProviderConfig,
    /// A final status with a reason nobody has mapped; the raw text is kept.
    UnknownReason,
}

/// Whether paying again, as a new attempt, may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewAttempt {
    /// It may help at once.
    Yes,
    /// It may help later, or with a smaller amount.
    Later,
    /// Nobody can tell from the reason.
    Maybe,
    /// The same attempt would fail again.
    No,
}

impl NewAttempt {
    /// The name in answers: `yes`, `later`, `maybe` or `no`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Later => "later",
            Self::Maybe => "maybe",
            Self::No => "no",
        }
    }
}

impl FailureCode {
    /// Every code, in the order of the contract.
    pub const ALL: [Self; 18] = [
        Self::InsufficientFunds,
        Self::PayerNotFound,
        Self::PayerAccountBlocked,
        Self::PayerRejected,
        Self::PayerTimeout,
        Self::WrongPin,
        Self::PayerLimitReached,
        Self::LowBalanceOrLimit,
        Self::AmountInvalid,
        Self::AmountMismatch,
        Self::PayerMismatch,
        Self::RecipientNotFound,
        Self::RecipientCannotReceive,
        Self::FloatInsufficient,
        Self::ProviderDeclined,
        Self::ProviderUnavailable,
        Self::ProviderConfig,
        Self::UnknownReason,
    ];

    /// The stable name, such as `insufficient_funds`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InsufficientFunds => "insufficient_funds",
            Self::PayerNotFound => "payer_not_found",
            Self::PayerAccountBlocked => "payer_account_blocked",
            Self::PayerRejected => "payer_rejected",
            Self::PayerTimeout => "payer_timeout",
            Self::WrongPin => "wrong_pin",
            Self::PayerLimitReached => "payer_limit_reached",
            Self::LowBalanceOrLimit => "low_balance_or_limit",
            Self::AmountInvalid => "amount_invalid",
            Self::AmountMismatch => "amount_mismatch",
            Self::PayerMismatch => "payer_mismatch",
            Self::RecipientNotFound => "recipient_not_found",
            Self::RecipientCannotReceive => "recipient_cannot_receive",
            Self::FloatInsufficient => "float_insufficient",
            Self::ProviderDeclined => "provider_declined",
            Self::ProviderUnavailable => "provider_unavailable",
            Self::ProviderConfig => "provider_config",
            Self::UnknownReason => "unknown_reason",
        }
    }

    /// The code with this name; none for any other text, in any other case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    /// Whether a new attempt may help.
    pub const fn new_attempt(self) -> NewAttempt {
        match self {
            Self::InsufficientFunds
            | Self::PayerRejected
            | Self::PayerTimeout
            | Self::WrongPin
            | Self::AmountMismatch
            | Self::PayerMismatch
            | Self::ProviderUnavailable => NewAttempt::Yes,
            Self::PayerLimitReached | Self::FloatInsufficient => NewAttempt::Later,
            Self::LowBalanceOrLimit | Self::ProviderDeclined | Self::UnknownReason => NewAttempt::Maybe,
            Self::PayerNotFound
            | Self::PayerAccountBlocked
            | Self::AmountInvalid
            | Self::RecipientNotFound
            | Self::RecipientCannotReceive
            | Self::ProviderConfig => NewAttempt::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_code() {
        for code in FailureCode::ALL {
            assert_eq!(FailureCode::from_name(code.name()), Some(code));
            assert_eq!(FailureCode::from_name(&code.name().to_uppercase()), None);
        }
    }
}
