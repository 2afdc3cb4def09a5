//! A reference is one of ours or one of theirs, never both, and is kept byte for byte.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::reference::{Lookup, MerchantReference, PaymentRef, RefundRef, SessionId, WithdrawalRef};

fuzz_target!(|text: &str| {
    let theirs = MerchantReference::parse(text);
    let ours = [
        PaymentRef::parse(text).map(|id| id.as_str().to_owned()),
        RefundRef::parse(text).map(|id| id.as_str().to_owned()),
        WithdrawalRef::parse(text).map(|id| id.as_str().to_owned()),
        SessionId::parse(text).map(|id| id.as_str().to_owned()),
    ];
    assert!(ours.iter().filter(|id| id.is_ok()).count() <= 1, "{text}");
    for id in ours.iter().flatten() {
        assert_eq!(id, text);
        assert!(theirs.is_err(), "{text}");
    }
    if let Ok(reference) = &theirs {
        assert_eq!(reference.as_str(), text);
        assert!((1..=64).contains(&text.len()) && text.is_ascii() && text.trim() == text);
    }
    if let Ok(lookup) = Lookup::parse(text) {
        assert_eq!(lookup.as_str(), text);
        assert!(theirs.is_ok() || ours[0].is_ok() || ours.iter().any(Result::is_ok), "{text}");
    }
});
