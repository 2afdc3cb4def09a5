//! Money on its way out is known to have arrived, or not: refunds and withdrawals.

use super::collect::new_attempt;
use super::draft::{Draft, Stop};
use super::funds;
use crate::error::{Code, Outcome};
use crate::ledger::{self, Split};
use crate::machine::Step;
use crate::money::Rwf;
use crate::record::{ClaimKind, EventType, Failure, Key, Owner, Payment, Purpose, Refund, Withdrawal};
use crate::reference::{MerchantReference, RefundRef, WithdrawalRef};
use crate::refund::{RefundEvent, RefundState};
use crate::time::Instant;
use crate::withdrawal::{WithdrawalEvent, WithdrawalState};

/// What a new refund is made of.
pub struct Terms {
    pub amount: Rwf,
    pub fee_returned: Rwf,
    pub from: Split,
    pub reason: Option<alloc::string::String>,
    pub merchant_reference: Option<MerchantReference>,
}

/// Reserves the money, creates the refund and asks for its payout. The caller has proven that it may.
pub fn create_refund(draft: &mut Draft<'_>, payment: &mut Payment, terms: Terms) -> Result<Refund, Stop> {
    let reference = draft.fresh_refund()?;
    let purpose = Purpose::Refund(reference.clone(), payment.attempt.clone());
    let attempt = new_attempt(draft, purpose, payment.provider, payment.phone, terms.amount)?;
    let reserved = terms.amount.saturating_sub(terms.fee_returned);
    if !reserved.is_zero() {
        draft.post(ledger::refund_reserved(reference.as_str(), reserved, terms.from))?;
    }
    payment.refund_pending = payment.refund_pending.checked_add(terms.amount).ok_or(Code::AmountTooLarge)?;
    payment.fee_returned =
        payment.fee_returned.checked_add(terms.fee_returned).ok_or(Code::AmountTooLarge)?;
    draft.put_payment(payment);
    let refund = Refund {
        reference,
        merchant_reference: terms.merchant_reference,
        payment: payment.reference.clone(),
        amount: terms.amount,
        fee_returned: terms.fee_returned,
        from: terms.from,
        unsettled_day: payment.paid_at.map(Instant::kigali_day),
        reason: terms.reason,
        state: RefundState::Pending,
        outcome: Outcome::Unknown,
        failure: None,
        late: false,
        attempt: attempt.reference,
        created_at: draft.now,
        completed_at: None,
        version: 0,
    };
    draft.put_refund(&refund);
    Ok(refund)
}

/// A second success for one reference goes back in full, fee included, if the policy says so. What earlier
/// debts have taken of it is owed again: the customer must not wait for that.
pub fn refund_duplicate(draft: &mut Draft<'_>, mut payment: Payment) -> Result<(), Stop> {
    if draft.config.policy.duplicate_success == super::DuplicateSuccess::Keep {
        return Ok(());
    }
    let from = funds::take(draft, payment.net(), payment.paid_at.map(Instant::kigali_day));
    let terms = Terms {
        amount: payment.amount,
        fee_returned: payment.fee,
        from,
        reason: Some("duplicate payment".into()),
        merchant_reference: None,
    };
    create_refund(draft, &mut payment, terms).map(|_| ())
}

/// The customer has the money of a refund.
pub fn refund_succeeded(draft: &mut Draft<'_>, reference: &RefundRef) -> Result<(), Stop> {
    let mut refund = found_refund(draft, reference)?;
    let before = refund.state;
    let Step::Moved(state) = before.apply(RefundEvent::Succeed)? else { return Ok(()) };
    let mut payment = draft.known_payment(&refund.payment)?;
    let about = refund.reference.as_str();
    if before == RefundState::Failed {
        // The reserve was released when it seemed to have failed: the merchant bears it now, as it would have.
        let left = payment.fee.saturating_sub(payment.fee_returned);
        refund.fee_returned = refund.fee_returned.min(left);
        let due = refund.amount.saturating_sub(refund.fee_returned);
        let (amount, fee) = (refund.amount, refund.fee_returned);
        let from = funds::take(draft, due, refund.unsettled_day);
        draft.post(ledger::refund_paid_late(about, payment.provider, amount, fee, from))?;
        payment.fee_returned = payment.fee_returned.checked_add(fee).ok_or(Code::AmountTooLarge)?;
        refund.late = true;
    } else {
        let (amount, fee) = (refund.amount, refund.fee_returned);
        draft.post(ledger::refund_paid(about, payment.provider, amount, fee, amount.saturating_sub(fee)))?;
        payment.refund_pending = payment.refund_pending.saturating_sub(amount);
    }
    payment.refunded_beyond =
        payment.refunded_beyond.checked_add(refund.amount).ok_or(Code::AmountTooLarge)?;
    let counted = count_refunded(&mut payment);
    refund.state = state;
    refund.outcome = Outcome::Done;
    refund.failure = None;
    refund.completed_at = Some(draft.now);
    let key = draft.put_refund(&refund);
    draft.happen(EventType::RefundSuccessful, key);
    refunded(draft, &payment, counted);
    Ok(())
}

/// Counts what went back, as far as the amount has room for it; gives what is newly counted. A late one may
/// come beside another refund of the same money, and a payment never counts more than its amount.
fn count_refunded(payment: &mut Payment) -> Rwf {
    let room = payment.amount.saturating_sub(payment.refunded).saturating_sub(payment.refund_pending);
    let counted = payment.refunded_beyond.min(room);
    payment.refunded = payment.refunded.checked_add(counted).unwrap_or(payment.amount);
    payment.refunded_beyond = payment.refunded_beyond.saturating_sub(counted);
    counted
}

