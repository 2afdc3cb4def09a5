//! The packed functions: the vectors of the values and of the machines run through them, bit by bit.

mod vectors;

use std::collections::BTreeMap;

use rwandapay_core::api::guard::{guard, packed};
use rwandapay_core::api::native::{self, Field, LAYOUT};
use rwandapay_core::error::{Code, TABLE};
use rwandapay_core::json::Json;
use rwandapay_core::transition::Machine;
use rwandapay_core::webhook::{MAX_SIGNATURE_BYTES, PrivateKey, WebhookSecret};
use rwandapay_core::{checkout, payment, refund, webhook, withdrawal};
use vectors::{Case, load, object, text};

fn refusal(code: Code) -> i64 {
    -i64::from(code.id())
}

/// The number or text of a member, as it was written.
fn written<'a>(case: &'a Case, field: &str) -> Option<&'a str> {
    match case.input.get(field)? {
        Json::Number(text) | Json::Text(text) => Some(text),
        _ => None,
    }
}

fn number(out: &Json, field: &str) -> u64 {
    match object(out).get(field) {
        Some(Json::Number(text)) => text.parse().unwrap(),
        other => panic!("{field}: {other:?}"),
    }
}

/// The cases of an operation with these members and no other, whose types the door does not refuse.
fn cases(file: &str, op: &str, members: &[&str]) -> Vec<Case> {
    let only = |case: &Case| {
        case.op == op
            && case.input.0.len() == members.len()
            && members.iter().all(|member| written(case, member).is_some())
            && !matches!(case.expected, Err((Code::FieldTypeInvalid, _)))
    };
    let cases: Vec<Case> = load(file).into_iter().filter(only).collect();
    assert!(cases.len() > 20, "{op}: only {} cases", cases.len());
    cases
}

#[test]
fn fields_do_not_overlap_and_fit_into_a_double() {
    let mut taken: BTreeMap<&str, u64> = BTreeMap::new();
    for field in LAYOUT {
        let mask = field.most() << field.lowest_bit;
        assert!(field.bits > 0 && field.lowest_bit + field.bits <= 53, "{field:?}");
        assert_eq!(mask.count_ones(), field.bits, "{field:?}");
        let bits = taken.entry(field.function).or_default();
        assert_eq!(*bits & mask, 0, "{field:?} overlaps");
        *bits |= mask;
        assert_eq!(field.of(mask.cast_signed()), field.most());
        assert_eq!(field.of(!mask.cast_signed()), 0, "{field:?} reads its neighbours");
    }
    let functions: Vec<&str> = taken.into_keys().collect();
    let seven =
        ["abi_version", "amount_parse", "fee", "phone_parse", "transition", "webhook_sign", "webhook_verify"];
    assert_eq!(functions, seven);
}

#[test]
fn amounts() {
    for case in cases("money", "amount.parse", &["text"]) {
        let got = native::amount_parse(written(&case, "text").unwrap().as_bytes());
        match &case.expected {
            Ok(out) => assert_eq!(native::AMOUNT_FRANCS.of(got), number(out, "amount"), "{}", case.id),
            Err((code, _)) => assert_eq!(got, refusal(*code), "{}", case.id),
        }
    }
    assert_eq!(native::amount_parse(b"9007199254740991"), 9_007_199_254_740_991);
    assert_eq!(native::amount_parse(b"50\xff00"), refusal(Code::AmountMalformed));
}

#[test]
fn phones() {
    for case in cases("phone", "phone.parse", &["text"]) {
        let got = native::phone_parse(written(&case, "text").unwrap().as_bytes());
        match &case.expected {
            Ok(out) => {
                let national: u64 = text(object(out), "airtel_wire").unwrap().parse().unwrap();
                assert_eq!(native::PHONE_NATIONAL.of(got), national, "{}", case.id);
                let wallet = match text(object(out), "provider") {
                    None => 0,
                    Some("MTN") => 1,
                    Some("Airtel") => 2,
                    other => panic!("{other:?}"),
                };
                assert_eq!(native::PHONE_WALLET.of(got), wallet, "{}", case.id);
            }
            Err((code, _)) => assert_eq!(got, refusal(*code), "{}", case.id),
        }
    }
    assert_eq!(native::phone_parse(b"078812345\xff"), refusal(Code::PhoneMalformed));
}

