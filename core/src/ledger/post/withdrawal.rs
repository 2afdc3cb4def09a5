//! Money on its way to the merchant's own wallet. The fee is on top of what arrives.

use super::Draft;
use crate::error::Code;
use crate::ledger::{Account, Journal, JournalKind, Product, Split};
use crate::money::Rwf;
use crate::provider::Provider;

/// A withdrawal and its fee are set aside, before the provider is called.
///
/// # Errors
/// `amount_too_large` where both together pass the largest amount.
pub fn withdrawal_reserved(about: &str, amount: Rwf, fee: Rwf) -> Result<Journal, Code> {
    let reserved = amount.checked_add(fee).ok_or(Code::AmountTooLarge)?;
    Draft::default()
        .debit(Account::Available, reserved)
        .credit(Account::Reserved, reserved)
        .post(JournalKind::WithdrawalReserved, about)
}

/// A withdrawal arrived: the fee is earned now.
///
/// # Errors
/// `amount_too_large` where both together pass the largest amount.
pub fn withdrawal_paid(about: &str, provider: Provider, amount: Rwf, fee: Rwf) -> Result<Journal, Code> {
    let reserved = amount.checked_add(fee).ok_or(Code::AmountTooLarge)?;
    Draft::default()
        .debit(Account::Reserved, reserved)
        .credit(Account::Provider(provider, Product::Disbursement), amount)
        .credit(Account::PlatformFees, fee)
        .post(JournalKind::WithdrawalPaid, about)
}

/// A withdrawal is proven to have failed: amount and fee go back, what is owed first.
///
/// # Errors
/// `journal_unbalanced` unless the parts make what was reserved.
pub fn withdrawal_released(about: &str, reserved: Rwf, to: Split) -> Result<Journal, Code> {
    Draft::default().debit(Account::Reserved, reserved).give(to).post(JournalKind::WithdrawalReleased, about)
}

/// A withdrawal arrived after all, and its reserve was released before.
///
/// # Errors
/// `journal_unbalanced` unless the parts make the amount and the fee.
pub fn withdrawal_paid_late(
    about: &str,
    provider: Provider,
    amount: Rwf,
    fee: Rwf,
    from: Split,
) -> Result<Journal, Code> {
    Draft::default()
        .take(from)
        .credit(Account::Provider(provider, Product::Disbursement), amount)
        .credit(Account::PlatformFees, fee)
        .post(JournalKind::WithdrawalPaidLate, about)
}
