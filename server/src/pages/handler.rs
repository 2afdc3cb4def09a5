//! The routes of the pages.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use rwandapay_core::api::http::pairs;
use rwandapay_core::engine::command::PayCheckout;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::failure::Language;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;

use super::document::{Form, Page, not_found, trouble};
use super::look::POLICY;
use super::screen::Screen;
use super::texts::Texts;
use super::view::{PaymentView, SessionView};
use super::{form_token, language_of};
use crate::app::App;
use crate::net::refusal::fresh_id;

/// The bytes of a form: a number and two tokens.
const MAX_FORM_BYTES: usize = 4 * 1024;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/pay/{token}", get(payment))
        .route("/pay/{token}/status", get(payment_status))
        .route("/checkout/{id}", get(session).post(pay))
        .route("/checkout/{id}/status", get(session_status))
}

/// What a request of a page says besides its path.
struct Asked {
    language: Language,
    chosen: Option<String>,
    token: String,
    visitor: String,
}

impl Asked {
    fn read(query: Option<&str>, headers: &HeaderMap) -> Self {
        let pairs = pairs(query.unwrap_or_default()).unwrap_or_default();
        let value =
            |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let chosen = value("lang").filter(|tag| Language::ALL.iter().any(|known| known.tag() == tag));
        Self {
            language: language_of(chosen.as_deref(), text(header::ACCEPT_LANGUAGE)),
            chosen,
            token: value("k").unwrap_or_default(),
            visitor: form_token::visitor(text(header::COOKIE)).unwrap_or_default(),
        }
    }

    /// The query of the page itself.
    fn query(&self) -> String {
        let language = self.chosen.as_deref().map(|tag| format!("&lang={tag}")).unwrap_or_default();
        format!("k={}{language}", self.token)
    }
}

async fn payment(
    State(app): State<App>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::read(query.as_deref(), &headers);
    match app.payment_page(&token).await {
        Ok(Some(view)) => {
            let page = print_payment(&view, &token, asked.language);
            html(StatusCode::OK, page, None)
        }
        Ok(None) => html(StatusCode::NOT_FOUND, not_found(asked.language), None),
        Err(_) => html(StatusCode::SERVICE_UNAVAILABLE, trouble(asked.language), None),
    }
}

fn print_payment(view: &PaymentView, token: &str, language: Language) -> String {
    let payment = &view.payment;
    let ours = payment.reference.as_str();
    Page {
        language,
        screen: Screen::of_payment(payment),
        mode: view.scope.mode,
        merchant: &view.merchant,
        amount: payment.amount,
        reference: payment.merchant_reference.as_ref().map_or(ours, |theirs| theirs.as_str()),
        payment: Some(payment),
        open_until: payment.expires_at,
        address: &format!("/pay/{token}"),
        status: &format!("/pay/{token}/status"),
        form: None,
        back: None,
    }
    .print()
}

async fn payment_status(State(app): State<App>, Path(token): Path<String>) -> Response {
    let view = app.payment_page(&token).await;
    status(&view.map(|view| view.map(|view| Screen::of_payment(&view.payment))))
}

async fn session(
    State(app): State<App>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::read(query.as_deref(), &headers);
    match app.session_page(&id, &asked.token).await {
        Ok(Some(view)) => {
            html(StatusCode::OK, print_session(&app, &view, &asked, "", None), Some(&asked.visitor))
        }
        Ok(None) => html(StatusCode::NOT_FOUND, not_found(asked.language), None),
        Err(_) => html(StatusCode::SERVICE_UNAVAILABLE, trouble(asked.language), None),
    }
}

fn print_session(app: &App, view: &SessionView, asked: &Asked, typed: &str, error: Option<&str>) -> String {
    let (session, now) = (&view.session, app.parts().clock.now());
    let screen = Screen::of_session(session, view.attempt.as_ref(), now);
    let token = form_token::token(&app.parts().vault.form_key(), session.id.as_str(), &asked.visitor);
    let known = session.customer.phone.map(|phone| phone.display().to_string()).unwrap_or_default();
    let phone = if typed.is_empty() { &known } else { typed };
    Page {
        language: asked.language,
        screen,
        mode: view.scope.mode,
        merchant: &view.merchant,
        amount: session.amount,
        reference: session.merchant_reference.as_str(),
        payment: view.attempt.as_ref(),
        open_until: session.expires_at,
        address: &format!("/checkout/{}?k={}", session.id, asked.token),
        status: &format!("/checkout/{}/status?k={}", session.id, asked.token),
        form: screen.has_form().then_some(Form { token: &token, phone, error }),
        back: view.back.as_deref(),
    }
    .print()
}

async fn session_status(
    State(app): State<App>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::read(query.as_deref(), &headers);
    let now = app.parts().clock.now();
    let view = app.session_page(&id, &asked.token).await;
    status(&view.map(|view| view.map(|view| Screen::of_session(&view.session, view.attempt.as_ref(), now))))
}

