//! Addresses of hosted pages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use rwandapay_core::reference::{PaymentRef, SessionId};
use rwandapay_core::resource::Links;

fn links() -> Links {
    let mut page_key = [0; 32];
    page_key.iter_mut().zip(0..).for_each(|(byte, at)| *byte = at);
    Links { public_url: "https://pay.rwandapay.rw".into(), page_key }
}

/// The tokens are from another implementation of HMAC-SHA256, under the key 00 01 … 1f.
#[test]
fn a_page_is_named_by_its_token() {
    let payment = PaymentRef::parse("PAY-20241215-ABC123").unwrap();
    let session = SessionId::parse("CHK-ABC123DEF456").unwrap();
    assert_eq!(links().payment(&payment), "https://pay.rwandapay.rw/pay/40ab2a8c4058bd2deba0572a4a0aea9a");
    assert_eq!(
        links().session(&session),
        "https://pay.rwandapay.rw/checkout/CHK-ABC123DEF456?k=b33efaf8d688f5cf5835bab522d4862c"
    );
}

#[test]
fn only_the_token_of_the_id_holds() {
    let token = links().token("CHK-ABC123DEF456");
    assert!(links().holds("CHK-ABC123DEF456", &token));
    assert!(!links().holds("CHK-ABC123DEF457", &token));
    for bad in ["", &token[1..], &token.to_uppercase(), &format!("{token}0"), &format!(" {token}")] {
        assert!(!links().holds("CHK-ABC123DEF456", bad), "{bad}");
    }
    let other = Links { page_key: [9; 32], ..links() };
    assert!(!other.holds("CHK-ABC123DEF456", &token));
    assert!(!format!("{:?}", links()).contains("31"), "the key shows");
}
