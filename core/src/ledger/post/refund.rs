//! Money on its way back to customers.
//!
//! The merchant's part of a refund is its amount less what of our fee goes back with it. All of that part
//! is reserved while the refund is pending, also what the merchant owes for it: so `reserved` is always
//! the sum of what is under way, and nothing can be withdrawn that a refund will need.

use super::Draft;
use crate::error::Code;
use crate::ledger::{Account, Journal, JournalKind, Product, Split};
use crate::money::Rwf;
use crate::provider::Provider;

/// The merchant's part of a refund is set aside.
///
/// # Errors
/// `journal_unbalanced` unless the parts make what is reserved.
pub fn refund_reserved(about: &str, reserved: Rwf, from: Split) -> Result<Journal, Code> {
    Draft::default().take(from).credit(Account::Reserved, reserved).post(JournalKind::RefundReserved, about)
}

/// A refund of `amount` reached the customer, `fee_returned` of it out of our fee.
///
/// # Errors
/// `journal_unbalanced` unless the reserved money and the fee make the amount.
pub fn refund_paid(
    about: &str,
    provider: Provider,
    amount: Rwf,
    fee_returned: Rwf,
    reserved: Rwf,
) -> Result<Journal, Code> {
    Draft::default()
        .debit(Account::Reserved, reserved)
        .debit(Account::PlatformFees, fee_returned)
        .credit(Account::Provider(provider, Product::Disbursement), amount)
        .post(JournalKind::RefundPaid, about)
}

/// A refund is proven to have failed: what was reserved goes back, see
/// [`split_release`](crate::ledger::split_release).
///
/// # Errors
/// `journal_unbalanced` unless the parts make what was reserved.
pub fn refund_released(about: &str, reserved: Rwf, to: Split) -> Result<Journal, Code> {
    Draft::default().debit(Account::Reserved, reserved).give(to).post(JournalKind::RefundReleased, about)
}

/// A refund of `amount` reached the customer after all, and its reserve was released before.
///
/// # Errors
/// `journal_unbalanced` unless the parts and the fee make the amount.
pub fn refund_paid_late(
    about: &str,
    provider: Provider,
    amount: Rwf,
    fee_returned: Rwf,
    from: Split,
) -> Result<Journal, Code> {
    Draft::default()
        .take(from)
        .debit(Account::PlatformFees, fee_returned)
        .credit(Account::Provider(provider, Product::Disbursement), amount)
        .post(JournalKind::RefundPaidLate, about)
}
