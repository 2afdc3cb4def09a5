//! The outcome of an attempt is known: the payment, refund or withdrawal moves, and the money with it.

use alloc::vec;
use alloc::vec::Vec;

use super::collect::prompt_text;
use super::draft::{Draft, Making, Stop};
use super::{checkout, funds, payout};
use crate::error::Outcome;
use crate::failure::FailureCode;
use crate::ledger;
use crate::machine::Step;
use crate::money::Rwf;
use crate::payment::{PaymentEvent, PaymentState};
use crate::rails::{CURRENCY, Report};
use crate::record::{Attempt, ClaimKind, EventType, Failure, Key, Owner, Payment, Purpose, Review, Stage};

/// What an outcome of this attempt will read, as far as it is known.
pub fn wanted(draft: &Draft<'_>, attempt: &Attempt) -> Vec<Key> {
    let scope = draft.scope.clone();
    match &attempt.purpose {
        Purpose::Collect(payment) => {
            vec![
                Key::Payment(scope, payment.clone()),
                draft.claim_key(ClaimKind::Prompt, &prompt_text(attempt.phone)),
            ]
        }
        Purpose::Refund(refund, _) => vec![Key::Refund(scope, refund.clone())],
        Purpose::Withdraw(withdrawal) => vec![Key::Withdrawal(scope, withdrawal.clone())],
    }
}

/// What the outcome of a payment will read, all of it that the payment itself names.
pub fn wanted_of(draft: &Draft<'_>, payment: &Payment) -> Vec<Key> {
    let scope = || draft.scope.clone();
    let mut keys = vec![draft.claim_key(ClaimKind::Prompt, &prompt_text(payment.phone))];
    if let Some(name) = &payment.merchant_reference {
        keys.push(draft.claim_key(checkout::reference_kind(payment.amount_source), name.as_str()));
        keys.push(Key::Names(scope(), payment.amount_source, name.clone()));
    }
    if let Some(session) = &payment.session {
        keys.push(Key::Session(scope(), session.clone()));
        keys.push(draft.claim_key(ClaimKind::OpenAttempt, session.as_str()));
    }
    keys
}

/// Whether what the attempt was for is held to have moved nothing. What was returned after a review did move:
/// the provider will go on to say so, and it is no news.
pub fn seems_unpaid(draft: &Draft<'_>, attempt: &Attempt) -> Result<bool, Stop> {
    let outcome = match &attempt.purpose {
        Purpose::Collect(reference) => {
            draft.payment(reference)?.filter(|payment| !was_returned(payment)).map(|payment| payment.outcome)
        }
        Purpose::Refund(reference, _) => draft.refund(reference)?.map(|refund| refund.outcome),
        Purpose::Withdraw(reference) => draft.withdrawal(reference)?.map(|withdrawal| withdrawal.outcome),
    };
    Ok(outcome == Some(Outcome::None))
}

/// Whether a review has given back what came in.
fn was_returned(payment: &Payment) -> bool {
    payment.failure.as_ref().is_some_and(|failure| {
        matches!(failure.code, FailureCode::AmountMismatch | FailureCode::PayerMismatch)
    })
}

/// Whether people decide about the payment that the attempt collects.
pub fn is_under_review(draft: &Draft<'_>, attempt: &Attempt) -> Result<bool, Stop> {
    let Purpose::Collect(reference) = &attempt.purpose else { return Ok(false) };
    Ok(draft.payment(reference)?.is_some_and(|payment| payment.review.is_some()))
}

/// The money moved, as it was asked for.
pub fn succeeded(draft: &mut Draft<'_>, mut attempt: Attempt) -> Result<(), Stop> {
    attempt.stage = Stage::Closed;
    draft.put_attempt(&attempt);
    match &attempt.purpose {
        Purpose::Collect(reference) => {
            let payment = draft.known_payment(reference)?;
            received(draft, payment, Source::Provider)
        }
        Purpose::Refund(refund, _) => payout::refund_succeeded(draft, refund),
        Purpose::Withdraw(withdrawal) => payout::withdrawal_succeeded(draft, withdrawal),
    }
}

/// The money did not move, and never will.
pub fn failed(draft: &mut Draft<'_>, mut attempt: Attempt, failure: Failure) -> Result<(), Stop> {
    attempt.stage = Stage::Closed;
    draft.put_attempt(&attempt);
    match &attempt.purpose {
        Purpose::Collect(reference) => {
            let payment = draft.known_payment(reference)?;
            not_received(draft, payment, failure)
        }
        Purpose::Refund(refund, _) => payout::refund_failed(draft, refund, failure),
        Purpose::Withdraw(withdrawal) => payout::withdrawal_failed(draft, withdrawal, failure),
    }
}

