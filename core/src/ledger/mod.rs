//! The double-entry ledger: whole francs, append only, and every journal sums to zero.
//!
//! A posting function is given a whole and its parts and makes the [`Journal`]; one that does not balance
//! cannot be made. `docs/ledger.md` lists every journal. Test and live money never meet because a ledger
//! belongs to one scope, and a journal names no merchant.

mod account;
mod balance;
mod journal;
mod post;
mod split;

pub use account::{Account, Product};
pub use balance::{apply_to, recompute, trial_balance};
pub use journal::{Approval, Entry, Journal, JournalKind, MAX_ABOUT_BYTES};
pub use post::{
    corrected_down, corrected_up, correction, deposit, opening, payment_received, payment_reversed,
    provider_charged, refund_paid, refund_paid_late, refund_released, refund_reserved, review_accepted,
    review_received, review_returned, settled, withdrawal_paid, withdrawal_paid_late, withdrawal_released,
    withdrawal_reserved,
};
pub use split::{Split, split_credit, split_debit, split_release};
