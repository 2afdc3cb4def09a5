//! The client against the sandbox as its transport, with everything that goes wrong on the way: exactly one
//! payment each time.

use proptest::prelude::*;
use rwandapay_core::api::http::{Request, Response};
use rwandapay_core::api::{Delivered, ExchangeContext, Fault, exchange, exchange_with};
use rwandapay_core::client::{
    Answer, ClientError, Config, Context, Event, Moment, Step, begin, next, resume,
};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::Outcome;
use rwandapay_core::json::{Json, Object, parse};
use rwandapay_core::record::Mode;
use rwandapay_core::sandbox::{Sandbox, SandboxConfig};
use rwandapay_core::time::Instant;
use rwandapay_core::url::UrlPolicy;

const COLLECT: &str = r#"{"amount":5000,"phone":"0788123456","provider":"MTN"}"#;
const WITHDRAW: &str =
    r#"{"amount":10000,"phone":"0788123456","provider":"MTN","pin":"1234","reference":"OUT-1"}"#;
const REFUND: &str = r#"{"payment_reference":"PAY-20241215-ABC123","amount":100}"#;

fn object(text: &str) -> Object {
    let Json::Object(object) = parse(text.as_bytes()).unwrap() else { panic!("not an object: {text}") };
    object
}

/// A merchant's machine: a client, a clock, and a way to the sandbox.
struct World {
    sandbox: Sandbox,
    config: Config,
    clock_ms: u64,
    drawn: u64,
    /// A request that the network still holds, to be delivered later.
    held: Option<Request>,
}

type Ended = Result<Box<Answer>, Box<ClientError>>;

