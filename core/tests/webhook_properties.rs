//! Sign, then verify: it holds, and no flipped bit is overlooked.

use proptest::prelude::*;
use rwandapay_core::error::Code;
use rwandapay_core::record;
use rwandapay_core::secret::Secret;
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{
    Headers, PrivateKey, Refused, SignedHeaders, SigningKey, Verifier, VerifyingKey, WebhookSecret, explain,
    live_keys, sign, sign_redirect, verify_redirect,
};

const NOW: Instant = Instant::from_seconds(1_795_456_944);

fn headers(signed: &SignedHeaders) -> Headers<'_> {
    Headers::new(signed.id.as_bytes(), signed.timestamp.as_bytes(), signed.signature.as_bytes())
}

/// The text with one bit of one byte changed.
fn flipped(bytes: &[u8], at: prop::sample::Index) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let bit = at.index(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

fn key(seed: [u8; 32], shared: bool) -> SigningKey {
    if shared { WebhookSecret::generate(&seed).into() } else { PrivateKey::generate(&seed).into() }
}

proptest! {
    #[test]
    fn what_is_signed_verifies_and_no_flipped_bit_does(
        seed: [u8; 32],
        shared: bool,
        id in "[!-\\-/-~]{1,40}",
        seconds in 1_i64..253_402_300_799,
        body in prop::collection::vec(any::<u8>(), 1..300),
        at: prop::sample::Index,
    ) {
        let (key, now) = (key(seed, shared), Instant::from_seconds(seconds));
        let signed = sign(std::slice::from_ref(&key), &id, now, &body).unwrap();
        let verifier = Verifier::new([key]).unwrap();
        let proof = verifier.verify(&headers(&signed), &body, now).unwrap();
        prop_assert_eq!((proof.id, proof.timestamp, proof.age_s), (id.as_str(), seconds, 0));

        // Without a look at the age, so that only the signature stands between a flipped digit and success.
        let verifier = verifier.dangerously_accepting_any_age();
        let (id, timestamp, signature) = (flipped(id.as_bytes(), at), flipped(signed.timestamp.as_bytes(), at), flipped(signed.signature.as_bytes(), at));
        let (good_id, good_timestamp, good_signature) = (signed.id.as_bytes(), signed.timestamp.as_bytes(), signed.signature.as_bytes());
        for refused in [
            Headers::new(&id, good_timestamp, good_signature),
            Headers::new(good_id, &timestamp, good_signature),
            Headers::new(good_id, good_timestamp, &signature),
        ] {
            prop_assert!(verifier.verify(&refused, &body, now).is_err());
        }
        let refused = verifier.verify(&headers(&signed), &flipped(&body, at), now);
        prop_assert_eq!(refused, Err(Code::WebhookSignatureMismatch));
    }

    #[test]
    fn no_other_key_verifies(one: [u8; 32], other: [u8; 32], shared: bool, body: Vec<u8>) {
        prop_assume!(one != other);
        let signed = sign(&[key(one, shared)], "evt_1", NOW, &body).unwrap();
        let verifier = Verifier::new([key(other, true), key(other, false), key(one, !shared)]).unwrap();
        prop_assert_eq!(verifier.verify(&headers(&signed), &body, NOW), Err(Code::WebhookSignatureMismatch));
    }

    #[test]
    fn any_headers_and_body_are_refused_without_a_panic(
        id: Vec<u8>, timestamp in "[0-9]{0,13}|.{0,20}", signature: Vec<u8>, token in "v1a?,[A-Za-z0-9+/=]{0,90}", body: Vec<u8>,
    ) {
        let verifier = Verifier::new([key([1; 32], true), key([1; 32], false)]).unwrap().dangerously_accepting_any_age();
        for signature in [&signature, token.as_bytes()] {
            let headers = Headers::new(&id, timestamp.as_bytes(), signature);
            prop_assert!(verifier.verify(&headers, &body, NOW).is_err());
        }
    }

    #[test]
    fn whatever_goes_wrong_explain_neither_panics_nor_accepts(
        secret in "(whsec_|whsk_|v1,)?[A-Za-z0-9+/=_ -]{0,60}", name in "(webhook|svix)-(id|signature)", value: Vec<u8>, signature in "(v1,)?.{0,60}", body in "[\\{\\}\":a-z0-9\\r\\n ]{0,60}",
    ) {
        let headers: [(&str, &[u8]); 4] =
            [(&name, &value), ("webhook-id", b"evt_1"), ("webhook-timestamp", b"1795456944"), ("webhook-signature", signature.as_bytes())];
        let refused = Refused {
            secrets: &[&secret], public_keys: &[], other_secrets: &[], tolerance_s: 300, headers: &headers, body: body.as_bytes(), now: NOW,
        };
        let explanation = explain(&refused);
        prop_assert!(explanation.code.is_some());
        prop_assert!(!explanation.findings.is_empty());
    }

    #[test]
    fn a_redirect_verifies_and_no_flipped_bit_does(
        seed: [u8; 32], reference in "[A-Za-z0-9][A-Za-z0-9 ._:/#+-]{0,62}[A-Za-z0-9]", at: prop::sample::Index,
    ) {
        let secrets = [WebhookSecret::generate(&seed)];
        let query = sign_redirect(&secrets, "CHK-ABC123DEF456", &reference, "completed", NOW).unwrap();
        let redirect = verify_redirect(&secrets, &query, NOW, 300).unwrap();
        prop_assert_eq!(&redirect.reference, &reference);
        if let Ok(other) = String::from_utf8(flipped(query.as_bytes(), at)) {
            // Hexadecimal digits of the percent encoding may change their case: the same values, then.
            if let Ok(same) = verify_redirect(&secrets, &other, NOW, 300) {
                prop_assert_eq!(same, redirect);
                prop_assert!(other.eq_ignore_ascii_case(&query));
            }
        }
    }
}

#[test]
fn every_bit_of_one_delivery() {
    let key = key([9; 32], true);
    let body = br#"{"event":"payment.successful"}"#;
    let signed = sign(std::slice::from_ref(&key), "evt_1", NOW, body).unwrap();
    let verifier = Verifier::new([key]).unwrap().dangerously_accepting_any_age();
    let parts = [signed.id.as_bytes(), signed.timestamp.as_bytes(), signed.signature.as_bytes(), body];
    let mut flips = 0;
    for part in 0..4 {
        for bit in 0..parts[part].len() * 8 {
            let mut changed = parts.map(<[u8]>::to_vec);
            changed[part][bit / 8] ^= 1 << (bit % 8);
            let [id, timestamp, signature, body] = &changed;
            assert!(
                verifier.verify(&Headers::new(id, timestamp, signature), body, NOW).is_err(),
                "{part} {bit}"
            );
            flips += 1;
        }
    }
    assert_eq!(flips, 8 * (5 + 10 + 47 + 30));
}

#[test]
fn every_live_secret_signs_and_no_other() {
    let secret = |seed: u8, expires_at| record::SigningSecret {
        secret: WebhookSecret::generate(&[seed; 32]).text(),
        created_at: Instant::EPOCH,
        expires_at,
    };
    let secrets = [secret(1, None), secret(2, Some(NOW.plus_seconds(1))), secret(3, Some(NOW))];
    assert_eq!(live_keys(&secrets, NOW).unwrap(), [key([1; 32], true), key([2; 32], true)]);
    let broken = record::SigningSecret { secret: Secret::new("whsec_"), ..secret(1, None) };
    assert_eq!(live_keys(&[broken], NOW), Err(Code::SecretEmpty));
}

#[test]
fn too_much_is_refused_before_it_is_hashed() {
    let key = key([1; 32], true);
    let body = vec![b' '; 1_048_577];
    assert_eq!(sign(std::slice::from_ref(&key), "evt_1", NOW, &body), Err(Code::WebhookBodyTooLarge));
    let signed = sign(std::slice::from_ref(&key), "evt_1", NOW, &body[1..]).unwrap();
    let verifier = Verifier::new([key]).unwrap();
    assert!(verifier.verify(&headers(&signed), &body[1..], NOW).is_ok());
    assert_eq!(verifier.verify(&headers(&signed), &body, NOW), Err(Code::WebhookBodyTooLarge));
    assert_eq!(verifier.clone().with_tolerance_s(0).unwrap_err(), Code::WebhookToleranceInvalid);
    assert_eq!(Verifier::new(Vec::<VerifyingKey>::new()).unwrap_err(), Code::SecretEmpty);
}

#[test]
fn debug_shows_no_secret() {
    let shared = WebhookSecret::generate(&[0xAB; 32]);
    let private = PrivateKey::generate(&[0xAB; 32]);
    let verifier = Verifier::new([shared.clone()]).unwrap();
    let shown = format!("{shared:?} {private:?} {verifier:?} {:?} {:?}", shared.text(), private.text());
    assert_eq!(
        shown,
        "WebhookSecret(…) PrivateKey(…) Verifier { keys: 1, tolerance_s: Some(300) } Secret(…) Secret(…)"
    );
}
