//! The state machines: code, vectors and documentation are one table.

mod vectors;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;

use rwandapay_core::checkout::{SessionEvent, SessionState};
use rwandapay_core::error::Code;
use rwandapay_core::json::Json;
use rwandapay_core::machine::Step;
use rwandapay_core::money::Rwf;
use rwandapay_core::payment::{PaymentEvent, PaymentState, RefundPart, Status, display};
use rwandapay_core::refund::{RefundEvent, RefundState};
use rwandapay_core::transition::{Machine, transition};
use rwandapay_core::webhook::{DeliveryEvent, DeliveryState, RETRY_WAITS_MS, is_stale, retry_delay_ms};
use rwandapay_core::withdrawal::{WithdrawalEvent, WithdrawalState};
use vectors::{Case, load, object, text};

/// (machine, state, event).
type Pair = (String, String, String);
/// What a pair comes to: the new state and whether it is a replay; none where it is refused.
type Table = BTreeMap<Pair, Option<(String, bool)>>;

/// Every pair of the typed interface.
fn of_the_code() -> (Table, BTreeSet<(String, String)>) {
    let (mut table, mut finals) = (Table::new(), BTreeSet::new());
    macro_rules! read {
        ($machine:ident, $state:ident, $event:ident) => {
            let machine = Machine::$machine.name();
            for &state in $state::ALL {
                assert_eq!($state::from_name(state.name()), Some(state));
                if state.is_final() {
                    finals.insert((machine.to_owned(), state.name().to_owned()));
                }
                for &event in $event::ALL {
                    assert_eq!($event::from_name(event.name()), Some(event));
                    let step = match state.apply(event) {
                        Ok(Step::Moved(after)) => Some((after.name().to_owned(), false)),
                        Ok(Step::Replay) => Some((state.name().to_owned(), true)),
                        Err(code) => {
                            assert_eq!(code, Code::TransitionNotAllowed);
                            None
                        }
                    };
                    table.insert((machine.into(), state.name().into(), event.name().into()), step);
                }
            }
        };
    }
    read!(Payment, PaymentState, PaymentEvent);
    read!(Refund, RefundState, RefundEvent);
    read!(Withdrawal, WithdrawalState, WithdrawalEvent);
    read!(Checkout, SessionState, SessionEvent);
    read!(Delivery, DeliveryState, DeliveryEvent);
    (table, finals)
}

/// Every pair of real names in the vectors.
fn of_the_vectors(cases: &[Case]) -> Table {
    let mut table = Table::new();
    let steps = ["move", "replay", "late", "illegal"];
    for case in cases.iter().filter(|case| steps.contains(&case.flags[0].as_str())) {
        let name = |field| text(&case.input, field).unwrap().to_owned();
        let step = match &case.expected {
            Ok(out) => {
                let out = object(out);
                let replay = out.get("replay") == Some(&Json::Bool(true));
                assert_eq!(replay, case.flags[0] == "replay", "{}", case.id);
                Some((text(out, "state").unwrap().to_owned(), replay))
            }
            Err((code, _)) => {
                assert_eq!(*code, Code::TransitionNotAllowed, "{}", case.id);
                None
            }
        };
        let pair = (name("machine"), name("state"), name("event"));
        assert!(table.insert(pair, step).is_none(), "{} repeats a pair", case.id);
    }
    table
}

/// The arrows of one diagram.
struct Diagram {
    arrows: BTreeMap<(String, String), (String, bool)>,
    begins: Vec<String>,
    ends: BTreeSet<String>,
}

/// The diagrams of the documentation, by their heading.
fn of_the_docs() -> BTreeMap<String, Diagram> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/states.md");
    let page = fs::read_to_string(path).unwrap();
    let mut diagrams = BTreeMap::new();
    for section in page.split("\n## ").skip(1) {
        let (heading, rest) = section.split_once('\n').unwrap();
        let drawing =
            rest.split_once("```mermaid\nstateDiagram-v2\n").unwrap().1.split_once("```").unwrap().0;
        let mut diagram = Diagram { arrows: BTreeMap::new(), begins: Vec::new(), ends: BTreeSet::new() };
        for line in drawing.lines() {
            let (from, to) = line.trim().split_once(" --> ").unwrap();
            match (from, to.split_once(": ")) {
                ("[*]", None) => diagram.begins.push(to.into()),
                (_, None) if to == "[*]" => assert!(diagram.ends.insert(from.into()), "{line}"),
                (_, None) => panic!("an arrow without an event: {line}"),
                (_, Some((to, label))) => {
                    let replay = label.ends_with(" (again)");
                    let event = label.trim_end_matches(" (again)");
                    let arrow = ((from.into(), event.into()), (to.into(), replay));
                    assert!(diagram.arrows.insert(arrow.0, arrow.1).is_none(), "{line}");
                }
            }
        }
        let machine = heading.split(' ').next().unwrap().to_lowercase();
        assert!(diagrams.insert(machine, diagram).is_none(), "{heading}");
    }
    diagrams
}

#[test]
fn code_vectors_and_documentation_are_equal() {
    let cases = load("transitions");
    let (code, finals) = of_the_code();
    assert_eq!(code.len(), 20 + 6 + 6 + 6 + 20);
    assert_eq!(of_the_vectors(&cases), code);

    let docs = of_the_docs();
    let machines: BTreeSet<String> = Machine::ALL.iter().map(|machine| machine.name().to_owned()).collect();
    assert_eq!(docs.keys().cloned().collect::<BTreeSet<_>>(), machines);
    let drawn: Table = docs
        .iter()
        .flat_map(|(machine, diagram)| {
            diagram.arrows.iter().map(|((state, event), step)| {
                ((machine.clone(), state.clone(), event.clone()), Some(step.clone()))
            })
        })
        .collect();
    let allowed: Table =
        code.iter().filter(|(_, step)| step.is_some()).map(|(k, v)| (k.clone(), v.clone())).collect();
    assert_eq!(drawn, allowed);

    for (machine, diagram) in &docs {
        for (machine_, state, _) in code.keys() {
            let ends = diagram.ends.contains(state);
            assert!(machine_ != machine || ends == finals.contains(&(machine.clone(), state.clone())));
            assert!(machine_ != machine || ends != diagram.begins.contains(state), "{machine} {state}");
        }
        assert_eq!(diagram.begins.len(), 1);
    }
}

