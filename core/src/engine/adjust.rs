//! Adjustments: corrections that people make, each with a reason and two names.

use alloc::format;

use super::command::{Adjustment, Approval};
use super::decision::{Answer, Task};
use super::draft::{Draft, Stop};
use super::outcome::{self, Source};
use super::{funds, read};
use crate::error::{Code, Error};
use crate::failure::FailureCode;
use crate::ledger;
use crate::machine::Step;
use crate::money::{Limits, Rwf};
use crate::payment::{PaymentEvent, PaymentState};
use crate::record::{EventType, Failure, Key, Payment, Purpose, Stage};
use crate::reference::{PaymentRef, ProviderRef};
use crate::time::Instant;

/// Makes one correction.
pub fn run(draft: &mut Draft<'_>, adjustment: &Adjustment, approval: &Approval) -> Result<Answer, Stop> {
    let Approval { by, and, reason } = approval;
    let approved = if draft.config.policy.two_people {
        ledger::Approval::new(reason, by, and)?
    } else {
        ledger::Approval::of_one(reason, by)?
    };
    let merchant = draft.scope.merchant.clone();
    moves_something(adjustment)?;
    match adjustment {
        Adjustment::Deposit(provider, amount) => {
            let to = funds::give(draft, *amount);
            draft.post(ledger::deposit(merchant.as_str(), *provider, *amount, to))?;
        }
        Adjustment::Credit(amount) => {
            let to = funds::give(draft, *amount);
            draft.post(ledger::corrected_up(merchant.as_str(), *amount, to, approved))?;
        }
        Adjustment::Debit(amount) => {
            let from = funds::take(draft, *amount, None);
            draft.post(ledger::corrected_down(merchant.as_str(), *amount, from, approved))?;
        }
        Adjustment::Reverse(payment) => reverse(draft, payment, approved)?,
        Adjustment::AcceptReview(payment) => accept(draft, payment)?,
        Adjustment::ReturnReview(payment) => give_back(draft, payment)?,
        Adjustment::ConfirmAttempt(attempt) => {
            let attempt = decidable(draft, attempt)?;
            // The statement may also show that what had seemed to fail was paid.
            if attempt.stage != Stage::Parked && !outcome::seems_unpaid(draft, &attempt)? {
                return Err(Code::ReviewNotOpen.into());
            }
            outcome::succeeded(draft, attempt)?;
        }
        Adjustment::DenyAttempt(attempt) => {
            let attempt = parked(draft, attempt)?;
            let failure = Failure { code: FailureCode::ProviderDeclined, raw: Some(reason.clone()) };
            outcome::failed(draft, attempt, failure)?;
        }
        Adjustment::ResubmitAttempt(attempt) => resubmit(draft, attempt)?,
    }
    match adjustment {
        Adjustment::Reverse(payment)
        | Adjustment::AcceptReview(payment)
        | Adjustment::ReturnReview(payment) => {
            draft.answer(&Key::Payment(draft.scope.clone(), payment.clone()))
        }
        Adjustment::Deposit(..) | Adjustment::Credit(_) | Adjustment::Debit(_) => {
            let data = crate::resource::balance(&draft.account.balances).print();
            Ok(Answer::Data { data, replayed: false })
        }
        Adjustment::ConfirmAttempt(_) | Adjustment::DenyAttempt(_) | Adjustment::ResubmitAttempt(_) => {
            Ok(Answer::Done)
        }
    }
}

/// A correction of nothing is a mistake of whoever typed it.
fn moves_something(adjustment: &Adjustment) -> Result<(), Error> {
    match adjustment {
        Adjustment::Deposit(_, amount) | Adjustment::Credit(amount) | Adjustment::Debit(amount) => {
            Limits::refund(Rwf::MAX).admit(*amount).map(|_| ()).map_err(|error| error.at("amount"))
        }
        Adjustment::Reverse(_)
        | Adjustment::AcceptReview(_)
        | Adjustment::ReturnReview(_)
        | Adjustment::ConfirmAttempt(_)
        | Adjustment::DenyAttempt(_)
        | Adjustment::ResubmitAttempt(_) => Ok(()),
    }
}

