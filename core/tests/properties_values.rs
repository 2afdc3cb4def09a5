//! What holds for every value, tried on many.

mod reference_phone;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;
use rwandapay_core::error::Code;
use rwandapay_core::fee::{Rates, Schedule, basis_points};
use rwandapay_core::idempotency::{FingerprintBuilder, IdempotencyKey};
use rwandapay_core::money::{Limits, Rwf};
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::{Provider, ProviderSource, choose};
use rwandapay_core::rate_limit::{Bucket, Plan};
use rwandapay_core::reference::{
    EventId, Lookup, MerchantReference, PaymentRef, ProviderRef, RefundRef, SessionId, WithdrawalRef,
};
use rwandapay_core::time::{Instant, KigaliDay};

fn amount() -> impl Strategy<Value = Rwf> {
    prop_oneof![0..2_000_000_u64, 0..=Rwf::MAX.get()].prop_map(|francs| Rwf::new(francs).unwrap())
}

fn phone() -> impl Strategy<Value = Phone> {
    (prop::sample::select(vec![72_u32, 73, 77, 78, 79]), 0..10_000_000_u32)
        .prop_map(|(prefix, rest)| Phone::new(prefix * 10_000_000 + rest).unwrap())
}

/// Rates over amounts from `from` on; not all of them can be used.
fn rates() -> impl Strategy<Value = Rates> {
    (0..=10_000_u32, 0..200_u64, 0..200_u64, option::of(0..5_000_u64)).prop_map(
        |(basis_points, fixed, minimum, maximum)| Rates {
            basis_points,
            fixed: Rwf::new(fixed).unwrap(),
            minimum: Rwf::new(minimum).unwrap(),
            maximum: maximum.map(|maximum| Rwf::new(maximum).unwrap()),
        },
    )
}

