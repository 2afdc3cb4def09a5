//! Checkout: a session on a hosted page, several attempts, one success.

use alloc::format;

use super::collect::{self, Terms, guard_prompt};
use super::command::{Caller, PayCheckout};
use super::decision::{Answer, Task};
use super::draft::{Draft, Making, Stop};
use super::idempotency;
use crate::checkout::{SessionEvent, SessionState};
use crate::error::{Code, Error};
use crate::machine::Step;
use crate::provider;
use crate::record::{ClaimKind, EventType, Key, KeyClass, Owner, Payment, Session};
use crate::request::InitializeCheckout;

/// The claims that references of a key class are taken under: a browser's never block the server's.
pub const fn reference_kind(class: KeyClass) -> ClaimKind {
    match class {
        KeyClass::Secret => ClaimKind::Reference,
        KeyClass::Publishable => ClaimKind::PublishableReference,
    }
}

/// `POST /checkout/initialize`.
pub fn initialize(
    draft: &mut Draft<'_>,
    caller: &Caller,
    request: &InitializeCheckout,
) -> Result<Answer, Stop> {
    let kind = reference_kind(caller.class);
    let text = request.tx_ref.as_str();
    let names = Key::Names(draft.scope.clone(), caller.class, request.tx_ref.clone());
    let keys = [idempotency::key(draft, caller), Some(draft.claim_key(kind, text)), Some(names)];
    draft.want_and_named(keys.into_iter().flatten().chain(draft.candidates(Making::Session)))?;
    if let Some(answer) = idempotency::replay(draft, caller)? {
        return Ok(answer);
    }
    draft.config.policy.collect.admit(request.amount).map_err(|error| error.at("amount"))?;
    check_origin(draft, caller, request)?;
    if let Some(claim) = draft.claim(kind, text)? {
        return held(draft, &claim.owner, request);
    }
    let session = create(draft, caller, request)?;
    let owner = Owner::Session(session.id.clone());
    draft.take(kind, text, owner.clone());
    let mut names = draft.names(caller.class, &request.tx_ref)?;
    names.session = Some(session.id.clone());
    draft.put_names(caller.class, &request.tx_ref, names);
    draft.job(session.expires_at, Task::ExpireCheckout(session.id.clone()));
    let answer = draft.answer(&Key::Session(draft.scope.clone(), session.id))?;
    idempotency::remember(draft, caller, owner, &answer);
    Ok(answer)
}

/// A browser may send the customer back only to where the merchant said.
fn check_origin(draft: &Draft<'_>, caller: &Caller, request: &InitializeCheckout) -> Result<(), Error> {
    let Some(redirect) = request.redirect_url.as_deref().filter(|_| caller.class == KeyClass::Publishable)
    else {
        return Ok(());
    };
    let origins = &draft.account.settings.redirect_origins;
    if origin(redirect).is_some_and(|origin| origins.iter().any(|known| known == origin)) {
        return Ok(());
    }
    Err(Error::new(Code::UrlOriginNotRegistered).at("redirect_url"))
}

/// The scheme and the authority of an address that was checked when it came in.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    url.get(..scheme.len().saturating_add(3).saturating_add(authority.len()))
}

fn held(draft: &Draft<'_>, owner: &Owner, request: &InitializeCheckout) -> Result<Answer, Stop> {
    if let Owner::Session(id) = owner
        && let Some(session) = draft.session(id)?
        && session.amount == request.amount
    {
        let data = draft.print(&Key::Session(draft.scope.clone(), id.clone()))?;
        return Ok(Answer::Data { data, replayed: true });
    }
    Err(idempotency::in_use(draft, owner, "tx_ref", request.tx_ref.as_str())?)
}

fn create(draft: &mut Draft<'_>, caller: &Caller, request: &InitializeCheckout) -> Result<Session, Stop> {
    let id = draft.fresh_session()?;
    let session = Session {
        id,
        merchant_reference: request.tx_ref.clone(),
        amount: request.amount,
        amount_source: caller.class,
        customer: request.customer.clone(),
        metadata: request.metadata.clone(),
        redirect_url: request.redirect_url.clone(),
        webhook_url: request.webhook_url.clone(),
        state: SessionState::Open,
        late: false,
        completed_by: None,
        last_payment: None,
        attempts: 0,
        undecided: 0,
        created_at: draft.now,
        expires_at: draft.now.plus_seconds(i64::from(draft.config.policy.session_expiry_seconds)),
        completed_at: None,
        version: 0,
    };
    draft.put_session(&session);
    Ok(session)
}

