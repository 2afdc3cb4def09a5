//! One request of the API: the core's steps, carried out over the store.

use rwandapay_core::api::http::{Request, Response};
use rwandapay_core::api::{Intent, Reads, Rules, Success, Turn, clock, quote};
use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::PinCheck;
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::record::{Key, Record, Scope};
use rwandapay_core::request::Withdraw;
use rwandapay_core::url::UrlPolicy;

use super::{App, entropy};
use crate::options::ServerMode;

impl App {
    /// Answers a request. Whatever it is, there is an answer in the documented shape.
    pub async fn answer(&self, request: &Request, client_address: &str) -> Response {
        let entropy = match entropy() {
            Ok(entropy) => entropy,
            Err(error) => return rwandapay_core::api::refuse(&error, "req_00000000000000000000"),
        };
        match Turn::begin(request, &entropy) {
            Ok(mut turn) => {
                let result = self.result(&mut turn, entropy, client_address).await;
                turn.finish(result)
            }
            Err(response) => response,
        }
    }

    async fn result(
        &self,
        turn: &mut Turn<'_>,
        entropy: Entropy,
        client_address: &str,
    ) -> Result<Success, Error> {
        let rules = self.parts().rules;
        if turn.operation().starts_with("sandbox.") && rules.mode != ServerMode::Sandbox {
            return Err(Error::with_message(
                Code::RouteNotFound,
                "only a server in sandbox mode has this path",
            ));
        }
        let principal = self.principal(turn.key()?).await?;
        turn.allow(&principal)?;
        if rules.rate_limit {
            turn.admit(&self.count(&principal, client_address).await?)?;
        }
        let urls = UrlPolicy::of(principal.scope.mode, rules.dev_webhooks);
        let intent = turn.intent(&principal, Rules { urls, fingerprint_key: &self.0.fingerprint_key })?;
        self.carry_out(&principal.scope, entropy, intent).await
    }

    async fn carry_out(&self, scope: &Scope, entropy: Entropy, intent: Intent) -> Result<Success, Error> {
        let parts = self.parts();
        match intent {
            Intent::Read(read) => {
                let (scope, config, now) = (scope.clone(), parts.config.clone(), parts.clock.now());
                let answered = parts.readers.ask(move |reader| {
                    // One state of the records, however many of them the answer needs.
                    let view = reader.view().map_err(|_| Error::new(Code::Overloaded))?;
                    Reads { snapshot: &*view, scope: &scope, links: &config.links, now }.answer(&read)
                });
                answered.await?.map(Success::from)
            }
            Intent::Quote(request) => quote(&parts.config, &request).map(Success::from),
            Intent::Command(action) => self.execute(scope, entropy, action).await.map(Success::from),
            Intent::Withdraw(caller, withdraw) => {
                let pin = self.check_pin(scope, &withdraw).await?;
                let action = Action::Withdraw(caller, withdraw, pin);
                self.execute(scope, entropy, action).await.map(Success::from)
            }
            Intent::Advance(seconds) => self.advance(seconds).await.map(clock).map(Success::from),
            Intent::Reset => self.reset(scope).await.map(clock).map(Success::from),
        }
    }

    /// Compares the PIN with the merchant's hash, outside of the writer.
    async fn check_pin(&self, scope: &Scope, withdraw: &Withdraw) -> Result<PinCheck, Error> {
        let key = Key::Account(scope.clone());
        let account = self.parts().readers.query(move |reader| reader.load(&key)).await?;
        let Some(Record::Account(account)) = account else { return Err(Code::AccountNotFound.into()) };
        let Some(hash) = account.pin_hash else { return Ok(PinCheck::Differs) };
        let matches = self.0.pins.matches(scope, &withdraw.pin, hash).await?;
        Ok(if matches { PinCheck::Matches } else { PinCheck::Differs })
    }
}