/// The rule for amounts, over the whole text at once.
fn plain_amount(text: &str) -> Result<u64, Code> {
    let (sign, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let all_zero = part.chars().all(|c| c == '0');
    let well_formed = digits(whole) && digits(part) && (whole == "0" || !whole.starts_with('0'));
    if !well_formed || (all_zero && part.len() > 2) {
        Err(Code::AmountMalformed)
    } else if sign {
        Err(Code::AmountNegative)
    } else if !all_zero {
        Err(Code::AmountNotWhole)
    } else {
        whole.parse().ok().filter(|francs| *francs < 1 << 53).ok_or(Code::AmountTooLarge)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn amounts_read_what_they_print(amount in amount()) {
        prop_assert_eq!(Rwf::parse(&amount.to_string()), Ok(amount));
        prop_assert_eq!(Rwf::parse(&amount.two_decimals().to_string()), Ok(amount));
        prop_assert_eq!(Rwf::try_from(Decimal::from(amount)), Ok(amount));
    }

    #[test]
    fn near_amounts_have_the_verdict_of_the_plain_rule(text in "-?[0-9]{0,18}(\\.[0-9]{0,3})?[-+e ,._0]?") {
        prop_assert_eq!(Rwf::parse(&text).map(Rwf::get), plain_amount(&text), "{}", text);
    }

    #[test]
    fn any_text_has_the_verdict_of_the_plain_rule(text in "\\PC*") {
        prop_assert_eq!(Rwf::parse(&text).map(Rwf::get), plain_amount(&text));
        prop_assert_eq!(Phone::parse(&text).map(Phone::get), reference_phone::parse(&text));
    }

    #[test]
    fn near_numbers_have_the_verdict_of_the_plain_rules(
        text in "[\u{200e}]?(tel:)?[ (+]?(00|\\+)?(250|254)?[-. )(]?0?[ )]?7?[0-9 .\u{a0}-]{5,12}[\u{200f}x]?"
    ) {
        prop_assert_eq!(Phone::parse(&text).map(Phone::get), reference_phone::parse(&text), "{}", text);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused(bytes in vec(any::<u8>(), 0..20)) {
        if std::str::from_utf8(&bytes).is_err() {
            prop_assert_eq!(Phone::parse(&bytes), Err(Code::PhoneMalformed));
            prop_assert_eq!(IdempotencyKey::parse(&bytes), Err(Code::IdempotencyKeyMalformed));
        }
    }

    #[test]
    fn every_form_of_a_number_is_read_back(phone in phone()) {
        for form in [
            phone.e164().to_string(), phone.mtn_wire().to_string(), phone.airtel_wire().to_string(),
            phone.national().to_string(), phone.display().to_string(), format!("tel:{}", phone.e164()),
            format!("00{}", phone.mtn_wire()), format!("+250 (0) {}", phone.airtel_wire()),
        ] {
            prop_assert_eq!(Phone::parse(&form), Ok(phone), "{}", form);
        }
        let hidden = &phone.airtel_wire().as_str()[2..6].to_owned();
        let shown = phone.masked().as_str().replace('•', "");
        prop_assert_eq!(shown.len(), 6, "{} shows {}", hidden, shown);
    }

    #[test]
    fn a_provider_is_the_explicit_one_or_the_prefix(phone in phone(), explicit in option::of(0..2_usize), over: bool) {
        let explicit = explicit.map(|at| Provider::ALL[at]);
        match choose(phone, explicit, over) {
            Ok((provider, ProviderSource::Explicit)) => {
                prop_assert_eq!(Some(provider), explicit);
                prop_assert!(over || Provider::of(phone) == Ok(provider));
            }
            Ok((provider, ProviderSource::Prefix)) => {
                prop_assert_eq!((Ok(provider), explicit), (Provider::of(phone), None));
            }
            Err(Code::ProviderNotSupported) => prop_assert_eq!(phone.prefix(), 77),
            Err(code) => {
                prop_assert_eq!(code, Code::ProviderMismatch);
                prop_assert!(!over && explicit.is_some() && explicit != Provider::of(phone).ok());
            }
        }
    }

    #[test]
    fn fee_and_net_are_the_amount_and_the_inverse_is_the_smallest(
        rates in rates(), from in 1..500_u64, length in 0..1_000_000_u64, at in 0..=1_000_000_u64, more in 0..3_u64,
    ) {
        let francs = |francs| Rwf::new(francs).unwrap();
        let range = Limits { minimum: francs(from), maximum: francs(from + length) };
        let Ok(schedule) = Schedule::new("any", KigaliDay::from_number(0), range, rates, &[]) else {
            return Ok(());
        };
        let amount = francs(from + at % (length + 1));
        let quote = schedule.quote(amount, None).unwrap();
        prop_assert_eq!(quote.fee.checked_add(quote.net), Some(amount));
        prop_assert!(!quote.net.is_zero());

        let net = francs(quote.net.get() + more);
        match schedule.gross_for_net(net, None) {
            Ok(found) => {
                prop_assert!(found.net >= net);
                let one_less = found.amount.saturating_sub(francs(1));
                prop_assert!(schedule.quote(one_less, None).map_or(true, |less| less.net < net));
            }
            Err(code) => {
                prop_assert_eq!(code, Code::NetUnreachable);
                prop_assert!(schedule.quote(range.maximum, None).unwrap().net < net);
            }
        }
    }

    #[test]
    fn percents_are_basis_points(points in 0..=20_000_u32, zeros in 0..6_u32) {
        let mut percent = Decimal::new(i64::from(points), 2);
        percent.rescale(2 + zeros);
        let expected = if points <= 10_000 { Ok(points) } else { Err(Code::FeeScheduleInvalid) };
        prop_assert_eq!(basis_points(percent), expected);
    }

    #[test]
    fn what_is_generated_is_read_back_and_reserved(entropy: [u8; 32], day in 0..20_000_i64) {
        let day = KigaliDay::from_number(day);
        let payment = PaymentRef::generate(day, &entropy);
        prop_assert_eq!(PaymentRef::parse(payment.as_str()), Ok(payment.clone()));
        prop_assert_eq!(Lookup::parse(payment.as_str()), Ok(Lookup::Ours(payment.clone())));
        let refund = RefundRef::generate(day, &entropy);
        prop_assert_eq!(RefundRef::parse(refund.as_str()), Ok(refund.clone()));
        let withdrawal = WithdrawalRef::generate(day, &entropy);
        prop_assert_eq!(WithdrawalRef::parse(withdrawal.as_str()), Ok(withdrawal.clone()));
        let session = SessionId::generate(&entropy);
        prop_assert_eq!(SessionId::parse(session.as_str()), Ok(session.clone()));
        let event = EventId::generate(&entropy);
        prop_assert_eq!(EventId::parse(event.as_str()), Ok(event.clone()));
        let attempt = ProviderRef::generate(&entropy);
        prop_assert_eq!(ProviderRef::parse(attempt.as_str()), Ok(attempt.clone()));
        for ours in [payment.as_str(), refund.as_str(), withdrawal.as_str(), session.as_str()] {
            prop_assert_eq!(MerchantReference::parse(ours), Err(Code::ReferenceReserved));
        }
    }

    #[test]
    fn merchants_choose_from_the_allowed_characters(text in "[A-Za-z0-9 ._:/#+é-]{0,70}") {
        let inside = |c: char| c.is_ascii_alphanumeric() || " ._:/#+-".contains(c);
        let good = (1..=64).contains(&text.chars().count())
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && !text.ends_with(' ')
            && text.chars().all(inside);
        prop_assert_eq!(MerchantReference::parse(&text).is_ok(), good, "{}", text);
    }

    #[test]
    fn a_fingerprint_stands_for_one_request(one in request(), other in request()) {
        prop_assert_eq!(fingerprint(&one), fingerprint(&one));
        prop_assert_eq!(fingerprint(&one) == fingerprint(&other), one == other);
    }

    #[test]
    fn no_minute_passes_more_than_the_burst(
        plan in prop::sample::select(Plan::ALL.to_vec()), gaps in vec(gap(), 1..60)
    ) {
        let mut bucket = Bucket::new(plan);
        let mut now = Instant::from_seconds(1_734_272_730);
        let mut passed: Vec<i64> = Vec::new();
        for (wait_ms, requests) in gaps {
            now = now.plus_ms(wait_ms);
            for _ in 0..requests {
                let before = bucket;
                let verdict = bucket.take(now);
                prop_assert_eq!(verdict.limit, plan.sustained());
                prop_assert_eq!(verdict.allowed, verdict.retry_after_seconds == 0);
                if verdict.allowed {
                    passed.push(now.ms());
                } else {
                    // The wait that it names is enough.
                    let seconds = i64::try_from(verdict.retry_after_seconds).unwrap();
                    prop_assert!(before.clone().take(now.plus_seconds(seconds)).allowed);
                    break;
                }
            }
        }
        let mut begin = 0;
        for (end, at) in passed.iter().enumerate() {
            while at - passed[begin] > 60_000 {
                begin += 1;
            }
            prop_assert!(u64::try_from(end - begin + 1).unwrap() <= plan.burst());
        }
    }
}

/// Waits and the requests after each: mostly short and full, sometimes minutes.
fn gap() -> impl Strategy<Value = (i64, u32)> {
    (prop_oneof![0..50_i64, 0..2_000_i64, 0..90_000_i64], prop_oneof![1..4_u32, 1..400_u32])
}

type Request = (String, Vec<(String, Option<Vec<u8>>)>);

/// Requests over so few letters that two of them are often nearly the same.
fn request() -> impl Strategy<Value = Request> {
    let field = ("[ab]{0,2}", option::of(vec(prop::sample::select(vec![0_u8, 1, b'a', b'b']), 0..3)));
    ("[ab]{1,2}", vec(field, 0..3))
}

fn fingerprint((operation, fields): &Request) -> [u8; 32] {
    let begin = FingerprintBuilder::new(b"a server key", operation);
    let all = fields.iter().fold(begin, |builder, (name, value)| builder.field(name, value.as_deref()));
    all.finish()
}