#[test]
fn fees() {
    for case in cases("fee", "fee.quote", &["amount"]) {
        // Amounts arrive as numbers; texts that are none are the amount parser's matter.
        let Some(amount) = written(&case, "amount").and_then(|text| text.parse().ok()) else { continue };
        let got = native::fee(amount);
        match &case.expected {
            Ok(out) => {
                assert_eq!(native::FEE_FEE.of(got), number(out, "fee"), "{}", case.id);
                assert_eq!(native::FEE_NET.of(got), number(out, "net_amount"), "{}", case.id);
            }
            Err((code, _)) => assert_eq!(got, refusal(*code), "{}", case.id),
        }
    }
    for amount in (100..=1_000_000_u64).step_by(7).chain([1_000_000]) {
        let got = native::fee(amount.cast_signed());
        let fee = (amount * 350 + 5000) / 10_000;
        assert_eq!((native::FEE_FEE.of(got), native::FEE_NET.of(got)), (fee, amount - fee));
    }
    for (amount, code) in [
        (99, Code::AmountBelowMinimum),
        (0, Code::AmountBelowMinimum),
        (1_000_001, Code::AmountAboveMaximum),
        (-1, Code::AmountNegative),
        (i64::MIN, Code::AmountNegative),
        (i64::MAX, Code::AmountTooLarge),
    ] {
        assert_eq!(native::fee(amount), refusal(code), "{amount}");
    }
}

#[test]
fn transitions() {
    fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|state| name(*state)).collect()
    }
    for case in cases("transitions", "transition", &["machine", "state", "event"]) {
        let [machine, state, event] = ["machine", "state", "event"].map(|name| written(&case, name).unwrap());
        let got = native::transition(machine.as_bytes(), state.as_bytes(), event.as_bytes());
        match &case.expected {
            Ok(out) => {
                let states = match Machine::from_name(machine).unwrap() {
                    Machine::Payment => names(payment::PaymentState::ALL, payment::PaymentState::name),
                    Machine::Refund => names(refund::RefundState::ALL, refund::RefundState::name),
                    Machine::Withdrawal => {
                        names(withdrawal::WithdrawalState::ALL, withdrawal::WithdrawalState::name)
                    }
                    Machine::Checkout => names(checkout::SessionState::ALL, checkout::SessionState::name),
                    Machine::Delivery => names(webhook::DeliveryState::ALL, webhook::DeliveryState::name),
                };
                let place = usize::try_from(native::TRANSITION_STATE.of(got)).unwrap();
                assert_eq!(Some(states[place]), text(object(out), "state"), "{}", case.id);
                let replay = native::TRANSITION_REPLAY.of(got) == 1;
                assert_eq!(object(out).get("replay"), Some(&Json::Bool(replay)), "{}", case.id);
            }
            Err((code, _)) => assert_eq!(got, refusal(*code), "{}", case.id),
        }
    }
    assert_eq!(native::transition(b"\xff", b"pending", b"fail"), refusal(Code::StateUnknown));
    assert_eq!(native::transition(b"payment", b"\xff", b"fail"), refusal(Code::StateUnknown));
    assert_eq!(native::transition(b"payment", b"pending", b"\xff"), refusal(Code::StateEventUnknown));
}

const NOW_MS: i64 = 1_734_272_730_999;
const NOW_S: &[u8] = b"1734272730";

/// A signature of two keys, as `webhook_sign` writes it.
fn signed(keys: &[&str], body: &[u8]) -> Vec<u8> {
    let mut out = vec![0_u8; MAX_SIGNATURE_BYTES];
    let got = native::webhook_sign(keys, b"evt_1", NOW_MS, body, &mut out);
    assert!(got > 0, "{got}");
    let length = usize::try_from(native::SIGN_BYTES.of(got)).unwrap();
    assert!(out[length..].iter().all(|byte| *byte == 0), "nothing is written behind the signature");
    out.truncate(length);
    out
}

