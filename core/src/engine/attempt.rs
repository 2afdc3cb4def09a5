//! An attempt at a provider: created -> sending -> accepted, refused or unknown -> closed.
//!
//! Its reference never changes, so that sending it again can never move money twice.

use super::collect::{prompt_text, prompt_until};
use super::decision::{Answer, Task};
use super::draft::{Draft, Stop};
use super::outcome;
use crate::error::Code;
use crate::failure::FailureCode;
use crate::payment::PaymentState;
use crate::rails::{self, Enquiry, Report, Submission};
use crate::record::{Attempt, ClaimKind, Failure, Owner, Purpose, Stage};
use crate::reference::ProviderRef;

/// A shell is about to send. The answer is [`Answer::Send`] if it must, and only then.
pub fn sending(draft: &mut Draft<'_>, reference: &ProviderRef) -> Result<Answer, Stop> {
    let mut attempt = draft.known_attempt(reference)?;
    match attempt.stage {
        Stage::Created if may_send(draft, &attempt)? => {
            attempt.stage = Stage::Sending;
            attempt.sent_at = attempt.sent_at.or(Some(draft.now));
            attempt.prompt_until = Some(prompt_until(draft, attempt.provider));
            draft.put_attempt(&attempt);
            Ok(Answer::Send)
        }
        // A shell died while it sent: it may have arrived, so it is asked about and not sent again.
        Stage::Sending => {
            attempt.maybe_taken = true;
            attempt.stage = Stage::Unknown;
            enquire_later(draft, &mut attempt);
            Ok(done(draft, Task::Submit(reference.clone())))
        }
        Stage::Created | Stage::Accepted | Stage::Unknown | Stage::Closed | Stage::Parked => {
            Ok(done(draft, Task::Submit(reference.clone())))
        }
    }
}

/// A collection is sent only while its payment waits; a payout always.
fn may_send(draft: &Draft<'_>, attempt: &Attempt) -> Result<bool, Stop> {
    Ok(match &attempt.purpose {
        Purpose::Collect(payment) => draft
            .payment(payment)?
            .is_some_and(|payment| payment.state == PaymentState::Pending && draft.now < payment.expires_at),
        Purpose::Refund(..) | Purpose::Withdraw(_) => true,
    })
}

fn has_expired(draft: &Draft<'_>, attempt: &Attempt) -> Result<bool, Stop> {
    Ok(match &attempt.purpose {
        Purpose::Collect(payment) => {
            draft.payment(payment)?.is_some_and(|payment| payment.state == PaymentState::Expired)
        }
        Purpose::Refund(..) | Purpose::Withdraw(_) => false,
    })
}

/// What sending came to.
pub fn submitted(
    draft: &mut Draft<'_>,
    reference: &ProviderRef,
    submission: &Submission,
) -> Result<Answer, Stop> {
    let mut attempt = draft.known_attempt(reference)?;
    draft.want(outcome::wanted(draft, &attempt))?;
    match attempt.stage {
        Stage::Sending => {}
        // It came late, and the attempt is to be sent again: that job is not its own.
        Stage::Created => return Ok(Answer::Done),
        Stage::Accepted | Stage::Unknown | Stage::Closed | Stage::Parked => {
            return Ok(done(draft, Task::Submit(reference.clone())));
        }
    }
    draft.finish_task(Task::Submit(reference.clone()));
    attempt.submissions = attempt.submissions.saturating_add(1);
    match submission {
        Submission::Accepted => {
            attempt.not_found_at = None;
            attempt.maybe_taken = true;
            attempt.stage = Stage::Accepted;
            enquire_later(draft, &mut attempt);
        }
        // A refusal of a resubmission says nothing about the first one.
        Submission::Refused(failure) if !attempt.maybe_taken => {
            outcome::failed(draft, attempt, failure.clone())?;
        }
        Submission::Busy | Submission::Unavailable if !attempt.maybe_taken => {
            not_taken(draft, attempt, *submission == Submission::Unavailable)?;
        }
        Submission::Unknown | Submission::Refused(_) | Submission::Busy | Submission::Unavailable => {
            attempt.maybe_taken = true;
            attempt.stage = Stage::Unknown;
            enquire_later(draft, &mut attempt);
        }
    }
    Ok(Answer::Done)
}

