//! Money that came in, but not as it was asked for.

use super::Draft;
use crate::error::Code;
use crate::ledger::{Account, Journal, JournalKind, Product, Split};
use crate::money::Rwf;
use crate::provider::Provider;

/// The provider reports another amount or payer than was asked: what came in waits in suspense.
///
/// # Errors
/// `journal_malformed` where nothing came in.
pub fn review_received(about: &str, provider: Provider, received: Rwf) -> Result<Journal, Code> {
    Draft::default()
        .debit(Account::Provider(provider, Product::Collection), received)
        .credit(Account::Suspense, received)
        .post(JournalKind::ReviewReceived, about)
}

/// People accept it as the payment: we keep the fee, the merchant gets the rest.
///
/// # Errors
/// `journal_unbalanced` unless the fee and the parts make the amount.
pub fn review_accepted(about: &str, amount: Rwf, fee: Rwf, to: Split) -> Result<Journal, Code> {
    Draft::default()
        .debit(Account::Suspense, amount)
        .credit(Account::PlatformFees, fee)
        .give(to)
        .post(JournalKind::ReviewAccepted, about)
}

/// People return it to whoever paid.
///
/// # Errors
/// `journal_malformed` where nothing came in.
pub fn review_returned(about: &str, provider: Provider, received: Rwf) -> Result<Journal, Code> {
    Draft::default()
        .debit(Account::Suspense, received)
        .credit(Account::Provider(provider, Product::Disbursement), received)
        .post(JournalKind::ReviewReturned, about)
}