/// Money moved, but not what was asked for: people must decide, and nothing else moves until they have.
pub fn differs(draft: &mut Draft<'_>, mut attempt: Attempt, report: &Report) -> Result<(), Stop> {
    attempt.stage = Stage::Parked;
    draft.put_attempt(&attempt);
    let Purpose::Collect(reference) = &attempt.purpose else { return Ok(()) };
    let mut payment = draft.known_payment(reference)?;
    let francs = report.currency.as_deref().is_none_or(|currency| currency == CURRENCY);
    let received = if francs { report.amount.unwrap_or(attempt.amount) } else { Rwf::ZERO };
    if !received.is_zero() {
        draft.post(ledger::review_received(reference.as_str(), attempt.provider, received))?;
    }
    payment.review = Some(Review {
        received,
        payer_differs: report.phone.is_some_and(|phone| phone != attempt.phone),
        since: draft.now,
    });
    if payment.outcome == Outcome::None {
        checkout::attempt_reopened(draft, &payment)?;
    }
    payment.outcome = Outcome::Unknown;
    let key = draft.put_payment(&payment);
    draft.happen(EventType::PaymentUnderReview, key);
    Ok(())
}

/// Where the money of a payment comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Straight from the provider.
    Provider,
    /// From suspense, where a review had put it.
    Suspense,
}

/// A payment succeeded, in time or late.
pub fn received(draft: &mut Draft<'_>, mut payment: Payment, source: Source) -> Result<(), Stop> {
    // Only what has a reference can turn out to be a duplicate, which is refunded at once.
    let refund = payment.merchant_reference.iter().flat_map(|_| draft.candidates(Making::Refund));
    draft.want(wanted_of(draft, &payment).into_iter().chain(refund))?;
    let before = payment.state;
    let was_proven_none = payment.outcome == Outcome::None;
    let Step::Moved(state) = before.apply(PaymentEvent::Succeed)? else { return Ok(()) };
    payment.state = state;
    payment.late = matches!(before, PaymentState::Expired | PaymentState::Failed);
    payment.outcome = Outcome::Done;
    payment.paid_at = Some(draft.now);
    payment.failure = None;
    payment.review = None;
    let split = funds::receive(draft, payment.net())?;
    let about = payment.reference.as_str();
    draft.post(match source {
        Source::Provider => {
            ledger::payment_received(about, payment.provider, payment.amount, payment.fee, split)
        }
        Source::Suspense => ledger::review_accepted(about, payment.amount, payment.fee, split),
    })?;

    payment.duplicate_of = if payment.session.is_some() {
        checkout::paid(draft, &payment, was_proven_none)?
    } else {
        new_owner(draft, &payment)?
    };
    give_back(draft, &payment)?;
    if let Some(name) = &payment.merchant_reference {
        let mut names = draft.names(payment.amount_source, name)?;
        if names.successful.is_none() {
            names.successful = Some(payment.reference.clone());
            draft.put_names(payment.amount_source, name, names);
        }
    }
    let key = draft.put_payment(&payment);
    draft.happen(EventType::PaymentSuccessful, key);
    if payment.duplicate_of.is_some() {
        payout::refund_duplicate(draft, payment)?;
    }
    Ok(())
}

/// Who holds this payment's reference by now, if it is another one.
fn new_owner(draft: &Draft<'_>, payment: &Payment) -> Result<Option<Owner>, Stop> {
    let Some(name) = &payment.merchant_reference else { return Ok(None) };
    let this = Owner::Payment(payment.reference.clone());
    let claim = draft.claim(ClaimKind::Reference, name.as_str())?;
    Ok(claim.map(|claim| claim.owner).filter(|owner| *owner != this))
}

/// A payment is proven not to have been paid. After its expiry only the outcome changes.
pub fn not_received(draft: &mut Draft<'_>, mut payment: Payment, failure: Failure) -> Result<(), Stop> {
    draft.want(wanted_of(draft, &payment))?;
    let happened = match payment.state {
        PaymentState::Pending => {
            let Step::Moved(state) = payment.state.apply(PaymentEvent::Fail)? else { return Ok(()) };
            payment.state = state;
            EventType::PaymentFailed
        }
        PaymentState::Expired if payment.outcome == Outcome::Unknown => EventType::PaymentExpired,
        // Money had turned up for it, and went back after a review.
        PaymentState::Failed if payment.outcome == Outcome::Unknown => EventType::PaymentFailed,
        PaymentState::Expired | PaymentState::Failed | PaymentState::Successful | PaymentState::Reversed => {
            return Ok(());
        }
    };
    payment.outcome = Outcome::None;
    payment.failure = Some(failure);
    payment.review = None;
    proven_none(draft, &payment)?;
    let key = draft.put_payment(&payment);
    draft.happen(happened, key);
    Ok(())
}

/// Everything that a payment held is given back, because nothing moved and nothing will.
pub fn proven_none(draft: &mut Draft<'_>, payment: &Payment) -> Result<(), Stop> {
    give_back(draft, payment)?;
    if payment.session.is_some() {
        return checkout::attempt_ended(draft, payment);
    }
    if let Some(name) = &payment.merchant_reference {
        let owner = Owner::Payment(payment.reference.clone());
        draft.release(ClaimKind::Reference, name.as_str(), &owner)?;
    }
    Ok(())
}

/// The prompt and the open attempt end with any known outcome.
fn give_back(draft: &mut Draft<'_>, payment: &Payment) -> Result<(), Stop> {
    let owner = Owner::Payment(payment.reference.clone());
    draft.release(ClaimKind::Prompt, &prompt_text(payment.phone), &owner)?;
    if let Some(session) = &payment.session {
        draft.release(ClaimKind::OpenAttempt, session.as_str(), &owner)?;
    }
    Ok(())
}