/// Nothing reached the provider. Busy waits as long as it takes; a provider that is not there is given up.
fn not_taken(draft: &mut Draft<'_>, mut attempt: Attempt, unavailable: bool) -> Result<(), Stop> {
    let is_gone = unavailable && attempt.submissions >= draft.config.policy.refused_submissions;
    // What expired while it was being sent is not sent again, so its outcome would stay unknown for ever.
    if is_gone || has_expired(draft, &attempt)? {
        let failure = Failure { code: FailureCode::ProviderUnavailable, raw: None };
        return outcome::failed(draft, attempt, failure);
    }
    attempt.stage = Stage::Created;
    attempt.sent_at = None;
    attempt.prompt_until = None;
    if !unavailable {
        attempt.submissions = attempt.submissions.saturating_sub(1);
    }
    draft.put_attempt(&attempt);
    draft.job(draft.now.plus_ms(RESUBMIT_MS), Task::Submit(attempt.reference));
    Ok(())
}

/// How long a submission that was not taken waits before the next.
const RESUBMIT_MS: i64 = 5_000;

/// What an enquiry said.
pub fn enquired(draft: &mut Draft<'_>, reference: &ProviderRef, enquiry: &Enquiry) -> Result<Answer, Stop> {
    let mut attempt = draft.known_attempt(reference)?;
    draft.want(outcome::wanted(draft, &attempt))?;
    draft.finish_task(Task::Enquire(reference.clone()));
    if !is_news(draft, &attempt, enquiry)? {
        return Ok(Answer::Done);
    }
    attempt.enquiries = attempt.enquiries.saturating_add(1);
    match enquiry {
        Enquiry::Succeeded(report) if agrees(&attempt, report) => outcome::succeeded(draft, attempt)?,
        Enquiry::Succeeded(report) => outcome::differs(draft, attempt, report)?,
        Enquiry::Failed(failure) => outcome::failed(draft, attempt, failure.clone())?,
        Enquiry::NotFound => not_found(draft, attempt)?,
        Enquiry::Pending => {
            attempt.not_found_at = None;
            attempt.maybe_taken = true;
            attempt.stage = Stage::Accepted;
            prompt_over(draft, &attempt)?;
            enquire_later(draft, &mut attempt);
        }
        Enquiry::Unknown => enquire_later(draft, &mut attempt),
    }
    Ok(Answer::Done)
}

/// Whether an enquiry can still change anything about the attempt.
fn is_news(draft: &Draft<'_>, attempt: &Attempt, enquiry: &Enquiry) -> Result<bool, Stop> {
    Ok(match attempt.stage {
        Stage::Accepted | Stage::Unknown | Stage::Sending => true,
        // What had seemed to fail can still be proven to have been paid; nothing else is news.
        Stage::Closed => matches!(enquiry, Enquiry::Succeeded(_)) && outcome::seems_unpaid(draft, attempt)?,
        Stage::Parked => !outcome::is_under_review(draft, attempt)?,
        Stage::Created => false,
    })
}

/// What the enquiry reports must be what was sent; a field that it does not carry is not a mismatch.
fn agrees(attempt: &Attempt, report: &Report) -> bool {
    report.amount.is_none_or(|amount| amount == attempt.amount)
        && report.currency.as_deref().is_none_or(|currency| currency == rails::CURRENCY)
        && report.phone.is_none_or(|phone| phone == attempt.phone)
}

/// After the prompt's lifetime, with the provider still waiting, the phone is free for another prompt.
fn prompt_over(draft: &mut Draft<'_>, attempt: &Attempt) -> Result<(), Stop> {
    let Purpose::Collect(reference) = &attempt.purpose else { return Ok(()) };
    if attempt.prompt_until.is_none_or(|until| draft.now < until) {
        return Ok(());
    }
    let owner = Owner::Payment(reference.clone());
    draft.release(ClaimKind::Prompt, &prompt_text(attempt.phone), &owner)?;
    if let Some(session) = draft.payment(reference)?.and_then(|payment| payment.session) {
        draft.release(ClaimKind::OpenAttempt, session.as_str(), &owner)?;
    }
    Ok(())
}

