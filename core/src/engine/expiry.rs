//! Expiry: we stop waiting. Whether money moved is another question, and stays open until it is known.

use super::attempt;
use super::checkout;
use super::decision::{Answer, Task};
use super::draft::{Draft, Stop};
use super::outcome;
use crate::checkout::{SessionEvent, SessionState};
use crate::error::Outcome;
use crate::machine::Step;
use crate::payment::{PaymentEvent, PaymentState};
use crate::record::{EventType, Key, Owner, Payment, Session, Stage};
use crate::reference::{PaymentRef, SessionId};

/// The payment's time is over. One under review does not expire.
pub fn payment(draft: &mut Draft<'_>, reference: &PaymentRef) -> Result<Answer, Stop> {
    let mut payment = draft.known_payment(reference)?;
    draft.finish_task(Task::ExpirePayment(reference.clone()));
    if payment.state != PaymentState::Pending || payment.review.is_some() {
        return Ok(Answer::Done);
    }
    if draft.now < payment.expires_at {
        draft.job(payment.expires_at, Task::ExpirePayment(reference.clone()));
        return Ok(Answer::Done);
    }
    let attempt = Key::Attempt(draft.scope.clone(), payment.attempt.clone());
    draft.want(outcome::wanted_of(draft, &payment).into_iter().chain([attempt]))?;
    let Step::Moved(state) = payment.state.apply(PaymentEvent::Expire)? else { return Ok(Answer::Done) };
    payment.state = state;
    let mut attempt = draft.known_attempt(&payment.attempt)?;
    if attempt.stage == Stage::Created && !attempt.maybe_taken {
        attempt.stage = Stage::Closed;
        draft.put_attempt(&attempt);
        payment.outcome = Outcome::None;
        outcome::proven_none(draft, &payment)?;
    } else if attempt.stage == Stage::Created {
        // It was to be sent again; now it is only asked about.
        attempt.stage = Stage::Unknown;
        attempt::enquire_later(draft, &mut attempt);
    }
    let key = draft.put_payment(&payment);
    draft.happen(EventType::PaymentExpired, key);
    Ok(Answer::Done)
}

/// The session's time is over; but it does not close before its attempt.
pub fn session(draft: &mut Draft<'_>, id: &SessionId) -> Result<Answer, Stop> {
    let session = draft.known_session(id)?;
    draft.finish_task(Task::ExpireCheckout(id.clone()));
    if session.state != SessionState::Open {
        return Ok(Answer::Done);
    }
    let waits_until = match waiting_attempt(draft, &session)? {
        // It is looked at again as soon as people have decided.
        Some(payment) if payment.review.is_some() => return Ok(Answer::Done),
        Some(payment) => payment.expires_at.max(session.expires_at),
        None => session.expires_at,
    };
    if draft.now < waits_until {
        draft.job(waits_until, Task::ExpireCheckout(id.clone()));
        return Ok(Answer::Done);
    }
    close(draft, session)?;
    Ok(Answer::Done)
}

/// `POST /checkout/{id}/expire`. A session that is closed already is answered as it is.
pub fn close_session(draft: &mut Draft<'_>, id: &SessionId) -> Result<Answer, Stop> {
    let session = draft.known_session(id)?;
    match session.state {
        SessionState::Expired => {}
        SessionState::Completed => return Err(checkout::not_open(&session)),
        SessionState::Open => {
            if let Some(attempt) = waiting_attempt(draft, &session)? {
                return Err(checkout::in_progress(draft, &Owner::Payment(attempt.reference))?);
            }
            close(draft, session)?;
        }
    }
    draft.answer(&Key::Session(draft.scope.clone(), id.clone()))
}

fn close(draft: &mut Draft<'_>, mut session: Session) -> Result<(), Stop> {
    let Step::Moved(state) = session.state.apply(SessionEvent::Expire)? else { return Ok(()) };
    session.state = state;
    checkout::give_reference_back(draft, &session)?;
    let key = draft.put_session(&session);
    draft.happen(EventType::CheckoutExpired, key);
    Ok(())
}

/// The attempt that the session waits for: the newest one, if its payment is pending.
fn waiting_attempt(draft: &Draft<'_>, session: &Session) -> Result<Option<Payment>, Stop> {
    let Some(reference) = &session.last_payment else { return Ok(None) };
    let payment = draft.known_payment(reference)?;
    Ok(Some(payment).filter(|payment| payment.state == PaymentState::Pending))
}