#[test]
fn the_entry_by_name_is_the_typed_one() {
    let (code, _) = of_the_code();
    for ((machine, state, event), step) in &code {
        let named = transition(machine, state, event).map(|to| (to.state.to_owned(), to.replay));
        assert_eq!(named.ok(), *step, "{machine} {state} {event}");
    }
}

#[test]
fn typed_refusals_of_unknown_names() {
    for case in vectors::load("transitions") {
        let names = ["machine", "state", "event"].map(|field| text(&case.input, field));
        if let ("transition", [Some(machine), Some(state), Some(event)]) = (case.op.as_str(), names) {
            match (transition(machine, state, event), &case.expected) {
                // Members that an operation does not know are a matter of the door.
                (Ok(_), Ok(_)) | (_, Err((Code::FieldUnknown, _))) => {}
                (Err(code), Err((expected, _))) => assert_eq!(code, *expected, "{}", case.id),
                (got, expected) => panic!("{}: {got:?}, not {expected:?}", case.id),
            }
        }
    }
}

/// An event that was just applied changes nothing when it is applied again, unless it stays in its state
/// on purpose, as a failed attempt to deliver does.
#[test]
fn replays_change_nothing() {
    let (code, _) = of_the_code();
    for ((machine, state, event), step) in &code {
        let Some((after, false)) = step else { continue };
        if machine == "delivery" && event == "fail" {
            assert_eq!(after, state);
            continue;
        }
        let again = &code[&(machine.clone(), after.clone(), event.clone())];
        assert_eq!(*again, Some((after.clone(), true)), "{machine} {state} {event} {event}");
    }
    for ((machine, state, event), step) in &code {
        if let Some((after, true)) = step {
            assert_eq!(after, state, "{machine} {event}");
        }
    }
}

#[test]
fn names_are_unique_and_other_names_are_not_known() {
    fn unique<T: Copy + Debug>(all: &[T], name: fn(T) -> &'static str) {
        let names: BTreeSet<&str> = all.iter().map(|item| name(*item)).collect();
        assert_eq!(names.len(), all.len(), "{all:?}");
    }
    unique(PaymentState::ALL, PaymentState::name);
    unique(PaymentEvent::ALL, PaymentEvent::name);
    unique(RefundState::ALL, RefundState::name);
    unique(RefundEvent::ALL, RefundEvent::name);
    unique(WithdrawalState::ALL, WithdrawalState::name);
    unique(WithdrawalEvent::ALL, WithdrawalEvent::name);
    unique(SessionState::ALL, SessionState::name);
    unique(SessionEvent::ALL, SessionEvent::name);
    unique(DeliveryState::ALL, DeliveryState::name);
    unique(DeliveryEvent::ALL, DeliveryEvent::name);
    unique(Status::ALL, Status::name);
    assert_eq!(Status::from_name("under_review"), None);
    assert_eq!(Status::from_name("Pending"), None);
}

/// All amounts to 300 and everything that can have gone back of each.
#[test]
fn the_refund_part_is_derived() {
    let francs = |number| Rwf::new(number).unwrap();
    for amount in 1..=300_u64 {
        for refunded in 0..=amount {
            let expected = match refunded {
                0 => (RefundPart::None, Status::Successful),
                _ if refunded == amount => (RefundPart::Full, Status::Refunded),
                _ => (RefundPart::Partial, Status::PartiallyRefunded),
            };
            assert_eq!(RefundPart::of(francs(amount), francs(refunded)), expected.0);
            for &state in PaymentState::ALL {
                let status = display(state, francs(amount), francs(refunded));
                if state == PaymentState::Successful {
                    assert_eq!(status, expected.1);
                } else {
                    assert_eq!(status.name(), state.name());
                }
            }
        }
    }
}

#[test]
fn a_version_is_news_only_above_the_last_one() {
    for (version, last) in [(0, 0), (1, 1), (1, 2), (u64::MAX, u64::MAX)] {
        assert!(is_stale(version, last));
    }
    for (version, last) in [(1, 0), (3, 1), (u64::MAX, u64::MAX - 1)] {
        assert!(!is_stale(version, last));
    }
}

/// Every failure and every jitter: never shorter than the schedule, never a tenth longer, never falling.
#[test]
fn waits_stay_within_a_tenth() {
    for (failures, wait_ms) in (1..).zip(RETRY_WAITS_MS) {
        let mut last_ms = wait_ms;
        for jitter in 0..=u16::MAX {
            let delay_ms = retry_delay_ms(failures, jitter).unwrap();
            assert!(delay_ms >= last_ms && delay_ms <= wait_ms + wait_ms / 10, "{failures} {jitter}");
            last_ms = delay_ms;
        }
        assert_eq!(last_ms, wait_ms + wait_ms / 10);
    }
    assert_eq!(retry_delay_ms(0, 1), Some(0));
    assert!((10..=100).chain([u32::MAX]).all(|failures| retry_delay_ms(failures, 0).is_none()));
    assert_eq!(RETRY_WAITS_MS.iter().sum::<u64>(), 272_105_000, "75 h 35 min 5 s in all");
}
