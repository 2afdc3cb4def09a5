//! Settlement: what came in on earlier days becomes available on its Kigali day.

use super::decision::{Answer, Task};
use super::defect::Defect;
use super::draft::{Draft, Stop};
use super::funds;
use crate::ledger;
use crate::money::Rwf;

/// Settles every day that is due, and plans the next one.
pub fn run(draft: &mut Draft<'_>) -> Result<Answer, Stop> {
    draft.finish_task(Task::Settle);
    let today = draft.now.kigali_day();
    let mut due = Rwf::ZERO;
    for entry in &draft.account.unsettled_days {
        if entry.settles_on.is_some_and(|day| day <= today) {
            due = due
                .checked_add(entry.amount)
                .ok_or(Stop::Defect(Defect("a balance passes the largest amount")))?;
        }
    }
    draft.account.unsettled_days.retain(|entry| entry.settles_on.is_none_or(|day| day > today));
    if !due.is_zero() {
        let split = funds::give(draft, due);
        let about = today.compact();
        draft.post(ledger::settled(&about, due, split))?;
    }
    if let Some(next) = draft.account.unsettled_days.iter().filter_map(|entry| entry.settles_on).min() {
        draft.job(next.begins(), Task::Settle);
    }
    Ok(Answer::Done)
}