/// "Not found" twice, far enough apart, means that nothing arrived: a collection may be sent again, under
/// the same reference, while its payment waits. A payout never without a person.
fn not_found(draft: &mut Draft<'_>, mut attempt: Attempt) -> Result<(), Stop> {
    let window_ms = i64::from(draft.config.policy.not_found_window_seconds).saturating_mul(1000);
    match attempt.not_found_at {
        None => {
            attempt.not_found_at = Some(draft.now);
            draft.put_attempt(&attempt);
            draft.job(draft.now.plus_ms(window_ms), Task::Enquire(attempt.reference));
        }
        Some(first) if draft.now.ms_since(first) >= window_ms && resubmittable(draft, &attempt)? => {
            attempt.not_found_at = None;
            attempt.stage = Stage::Created;
            draft.put_attempt(&attempt);
            draft.job(draft.now, Task::Submit(attempt.reference));
        }
        Some(first) if draft.now.ms_since(first) >= window_ms && needs_a_person(&attempt) => {
            attempt.stage = Stage::Parked;
            enquire_later(draft, &mut attempt);
        }
        Some(_) => enquire_later(draft, &mut attempt),
    }
    Ok(())
}

/// What is being sent at this moment is not sent beside that.
fn resubmittable(draft: &Draft<'_>, attempt: &Attempt) -> Result<bool, Stop> {
    let collects = matches!(attempt.purpose, Purpose::Collect(_));
    Ok(collects && attempt.stage != Stage::Sending && may_send(draft, attempt)?)
}

/// A payout that the provider seems not to have: a person may send it again, or end it.
fn needs_a_person(attempt: &Attempt) -> bool {
    match attempt.purpose {
        Purpose::Refund(..) | Purpose::Withdraw(_) => attempt.stage != Stage::Sending,
        Purpose::Collect(_) => false,
    }
}

/// Stores the attempt and plans its next enquiry; after the last one, people must look at it.
pub fn enquire_later(draft: &mut Draft<'_>, attempt: &mut Attempt) {
    let age_ms = draft.now.ms_since(attempt.sent_at.unwrap_or(draft.now)).max(0).cast_unsigned();
    match rails::enquiry_delay_ms(attempt.provider, attempt.enquiries, age_ms) {
        Some(delay_ms) => {
            let planned = draft.now.plus_ms(delay_ms.cast_signed());
            // One falls on the end of the prompt, so that the phone is free as soon as it can be.
            let prompt_ends = attempt.prompt_until.filter(|until| *until > draft.now);
            let due = prompt_ends.map_or(planned, |until| until.min(planned));
            draft.job(due, Task::Enquire(attempt.reference.clone()));
        }
        None => attempt.stage = Stage::Parked,
    }
    draft.put_attempt(attempt);
}

/// A callback is a hint: the attempt is enquired about at once, if its outcome is not known.
pub fn callback(draft: &mut Draft<'_>, token: &str) -> Result<Answer, Stop> {
    let Some(claim) = draft.claim(ClaimKind::Callback, token)? else {
        return Err(Code::RouteNotFound.into());
    };
    let Owner::Other(text) = claim.owner else { return Ok(Answer::Done) };
    callback_of(draft, &ProviderRef::parse(&text)?)
}

/// The same, for an attempt that the callback names itself.
pub fn callback_of(draft: &mut Draft<'_>, reference: &ProviderRef) -> Result<Answer, Stop> {
    let attempt = draft.known_attempt(reference)?;
    match attempt.stage {
        Stage::Accepted | Stage::Unknown | Stage::Sending => {
            draft.job(draft.now, Task::Enquire(attempt.reference));
        }
        Stage::Closed if outcome::seems_unpaid(draft, &attempt)? => {
            draft.job(draft.now, Task::Enquire(attempt.reference));
        }
        Stage::Parked if !outcome::is_under_review(draft, &attempt)? => {
            draft.job(draft.now, Task::Enquire(attempt.reference));
        }
        Stage::Created | Stage::Closed | Stage::Parked => {}
    }
    Ok(Answer::Done)
}

fn done(draft: &mut Draft<'_>, task: Task) -> Answer {
    draft.finish_task(task);
    Answer::Done
}