/// The customer pays on the page: one open attempt at a time.
pub fn pay(draft: &mut Draft<'_>, request: &PayCheckout) -> Result<Answer, Stop> {
    let id = request.session.as_str();
    let held = [
        Key::Session(draft.scope.clone(), request.session.clone()),
        draft.claim_key(ClaimKind::OpenAttempt, id),
        draft.claim_key(ClaimKind::Prompt, &collect::prompt_text(request.phone)),
    ];
    draft.want_and_named(held.into_iter().chain(draft.candidates(Making::Payment)))?;
    let mut session = draft.known_session(&request.session)?;
    if session.state != SessionState::Open || draft.now >= session.expires_at {
        return Err(not_open(&session));
    }
    let (provider, source) = provider::choose(request.phone, request.provider, request.provider_override)?;
    if let Some(claim) = draft.claim(ClaimKind::OpenAttempt, id)? {
        return Err(in_progress(draft, &claim.owner)?);
    }
    guard_prompt(draft, request.phone, false)?;
    let terms = Terms {
        amount: session.amount,
        phone: request.phone,
        provider,
        source,
        amount_source: session.amount_source,
        merchant_reference: Some(session.merchant_reference.clone()),
        session: Some(session.id.clone()),
        customer: session.customer.clone(),
        metadata: session.metadata.clone(),
        callback_url: session.webhook_url.clone(),
    };
    let payment = collect::create(draft, terms)?;
    draft.take(ClaimKind::OpenAttempt, id, Owner::Payment(payment.reference.clone()));
    session.last_payment = Some(payment.reference.clone());
    session.attempts = session.attempts.saturating_add(1);
    session.undecided = session.undecided.saturating_add(1);
    draft.put_session(&session);
    draft.answer(&Key::Payment(draft.scope.clone(), payment.reference))
}

pub fn in_progress(draft: &Draft<'_>, owner: &Owner) -> Result<Stop, Stop> {
    let error = Error::new(Code::AttemptInProgress).about(owner.name());
    Ok(Stop::Refused(error.outcome_is(idempotency::outcome_of(draft, owner)?)))
}

pub fn not_open(session: &Session) -> Stop {
    let message = match session.state {
        SessionState::Open => format!("the time of checkout session {} is over", session.id),
        SessionState::Completed | SessionState::Expired => {
            format!("checkout session {} is {}", session.id, session.state.name())
        }
    };
    Error::with_message(Code::SessionNotOpen, message)
        .about(&session.id)
        .outcome_is(Some(session.outcome()))
        .into()
}

/// A payment of the session succeeded: the first completes it, a further one is a duplicate of that.
pub fn paid(draft: &mut Draft<'_>, payment: &Payment, was_proven_none: bool) -> Result<Option<Owner>, Stop> {
    let Some(id) = &payment.session else { return Ok(None) };
    let mut session = draft.known_session(id)?;
    if !was_proven_none {
        session.undecided = session.undecided.saturating_sub(1);
    }
    let Step::Moved(state) = session.state.apply(SessionEvent::Complete)? else {
        draft.put_session(&session);
        return Ok(session.completed_by.map(Owner::Payment));
    };
    // The reference may have been given back after every attempt had failed, and taken by another since.
    let claim = draft.claim(reference_kind(session.amount_source), session.merchant_reference.as_str())?;
    let this = Owner::Session(session.id.clone());
    let new_owner = claim.map(|claim| claim.owner).filter(|owner| *owner != this);
    session.late = session.state == SessionState::Expired;
    session.state = state;
    session.completed_by = Some(payment.reference.clone());
    session.completed_at = Some(draft.now);
    let key = draft.put_session(&session);
    draft.happen(EventType::CheckoutCompleted, key);
    Ok(new_owner)
}

/// An attempt of the session is proven to have moved nothing.
pub fn attempt_ended(draft: &mut Draft<'_>, payment: &Payment) -> Result<(), Stop> {
    let Some(id) = &payment.session else { return Ok(()) };
    let mut session = draft.known_session(id)?;
    session.undecided = session.undecided.saturating_sub(1);
    give_reference_back(draft, &session)?;
    draft.put_session(&session);
    if session.state == SessionState::Open {
        draft.job(session.expires_at.max(draft.now), Task::ExpireCheckout(session.id));
    }
    Ok(())
}

/// Money turned up for an attempt that had seemed to move nothing.
pub fn attempt_reopened(draft: &mut Draft<'_>, payment: &Payment) -> Result<(), Stop> {
    let Some(id) = &payment.session else { return Ok(()) };
    let mut session = draft.known_session(id)?;
    session.undecided = session.undecided.saturating_add(1);
    draft.put_session(&session);
    Ok(())
}

/// A closed session whose attempts have all moved nothing gives its reference back.
pub fn give_reference_back(draft: &mut Draft<'_>, session: &Session) -> Result<(), Stop> {
    if session.state == SessionState::Expired && session.undecided == 0 {
        let kind = reference_kind(session.amount_source);
        let owner = Owner::Session(session.id.clone());
        draft.release(kind, session.merchant_reference.as_str(), &owner)?;
    }
    Ok(())
}