/// The provider took a successful payment back: what is left of it goes, from whoever has it.
fn reverse(draft: &mut Draft<'_>, reference: &PaymentRef, approved: ledger::Approval) -> Result<(), Stop> {
    let mut payment = read::payment(draft, reference)?;
    if payment.state == PaymentState::Successful && !payment.refund_pending.is_zero() {
        return Err(Error::new(Code::PaymentNotReversible).about(reference).into());
    }
    let step = payment.state.apply(PaymentEvent::Reverse).map_err(|_| Error::new(Code::PaymentNotReversible));
    let Step::Moved(state) = step? else { return Ok(()) };
    let left = payment.amount.saturating_sub(payment.refunded);
    let fee = payment.fee.saturating_sub(payment.fee_returned).min(left);
    let from = funds::take(draft, left.saturating_sub(fee), payment.paid_at.map(Instant::kigali_day));
    if !left.is_zero() {
        let about = payment.reference.as_str();
        draft.post(ledger::payment_reversed(about, payment.provider, left, fee, from, approved))?;
    }
    payment.state = state;
    // A refund that turns out to be paid after this gives no fee back a second time.
    payment.fee_returned = payment.fee_returned.checked_add(fee).ok_or(Code::AmountTooLarge)?;
    let key = draft.put_payment(&payment);
    draft.happen(EventType::PaymentReversed, key);
    Ok(())
}

fn under_review(draft: &Draft<'_>, reference: &PaymentRef) -> Result<(Payment, Rwf, bool), Stop> {
    let payment = read::payment(draft, reference)?;
    let attempt = Key::Attempt(draft.scope.clone(), payment.attempt.clone());
    draft.want(outcome::wanted_of(draft, &payment).into_iter().chain([attempt]))?;
    match payment.review.clone() {
        Some(review) => Ok((payment, review.received, review.payer_differs)),
        None => Err(Error::new(Code::ReviewNotOpen).about(reference).into()),
    }
}

/// Keeps what came in, which must be the amount that was asked for.
fn accept(draft: &mut Draft<'_>, reference: &PaymentRef) -> Result<(), Stop> {
    let (payment, received, _) = under_review(draft, reference)?;
    if received != payment.amount {
        let message = format!("{received} RWF came in and {} RWF were asked for", payment.amount);
        return Err(Error::with_message(Code::ReviewCannotAccept, message).about(reference).into());
    }
    close_attempt(draft, &payment.attempt)?;
    outcome::received(draft, payment, Source::Suspense)
}

/// Gives back what came in: the payment has failed.
fn give_back(draft: &mut Draft<'_>, reference: &PaymentRef) -> Result<(), Stop> {
    let (payment, received, payer_differs) = under_review(draft, reference)?;
    if !received.is_zero() {
        draft.post(ledger::review_returned(reference.as_str(), payment.provider, received))?;
    }
    close_attempt(draft, &payment.attempt)?;
    let differs = received != payment.amount;
    let code =
        if payer_differs && !differs { FailureCode::PayerMismatch } else { FailureCode::AmountMismatch };
    outcome::not_received(draft, payment, Failure { code, raw: None })
}

fn close_attempt(draft: &mut Draft<'_>, reference: &ProviderRef) -> Result<(), Stop> {
    let mut attempt = draft.known_attempt(reference)?;
    attempt.stage = Stage::Closed;
    draft.put_attempt(&attempt);
    Ok(())
}

/// An attempt that people decide; one of a payment under review is decided by the review.
fn decidable(draft: &Draft<'_>, reference: &ProviderRef) -> Result<crate::record::Attempt, Stop> {
    let attempt = draft.known_attempt(reference)?;
    if outcome::is_under_review(draft, &attempt)? {
        return Err(Error::new(Code::ReviewNotOpen).about(reference).into());
    }
    Ok(attempt)
}

/// An attempt that enquiries could not decide.
fn parked(draft: &Draft<'_>, reference: &ProviderRef) -> Result<crate::record::Attempt, Stop> {
    let attempt = decidable(draft, reference)?;
    if attempt.stage == Stage::Parked { Ok(attempt) } else { Err(Code::ReviewNotOpen.into()) }
}

fn resubmit(draft: &mut Draft<'_>, reference: &ProviderRef) -> Result<(), Stop> {
    let mut attempt = parked(draft, reference)?;
    // The customer of a collection is asked again by a new payment, not by a person's word.
    if let Purpose::Collect(_) = attempt.purpose {
        return Err(Error::new(Code::ReviewNotOpen).about(reference).into());
    }
    attempt.stage = Stage::Created;
    attempt.sent_at = None;
    attempt.enquiries = 0;
    attempt.not_found_at = None;
    draft.put_attempt(&attempt);
    draft.job(draft.now, Task::Submit(attempt.reference));
    Ok(())
}
