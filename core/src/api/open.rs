//! One open sandbox: exchanges with scripted faults, and commands.

use alloc::collections::VecDeque;

use super::exchange::ExchangeContext;
use super::fault::{Delivered, Fault, exchange_with};
use super::ops::input::Input;
use crate::engine::Answer;
use crate::engine::command::{Action, Adjustment, Approval, PayCheckout};
use crate::entropy::Entropy;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::{Json, Object};
use crate::phone::Phone;
use crate::reference::{PaymentRef, SessionId};
use crate::sandbox::{Sandbox, SandboxConfig, demo_scope};

/// An open sandbox, and what goes wrong with its next exchanges.
#[derive(Debug)]
pub struct Open {
    sandbox: Sandbox,
    faults: VecDeque<Fault>,
    seed: Entropy,
    exchanges: u32,
    rate_limit: bool,
}

impl Open {
    /// A sandbox as this input describes it: `start` (a time), `seed` (64 hexadecimal digits), `public_url`.
    pub fn read(object: &Object) -> Result<Self, Error> {
        let input = Input::new(object, &["start", "seed", "public_url"])?;
        let start = input.instant("start")?;
        let seed = <[u8; 32]>::try_from(input.hex("seed")?);
        let seed = seed.map_err(|_| input.fault(Code::FieldMalformed, "seed"))?;
        let mut config = SandboxConfig::new(start, seed);
        if let Some(url) = input.maybe_text("public_url")? {
            config.public_url = url.into();
        }
        Ok(Self::new(config))
    }

    /// A sandbox that is used by scripted exchanges.
    pub fn new(config: SandboxConfig) -> Self {
        let seed = Entropy::new(config.seed);
        let sandbox = Sandbox::open(config);
        Self { sandbox, faults: VecDeque::new(), seed, exchanges: 0, rate_limit: false }
    }

    /// The same with the rate limits in force; they count in the sandbox's own time.
    #[must_use]
    pub fn limited(self, rate_limit: bool) -> Self {
        Self { rate_limit, ..self }
    }

    fn entropy(&mut self) -> Entropy {
        self.exchanges = self.exchanges.saturating_add(1);
        Entropy::new(self.seed.expand("exchange", self.exchanges))
    }

    /// One exchange; the next scripted fault happens to it.
    pub fn exchange(&mut self, request: &Request) -> Delivered {
        let context = ExchangeContext {
            wall: self.sandbox.now(),
            entropy: self.entropy(),
            rate_limit: self.rate_limit,
            client_address: None,
            urls: crate::url::UrlPolicy::OFFLINE,
        };
        let fault = self.faults.pop_front();
        exchange_with(&mut self.sandbox, request, &context, fault)
    }

    /// Carries out a command of [`Sandboxes::control`](crate::api::Sandboxes::control).
    ///
    /// # Errors
    /// What the input breaks; the refusal of what was asked for.
    pub fn control(&mut self, object: &Object) -> Result<Json, Error> {
        let input =
            Input::new(object, &["do", "seconds", "fault", "session_id", "phone", "payment", "decision"])?;
        match input.text("do")? {
            "fault" => {
                self.faults.push_back(Fault::from_name(input.text("fault")?)?);
                Ok(Json::Null)
            }
            other => control(self, other, input),
        }
    }
}

fn control(open: &mut Open, what: &str, input: Input<'_>) -> Result<Json, Error> {
    let sandbox = &mut open.sandbox;
    match what {
        "now" => Ok(Json::text(sandbox.now())),
        "advance" => sandbox.advance(input.whole("seconds")?).map(Json::text),
        "run_next" => {
            // The next thing that is due may be far away; waiting jumps there and never sleeps.
            let next = sandbox.next_due();
            if let Some(next) = next {
                sandbox.settle_until(next);
            }
            Ok(Json::maybe_text(next))
        }
        "webhooks" => {
            let signed = sandbox.drain_webhooks().into_iter().map(|signed| {
                let headers = signed.headers.iter().map(|(name, value)| pair(name, value));
                Object::default()
                    .with("delivery_id", Json::text(&signed.delivery))
                    .with("url", Json::text(&signed.url))
                    .with("headers", Json::Array(headers.collect()))
                    .with("body", Json::Text(signed.body))
                    .into()
            });
            Ok(Json::Array(signed.collect()))
        }
        "secret" => Ok(Json::maybe_text(demo_scope().and_then(|scope| sandbox.webhook_secret(&scope)))),
        "pay_checkout" | "resolve" | "reverse" => {
            let action = match what {
                "pay_checkout" => pay(input)?,
                "resolve" => resolve(input)?,
                _ => adjust(Adjustment::Reverse(payment(input)?), "taken back by the simulated provider"),
            };
            let scope = demo_scope().ok_or(Code::AccountNotFound)?;
            let entropy = open.entropy();
            let sandbox = &mut open.sandbox;
            let answer = sandbox.execute(&scope, entropy, action);
            let now = sandbox.now();
            sandbox.settle_until(now);
            match answer? {
                Answer::Data { data, .. } => Ok(Json::Printed(data)),
                Answer::Send | Answer::Done => Ok(Json::Null),
            }
        }
        _ => Err(Error::new(Code::OperationUnknown).at("do")),
    }
}

fn pay(input: Input<'_>) -> Result<Action, Error> {
    let session = SessionId::parse(input.text("session_id")?).map_err(|_| Code::SessionNotFound)?;
    let phone = Phone::from_text(input.text("phone")?).map_err(|error| error.at("phone"))?;
    Ok(Action::PayCheckout(PayCheckout { session, phone, provider: None, provider_override: false }))
}

fn resolve(input: Input<'_>) -> Result<Action, Error> {
    let payment = payment(input)?;
    let adjustment = match input.text("decision")? {
        "accept" => Adjustment::AcceptReview(payment),
        "return" => Adjustment::ReturnReview(payment),
        _ => return Err(input.fault(Code::FieldMalformed, "decision")),
    };
    Ok(adjust(adjustment, "resolved in the sandbox"))
}

fn payment(input: Input<'_>) -> Result<PaymentRef, Error> {
    PaymentRef::parse(input.text("payment")?).map_err(|_| Code::PaymentNotFound.into())
}

/// A correction; in test mode one person decides.
fn adjust(adjustment: Adjustment, reason: &str) -> Action {
    let one = "sandbox";
    Action::Adjust(adjustment, Approval { by: one.into(), and: one.into(), reason: reason.into() })
}

fn pair(name: &str, value: &str) -> Json {
    Json::Array(alloc::vec![Json::text(name), Json::text(value)])
}
