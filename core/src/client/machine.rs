//! The machine: begin, next, resume.

use alloc::format;
use alloc::string::{String, ToString};

use super::answer::{self, Again, Failure};
use super::config::{Config, option};
use super::ending::{failed, no_answer, not_sent, out_of_time};
use super::error::ClientError;
use super::operation::{Method, Operation, Shape};
use super::request::{headers, prepare};
use super::retry::backoff_ms;
use super::state::Call;
use super::step::{Answer, Context, Event, Moment, State, Step};
use super::{page, wait};
use crate::entropy::Entropy;
use crate::error::{Code, Error, Outcome};
use crate::http::Request;
use crate::idempotency::IdempotencyKey;
use crate::json::Object;
use crate::record::KeyClass;

/// How long after its first try a call may be resumed: 23 hours, an hour less than a key is kept.
pub const RESUME_WITHIN_MS: u64 = 82_800_000;

/// Begins a call: checks it, and says what to send. What breaks a rule is [`Step::Done`] at once.
///
/// ```
/// use rwandapay_core::client::{Config, Context, Moment, Step, begin};
/// use rwandapay_core::json::{Json, Object};
/// use rwandapay_core::time::Instant;
///
/// let config = Config::read(&Object::default().with("api_key", Json::text("sk_test_sandbox")))?;
/// let moment = Moment { wall: Instant::EPOCH, monotonic_ms: 0 };
/// let context = Context { moment, entropy: [7; 32], deadline_ms: None, idempotency_key: None };
/// let parameters = Object::default().with("reference", Json::text("INV/1"));
/// let (_, step) = begin("payments.get", &parameters, &config, &context);
/// let Step::Send { origin, request, .. } = step else { panic!() };
/// assert_eq!(origin + &request.target, "https://sandbox-api.rwandapay.rw/v1/payments/INV%2F1");
/// # Ok::<(), rwandapay_core::error::Error>(())
/// ```
pub fn begin(operation: &str, parameters: &Object, config: &Config, context: &Context) -> (State, Step) {
    match prepared(operation, parameters, config, context) {
        Ok(mut call) => {
            let step = send(&mut call, config);
            close(&call, config, step)
        }
        Err(error) => {
            let reads = Operation::find(operation).is_ok_and(|operation| !operation.writes());
            let outcome = if reads { None } else { error.outcome() };
            over(error.outcome_is(outcome).into())
        }
    }
}

/// Takes what happened, and says what to do then.
///
/// Bytes that are no state of this version and key end the call with `client_state_invalid`. An event
/// that does not fit the last step is taken for what it means at least: a wake while a try is under way
/// counts as [`Event::MaybeSent`], an answer that comes while waiting is read.
pub fn next(state: &[u8], event: Event, config: &Config, moment: Moment) -> (State, Step) {
    let Some(mut call) = Call::open(state, &config.api_key) else {
        return over(Error::new(Code::ClientStateInvalid).into());
    };
    call.tick(moment);
    let sending = call.waiting_ms.take().is_none();
    let step = match event {
        Event::Response(response) => match answer::read(call.operation, &response, moment.wall) {
            Ok(answer) => good(&mut call, answer),
            Err(failure) => bad(&mut call, *failure, config),
        },
        Event::MaybeSent { reason } => {
            let failure = no_answer(call.operation, &reason);
            bad(&mut call, failure, config)
        }
        Event::Woke if sending => {
            let failure = no_answer(call.operation, "the shell lost the try");
            bad(&mut call, failure, config)
        }
        Event::NotSent { reason } if sending => {
            let failure = not_sent(call.operation, &reason);
            bad(&mut call, failure, config)
        }
        Event::Woke | Event::NotSent { .. } => send(&mut call, config),
        Event::Cancelled => {
            call.unproven |= sending && call.operation.writes();
            let error =
                ClientError::of(Code::Cancelled, Code::Cancelled.row().message, call.operation.before());
            failed(&call, error, config)
        }
    };
    close(&call, config, step)
}