/// A form that was sent: an attempt, and back to the page, so that a reload sends nothing again.
async fn pay(
    State(app): State<App>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let asked = Asked::read(query.as_deref(), &headers);
    let view = match app.session_page(&id, &asked.token).await {
        Ok(Some(view)) => view,
        Ok(None) => return html(StatusCode::NOT_FOUND, not_found(asked.language), None),
        Err(_) => return html(StatusCode::SERVICE_UNAVAILABLE, trouble(asked.language), None),
    };
    let texts = Texts::of(asked.language);
    let again = |typed: &str, error: &str| {
        let page = print_session(&app, &view, &asked, typed, Some(error));
        html(StatusCode::UNPROCESSABLE_ENTITY, page, Some(&asked.visitor))
    };
    let Some(sent) = sent(&headers, body).await else { return again("", texts.trouble) };
    let key = app.parts().vault.form_key();
    if !same_site(&app, &headers)
        || !form_token::holds(&key, view.session.id.as_str(), &asked.visitor, &sent.token)
    {
        return again(&sent.phone, texts.form_stale);
    }
    let screen = Screen::of_session(&view.session, view.attempt.as_ref(), app.parts().clock.now());
    if screen.has_form() {
        let pay = match sent.pay(&view) {
            Ok(pay) => pay,
            Err(code) => return again(&sent.phone, wrong(&texts, code)),
        };
        match app.pay_session(&view.scope, pay).await {
            // Another tab was faster: the page shows what became of it.
            Ok(()) => {}
            Err(error) if matches!(error.code(), Code::AttemptInProgress | Code::SessionNotOpen) => {}
            Err(error) => return again(&sent.phone, wrong(&texts, error.code())),
        }
    }
    let page = format!("/checkout/{}?{}", view.session.id, asked.query());
    let mut response = html(StatusCode::SEE_OTHER, String::new(), Some(&asked.visitor));
    if let Ok(page) = HeaderValue::from_str(&page) {
        response.headers_mut().insert(header::LOCATION, page);
    }
    response
}

/// A form as it came in.
struct Sent {
    token: String,
    phone: String,
    provider: String,
}

impl Sent {
    fn pay(&self, view: &SessionView) -> Result<PayCheckout, Code> {
        let phone = Phone::parse(&self.phone)?;
        let provider = if self.provider.is_empty() { None } else { Some(Provider::parse(&self.provider)?) };
        // Whoever chooses a network on the page knows where the number has moved to.
        let provider_override = provider.is_some();
        Ok(PayCheckout { session: view.session.id.clone(), phone, provider, provider_override })
    }
}

async fn sent(headers: &HeaderMap, body: Body) -> Option<Sent> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    let bytes = tokio::time::timeout(crate::net::limits::BODY_WAIT, to_bytes(body, MAX_FORM_BYTES)).await;
    let bytes = bytes.ok()?.ok()?;
    let pairs = pairs(std::str::from_utf8(&bytes).ok()?).ok()?;
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    Some(Sent {
        token: value("token")?,
        phone: value("phone")?,
        provider: value("provider").unwrap_or_default(),
    })
}

/// Whether a form comes from one of our own pages, where the browser says where it comes from.
fn same_site(app: &App, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()) else {
        return true;
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
    authority == host || app.parts().config.links.public_url.starts_with(origin)
}

const fn wrong(texts: &Texts, code: Code) -> &'static str {
    match code {
        Code::ProviderNotSupported => texts.no_wallet,
        Code::PromptInFlight => texts.busy_phone,
        Code::Overloaded | Code::Internal | Code::AnswerLost | Code::ShuttingDown => texts.trouble,
        _ => texts.bad_phone,
    }
}

fn status(screen: &Result<Option<Screen>, Error>) -> Response {
    let (status, body) = match screen {
        Ok(Some(screen)) => (StatusCode::OK, format!("{{\"screen\":\"{}\"}}", screen.name())),
        Ok(None) => (StatusCode::NOT_FOUND, "{\"screen\":\"none\"}".to_owned()),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "{\"screen\":\"unknown\"}".to_owned()),
    };
    let mut response = html(status, body, None);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn html(status: StatusCode, page: String, visitor: Option<&str>) -> Response {
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let id = fresh_id();
    for (name, value) in [
        ("request-id", id.as_str()),
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", POLICY.as_str()),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        // With `no-referrer` browsers send `Origin: null` with our own forms too.
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-store"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    let cookie = visitor.map(|visitor| {
        format!("{}={visitor}; Path=/checkout; HttpOnly; SameSite=Lax; Max-Age=7200", form_token::COOKIE)
    });
    if let Some(Ok(cookie)) = cookie.map(|cookie| HeaderValue::from_str(&cookie)) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}
