//! Withdraw: pay the merchant's money out to a wallet, against the PIN.

use super::collect::new_attempt;
use super::command::{Caller, PinCheck};
use super::decision::Answer;
use super::draft::{Draft, Making, Stop};
use super::{idempotency, refund};
use crate::error::{Code, Error, Outcome};
use crate::ledger;
use crate::money::Rwf;
use crate::provider::{self, Provider};
use crate::record::{ClaimKind, Key, Owner, PinFailures, Purpose, Withdrawal};
use crate::request::Withdraw;
use crate::withdrawal::WithdrawalState;
use alloc::format;

/// `POST /withdrawals`: idempotency, reference, recipient, debts, funds, PIN; then the money is reserved.
pub fn run(
    draft: &mut Draft<'_>,
    caller: &Caller,
    request: &Withdraw,
    pin: PinCheck,
) -> Result<Answer, Stop> {
    let claim = request.reference.as_ref();
    let claim = claim.map(|text| draft.claim_key(ClaimKind::WithdrawalReference, text.as_str()));
    let claims = [idempotency::key(draft, caller), claim].into_iter().flatten();
    draft.want_and_named(claims.chain(draft.candidates(Making::Withdrawal)))?;
    if let Some(answer) = idempotency::replay(draft, caller)? {
        return Ok(answer);
    }
    let (provider, _) = provider::choose(request.phone, request.provider, request.provider_override)?;
    draft.config.policy.withdraw.admit(request.amount).map_err(|error| error.at("amount"))?;
    if let Some(answer) = held(draft, request, provider)? {
        return Ok(answer);
    }
    allowed(draft, request)?;
    let total = request.amount.checked_add(draft.config.policy.withdrawal_fee).ok_or(Code::AmountTooLarge)?;
    let available = draft.account.balances.available;
    if total > available {
        return Err(refund::short(total, available));
    }
    check_pin(draft, pin)?;
    let withdrawal = create(draft, request, provider)?;
    let owner = Owner::Withdrawal(withdrawal.reference.clone());
    if let Some(name) = &request.reference {
        draft.take(ClaimKind::WithdrawalReference, name.as_str(), owner.clone());
    }
    let answer = draft.answer(&Key::Withdrawal(draft.scope.clone(), withdrawal.reference))?;
    idempotency::remember(draft, caller, owner, &answer);
    Ok(answer)
}

/// The same withdrawal for a held reference is answered with the one that holds it.
fn held(draft: &Draft<'_>, request: &Withdraw, provider: Provider) -> Result<Option<Answer>, Stop> {
    let Some(name) = &request.reference else { return Ok(None) };
    let Some(claim) = draft.claim(ClaimKind::WithdrawalReference, name.as_str())? else { return Ok(None) };
    if let Owner::Withdrawal(reference) = &claim.owner
        && let Some(withdrawal) = draft.withdrawal(reference)?
        && withdrawal.amount == request.amount
        && withdrawal.phone == request.phone
        && withdrawal.provider == provider
    {
        let data = draft.print(&Key::Withdrawal(draft.scope.clone(), reference.clone()))?;
        return Ok(Some(Answer::Data { data, replayed: true }));
    }
    Err(idempotency::in_use(draft, &claim.owner, "reference", name.as_str())?)
}

fn allowed(draft: &Draft<'_>, request: &Withdraw) -> Result<(), Error> {
    let settings = &draft.account.settings;
    if settings.registered_only && !settings.registered_numbers.contains(&request.phone) {
        return Err(Error::new(Code::RecipientNotRegistered).at("phone"));
    }
    let owed = draft.account.balances.owed;
    if !owed.is_zero() {
        let message = format!("the wallet owes {owed} RWF, so nothing can be withdrawn");
        return Err(Error::with_message(Code::BalanceOwed, message).fact("owed", owed.get()));
    }
    Ok(())
}

/// Wrong PINs in a row that lock it for a while, and since the last right one that lock it for good.
const PAUSE_AFTER: u32 = 5;
const LOCK_AFTER: u32 = 10;
const PAUSE_SECONDS: i64 = 900;

/// Decides on the PIN in the order of commits: once locked, the answer is the same whatever the PIN.
fn check_pin(draft: &mut Draft<'_>, pin: PinCheck) -> Result<(), Stop> {
    if draft.account.pin_hash.is_none() {
        return Err(Error::new(Code::PinNotSet).at("pin").into());
    }
    let now = draft.now;
    let failures = &mut draft.account.pin_failures;
    if failures.needs_operator || failures.locked_until.is_some_and(|until| now < until) {
        return Err(Error::new(Code::PinLocked).at("pin").into());
    }
    if pin == PinCheck::Matches {
        *failures = PinFailures::default();
        return Ok(());
    }
    failures.in_a_row = failures.in_a_row.saturating_add(1);
    failures.since_success = failures.since_success.saturating_add(1);
    failures.locked_until = None;
    let left = PAUSE_AFTER.saturating_sub(failures.in_a_row);
    if failures.in_a_row >= PAUSE_AFTER {
        failures.in_a_row = 0;
        failures.locked_until = Some(now.plus_seconds(PAUSE_SECONDS));
    }
    failures.needs_operator = failures.since_success >= LOCK_AFTER;
    let error = Error::with_message(Code::PinIncorrect, format!("the PIN is wrong; attempts left: {left}"));
    Err(Stop::RefusedAndKept(error.at("pin").fact("attempts_left", u64::from(left))))
}

fn create(draft: &mut Draft<'_>, request: &Withdraw, provider: Provider) -> Result<Withdrawal, Stop> {
    let reference = draft.fresh_withdrawal()?;
    let fee: Rwf = draft.config.policy.withdrawal_fee;
    let purpose = Purpose::Withdraw(reference.clone());
    let attempt = new_attempt(draft, purpose, provider, request.phone, request.amount)?;
    draft.post(ledger::withdrawal_reserved(reference.as_str(), request.amount, fee))?;
    let withdrawal = Withdrawal {
        reference,
        merchant_reference: request.reference.clone(),
        amount: request.amount,
        fee,
        phone: request.phone,
        provider,
        state: WithdrawalState::Pending,
        outcome: Outcome::Unknown,
        failure: None,
        late: false,
        attempt: attempt.reference,
        created_at: draft.now,
        completed_at: None,
        version: 0,
    };
    draft.put_withdrawal(&withdrawal);
    Ok(withdrawal)
}
