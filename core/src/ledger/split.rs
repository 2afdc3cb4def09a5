//! How an amount divides over the accounts of a merchant.

use crate::money::Rwf;

/// The parts of an amount that a merchant's accounts give or get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Split {
    /// From or to the unsettled money.
    pub unsettled: Rwf,
    /// From or to the available money.
    pub available: Rwf,
    /// Added to what is owed (when money is taken), or repaid of it (when money comes).
    pub owed: Rwf,
}

/// How money that comes in divides: what is owed is repaid first, the rest waits for its settlement day
/// where there is a delay, and is available otherwise.
///
/// ```
/// use rwandapay_core::ledger::{Split, split_credit};
/// use rwandapay_core::money::Rwf;
///
/// let [owed, net] = [Rwf::new(1000)?, Rwf::new(4825)?];
/// let split = split_credit(owed, net, false);
/// assert_eq!(split, Split { owed, available: Rwf::new(3825)?, unsettled: Rwf::ZERO });
/// # Ok::<(), rwandapay_core::error::Code>(())
/// ```
pub fn split_credit(owed_now: Rwf, net: Rwf, settles_later: bool) -> Split {
    let owed = net.min(owed_now);
    let rest = net.saturating_sub(owed);
    if settles_later {
        Split { unsettled: rest, available: Rwf::ZERO, owed }
    } else {
        Split { unsettled: Rwf::ZERO, available: rest, owed }
    }
}

/// How money that goes out divides: the unsettled money that may be used first (of the payment's own day,
/// for a refund; none, for a withdrawal), then the available, and what neither has becomes owed.
///
/// A request of a merchant with a part in `owed` is refused before anything is posted
/// (`insufficient_balance`); only corrections, late payouts and refunds by policy may owe.
pub fn split_debit(unsettled_now: Rwf, available_now: Rwf, amount: Rwf) -> Split {
    let unsettled = amount.min(unsettled_now);
    let rest = amount.saturating_sub(unsettled);
    let available = rest.min(available_now);
    Split { unsettled, available, owed: rest.saturating_sub(available) }
}

/// How what was reserved goes back after a proven failure: what is owed by now is repaid first, then the
/// unsettled money of its day where that day is still open, and the rest is available.
pub fn split_release(owed_now: Rwf, from: Split, day_is_open: bool) -> Split {
    let unsettled = if day_is_open { from.unsettled } else { Rwf::ZERO };
    // The parts were reserved together, so their sum is an amount.
    let total = [from.available, from.owed]
        .into_iter()
        .fold(from.unsettled, |sum, part| sum.checked_add(part).unwrap_or(Rwf::MAX));
    let owed = total.min(owed_now);
    let rest = total.saturating_sub(owed);
    let unsettled = rest.min(unsettled);
    Split { unsettled, available: rest.saturating_sub(unsettled), owed }
}
