//! The machine of the client under whatever a transport, a proxy and a clock can do to it.

use proptest::prelude::*;
use rwandapay_core::api::http::{Request, Response};
use rwandapay_core::client::{
    Answer, ClientError, Config, Context, Event, Moment, RESPONSE_MAX_BYTES, State, Step, begin, next, resume,
};
use rwandapay_core::error::{Kind, Outcome};
use rwandapay_core::json::{Json, Object, parse};
use rwandapay_core::time::Instant;

const KEY: &str = "sk_test_veryhiddenkey";
const PIN: &str = "847261";

fn object(text: &str) -> Object {
    let Json::Object(object) = parse(text.as_bytes()).unwrap() else { panic!("not an object: {text}") };
    object
}

fn config(max_retries: u64) -> Config {
    let retries = Json::Number(max_retries.to_string());
    Config::read(&Object::default().with("api_key", Json::text(KEY)).with("max_retries", retries)).unwrap()
}

fn moment(clock_ms: u64) -> Moment {
    let wall = Instant::from_ms(1_734_272_730_000 + i64::try_from(clock_ms).unwrap());
    Moment { wall, monotonic_ms: clock_ms }
}

fn context(deadline_ms: Option<u64>, seed: u8) -> Context {
    Context { moment: moment(0), entropy: [seed; 32], deadline_ms, idempotency_key: None }
}

