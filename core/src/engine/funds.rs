//! A merchant's money inside one decision: where a credit goes and what a debit takes.
//!
//! The account keeps its unsettled money by day; these functions keep the days in step with the splits
//! whose journals the use cases post.

use super::decision::Task;
use super::defect::Defect;
use super::draft::{Draft, Stop};
use crate::ledger::{Split, split_credit, split_debit, split_release};
use crate::money::Rwf;
use crate::record::UnsettledDay;
use crate::time::KigaliDay;

/// Where a payment's net goes: what is owed is repaid first, the rest waits for its settlement day.
pub fn receive(draft: &mut Draft<'_>, net: Rwf) -> Result<Split, Stop> {
    let delay = draft.config.policy.settlement_delay_days;
    let split = split_credit(draft.account.balances.owed, net, delay > 0);
    let today = draft.now.kigali_day();
    add_unsettled(draft, today, split.unsettled, Some(today.plus_days(i64::from(delay))))?;
    Ok(split)
}

/// Where a credit that is available at once goes: what is owed is repaid first.
pub fn give(draft: &Draft<'_>, amount: Rwf) -> Split {
    split_credit(draft.account.balances.owed, amount, false)
}

/// Takes an amount: from the unsettled money of this day first, then from what is available; what is left
/// over is owed, if the caller allows that.
pub fn take(draft: &mut Draft<'_>, amount: Rwf, day: Option<KigaliDay>) -> Split {
    let split = split_debit(of_day(draft, day), draft.account.balances.available, amount);
    // A day has two entries where the delay was changed in its course.
    let mut left = split.unsettled;
    for entry in &mut draft.account.unsettled_days {
        if day.is_some_and(|day| of_payments(entry, day)) {
            let taken = entry.amount.min(left);
            entry.amount = entry.amount.saturating_sub(taken);
            left = left.saturating_sub(taken);
        }
    }
    draft.account.unsettled_days.retain(|entry| !entry.amount.is_zero());
    split
}

/// What is left of the unsettled money of this day.
fn of_day(draft: &Draft<'_>, day: Option<KigaliDay>) -> Rwf {
    let entries = draft.account.unsettled_days.iter();
    let entries = entries.filter(|entry| day.is_some_and(|day| of_payments(entry, day)));
    entries.fold(Rwf::ZERO, |sum, entry| sum.checked_add(entry.amount).unwrap_or(Rwf::MAX))
}

/// How much can be taken without owing anything.
pub fn takeable(draft: &Draft<'_>, day: Option<KigaliDay>) -> Rwf {
    draft.account.balances.available.checked_add(of_day(draft, day)).unwrap_or(Rwf::MAX)
}

/// Where reserved money goes back to after a proven failure: to its day, if that is not settled yet.
pub fn release(draft: &mut Draft<'_>, from: Split, day: Option<KigaliDay>) -> Result<Split, Stop> {
    let delay = i64::from(draft.config.policy.settlement_delay_days);
    let open = day.map(|day| (day, day.plus_days(delay))).filter(|(_, on)| *on > draft.now.kigali_day());
    let split = split_release(draft.account.balances.owed, from, open.is_some());
    if let Some((day, settles_on)) = open {
        add_unsettled(draft, day, split.unsettled, Some(settles_on))?;
    }
    Ok(split)
}

/// Adds to the unsettled money of a day, and asks for its settlement.
pub fn add_unsettled(
    draft: &mut Draft<'_>,
    day: KigaliDay,
    amount: Rwf,
    settles_on: Option<KigaliDay>,
) -> Result<(), Stop> {
    if amount.is_zero() {
        return Ok(());
    }
    let days = &mut draft.account.unsettled_days;
    if let Some(entry) = days.iter_mut().find(|entry| entry.day == day && entry.settles_on == settles_on) {
        let sum = entry.amount.checked_add(amount);
        entry.amount = sum.ok_or(Stop::Defect(Defect("a balance passes the largest amount")))?;
    } else {
        days.push(UnsettledDay { day, amount, settles_on });
        days.sort_by_key(|entry| entry.day);
    }
    if let Some(next) = days.iter().filter_map(|entry| entry.settles_on).min() {
        draft.job(next.begins(), Task::Settle);
    }
    Ok(())
}

/// Whether an entry holds what payments brought on a day: an opening balance that stays pending does not.
fn of_payments(entry: &UnsettledDay, day: KigaliDay) -> bool {
    entry.day == day && entry.settles_on.is_some()
}