#[test]
fn webhooks() {
    let [first, second] = [[1; 32], [2; 32]].map(|seed| WebhookSecret::generate(&seed).text());
    let [first, second] = [first.reveal(), second.reveal()];
    let private = PrivateKey::generate(&[3; 32]);
    let (private_text, public) = (private.text(), private.public().text());
    let body = br#"{"event":"payment.successful"}"#;
    let verify = |secrets: &[&str], public: &[&str], tolerance_s, signature: &[u8], body: &[u8], now_ms| {
        let headers: [&[u8]; 3] = [b"evt_1", NOW_S, signature];
        native::webhook_verify(secrets, public, tolerance_s, headers, body, now_ms)
    };

    let signature = signed(&[second], body);
    let got = verify(&[first, second], &[], 300, &signature, body, NOW_MS + 300_000);
    assert_eq!(native::VERIFY_KEY.of(got), 1);
    assert_eq!(native::VERIFY_VERSION.of(got), 0);
    assert_eq!(native::VERIFY_TIMESTAMP.of(got), 1_734_272_730);

    let signature_a = signed(&[private_text.reveal()], body);
    let got = verify(&[first], &[&public], 300, &signature_a, body, NOW_MS);
    assert_eq!((native::VERIFY_KEY.of(got), native::VERIFY_VERSION.of(got)), (1, 1));
    assert_eq!(native::VERIFY_TIMESTAMP.of(got), 1_734_272_730);

    let too_old = verify(&[second], &[], 300, &signature, body, NOW_MS + 301_000);
    assert_eq!(too_old, refusal(Code::WebhookTimestampTooOld));
    let too_new = verify(&[second], &[], 300, &signature, body, NOW_MS - 301_000);
    assert_eq!(too_new, refusal(Code::WebhookTimestampTooNew));
    for (secrets, public_keys, tolerance_s, body, code) in [
        (&[second][..], &[][..], 300, &b"{}"[..], Code::WebhookSignatureMismatch),
        (&[first], &[], 300, body, Code::WebhookSignatureMismatch),
        (&[second], &[], 0, body, Code::WebhookToleranceInvalid),
        (&[], &[], 300, body, Code::SecretEmpty),
        (&[public.as_str()], &[], 300, body, Code::SecretIsPublicKey),
        (&["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], &[], 300, body, Code::SecretPublished),
    ] {
        let got = verify(secrets, public_keys, tolerance_s, &signature, body, NOW_MS);
        assert_eq!(got, refusal(code), "{}", code.name());
    }

    let mut small = [0_u8; 46];
    let got = native::webhook_sign(&[first], b"evt_1", NOW_MS, body, &mut small);
    assert_eq!((got, small), (refusal(Code::FieldTooLong), [0; 46]), "47 bytes are needed");
    let got = native::webhook_sign(&[first], b"evt.1", NOW_MS, body, &mut [0; 64]);
    assert_eq!(got, refusal(Code::WebhookIdMalformed));
    let sixteen = signed(&[private_text.reveal(); 16], body);
    assert_eq!(sixteen.len(), 16 * (4 + 88) + 15);
}

#[test]
fn the_version_is_the_constant() {
    assert_eq!(native::ABI.of(native::abi_version()), u64::from(native::ABI_VERSION));
}

#[test]
fn a_panic_becomes_internal() {
    let index = std::hint::black_box(7);
    assert_eq!(guard(|| Ok::<_, Code>([1, 2, 3][index])), Err(Code::Internal));
    assert_eq!(packed(|| Ok([1, 2, 3][index])), -540);
    assert_eq!(guard(|| Ok::<_, Code>(5)), Ok(5));
    assert_eq!(guard(|| Err::<(), _>(Code::AmountNegative)), Err(Code::AmountNegative));
}

#[test]
fn every_code_is_found_by_its_packed_result() {
    for row in TABLE {
        let result = packed(|| Err(row.code));
        assert!(result < 0);
        assert_eq!(u16::try_from(-result).ok().and_then(Code::from_id), Some(row.code));
    }
    let field = Field { function: "f", name: "n", lowest_bit: 0, bits: 53 };
    assert_eq!(field.most(), 9_007_199_254_740_991);
}
