//! What people post: deposits, opening balances, charges, reversals and corrections.

use alloc::vec::Vec;

use super::Draft;
use crate::error::Code;
use crate::ledger::{Account, Approval, Entry, Journal, JournalKind, Product, Split};
use crate::money::Rwf;
use crate::provider::Provider;

/// A merchant paid `amount` into our collection account, to refund from it.
///
/// # Errors
/// `journal_unbalanced` unless the parts make the amount.
pub fn deposit(about: &str, provider: Provider, amount: Rwf, to: Split) -> Result<Journal, Code> {
    Draft::default()
        .debit(Account::Provider(provider, Product::Collection), amount)
        .give(to)
        .post(JournalKind::Deposit, about)
}

/// The balances that a ledger begins with.
///
/// # Errors
/// `amount_too_large` where both together pass the largest amount, `journal_malformed` where both are zero.
pub fn opening(about: &str, available: Rwf, unsettled: Rwf) -> Result<Journal, Code> {
    let total = available.checked_add(unsettled).ok_or(Code::AmountTooLarge)?;
    let to = Split { unsettled, available, owed: Rwf::ZERO };
    Draft::default().debit(Account::Opening, total).give(to).post(JournalKind::Opening, about)
}

/// A provider took a charge of its own out of our float.
///
/// # Errors
/// `journal_malformed` for a charge of zero.
pub fn provider_charged(
    about: &str,
    provider: Provider,
    product: Product,
    charge: Rwf,
) -> Result<Journal, Code> {
    Draft::default()
        .debit(Account::ProviderFees, charge)
        .credit(Account::Provider(provider, product), charge)
        .post(JournalKind::ProviderCharged, about)
}

/// The provider took back what is `left` of a successful payment, after its refunds.
///
/// `fee_left` is what we give up: what of the fee did not go back with refunds, but at most `left`.
///
/// # Errors
/// `journal_unbalanced` unless the fee and the parts make what is left.
pub fn payment_reversed(
    about: &str,
    provider: Provider,
    left: Rwf,
    fee_left: Rwf,
    from: Split,
    approval: Approval,
) -> Result<Journal, Code> {
    Draft::default()
        .take(from)
        .debit(Account::PlatformFees, fee_left)
        .credit(Account::Provider(provider, Product::Collection), left)
        .adjust(about, approval)
}

/// A correction: any entries that sum to zero, with a reason and two names.
///
/// # Errors
/// `journal_unbalanced`, `journal_malformed`.
pub fn correction(about: &str, entries: Vec<Entry>, approval: Approval) -> Result<Journal, Code> {
    Journal::new(JournalKind::Adjustment, about, entries, Some(approval))
}

/// A correction in the merchant's favour: we bear it.
///
/// # Errors
/// `journal_unbalanced`, `journal_malformed`.
pub fn corrected_up(about: &str, amount: Rwf, to: Split, approval: Approval) -> Result<Journal, Code> {
    Draft::default().debit(Account::PlatformFees, amount).give(to).adjust(about, approval)
}

/// A correction against the merchant: we get it, and what the merchant does not have is owed.
///
/// # Errors
/// `journal_unbalanced`, `journal_malformed`.
pub fn corrected_down(about: &str, amount: Rwf, from: Split, approval: Approval) -> Result<Journal, Code> {
    Draft::default().take(from).credit(Account::PlatformFees, amount).adjust(about, approval)
}
