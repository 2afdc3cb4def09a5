//! Idempotency keys: the same key with the same request gets the same bytes.

use alloc::format;
use alloc::string::String;

use super::command::Caller;
use super::decision::Answer;
use super::draft::{Draft, Stop};
use crate::checkout::SessionState;
use crate::error::{Code, Error, Outcome, shown};
use crate::record::{ClaimKind, Key, KeyClass, Owner, Stored};

/// The claim's text: keys of the two key classes never meet.
fn text(class: KeyClass, key: &str) -> String {
    format!("{}:{key}", class.name())
}

/// The key of the caller's claim, to be loaded with the rest.
pub fn key(draft: &Draft<'_>, caller: &Caller) -> Option<Key> {
    let (key, _) = caller.idempotency.as_ref()?;
    Some(draft.claim_key(ClaimKind::Idempotency, &text(caller.class, key.as_str())))
}

/// The stored answer, if the caller's key has one; a refusal, if the key stands for another request.
///
/// A key is kept for a day, and in any case until what it created is final.
pub fn replay(draft: &Draft<'_>, caller: &Caller) -> Result<Option<Answer>, Stop> {
    let Some((key, fingerprint)) = &caller.idempotency else { return Ok(None) };
    let Some(claim) = draft.claim(ClaimKind::Idempotency, &text(caller.class, key.as_str()))? else {
        return Ok(None);
    };
    let Some(stored) = claim.stored else { return Ok(None) };
    let kept_until = claim.taken_at.plus_seconds(i64::from(draft.config.policy.idempotency_seconds));
    let outcome = outcome_of(draft, &claim.owner)?;
    if draft.now >= kept_until && outcome != Some(Outcome::Unknown) && !is_open(draft, &claim.owner)? {
        return Ok(None);
    }
    if stored.fingerprint == *fingerprint {
        return Ok(Some(Answer::Data { data: stored.data, replayed: true }));
    }
    Err(Error::new(Code::IdempotencyKeyReused).about(claim.owner.name()).outcome_is(outcome).into())
}

/// Keeps the answer under the caller's key, in the same commit as what it created.
pub fn remember(draft: &mut Draft<'_>, caller: &Caller, owner: Owner, answer: &Answer) {
    if let (Some((key, fingerprint)), Answer::Data { data, .. }) = (&caller.idempotency, answer) {
        let stored = Stored { fingerprint: *fingerprint, data: data.clone() };
        draft.take_with(ClaimKind::Idempotency, &text(caller.class, key.as_str()), owner, Some(stored));
    }
}

/// What is known about the money of the resource that holds a claim.
pub fn outcome_of(draft: &Draft<'_>, owner: &Owner) -> Result<Option<Outcome>, Stop> {
    Ok(match owner {
        Owner::Payment(reference) => draft.payment(reference)?.map(|payment| payment.outcome),
        Owner::Refund(reference) => draft.refund(reference)?.map(|refund| refund.outcome),
        Owner::Withdrawal(reference) => draft.withdrawal(reference)?.map(|withdrawal| withdrawal.outcome),
        Owner::Session(id) => draft.session(id)?.map(|session| session.outcome()),
        Owner::Other(_) => None,
    })
}

/// Whether it is a session that can still be paid: not final, though nothing has moved.
fn is_open(draft: &Draft<'_>, owner: &Owner) -> Result<bool, Stop> {
    let Owner::Session(id) = owner else { return Ok(false) };
    Ok(draft.session(id)?.is_some_and(|session| session.state == SessionState::Open))
}

/// The refusal of a request whose reference another one holds.
pub fn in_use(draft: &Draft<'_>, owner: &Owner, field: &str, reference: &str) -> Result<Stop, Stop> {
    let held_by = owner.name();
    let message = format!("the reference `{}` is held by {held_by}", shown(reference));
    let error = Error::with_message(Code::ReferenceInUse, message).at(field).about(held_by);
    Ok(Stop::Refused(error.outcome_is(outcome_of(draft, owner)?)))
}
