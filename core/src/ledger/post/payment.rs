//! Money that customers paid. A pending payment has no postings.

use super::Draft;
use crate::error::Code;
use crate::ledger::{Account, Journal, JournalKind, Product, Split};
use crate::money::Rwf;
use crate::provider::Provider;

/// A customer paid `amount`: we keep the fee, the merchant gets the rest.
///
/// # Errors
/// `journal_unbalanced` unless the fee and the parts make the amount.
///
/// ```
/// use rwandapay_core::ledger::{payment_received, split_credit};
/// use rwandapay_core::money::Rwf;
/// use rwandapay_core::provider::Provider;
///
/// let [amount, fee, net] = [Rwf::new(5000)?, Rwf::new(175)?, Rwf::new(4825)?];
/// let to = split_credit(Rwf::ZERO, net, false);
/// let journal = payment_received("PAY-20241215-ABC123", Provider::Mtn, amount, fee, to)?;
/// assert_eq!(journal.entries().iter().map(|entry| entry.amount).sum::<i64>(), 0);
/// # Ok::<(), rwandapay_core::error::Code>(())
/// ```
pub fn payment_received(
    about: &str,
    provider: Provider,
    amount: Rwf,
    fee: Rwf,
    to: Split,
) -> Result<Journal, Code> {
    Draft::default()
        .debit(Account::Provider(provider, Product::Collection), amount)
        .credit(Account::PlatformFees, fee)
        .give(to)
        .post(JournalKind::PaymentReceived, about)
}

/// `amount` of unsettled money reached its day: it repays what is owed, and the rest is available.
///
/// # Errors
/// `journal_unbalanced` unless the parts make the amount, `journal_malformed` where a part stays unsettled.
pub fn settled(about: &str, amount: Rwf, to: Split) -> Result<Journal, Code> {
    Draft::default().debit(Account::Unsettled, amount).give(to).post(JournalKind::Settled, about)
}
