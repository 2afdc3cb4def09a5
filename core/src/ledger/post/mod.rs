//! The postings: one small function each. A part of nothing makes no entry.
//!
//! Every function is given the whole and its parts, so that a caller whose parts do not make the whole is
//! refused with `journal_unbalanced` and posts nothing. All of them refuse what [`Journal::new`] refuses.

mod adjustment;
mod payment;
mod refund;
mod review;
mod withdrawal;

pub use adjustment::{
    corrected_down, corrected_up, correction, deposit, opening, payment_reversed, provider_charged,
};
pub use payment::{payment_received, settled};
pub use refund::{refund_paid, refund_paid_late, refund_released, refund_reserved};
pub use review::{review_accepted, review_received, review_returned};
pub use withdrawal::{withdrawal_paid, withdrawal_paid_late, withdrawal_released, withdrawal_reserved};

use alloc::vec::Vec;

use super::{Account, Approval, Entry, Journal, JournalKind, Split};
use crate::error::Code;
use crate::money::Rwf;

/// Entries on their way into a journal.
#[derive(Default)]
struct Draft(Vec<Entry>);

impl Draft {
    fn debit(self, account: Account, amount: Rwf) -> Self {
        self.entry(Entry::debit(account, amount))
    }

    fn credit(self, account: Account, amount: Rwf) -> Self {
        self.entry(Entry::credit(account, amount))
    }

    /// Takes from the merchant: what nothing can be taken for becomes owed.
    fn take(self, from: Split) -> Self {
        self.debit(Account::Unsettled, from.unsettled)
            .debit(Account::Available, from.available)
            .debit(Account::Owed, from.owed)
    }

    /// Gives to the merchant.
    fn give(self, to: Split) -> Self {
        self.credit(Account::Owed, to.owed)
            .credit(Account::Available, to.available)
            .credit(Account::Unsettled, to.unsettled)
    }

    fn entry(mut self, entry: Entry) -> Self {
        if entry.amount != 0 {
            self.0.push(entry);
        }
        self
    }

    fn post(self, kind: JournalKind, about: &str) -> Result<Journal, Code> {
        Journal::new(kind, about, self.0, None)
    }

    fn adjust(self, about: &str, approval: Approval) -> Result<Journal, Code> {
        Journal::new(JournalKind::Adjustment, about, self.0, Some(approval))
    }
}
