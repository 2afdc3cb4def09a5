//! What the core has not: a clock, randomness, and a place for the records.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rwandapay_core::api::http::{Request, Response};
use rwandapay_core::api::{ExchangeContext, exchange, refuse};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::{Code, Error, Outcome};
use rwandapay_core::sandbox::{Sandbox, SandboxConfig, Webhooks, demo_scope};
use rwandapay_core::time::Instant;
use rwandapay_core::url::UrlPolicy;

/// The sandbox that all connections share, and the rules of this server.
#[derive(Clone)]
pub struct Shell {
    sandbox: Arc<Mutex<Sandbox>>,
    rules: Rules,
}

/// What the command line says about every exchange.
#[derive(Clone, Copy)]
pub struct Rules {
    /// Whether rate limits hold.
    pub rate_limit: bool,
    /// Which addresses a merchant may name.
    pub urls: UrlPolicy,
    /// Where the sandbox's clock stands; it follows the clock on the wall unless it was told to stand.
    pub clock: Option<Instant>,
}

impl Shell {
    /// Opens a sandbox in memory.
    pub fn open(public_url: String, rules: Rules) -> Result<Self, String> {
        let mut config = SandboxConfig::new(rules.clock.unwrap_or_else(now), random()?);
        config.public_url = public_url;
        // Nothing is sent from here, so no delivery may say that it was.
        config.webhooks = Webhooks::Hold;
        Ok(Self { sandbox: Arc::new(Mutex::new(Sandbox::open(config))), rules })
    }

    /// Lets the core answer. A panic, which is a defect, is answered too, and says nothing of itself.
    pub fn answer(&self, request: &Request, client_address: String) -> Response {
        let Ok(seed) = random() else {
            return refuse(&Error::new(Code::Internal), &fallback_id());
        };
        let context = ExchangeContext {
            wall: now(),
            entropy: Entropy::new(seed),
            rate_limit: self.rules.rate_limit,
            client_address: Some(client_address),
            urls: self.rules.urls,
        };
        let outcome = if request.method == "GET" { None } else { Some(Outcome::Unknown) };
        self.guarded(outcome, |sandbox| {
            if self.rules.clock.is_none() {
                sandbox.at(context.wall);
            }
            exchange(sandbox, request, &context)
        })
    }

    fn guarded(&self, outcome: Option<Outcome>, run: impl FnOnce(&mut Sandbox) -> Response) -> Response {
        let mut sandbox = self.sandbox.lock().unwrap_or_else(PoisonError::into_inner);
        let answered = catch_unwind(AssertUnwindSafe(|| run(&mut sandbox)));
        answered.unwrap_or_else(|_| {
            // Nobody knows how far the records had come, so they are not used again.
            sandbox.reset();
            let id = request_id();
            eprintln!("rwandapay: {id} met a defect; the sandbox was started again");
            refuse(&Error::new(Code::Internal).outcome_is(outcome), &id)
        })
    }

    /// The secret that the demonstration merchant's webhooks are signed with.
    pub fn webhook_secret(&self) -> Option<String> {
        let sandbox = self.sandbox.lock().unwrap_or_else(PoisonError::into_inner);
        sandbox.webhook_secret(&demo_scope()?)
    }
}

/// A refusal of this layer, before the core saw the request.
pub fn refusal(code: Code) -> Response {
    refuse(&Error::new(code), &request_id())
}

/// The same with a sentence of its own.
pub fn refusal_with(code: Code, message: &str) -> Response {
    refuse(&Error::with_message(code, message), &request_id())
}

fn request_id() -> String {
    let Ok(bytes) = random() else { return fallback_id() };
    bytes.iter().take(10).fold(String::from("req_"), |id, byte| format!("{id}{byte:02x}"))
}

/// An id where the operating system has no randomness; nothing else is made without it.
fn fallback_id() -> String {
    format!("req_{:020x}", now().ms())
}

fn random() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| format!("the operating system has no randomness: {error}"))?;
    Ok(bytes)
}

fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_answered_and_the_next_request_too() {
        let rules = Rules { rate_limit: true, urls: UrlPolicy::LIVE, clock: None };
        let shell = Shell::open("https://pay.example".into(), rules).unwrap();
        let answer = shell.guarded(Some(Outcome::Unknown), |_| panic!("a secret of ours"));
        let body = String::from_utf8(answer.body).unwrap();
        assert_eq!(answer.status, 500);
        assert!(body.contains(r#""reason":"internal""#) && body.contains(r#""outcome":"unknown""#), "{body}");
        assert!(!body.contains("secret"), "{body}");

        let headers = vec![("authorization".to_owned(), b"Bearer sk_test_sandbox".to_vec())];
        let request =
            Request { method: "GET".into(), target: "/v1/balance".into(), headers, body: Vec::new() };
        assert_eq!(shell.answer(&request, "127.0.0.1".into()).status, 200);
    }
}
