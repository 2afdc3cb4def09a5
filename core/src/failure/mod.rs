//! Why a payment, refund or withdrawal failed: a table of its own, apart from the errors of requests.

/// A stable, public reason for a failure.
///
/// Source: contract, section 4.
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
