//! The second wall: a decision is checked once more, against the records, before it becomes true.

use alloc::collections::BTreeSet;

use super::decision::Decision;
use super::defect::Defect;
use super::records::Records;
use crate::ledger;
use crate::record::{Key, Record};

/// Makes a decision true, all of it or nothing.
///
/// # Errors
/// [`Defect`] if a claim is not free, a version is not the next one, the balances are not what the
/// journals make of them, or a refund passes its payment. A correct engine never meets one.
pub fn apply(records: &mut Records, decision: &Decision) -> Result<(), Defect> {
    check(records, decision)?;
    for key in &decision.releases {
        records.remove(key);
    }
    for (key, claim) in &decision.claims {
        records.put(key.clone(), Record::Claim(claim.clone()));
    }
    for (key, record) in &decision.puts {
        records.put(key.clone(), record.clone());
    }
    Ok(())
}

fn check(records: &Records, decision: &Decision) -> Result<(), Defect> {
    let released: BTreeSet<&Key> = decision.releases.iter().collect();
    let mut taken = BTreeSet::new();
    for (key, _) in &decision.claims {
        let held = records.get(key).map_err(|_| Defect("a claim was not loaded"))?.is_some();
        if (held && !released.contains(key)) || !taken.insert(key) {
            return Err(Defect("a claim is not free"));
        }
    }
    for (key, record) in &decision.puts {
        // An event is written once, under 120 random bits: nobody looks whether it is there.
        if let Record::Event(_) = record {
            continue;
        }
        let before = records.get(key).map_err(|_| Defect("a record was not loaded"))?;
        let version = before.and_then(Record::version).unwrap_or_default();
        if record.version().is_some_and(|new| Some(new) != version.checked_add(1)) {
            return Err(Defect("a version is not the next one"));
        }
        sound(before, record, decision)?;
    }
    Ok(())
}

/// What must hold of a record whatever the command was.
fn sound(before: Option<&Record>, record: &Record, decision: &Decision) -> Result<(), Defect> {
    match record {
        Record::Account(account) => {
            let mut balances = match before {
                Some(Record::Account(account)) => account.balances,
                _ => crate::record::Balances::default(),
            };
            for journal in &decision.journals {
                balances = ledger::apply_to(&balances, journal)
                    .map_err(|_| Defect("a journal takes a balance below zero"))?;
            }
            let days =
                account.unsettled_days.iter().try_fold(0_u64, |sum, day| sum.checked_add(day.amount.get()));
            if balances != account.balances {
                Err(Defect("the balances are not what the journals make of them"))
            } else if days != Some(balances.unsettled.get()) {
                Err(Defect("the unsettled days do not add up"))
            } else {
                Ok(())
            }
        }
        Record::Payment(payment) => {
            let out = payment.refunded.checked_add(payment.refund_pending);
            if out.is_none_or(|out| out > payment.amount) {
                Err(Defect("refunds pass the amount"))
            } else if payment.fee > payment.amount || payment.fee_returned > payment.fee {
                Err(Defect("a fee passes its amount"))
            } else {
                Ok(())
            }
        }
        Record::Attempt(_)
        | Record::Refund(_)
        | Record::Withdrawal(_)
        | Record::Session(_)
        | Record::Claim(_)
        | Record::Names(_)
        | Record::Endpoint(_)
        | Record::Event(_)
        | Record::Delivery(_) => Ok(()),
    }
}