/// Sends the bytes of an earlier call again, under its key and a new deadline.
///
/// `earlier` is [`ClientError::resume`], or the state of a call whose process ended. After
/// [`RESUME_WITHIN_MS`] the server may have forgotten the key, so nothing is sent then.
pub fn resume(earlier: &[u8], config: &Config, context: &Context) -> (State, Step) {
    let Some(mut call) = Call::open(earlier, &config.api_key) else {
        return over(Error::new(Code::ClientStateInvalid).into());
    };
    let deadline_ms = match deadline_ms(call.operation, config, context) {
        Ok(deadline_ms) => deadline_ms,
        Err(error) => return over(ClientError { resume: Some(State(earlier.into())), ..error.into() }),
    };
    // A call that was not waiting had a try under way.
    call.unproven |= call.waiting_ms.take().is_none() && call.operation.writes();
    call.clock_ms = context.moment.monotonic_ms;
    call.deadline_ms = call.clock_ms.saturating_add(deadline_ms);
    call.entropy = context.entropy;
    call.retries = 0;
    call.cause = None;
    if call.operation.writes() && wall_ms(context.moment).saturating_sub(call.begun_ms) > RESUME_WITHIN_MS {
        let outcome = if call.unproven { Some(Outcome::Unknown) } else { call.operation.before() };
        let code = if call.unproven { Code::OutcomeUnknown } else { Code::DeadlineExceeded };
        let message =
            "the call is older than 23 hours, so its idempotency key may be forgotten; look it up instead";
        let error = ClientError::of(code, message, outcome);
        return over(ClientError { idempotency_key: call.key, ..error });
    }
    let step = send(&mut call, config);
    close(&call, config, step)
}

/// Whether the call in these bytes may have moved money; none if they are no call under this key.
pub fn writes(state: &[u8], config: &Config) -> Option<bool> {
    Call::open(state, &config.api_key).map(|call| call.operation.writes())
}

fn prepared(operation: &str, parameters: &Object, config: &Config, context: &Context) -> Result<Call, Error> {
    let operation = Operation::find(operation)?;
    if config.api_key.class() == KeyClass::Publishable && !operation.publishable {
        let message =
            format!("the publishable key `{}` may not do {}", config.api_key.masked(), operation.name);
        return Err(Error::with_message(Code::KeyNotAllowed, message));
    }
    let deadline_ms = deadline_ms(operation, config, context)?;
    let key = idempotency_key(operation, context)?;
    let (own, parameters) = own_parameters(operation, parameters)?;
    let prepared = prepare(operation, &parameters, config)?;
    let clock_ms = context.moment.monotonic_ms;
    Ok(Call {
        operation,
        origin: config.base_url.origin.clone(),
        target: format!("{}{}", config.base_url.path, prepared.target),
        body: prepared.body,
        key,
        entropy: context.entropy,
        begun_ms: wall_ms(context.moment),
        clock_ms,
        deadline_ms: clock_ms.saturating_add(deadline_ms),
        retries: 0,
        unproven: false,
        waiting_ms: None,
        cause: None,
        page: own.page,
        polls: 0,
        until_known: own.until_known,
        seen: None,
    })
}

/// The parameters that the client keeps to itself.
struct Own {
    page: Option<Object>,
    until_known: bool,
}

fn own_parameters(operation: &Operation, parameters: &Object) -> Result<(Own, Object), Error> {
    match operation.shape {
        Shape::One => Ok((Own { page: None, until_known: false }, parameters.clone())),
        Shape::Page => {
            page::check(parameters)?;
            let sent = page::sent(parameters);
            Ok((Own { page: Some(parameters.clone()), until_known: false }, sent))
        }
        Shape::Wait => {
            let (until_known, sent) = wait::until(parameters)?;
            Ok((Own { page: None, until_known }, sent))
        }
    }
}

