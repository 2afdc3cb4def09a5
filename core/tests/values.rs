//! What the values do at their doors: messages, masks, and the references of the documentation.

use rwandapay_core::api::call;
use rwandapay_core::fee::{Rates, Schedule};
use rwandapay_core::money::{Limits, Rwf};
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::{PREFIXES, Provider, choose_described};
use rwandapay_core::reference::{MerchantReference, PaymentRef, SessionId};
use rwandapay_core::time::KigaliDay;

#[test]
fn the_references_of_the_documentation_are_read() {
    assert_eq!(PaymentRef::parse("PAY-20241215-ABC123").unwrap().as_str(), "PAY-20241215-ABC123");
    assert_eq!(SessionId::parse("CHK-ABC123DEF456").unwrap().as_str(), "CHK-ABC123DEF456");
    for theirs in ["INV-001", "UNIQUE_REFERENCE", "ORD-12345"] {
        assert_eq!(MerchantReference::parse(theirs).unwrap().as_str(), theirs);
    }
}

#[test]
fn every_form_of_a_number_comes_out() {
    let phone = Phone::parse("0788123456").unwrap();
    assert_eq!(phone.e164().as_str(), "+250788123456");
    assert_eq!(phone.mtn_wire().as_str(), "250788123456");
    assert_eq!(phone.airtel_wire().as_str(), "788123456");
    assert_eq!(phone.national().as_str(), "0788123456");
    assert_eq!(phone.display().as_str(), "0788 123 456");
    assert_eq!(phone.masked().as_str(), "078••••456");
}

#[test]
fn no_print_shows_a_whole_number() {
    let phone = Phone::parse("0787654321").unwrap();
    let mismatch = choose_described(phone, Some(Provider::Airtel), false).unwrap_err();
    assert_eq!(mismatch.message(), "provider `Airtel` is not the one of `078••••321`, which is MTN");
    for text in [
        format!("{phone:?} {:?}", phone.e164()),
        format!("{:?}", Phone::from_text("+250 787 654 321 0").unwrap_err()),
        format!("{:?}", Phone::from_text("0787654321x").unwrap_err()),
        format!("{:?}", Phone::from_text("٠٧٨٧٦٥٤٣٢١").unwrap_err()),
        call("phone.parse", br#"{"text":"0787654321#"}"#),
        call("provider.choose", br#"{"phone":"0777654321"}"#),
    ] {
        assert!(!text.contains("654") && !text.contains("٦٥٤"), "{text}");
    }
}

#[test]
fn the_prefixes_are_exactly_the_numbers_that_exist() {
    for prefix in 0..100 {
        let row = PREFIXES.rows.iter().find(|row| row.digits == prefix);
        let phone = Phone::new(prefix * 10_000_000 + 1_234_567);
        assert_eq!(row.is_some(), phone.is_ok(), "{prefix}");
        if let (Some(row), Ok(phone)) = (row, phone) {
            assert_eq!(row.provider, Provider::of(phone).ok());
        }
    }
}

#[test]
fn messages_hold_the_value_and_the_bound() {
    for (text, message) in [
        ("", "amount `` is not a number of francs"),
        ("5,000", "amount `5,000` is not a number of francs"),
        ("5000\r\n", "amount `5000` is not a number of francs"),
        ("5000.5", "amount `5000.5` has a part of a franc"),
        ("-1", "amount `-1` is negative"),
        ("9007199254740992", "amount `9007199254740992` is above the largest amount of 9007199254740991 RWF"),
    ] {
        assert_eq!(Rwf::from_text(text).unwrap_err().message(), message);
    }
    let long = Rwf::from_text(&"9".repeat(400)).unwrap_err();
    assert!(long.message().contains(&format!("`{}…`", "9".repeat(40))), "{long}");
    let above = Limits::COLLECT.admit(Rwf::new(1_000_001).unwrap()).unwrap_err();
    assert_eq!(above.message(), "amount `1000001` is above the maximum of 1000000 RWF");
}

#[test]
fn the_standard_schedule_is_one_that_could_be_loaded() {
    let standard = Schedule::standard();
    let day = KigaliDay::parse("2024-12-01").unwrap();
    let loaded = Schedule::new("standard-2024-12", day, Limits::COLLECT, Rates::share(350), &[]).unwrap();
    assert_eq!(standard, loaded);
    assert_eq!(standard.effective_from().to_string(), "2024-12-01");
}

#[test]
fn decimals_cross_only_where_they_are_whole() {
    use rust_decimal::Decimal;
    let amount = Rwf::new(1_250_000).unwrap();
    assert_eq!(Rwf::try_from(Decimal::new(125_000_000, 2)), Ok(amount));
    assert_eq!(Decimal::from(amount), Decimal::new(1_250_000, 0));
    for (decimal, code) in [
        (Decimal::new(50_005, 1), "amount_not_whole"),
        (Decimal::new(-1, 0), "amount_negative"),
        (Decimal::MAX, "amount_too_large"),
        (Decimal::new(9_007_199_254_740_992, 0), "amount_too_large"),
    ] {
        assert_eq!(Rwf::try_from(decimal).unwrap_err().name(), code, "{decimal}");
    }
}
