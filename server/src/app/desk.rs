//! What the hosted pages ask of the application.

use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::PayCheckout;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::record::{Key, Payment, Record, Scope, Session, SigningSecret};
use rwandapay_core::reference::{PaymentRef, SessionId};
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{WebhookSecret, sign_redirect};

use super::{App, entropy};
use crate::clock::wall;
use crate::pages::{PaymentView, Screen, SessionView};
use crate::store::StoreError;
use crate::store::sqlite::Reader;

impl App {
    /// The payment whose page this is; none for a token that no payment has.
    pub async fn payment_page(&self, token: &str) -> Result<Option<PaymentView>, Error> {
        let parts = self.parts();
        let (index, token) = (parts.vault.page_index(token), token.to_owned());
        let config = parts.config.clone();
        let found = parts.readers.query(move |reader| {
            let view = reader.view()?;
            let candidates = view.payments_of_page(index)?;
            let mut right =
                candidates.into_iter().filter(|(_, found)| config.links.holds(found.as_str(), &token));
            let Some((scope, reference)) = right.next() else { return Ok(None) };
            let payment = payment(&view, &scope, &reference)?;
            let (merchant, _) = merchant(&view, &scope)?;
            Ok(payment.map(|payment| PaymentView { scope, merchant, payment }))
        });
        found.await
    }

    /// The session whose page this is; none for an unknown id or a wrong token.
    pub async fn session_page(&self, id: &str, token: &str) -> Result<Option<SessionView>, Error> {
        let Ok(id) = SessionId::parse(id) else { return Ok(None) };
        let parts = self.parts();
        if !parts.config.links.holds(id.as_str(), token) {
            return Ok(None);
        }
        let now = parts.clock.now();
        parts.readers.query(move |reader| session(reader, &id, now)).await
    }

    /// Begins an attempt to pay a session.
    pub async fn pay_session(&self, scope: &Scope, pay: PayCheckout) -> Result<(), Error> {
        self.execute(scope, entropy()?, Action::PayCheckout(pay)).await.map(drop)
    }
}

fn session(reader: &Reader, id: &SessionId, now: Instant) -> Result<Option<SessionView>, StoreError> {
    let view = reader.view()?;
    let Some(scope) = view.scope_of_session(id)? else { return Ok(None) };
    let Some(Record::Session(session)) = view.load(&Key::Session(scope.clone(), id.clone()))? else {
        return Ok(None);
    };
    let attempt = match session.completed_by.as_ref().or(session.last_payment.as_ref()) {
        Some(reference) => payment(&view, &scope, reference)?,
        None => None,
    };
    let (merchant, secrets) = merchant(&view, &scope)?;
    let back = back(&session, attempt.as_ref(), &secrets, now);
    Ok(Some(SessionView { scope, merchant, session, attempt, back }))
}

fn payment(reader: &Reader, scope: &Scope, reference: &PaymentRef) -> Result<Option<Payment>, StoreError> {
    Ok(match reader.load(&Key::Payment(scope.clone(), reference.clone()))? {
        Some(Record::Payment(payment)) => Some(payment),
        _ => None,
    })
}

fn merchant(reader: &Reader, scope: &Scope) -> Result<(String, Vec<SigningSecret>), StoreError> {
    Ok(match reader.load(&Key::Account(scope.clone()))? {
        Some(Record::Account(account)) => (account.name, account.secrets),
        _ => Default::default(),
    })
}

/// The address that the session names, with the signed status behind it.
fn back(
    session: &Session,
    attempt: Option<&Payment>,
    secrets: &[SigningSecret],
    now: Instant,
) -> Option<String> {
    let url = session.redirect_url.as_deref()?;
    let live = secrets.iter().filter(|secret| secret.expires_at.is_none_or(|end| end > now));
    let live: Result<Vec<WebhookSecret>, Code> =
        live.map(|secret| WebhookSecret::parse(secret.secret.reveal())).collect();
    let status = match Screen::of_session(session, attempt, now) {
        Screen::Paid | Screen::Refunded | Screen::Reversed => "successful",
        Screen::Failed | Screen::FailedAgain | Screen::TooMany => "failed",
        Screen::Expired => "expired",
        Screen::Form | Screen::Waiting | Screen::Unknown | Screen::Review => "pending",
    };
    let reference = session.merchant_reference.as_str();
    // The receiver compares the time with its own, whatever a sandbox's clock says.
    let query = sign_redirect(&live.ok()?, session.id.as_str(), reference, status, wall()).ok()?;
    Some(format!("{url}{}{query}", if url.contains('?') { '&' } else { '?' }))
}