fn deadline_ms(operation: &Operation, config: &Config, context: &Context) -> Result<u64, Error> {
    let (usual, most) = match operation.shape {
        Shape::One | Shape::Page => (config.deadline_ms, *super::config::DEADLINE_MS.end()),
        Shape::Wait => (wait::WAIT_DEADLINE_MS, wait::WAIT_DEADLINE_MAX_MS),
    };
    match context.deadline_ms {
        None => Ok(usual),
        Some(0) => Err(Error::new(Code::DeadlineExceeded)),
        Some(given) if given <= most => Ok(given),
        Some(_) => {
            Err(option("deadline_ms", format!("option `deadline_ms` is not a whole number from 0 to {most}")))
        }
    }
}

fn idempotency_key(operation: &Operation, context: &Context) -> Result<Option<String>, Error> {
    match (&context.idempotency_key, operation.method) {
        (None, Method::Get | Method::Delete) => Ok(None),
        (Some(_), Method::Get | Method::Delete) => {
            let message = format!("{} takes no `idempotency_key`: it is safe to repeat", operation.name);
            Err(option("idempotency_key", message))
        }
        (Some(given), Method::Post) => match IdempotencyKey::parse(given.as_bytes()) {
            Ok(_) => Ok(Some(given.clone())),
            Err(code) => Err(Error::new(code).at("idempotency_key")),
        },
        (None, Method::Post) => {
            let drawn = Entropy::new(context.entropy).expand("client.idempotency_key", 0);
            let (half, _) = drawn.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
            Ok(Some(format!("{:032x}", u128::from_be_bytes(*half))))
        }
    }
}

/// One try, or the end if the deadline has passed.
fn send(call: &mut Call, config: &Config) -> Step {
    let remaining_ms = call.remaining_ms();
    if remaining_ms == 0 {
        return out_of_time(call, config);
    }
    Step::Send {
        origin: call.origin.clone(),
        request: Request {
            method: call.operation.method.name().to_string(),
            target: call.target.clone(),
            headers: headers(config, call.key.as_deref(), call.body.is_some()),
            body: call.body.clone().unwrap_or_default().into_bytes(),
        },
        timeout_ms: config.try_timeout_ms.min(remaining_ms),
    }
}

fn good(call: &mut Call, mut answer: Answer) -> Step {
    answer.idempotency_key.clone_from(&call.key);
    match call.operation.shape {
        Shape::One => Step::ok(answer),
        Shape::Page => page::turn(call.page.as_ref(), answer),
        Shape::Wait => wait::look(call, answer),
    }
}

fn bad(call: &mut Call, failure: Failure, config: &Config) -> Step {
    call.unproven |= failure.unproven;
    if call.operation.shape == Shape::Wait && wait::goes_on(&failure) {
        return wait::retry(call, &failure);
    }
    let again = match failure.again {
        Again::Never => false,
        Again::Few => call.retries < config.max_retries,
        Again::UntilKnown => call.unproven || call.retries < config.max_retries,
    };
    call.retries = call.retries.saturating_add(1);
    let ms = backoff_ms(&call.entropy, call.retries).max(failure.wait_ms.unwrap_or(0));
    if !again || ms >= call.remaining_ms() {
        return failed(call, *failure.error, config);
    }
    call.cause = Some(failure.error.reason);
    call.waiting_ms = Some(ms);
    Step::Wait { ms }
}

fn wall_ms(moment: Moment) -> u64 {
    u64::try_from(moment.wall.ms()).unwrap_or(0)
}

fn over(error: ClientError) -> (State, Step) {
    (State::default(), Step::error(error))
}

/// The state that goes with a step: none after the last.
fn close(call: &Call, config: &Config, step: Step) -> (State, Step) {
    match step {
        Step::Done(_) => (State::default(), step),
        Step::Send { .. } | Step::Wait { .. } => (call.seal(&config.api_key), step),
    }
}
