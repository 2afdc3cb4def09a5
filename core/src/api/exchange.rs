//! One exchange with a sandbox, in the shape of HTTP: the whole API without a socket.
//!
//! An SDK's offline sandbox is a transport over it. The server takes the same [`Turn`] over its own store.

use alloc::string::String;

use super::intent::{Intent, Rules};
use super::reads::Reads;
use super::turn::{Success, Turn, clock, quote};
use crate::engine::Action;
use crate::entropy::Entropy;
use crate::error::Error;
use crate::http::{Request, Response};
use crate::record::Scope;
use crate::sandbox::Sandbox;
use crate::time::Instant;

/// What a shell knows about an exchange besides its bytes.
#[derive(Debug, Clone)]
pub struct ExchangeContext {
    /// The clock on the wall: rate limits use it, whatever the sandbox's clock says.
    pub wall: Instant,
    /// 32 random bytes of its own.
    pub entropy: Entropy,
    /// Whether rate limits hold.
    pub rate_limit: bool,
    /// Where the request comes from, for the limits of publishable keys.
    pub client_address: Option<String>,
    /// Which addresses a merchant may name.
    pub urls: crate::url::UrlPolicy,
}

/// Answers one request. Whatever it is, there is an answer in the documented shape.
pub fn exchange(sandbox: &mut Sandbox, request: &Request, context: &ExchangeContext) -> Response {
    match Turn::begin(request, &context.entropy) {
        Ok(mut turn) => {
            let result = answer(sandbox, &mut turn, context);
            turn.finish(result)
        }
        Err(response) => response,
    }
}

fn answer(sandbox: &mut Sandbox, turn: &mut Turn<'_>, context: &ExchangeContext) -> Result<Success, Error> {
    let principal = sandbox.access().principal(turn.key()?)?;
    turn.allow(&principal)?;
    if context.rate_limit {
        let address = context.client_address.as_deref();
        turn.admit(&sandbox.access().admit(&principal, address, context.wall))?;
    }
    let fingerprint_key = sandbox.fingerprint_key();
    let rules = Rules { urls: context.urls, fingerprint_key: &fingerprint_key };
    let scope = &principal.scope;
    match turn.intent(&principal, rules)? {
        Intent::Read(read) => {
            let links = &sandbox.config().links;
            let reads = Reads { snapshot: sandbox, scope, links, now: sandbox.now() };
            reads.answer(&read).map(Success::from)
        }
        Intent::Quote(request) => quote(sandbox.config(), &request).map(Success::from),
        Intent::Command(action) => execute(sandbox, scope, context, action),
        Intent::Withdraw(caller, withdraw) => {
            let pin = sandbox.check_pin(scope, &withdraw.pin);
            execute(sandbox, scope, context, Action::Withdraw(caller, withdraw, pin))
        }
        Intent::Advance(seconds) => sandbox.advance(seconds).map(clock).map(Success::from),
        Intent::Reset => {
            sandbox.reset();
            Ok(clock(sandbox.now()).into())
        }
    }
}

fn execute(
    sandbox: &mut Sandbox,
    scope: &Scope,
    context: &ExchangeContext,
    action: Action,
) -> Result<Success, Error> {
    let answer = sandbox.execute(scope, context.entropy.clone(), action);
    // What is due at once (a submission, a fan-out) happens at this very instant of the sandbox.
    let now = sandbox.now();
    sandbox.settle_until(now);
    answer.map(Success::from)
}