/// An operation, its parameters, and whether it may move money.
const CALLS: &[(&str, &str, bool)] = &[
    (
        "payments.collect",
        r#"{"amount":5000,"phone":"0788123456","reference":"INV-001","metadata":{"a":"b"}}"#,
        true,
    ),
    (
        "withdrawals.create",
        r#"{"amount":10000,"phone":"0788123456","pin":"847261","reference":"OUT-1"}"#,
        true,
    ),
    ("payments.refund", r#"{"payment_reference":"INV-001","amount":100}"#, true),
    ("checkout.expire", r#"{"session_id":"CHK-ABC123DEF456"}"#, true),
    ("quote", r#"{"amount":5000,"phone":"0788123456"}"#, false),
    ("payments.get", r#"{"reference":"INV-001"}"#, false),
    ("payments.list", r#"{"limit":2}"#, false),
    ("payments.wait", r#"{"reference":"INV-001","until":"outcome_known"}"#, false),
    ("webhook_endpoints.delete", r#"{"id":"we_1"}"#, false),
];

fn answer() -> impl Strategy<Value = Response> {
    let status = prop_oneof![
        Just(200_u16),
        Just(201),
        Just(302),
        Just(400),
        Just(401),
        Just(402),
        Just(404),
        Just(408),
        Just(409),
        Just(422),
        Just(429),
        Just(500),
        Just(502),
        Just(503),
        Just(504),
        any::<u16>(),
    ];
    let reason = prop_oneof![
        Just("validation_failed"),
        Just("idempotency_in_progress"),
        Just("rate_limited"),
        Just("overloaded"),
        Just("internal"),
        Just("answer_lost"),
        Just("no_attempt_yet"),
        Just("payment_not_found"),
        Just("reference_in_use"),
        Just("outcome_unknown"),
        Just("cancelled"),
        Just("redirect_refused"),
        Just("live_mode_unavailable"),
        Just("never_heard_of"),
    ];
    let outcome =
        prop_oneof![Just("\"none\""), Just("\"unknown\""), Just("\"done\""), Just("null"), Just("7")];
    let body = prop_oneof![
        3 => (reason, outcome).prop_map(|(reason, outcome)| format!(
            r#"{{"status":"error","error":{{"reason":"{reason}","kind":"refused","outcome":{outcome},"n":1}}}}"#
        )),
        2 => prop_oneof![Just("pending"), Just("expired"), Just("successful")].prop_map(|status| format!(
            r#"{{"status":"success","data":{{"status":"{status}","outcome":"unknown","items":[],"next_cursor":"c"}}}}"#
        )),
        1 => Just("<html>502</html>".to_owned()),
        1 => Just(r#"{"status":"success","data":{"reference":"PA"#.to_owned()),
        1 => any::<String>(),
    ];
    let headers = prop_oneof![
        3 => Just(vec![]),
        1 => (0_u64..90).prop_map(|s| vec![("ReTry-After".to_owned(), s.to_string())]),
        1 => any::<(String, String)>().prop_map(|pair| vec![pair]),
    ];
    (status, headers, body).prop_map(|(status, headers, body)| Response {
        status,
        headers,
        body: body.into_bytes(),
    })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => answer().prop_map(Event::Response),
        4 => any::<String>().prop_map(|reason| Event::NotSent { reason }),
        4 => any::<String>().prop_map(|reason| Event::MaybeSent { reason }),
        4 => Just(Event::Woke),
        1 => Just(Event::Cancelled),
    ]
}

/// Whether a try that ended so may have moved money, whatever comes later.
fn leaves_doubt(event: &Event, sending: bool) -> bool {
    match event {
        Event::MaybeSent { .. } => true,
        Event::Woke | Event::Cancelled => sending,
        Event::NotSent { .. } => false,
        Event::Response(response) => {
            let settled = matches!(parse(&response.body), Ok(Json::Object(body))
                if matches!(body.get("error"), Some(Json::Object(error))
                    if ["none", "done"].map(Json::text).iter().any(|word| error.get("outcome") == Some(word))));
            response.status >= 500 && !settled
        }
    }
}

/// What every step of a call must hold; returns the result of the last.
struct Watch {
    first: Option<Request>,
    moves_money: bool,
    doubt: bool,
}

impl Watch {
    fn see(&mut self, state: &State, step: &Step) -> Option<Result<Answer, ClientError>> {
        let shown = format!("{step:?} {state:?}");
        assert!(!shown.contains(KEY) && !shown.contains(PIN), "{shown}");
        assert!(!state.0.windows(KEY.len()).any(|part| part == KEY.as_bytes()), "the state holds the key");
        match step {
            Step::Send { origin, request, timeout_ms } => {
                assert_eq!(origin, "https://sandbox-api.rwandapay.rw");
                assert!((1..=30_000).contains(timeout_ms));
                assert!(self.first.get_or_insert_with(|| request.clone()) == request, "a try differs");
                None
            }
            Step::Wait { ms } => {
                assert!(*ms > 0);
                None
            }
            Step::Done(Ok(answer)) => Some(Ok((**answer).clone())),
            Step::Done(Err(error)) => {
                self.check(error);
                Some(Err((**error).clone()))
            }
        }
    }

    fn check(&self, error: &ClientError) {
        let unknown = error.outcome == Some(Outcome::Unknown);
        assert_eq!(error.kind == Kind::UnknownOutcome, unknown, "{error:?}");
        if !self.moves_money {
            assert_eq!(error.outcome, None, "{error:?}");
        } else if self.doubt {
            assert!(unknown && error.resume.is_some() && error.idempotency_key.is_some(), "{error:?}");
        }
        let text = error.json().print();
        assert!(!text.contains(KEY) && !text.contains(PIN), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// No panic; an end by the deadline; one body and key in all tries; never `none` after doubt.
    #[test]
    fn whatever_happens(
        which in 0..CALLS.len(),
        retries in 0_u64..=10,
        deadline_ms in 1_u64..=120_000,
        seed in any::<u8>(),
        events in prop::collection::vec((event(), 0_u64..8_000), 0..60),
    ) {
        let (operation, parameters, moves_money) = CALLS[which];
        let config = config(retries);
        let mut watch = Watch { first: None, moves_money, doubt: false };
        let (mut state, mut step) = begin(operation, &object(parameters), &config, &context(Some(deadline_ms), seed));
        let (mut clock_ms, mut waited_ms, mut sends) = (0, 0, 0);
        let mut events = events.into_iter();
        let result = loop {
            if let Some(result) = watch.see(&state, &step) {
                break result;
            }
            sends += u64::from(matches!(step, Step::Send { .. }));
            // When the script is over the network stays silent and the clock stands still.
            let silent = if matches!(step, Step::Send { .. }) {
                Event::MaybeSent { reason: "silence".to_owned() }
            } else {
                Event::Woke
            };
            let (event, after_ms) = events.next().unwrap_or((silent, 0));
            clock_ms += after_ms;
            if let Step::Wait { ms } = step {
                waited_ms += ms;
            }
            watch.doubt |= moves_money && leaves_doubt(&event, matches!(step, Step::Send { .. }));
            (state, step) = next(&state.0, event, &config, moment(clock_ms));
            prop_assert!(waited_ms < deadline_ms, "waits of {waited_ms} ms in a call of {deadline_ms} ms");
        };
        // Every wait is at least 250 ms or ends a poll, so the tries are bounded by the deadline alone.
        prop_assert!(sends <= deadline_ms / 250 + 2);
        prop_assert!(state.0.is_empty());
        if let Err(ClientError { resume: Some(earlier), .. }) = result {
            let (state, step) = resume(&earlier.0, &config, &context(None, seed ^ 1));
            prop_assert!(watch.see(&state, &step).is_none(), "a resumed call sends the same bytes");
            let (state, step) = next(&state.0, Event::NotSent { reason: String::new() }, &config, moment(0));
            prop_assert!(watch.see(&state, &step).is_none(), "and goes on until its deadline");
        }
    }

    /// Damaged, cut, foreign and forged states end the call, and nothing else.
    #[test]
    fn a_damaged_state(which in 0..CALLS.len(), at in any::<prop::sample::Index>(), flip in 1_u8.., cut in any::<bool>(), event in event()) {
        let config = config(3);
        let (operation, parameters, _) = CALLS[which];
        let (state, _) = begin(operation, &object(parameters), &config, &context(None, 7));
        let mut bytes = state.0.clone();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        for (state, step) in [next(&bytes, event, &config, moment(1)), resume(&bytes, &config, &context(None, 1))] {
            prop_assert!(state.0.is_empty());
            let Step::Done(Err(error)) = step else { panic!("{step:?}") };
            prop_assert_eq!(error.reason, "client_state_invalid");
        }
    }

    /// Bytes from anywhere.
    #[test]
    fn a_foreign_state(bytes in prop::collection::vec(any::<u8>(), 0..200), magic in any::<bool>(), event in event()) {
        let bytes = if magic { [b"rwpc1".as_slice(), &bytes].concat() } else { bytes };
        let (_, step) = next(&bytes, event, &config(3), moment(1));
        prop_assert!(matches!(step, Step::Done(Err(error)) if error.reason == "client_state_invalid"));
    }
}

fn begun(operation: &str, parameters: &str) -> (State, Step) {
    begin(operation, &object(parameters), &config(3), &context(None, 7))
}

#[test]
fn a_state_is_of_no_use_under_another_key() {
    let (state, _) = begun("payments.collect", CALLS[0].1);
    let other = Config::read(&object(r#"{"api_key":"sk_test_sandbox"}"#)).unwrap();
    let (_, step) = next(&state.0, Event::Woke, &other, moment(1));
    assert!(matches!(step, Step::Done(Err(error)) if error.reason == "client_state_invalid"));
}

#[test]
fn the_transport_gets_the_key_and_nobody_else() {
    let (_, step) = begun("payments.collect", CALLS[0].1);
    let Step::Send { request, .. } = &step else { panic!("{step:?}") };
    let sent = request.headers.iter().find(|(name, _)| name == "Authorization").unwrap();
    assert_eq!(sent.1, format!("Bearer {KEY}").into_bytes());
    assert_eq!(format!("{:?}", config(3)), "Config(ApiKey(sk_test_…), https://sandbox-api.rwandapay.rw/v1)");
}

#[test]
fn one_mebibyte_is_read_and_not_a_byte_more() {
    let body = |bytes: usize| {
        let frame = r#"{"status":"success","data":{"status":"pending","x":""}}"#;
        frame.replace(r#""x":"""#, &format!(r#""x":"{}""#, "a".repeat(bytes - frame.len()))).into_bytes()
    };
    let read = |bytes: usize| {
        let (state, _) = begun("payments.collect", CALLS[0].1);
        let response = Response { status: 200, headers: vec![], body: body(bytes) };
        next(&state.0, Event::Response(response), &config(3), moment(1)).1
    };
    assert!(matches!(read(RESPONSE_MAX_BYTES), Step::Done(Ok(_))));
    let Step::Done(Err(error)) = read(RESPONSE_MAX_BYTES + 1) else { panic!("read") };
    assert_eq!((error.reason.as_str(), error.outcome), ("response_too_large", Some(Outcome::Unknown)));
    assert!(error.resume.is_some());
}

#[test]
fn a_call_that_is_over_stays_over() {
    let (state, _) = begun("payments.get", CALLS[5].1);
    let (state, step) = next(&state.0, Event::Cancelled, &config(3), moment(1));
    assert!(matches!(step, Step::Done(Err(error)) if error.reason == "cancelled"));
    let (_, step) = next(&state.0, Event::Woke, &config(3), moment(2));
    assert!(matches!(step, Step::Done(Err(error)) if error.reason == "client_state_invalid"));
}

#[test]
fn the_state_of_a_process_that_ended_can_be_resumed() {
    let (state, first) = begun("payments.collect", CALLS[0].1);
    let (_, again) = resume(&state.0, &config(3), &context(None, 9));
    let (Step::Send { request: first, .. }, Step::Send { request: again, .. }) = (first, again) else {
        panic!()
    };
    assert!(first == again);
    let (state, _) = resume(&state.0, &config(0), &context(Some(1), 9));
    let (_, step) = next(&state.0, Event::NotSent { reason: String::new() }, &config(0), moment(1));
    assert!(matches!(step, Step::Done(Err(error)) if error.outcome == Some(Outcome::Unknown)));
}
