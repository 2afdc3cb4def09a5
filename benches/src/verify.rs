//! Verifying a webhook with a body of 1 KiB.

use std::hint::black_box;
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName};
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{Headers, SignedHeaders, Verifier, WebhookSecret, sign};
use sha2::Sha256;
use standardwebhooks::Webhook;

use crate::harness::{Table, in_turns};

const SEED: [u8; 32] = [7; 32];
const ID: &str = "evt_01JDXK5T3VZQ8W9M2N4P";
const BODY: &[u8] = &[b'x'; 1_024];

/// Our verifier, the HMAC that nobody can do without, and the reference library.
pub fn measure(table: &mut Table) {
    table.section("verify a webhook of 1 KiB");
    let secret = WebhookSecret::generate(&SEED);
    // The reference library looks at the clock itself.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let now = Instant::from_seconds(now.cast_signed());
    let signed = sign(&[secret.clone().into()], ID, now, BODY).expect("it can be signed");
    let all = all_headers(&signed);
    let theirs = Webhook::new(secret.text().reveal()).expect("a secret");
    let verifier = Verifier::new([secret]).expect("one key");

    let parsed = Headers::new(signed.id.as_bytes(), signed.timestamp.as_bytes(), signed.signature.as_bytes());
    let holds = verifier.verify(&parsed, BODY, now).is_ok();
    assert!(holds && theirs.verify(BODY, &all).is_ok(), "a refusal would be quicker");
    let message = [ID.as_bytes(), b".", signed.timestamp.as_bytes(), b".", BODY].concat();
    let held = Hmac::<Sha256>::new_from_slice(&SEED).expect("any key");
    let [ours, full, raw, keyed, reference] = in_turns([
        &mut || {
            black_box(verifier.verify(black_box(&parsed), black_box(BODY), now).is_ok());
        },
        &mut || {
            let pairs = all.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
            black_box(verifier.verify_pairs(black_box(pairs), black_box(BODY), now).is_ok());
        },
        &mut || {
            black_box(held.clone().chain_update(black_box(&message)).finalize().into_bytes());
        },
        &mut || {
            let mac = Hmac::<Sha256>::new_from_slice(black_box(&SEED)).expect("any key");
            black_box(mac.chain_update(black_box(&message)).finalize().into_bytes());
        },
        &mut || {
            black_box(theirs.verify(black_box(BODY), black_box(&all)).is_ok());
        },
    ]);
    table.ours("verify, one secret, one token, parsed headers", ours);
    table.ours("verify, eight headers as pairs", full);
    table.peer("HMAC-SHA256 of the same bytes, key schedule held", raw, ours);
    table.peer("HMAC-SHA256 of the same bytes, key set up each time", keyed, ours);
    table.peer("standardwebhooks", reference, ours);
}

/// The three headers among those that a request carries anyway.
fn all_headers(signed: &SignedHeaders) -> HeaderMap {
    let usual = [("host", "example.rw"), ("user-agent", "rwandapay"), ("accept", "*/*")];
    let body = [("content-type", "application/json"), ("content-length", "1024")];
    let all = usual.into_iter().chain(body).chain(signed.pairs());
    all.filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse().ok()?))).collect()
}
