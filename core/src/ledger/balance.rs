//! What a merchant has, from the entries alone.

use alloc::collections::BTreeMap;

use super::{Account, Entry, Journal};
use crate::error::Code;
use crate::money::Rwf;
use crate::record::Balances;

/// The balances after one more journal.
///
/// # Errors
/// `balance_overdrawn` where one would fall below zero, `amount_too_large` where one would pass the largest
/// amount.
pub fn apply_to(before: &Balances, journal: &Journal) -> Result<Balances, Code> {
    let mut after = *before;
    for Entry { account, amount } in journal.entries() {
        match account {
            Account::Available => after.available = lowered(after.available, *amount)?,
            Account::Unsettled => after.unsettled = lowered(after.unsettled, *amount)?,
            Account::Reserved => after.reserved = lowered(after.reserved, *amount)?,
            // What the merchant owes is on our side of the books: a debit raises it.
            Account::Owed => after.owed = lowered(after.owed, amount.wrapping_neg())?,
            Account::Provider(..)
            | Account::Suspense
            | Account::PlatformFees
            | Account::ProviderFees
            | Account::Opening => {}
        }
    }
    Ok(after)
}

/// A balance after a debit; a credit is a negative one.
fn lowered(balance: Rwf, debit: i64) -> Result<Rwf, Code> {
    let after = balance.signed().checked_sub(debit).ok_or(Code::AmountTooLarge)?;
    Rwf::new(u64::try_from(after).map_err(|_| Code::BalanceOverdrawn)?)
}

/// The sum of every account over all journals, debits positive; the sums themselves sum to zero.
///
/// # Errors
/// `amount_too_large` if a sum passes 2^63.
pub fn trial_balance<'a>(
    journals: impl IntoIterator<Item = &'a Journal>,
) -> Result<BTreeMap<Account, i64>, Code> {
    let mut sums = BTreeMap::new();
    for entry in journals.into_iter().flat_map(Journal::entries) {
        let sum: &mut i64 = sums.entry(entry.account).or_default();
        *sum = sum.checked_add(entry.amount).ok_or(Code::AmountTooLarge)?;
    }
    Ok(sums)
}

/// The balances that all journals of a scope make, summed account by account and not step by step: an
/// audit compares them with the stored ones.
///
/// # Errors
/// `balance_overdrawn` where one ends below zero, `amount_too_large` where one passes the largest amount.
pub fn recompute<'a>(journals: impl IntoIterator<Item = &'a Journal>) -> Result<Balances, Code> {
    let sums = trial_balance(journals)?;
    let debits = |account| sums.get(&account).copied().unwrap_or_default();
    let owed = debits(Account::Owed).checked_neg().ok_or(Code::AmountTooLarge)?;
    Ok(Balances {
        available: lowered(Rwf::ZERO, debits(Account::Available))?,
        unsettled: lowered(Rwf::ZERO, debits(Account::Unsettled))?,
        reserved: lowered(Rwf::ZERO, debits(Account::Reserved))?,
        owed: lowered(Rwf::ZERO, owed)?,
    })
}