/// Puts the payment, and tells if more of it is counted as refunded.
fn refunded(draft: &mut Draft<'_>, payment: &Payment, counted: Rwf) {
    let full = payment.refunded == payment.amount;
    let key = draft.put_payment(payment);
    if !counted.is_zero() {
        let kind = if full { EventType::PaymentRefunded } else { EventType::PaymentPartiallyRefunded };
        draft.happen(kind, key);
    }
}

/// A refund is proven not to have been paid out: what was reserved goes back to where it came from.
pub fn refund_failed(draft: &mut Draft<'_>, reference: &RefundRef, failure: Failure) -> Result<(), Stop> {
    let mut refund = found_refund(draft, reference)?;
    let Step::Moved(state) = refund.state.apply(RefundEvent::Fail)? else { return Ok(()) };
    let mut payment = draft.known_payment(&refund.payment)?;
    let about = refund.reference.as_str();
    let reserved = refund.amount.saturating_sub(refund.fee_returned);
    if !reserved.is_zero() {
        let to = funds::release(draft, refund.from, refund.unsettled_day)?;
        draft.post(ledger::refund_released(about, reserved, to))?;
    }
    payment.refund_pending = payment.refund_pending.saturating_sub(refund.amount);
    payment.fee_returned = payment.fee_returned.saturating_sub(refund.fee_returned);
    refund.state = state;
    refund.outcome = Outcome::None;
    refund.failure = Some(failure);
    refund.completed_at = Some(draft.now);
    if let Some(name) = &refund.merchant_reference {
        draft.release(ClaimKind::RefundReference, name.as_str(), &Owner::Refund(refund.reference.clone()))?;
    }
    let counted = count_refunded(&mut payment);
    let key = draft.put_refund(&refund);
    draft.happen(EventType::RefundFailed, key);
    refunded(draft, &payment, counted);
    Ok(())
}

/// The merchant has the money of a withdrawal.
pub fn withdrawal_succeeded(draft: &mut Draft<'_>, reference: &WithdrawalRef) -> Result<(), Stop> {
    let mut withdrawal = found_withdrawal(draft, reference)?;
    let before = withdrawal.state;
    let Step::Moved(state) = before.apply(WithdrawalEvent::Succeed)? else { return Ok(()) };
    let about = withdrawal.reference.as_str();
    let (provider, amount, fee) = (withdrawal.provider, withdrawal.amount, withdrawal.fee);
    if before == WithdrawalState::Failed {
        let total = amount.checked_add(fee).ok_or(Code::AmountTooLarge)?;
        let from = funds::take(draft, total, None);
        draft.post(ledger::withdrawal_paid_late(about, provider, amount, fee, from))?;
        withdrawal.late = true;
    } else {
        draft.post(ledger::withdrawal_paid(about, provider, amount, fee))?;
    }
    withdrawal.state = state;
    withdrawal.outcome = Outcome::Done;
    withdrawal.failure = None;
    withdrawal.completed_at = Some(draft.now);
    let key = draft.put_withdrawal(&withdrawal);
    draft.happen(EventType::WithdrawalSuccessful, key);
    Ok(())
}

/// A withdrawal is proven not to have been paid out: the money is back.
pub fn withdrawal_failed(
    draft: &mut Draft<'_>,
    reference: &WithdrawalRef,
    failure: Failure,
) -> Result<(), Stop> {
    let mut withdrawal = found_withdrawal(draft, reference)?;
    let Step::Moved(state) = withdrawal.state.apply(WithdrawalEvent::Fail)? else { return Ok(()) };
    let total = withdrawal.amount.checked_add(withdrawal.fee).ok_or(Code::AmountTooLarge)?;
    let to = funds::give(draft, total);
    draft.post(ledger::withdrawal_released(withdrawal.reference.as_str(), total, to))?;
    withdrawal.state = state;
    withdrawal.outcome = Outcome::None;
    withdrawal.failure = Some(failure);
    withdrawal.completed_at = Some(draft.now);
    if let Some(name) = &withdrawal.merchant_reference {
        let owner = Owner::Withdrawal(withdrawal.reference.clone());
        draft.release(ClaimKind::WithdrawalReference, name.as_str(), &owner)?;
    }
    let key = draft.put_withdrawal(&withdrawal);
    draft.happen(EventType::WithdrawalFailed, key);
    Ok(())
}

/// The refund, with everything that its outcome will read asked for at once.
fn found_refund(draft: &Draft<'_>, reference: &RefundRef) -> Result<Refund, Stop> {
    let refund = draft.refund(reference)?;
    let refund = refund.ok_or_else(|| Draft::not_found(Code::RefundNotFound, reference.as_str()))?;
    let name = refund.merchant_reference.as_ref();
    let claim = name.map(|name| draft.claim_key(ClaimKind::RefundReference, name.as_str()));
    let payment = Key::Payment(draft.scope.clone(), refund.payment.clone());
    draft.want([payment].into_iter().chain(claim))?;
    Ok(refund)
}

fn found_withdrawal(draft: &Draft<'_>, reference: &WithdrawalRef) -> Result<Withdrawal, Stop> {
    draft.withdrawal(reference)?.ok_or_else(|| Draft::not_found(Code::WithdrawalNotFound, reference.as_str()))
}