impl World {
    fn new() -> Self {
        let start = Instant::parse("2026-01-05T08:00:00Z").unwrap();
        Self {
            sandbox: Sandbox::open(SandboxConfig::new(start, [9; 32])),
            config: Config::read(&object(r#"{"api_key":"sk_test_sandbox"}"#)).unwrap(),
            clock_ms: 0,
            drawn: 0,
            held: None,
        }
    }

    fn entropy(&mut self) -> [u8; 32] {
        self.drawn += 1;
        let mut bytes = [3; 32];
        bytes[..8].copy_from_slice(&self.drawn.to_be_bytes());
        bytes
    }

    fn moment(&self) -> Moment {
        Moment { wall: self.sandbox.now(), monotonic_ms: self.clock_ms }
    }

    fn context(&mut self) -> Context {
        let entropy = self.entropy();
        Context { moment: self.moment(), entropy, deadline_ms: None, idempotency_key: None }
    }

    fn far_end(&mut self) -> ExchangeContext {
        ExchangeContext {
            wall: self.sandbox.now(),
            entropy: Entropy::new(self.entropy()),
            rate_limit: false,
            client_address: None,
            urls: UrlPolicy::of(Mode::Test, true),
        }
    }

    /// One try; `Held` keeps the request back until the next try has been made.
    fn transport(&mut self, request: &Request, way: Way) -> Event {
        let late = self.held.take();
        let far_end = self.far_end();
        let lost = || Event::MaybeSent { reason: "time-out".to_owned() };
        let event = match way {
            Way::Held => {
                self.held = Some(request.clone());
                lost()
            }
            Way::Clear | Way::Faulty(_) => {
                let fault = if let Way::Faulty(fault) = way { Some(fault) } else { None };
                match exchange_with(&mut self.sandbox, request, &far_end, fault) {
                    Delivered::Response(response) => Event::Response(response),
                    Delivered::NotSent => Event::NotSent { reason: "refused".to_owned() },
                    Delivered::MaybeSent => lost(),
                }
            }
        };
        if let Some(late) = late {
            let far_end = self.far_end();
            let _: Response = exchange(&mut self.sandbox, &late, &far_end);
        }
        event
    }

    /// Runs a call to its end, the ways in turn and then clear ones.
    fn run(
        &mut self,
        first: (rwandapay_core::client::State, Step),
        ways: &mut impl Iterator<Item = Way>,
    ) -> Ended {
        let (mut state, mut step) = first;
        loop {
            let event = match step {
                Step::Send { request, .. } => self.transport(&request, ways.next().unwrap_or(Way::Clear)),
                Step::Wait { ms } => {
                    self.clock_ms += ms;
                    Event::Woke
                }
                Step::Done(result) => return result,
            };
            (state, step) = next(&state.0, event, &self.config, self.moment());
        }
    }

    fn call(&mut self, operation: &str, parameters: &str, ways: &mut impl Iterator<Item = Way>) -> Ended {
        let context = self.context();
        let first = begin(operation, &object(parameters), &self.config, &context);
        self.run(first, ways)
    }

    /// The call, resumed as long as it does not know what happened.
    fn settle(&mut self, operation: &str, parameters: &str, ways: &mut impl Iterator<Item = Way>) -> Ended {
        let mut ended = self.call(operation, parameters, ways);
        // More often than things can go wrong, so that a call that never learns fails here.
        for _ in 0..20 {
            let Err(ClientError { resume: Some(earlier), .. }) = ended.as_ref().map_err(AsRef::as_ref) else {
                return ended;
            };
            let context = self.context();
            let first = resume(&earlier.0, &self.config, &context);
            ended = self.run(first, ways);
        }
        panic!("still unknown: {ended:?}")
    }

    fn count(&mut self, operation: &str, parameters: &str) -> usize {
        let page = self.call(operation, parameters, &mut std::iter::empty()).unwrap();
        let Some(Json::Array(items)) = page.data.get("items") else { panic!("{page:?}") };
        items.len()
    }
}

/// What becomes of a try.
#[derive(Debug, Clone, Copy)]
enum Way {
    Clear,
    Faulty(Fault),
    /// The network keeps the request, and delivers it after the next one.
    Held,
}

fn ways() -> impl Strategy<Value = Vec<Way>> {
    let fault = prop::sample::select(Fault::ALL).prop_map(|(_, fault)| Way::Faulty(fault));
    prop::collection::vec(prop_oneof![8 => fault, 2 => Just(Way::Held), 1 => Just(Way::Clear)], 0..12)
}

fn text<'a>(answer: &'a Answer, name: &str) -> &'a Json {
    answer.data.get(name).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever happens on the way, a call that ends well made one, and one that ends with `none` made none.
    #[test]
    fn one_of_each(ways in ways(), which in 0_usize..3) {
        let (operation, parameters, list, listed, before) = [
            ("payments.collect", COLLECT, "payments.list", "{}", 1),
            ("withdrawals.create", WITHDRAW, "withdrawals.list", "{}", 0),
            ("payments.refund", REFUND, "payments.refunds", r#"{"payment_reference":"PAY-20241215-ABC123"}"#, 0),
        ][which];
        let mut world = World::new();
        let mut ways = ways.into_iter();
        let ended = world.settle(operation, parameters, &mut ways);
        let made = world.count(list, listed) - before;
        match ended {
            Ok(answer) => {
                prop_assert_eq!(made, 1, "{:?}", answer);
                prop_assert_eq!(text(&answer, "status"), &Json::text("pending"));
            }
            Err(error) => {
                prop_assert_eq!(error.outcome, Some(Outcome::None), "{:?}", error);
                prop_assert_eq!(made, 0, "{:?}", error);
            }
        }
    }
}

#[test]
fn every_fault_alone_ends_with_one_payment() {
    for (name, fault) in Fault::ALL {
        let mut world = World::new();
        let answer =
            world.settle("payments.collect", COLLECT, &mut std::iter::once(Way::Faulty(*fault))).unwrap();
        assert_eq!(world.count("payments.list", "{}"), 2, "{name}: the demonstration's and ours");
        let replayed =
            matches!(fault, Fault::LoseAnswer | Fault::HalfAnswer | Fault::Twice | Fault::GatewayTimeout);
        assert_eq!(answer.replayed, replayed, "{name}");
    }
}

#[test]
fn a_crash_between_sending_and_storing_is_healed_by_the_reference() {
    let mut world = World::new();
    let parameters = r#"{"amount":5000,"phone":"0788123456","reference":"INV-77"}"#;
    let lost =
        world.call("payments.collect", parameters, &mut std::iter::once(Way::Faulty(Fault::LoseAnswer)));
    let first = lost.unwrap();
    // The process forgot all of it, key included, and simply asks again.
    let again = world.call("payments.collect", parameters, &mut std::iter::empty()).unwrap();
    assert!(again.replayed);
    assert_eq!(text(&first, "reference"), text(&again, "reference"));
    assert_eq!(again.data.get("merchant_reference"), Some(&Json::text("INV-77")));
}

#[test]
fn a_payment_is_waited_for_while_the_clock_of_the_sandbox_moves() {
    let mut world = World::new();
    let made = world.call("payments.collect", COLLECT, &mut std::iter::empty()).unwrap();
    let Json::Text(reference) = text(&made, "reference").clone() else { panic!() };
    let context = world.context();
    let parameters = Object::default().with("reference", Json::Text(reference));
    let (mut state, mut step) = begin("payments.wait", &parameters, &world.config, &context);
    let paid = loop {
        let event = match step {
            Step::Send { request, .. } => world.transport(&request, Way::Clear),
            Step::Wait { ms } => {
                world.clock_ms += ms;
                world.sandbox.advance(ms / 1000).unwrap();
                Event::Woke
            }
            Step::Done(result) => break result.unwrap(),
        };
        (state, step) = next(&state.0, event, &world.config, world.moment());
    };
    assert_eq!(paid.data.get("status"), Some(&Json::text("successful")));
}

#[test]
fn a_list_is_read_page_by_page() {
    let mut world = World::new();
    for phone in 0..5 {
        let parameters = format!(r#"{{"amount":1000,"phone":"078812345{phone}"}}"#);
        world.call("payments.collect", &parameters, &mut std::iter::empty()).unwrap();
    }
    let (mut seen, mut parameters) = (Vec::new(), object(r#"{"limit":2}"#));
    loop {
        let context = world.context();
        let first = begin("payments.list", &parameters, &world.config, &context);
        let page = world.run(first, &mut std::iter::empty()).unwrap();
        let Some(Json::Array(items)) = page.data.get("items") else { panic!() };
        seen.extend(items.iter().map(|item| match item {
            Json::Object(item) => item.get("reference").unwrap().print(),
            other => panic!("{other}"),
        }));
        match page.next {
            Some(next) => parameters = next,
            None => break,
        }
    }
    let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len()), (6, 6));
}

#[test]
fn every_operation_finds_its_route_and_answers_with_an_object() {
    let mut world = World::new();
    let clear = || std::iter::empty();
    let made = world
        .call("webhook_endpoints.create", r#"{"url":"https://shop.example/hook"}"#, &mut clear())
        .unwrap();
    let Json::Text(id) = text(&made, "id").clone() else { panic!() };
    let id = format!(r#"{{"id":"{id}"}}"#);
    for operation in ["webhook_endpoints.test", "webhook_endpoints.rotate", "webhook_endpoints.delete"] {
        world.call(operation, &id, &mut clear()).unwrap();
    }
    let checkout = r#"{"amount":5000,"tx_ref":"T-1"}"#;
    let session = world.call("checkout.initialize", checkout, &mut clear()).unwrap();
    let Json::Text(session) = text(&session, "session_id").clone() else { panic!() };
    let session = format!(r#"{{"session_id":"{session}"}}"#);
    for operation in ["checkout.get", "checkout.expire"] {
        world.call(operation, &session, &mut clear()).unwrap();
    }
    for operation in [
        "balance",
        "payments.list",
        "checkout.list",
        "withdrawals.list",
        "webhook_endpoints.list",
        "webhook_deliveries.list",
        "events.list",
    ] {
        world.call(operation, "{}", &mut clear()).unwrap();
    }
    world.call("quote", r#"{"amount":5000,"phone":"0788123456"}"#, &mut clear()).unwrap();
    world.call("sandbox.advance", r#"{"advance_seconds":60}"#, &mut clear()).unwrap();
    world.call("sandbox.reset", "{}", &mut clear()).unwrap();
}
