//! What waits for people.

use rwandapay_core::engine::command::Adjustment;
use rwandapay_core::record::Purpose;

use super::correct::adjust;
use super::desk::{Desk, shown};
use super::options::Review;
use super::screen::{count, table};

/// How much is shown at once; the longest waiting come first.
const SHOWN: u32 = 1_000;

pub fn run(desk: &mut Desk, task: &Review) -> Result<(), String> {
    match task {
        Review::List => list(desk),
        Review::Accept(of) => {
            adjust(desk, &of.merchant, Adjustment::AcceptReview(of.payment.clone()), &of.people)
        }
        Review::Return(of) => {
            adjust(desk, &of.merchant, Adjustment::ReturnReview(of.payment.clone()), &of.people)
        }
        Review::Confirm(of) => {
            adjust(desk, &of.merchant, Adjustment::ConfirmAttempt(of.attempt.clone()), &of.people)
        }
        Review::Deny(of) => {
            adjust(desk, &of.merchant, Adjustment::DenyAttempt(of.attempt.clone()), &of.people)
        }
        Review::Resubmit(of) => {
            adjust(desk, &of.merchant, Adjustment::ResubmitAttempt(of.attempt.clone()), &of.people)
        }
    }
}

fn list(desk: &Desk) -> Result<(), String> {
    let mut rows = Vec::new();
    for (scope, payment) in desk.reader.payments_under_review(SHOWN).map_err(shown)? {
        let Some(review) = payment.review.as_ref().filter(|_| scope.mode == desk.mode) else { continue };
        rows.push([
            scope.merchant.to_string(),
            payment.reference.to_string(),
            payment.provider.name().into(),
            payment.amount.to_string(),
            format!("{} RWF came in", review.received),
        ]);
    }
    for (scope, attempt) in desk.reader.parked_attempts(SHOWN).map_err(shown)? {
        if scope.mode != desk.mode {
            continue;
        }
        let about = match &attempt.purpose {
            Purpose::Collect(payment) => payment.to_string(),
            Purpose::Refund(refund, _) => refund.to_string(),
            Purpose::Withdraw(withdrawal) => withdrawal.to_string(),
        };
        rows.push([
            scope.merchant.to_string(),
            attempt.reference.to_string(),
            attempt.provider.name().into(),
            attempt.amount.to_string(),
            format!("nobody knows whether {about} moved money"),
        ]);
    }
    table(["merchant", "payment or attempt", "provider", "amount", "why"], &rows);
    count(rows.len(), "wait for people");
    Ok(())
}
