//! A journal: what moved, between which accounts, and about what.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::Account;
use crate::error::Code;
use crate::machine::names;
use crate::money::Rwf;

/// How long the reference that a journal is about may be, in bytes.
pub const MAX_ABOUT_BYTES: usize = 64;
/// How long a reason and a name may be, in characters.
const MAX_TEXT_CHARS: usize = 255;

/// One line of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The account.
    pub account: Account,
    /// Francs: a debit is positive, a credit negative. Never zero, never beyond [`Rwf::MAX`] either way.
    pub amount: i64,
}

impl Entry {
    /// A debit of this much.
    pub const fn debit(account: Account, amount: Rwf) -> Self {
        Self { account, amount: amount.signed() }
    }

    /// A credit of this much.
    pub const fn credit(account: Account, amount: Rwf) -> Self {
        // An amount is at most 2^53, so its negative exists.
        Self { account, amount: amount.signed().wrapping_neg() }
    }
}

/// Why a journal was posted; the names are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JournalKind {
    /// A customer paid.
    PaymentReceived,
    /// Unsettled money became available.
    Settled,
    /// Money was set aside for a refund.
    RefundReserved,
    /// A refund reached the customer.
    RefundPaid,
    /// A refund failed; what was set aside went back.
    RefundReleased,
    /// A refund reached the customer after it had been released.
    RefundPaidLate,
    /// Money was set aside for a withdrawal.
    WithdrawalReserved,
    /// A withdrawal arrived.
    WithdrawalPaid,
    /// A withdrawal failed; what was set aside went back.
    WithdrawalReleased,
    /// A withdrawal arrived after it had been released.
    WithdrawalPaidLate,
    /// Money came in that was not as asked.
    ReviewReceived,
    /// People accepted it.
    ReviewAccepted,
    /// People returned it.
    ReviewReturned,
    /// A merchant paid money in.
    Deposit,
    /// What a ledger began with.
    Opening,
    /// A provider charged us.
    ProviderCharged,
    /// A correction, or the reversal of a payment; with a reason and two names.
    Adjustment,
}

names!(JournalKind:
    PaymentReceived "payment_received",
    Settled "settled",
    RefundReserved "refund_reserved",
    RefundPaid "refund_paid",
    RefundReleased "refund_released",
    RefundPaidLate "refund_paid_late",
    WithdrawalReserved "withdrawal_reserved",
    WithdrawalPaid "withdrawal_paid",
    WithdrawalReleased "withdrawal_released",
    WithdrawalPaidLate "withdrawal_paid_late",
    ReviewReceived "review_received",
    ReviewAccepted "review_accepted",
    ReviewReturned "review_returned",
    Deposit "deposit",
    Opening "opening",
    ProviderCharged "provider_charged",
    Adjustment "adjustment",
);

/// Why an adjustment was made, and which two people made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    reason: String,
    by: String,
    and: Option<String>,
}

impl Approval {
    /// The approval of two different people; their names are compared without case and surrounding space.
    ///
    /// # Errors
    /// `field_malformed` for an empty reason or name or one with a control character, `field_too_long`
    /// above 255 characters, `two_people_required` where both names are the same.
    pub fn new(reason: &str, first: &str, second: &str) -> Result<Self, Code> {
        let approval = Self::of_one(reason, first)?;
        let second = plain(second)?;
        if approval.by.trim().to_lowercase() == second.trim().to_lowercase() {
            return Err(Code::TwoPeopleRequired);
        }
        Ok(Self { and: Some(second), ..approval })
    }

    /// The approval of one person, which is enough where no real money moves.
    ///
    /// # Errors
    /// `field_malformed`, `field_too_long` as for two people.
    pub fn of_one(reason: &str, name: &str) -> Result<Self, Code> {
        Ok(Self { reason: plain(reason)?, by: plain(name)?, and: None })
    }

    /// The reason.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Who asked for it, and who agreed.
    pub fn by(&self) -> (&str, Option<&str>) {
        (&self.by, self.and.as_deref())
    }
}

fn plain(text: &str) -> Result<String, Code> {
    if text.trim().is_empty() || text.chars().any(char::is_control) {
        Err(Code::FieldMalformed)
    } else if text.chars().count() > MAX_TEXT_CHARS {
        Err(Code::FieldTooLong)
    } else {
        Ok(text.into())
    }
}

/// A journal that balances; there is no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    kind: JournalKind,
    about: String,
    entries: Vec<Entry>,
    approval: Option<Approval>,
}

impl Journal {
    /// The journal of these entries about this reference, at most one entry an account.
    ///
    /// # Errors
    /// `journal_unbalanced` where the entries do not sum to zero; `journal_malformed` where there is no
    /// entry, one of zero, one beyond the largest amount, an account twice, no reference or one longer than
    /// [`MAX_ABOUT_BYTES`], or an approval on anything but an adjustment; `two_people_required` for an
    /// adjustment without its approval.
    pub fn new(
        kind: JournalKind,
        about: &str,
        entries: Vec<Entry>,
        approval: Option<Approval>,
    ) -> Result<Self, Code> {
        if about.is_empty() || about.len() > MAX_ABOUT_BYTES || entries.is_empty() {
            return Err(Code::JournalMalformed);
        }
        let adjusts = kind == JournalKind::Adjustment;
        if adjusts && approval.is_none() {
            return Err(Code::TwoPeopleRequired);
        }
        if !adjusts && approval.is_some() {
            return Err(Code::JournalMalformed);
        }
        let mut accounts = BTreeSet::new();
        let mut sum = 0_i64;
        for entry in &entries {
            let fits = entry.amount != 0 && entry.amount.unsigned_abs() <= Rwf::MAX.get();
            if !fits || !accounts.insert(entry.account) {
                return Err(Code::JournalMalformed);
            }
            // Twelve accounts of at most 2^53 each stay far below 2^63.
            sum = sum.checked_add(entry.amount).ok_or(Code::JournalMalformed)?;
        }
        if sum != 0 {
            return Err(Code::JournalUnbalanced);
        }
        Ok(Self { kind, about: about.into(), entries, approval })
    }

    /// Why it was posted.
    pub fn kind(&self) -> JournalKind {
        self.kind
    }

    /// The reference of what it is about.
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Its entries; they sum to zero.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Why and by whom, of an adjustment.
    pub fn approval(&self) -> Option<&Approval> {
        self.approval.as_ref()
    }
}
