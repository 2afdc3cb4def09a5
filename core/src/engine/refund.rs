//! Refund: give a payment back, in whole or in part.

use super::command::Caller;
use super::decision::Answer;
use super::draft::{Draft, Making, Stop};
use super::policy::RefundFee;
use super::{funds, idempotency, payout, read};
use crate::error::{Code, Error};
use crate::money::Rwf;
use crate::payment::PaymentState;
use crate::record::{ClaimKind, Key, Owner, Payment};
use crate::request::RefundPayment;
use crate::time::Instant;
use alloc::format;

/// `POST /payments/{reference}/refund`.
pub fn run(draft: &mut Draft<'_>, caller: &Caller, request: &RefundPayment) -> Result<Answer, Stop> {
    let claim = request.reference.as_ref();
    let claim = claim.map(|text| draft.claim_key(ClaimKind::RefundReference, text.as_str()));
    let claims = [idempotency::key(draft, caller), claim].into_iter().flatten();
    let paid = read::wanted(draft.scope, &request.payment);
    draft.want_and_named(claims.chain(paid).chain(draft.candidates(Making::Refund)))?;
    if let Some(answer) = idempotency::replay(draft, caller)? {
        return Ok(answer);
    }
    let mut payment = read::find_payment(draft, &request.payment)?;
    if let Some(answer) = held(draft, request, &payment)? {
        return Ok(answer);
    }
    let amount = refundable(&payment, request.amount)?;
    let fee_returned = fee_share(draft, &payment, amount);
    let day = payment.paid_at.map(Instant::kigali_day);
    let due = amount.saturating_sub(fee_returned);
    let there = funds::takeable(draft, day);
    if due > there {
        return Err(short(due, there));
    }
    let from = funds::take(draft, due, day);
    let terms = payout::Terms {
        amount,
        fee_returned,
        from,
        reason: request.reason.clone(),
        merchant_reference: request.reference.clone(),
    };
    let refund = payout::create_refund(draft, &mut payment, terms)?;
    let owner = Owner::Refund(refund.reference.clone());
    if let Some(name) = &request.reference {
        draft.take(ClaimKind::RefundReference, name.as_str(), owner.clone());
    }
    let answer = draft.answer(&Key::Refund(draft.scope.clone(), refund.reference))?;
    idempotency::remember(draft, caller, owner, &answer);
    Ok(answer)
}

/// The same refund for a held reference is answered with the refund that holds it.
fn held(draft: &Draft<'_>, request: &RefundPayment, payment: &Payment) -> Result<Option<Answer>, Stop> {
    let Some(name) = &request.reference else { return Ok(None) };
    let Some(claim) = draft.claim(ClaimKind::RefundReference, name.as_str())? else { return Ok(None) };
    if let Owner::Refund(reference) = &claim.owner
        && let Some(refund) = draft.refund(reference)?
        && refund.payment == payment.reference
        && request.amount.is_none_or(|amount| amount == refund.amount)
    {
        let data = draft.print(&Key::Refund(draft.scope.clone(), reference.clone()))?;
        return Ok(Some(Answer::Data { data, replayed: true }));
    }
    Err(idempotency::in_use(draft, &claim.owner, "reference", name.as_str())?)
}

/// What is refunded: what was asked for, or all that is left.
fn refundable(payment: &Payment, asked: Option<Rwf>) -> Result<Rwf, Error> {
    if payment.state != PaymentState::Successful || payment.review.is_some() {
        let status = crate::payment::display(payment.state, payment.amount, payment.refunded).name();
        let message =
            format!("payment {} is {status}, and only a successful one can be refunded", payment.reference);
        return Err(Error::with_message(Code::PaymentNotRefundable, message));
    }
    let left = payment.refundable();
    let amount = asked.unwrap_or(left);
    if amount > left || amount.is_zero() {
        let message =
            format!("refund of {amount} RWF is larger than the {left} RWF that are still refundable");
        let error = Error::with_message(Code::RefundExceedsRefundable, message).at("amount");
        return Err(error.fact("refundable_amount", left.get()));
    }
    Ok(amount)
}

/// What of the fee goes back with this refund. Cumulative, so that a full refund returns exactly the fee.
fn fee_share(draft: &Draft<'_>, payment: &Payment, amount: Rwf) -> Rwf {
    if draft.config.policy.refund_fee == RefundFee::Kept {
        return Rwf::ZERO;
    }
    let back =
        payment.refunded.get().saturating_add(payment.refund_pending.get()).saturating_add(amount.get());
    let whole = payment.amount.get();
    // Rounded half up. Amounts are at most 1,000,000, so nothing overflows.
    let share = payment.fee.get().saturating_mul(back).saturating_mul(2).saturating_add(whole);
    let share = share.checked_div(whole.saturating_mul(2)).unwrap_or_default();
    let share = Rwf::new(share).unwrap_or(payment.fee).min(payment.fee);
    // What refunds that failed had been meant to carry is caught up with, but never beyond the refund itself.
    share.saturating_sub(payment.fee_returned).min(amount)
}

/// 402, with what is needed and what is there.
pub fn short(required: Rwf, available: Rwf) -> Stop {
    let message = format!("{required} RWF are needed and {available} RWF are available");
    let error = Error::with_message(Code::InsufficientBalance, message).at("amount");
    error.fact("required", required.get()).fact("available", available.get()).into()
}
