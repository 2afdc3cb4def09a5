//! What verifies was signed: signing the same bytes again gives a token of the header.
//!
//! The input is header lines, an empty line and the body, as a delivery looks on the wire.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{Event, SigningKey, Verifier, WebhookSecret, sign};

/// The secret that the seeds of the corpus are signed with; made up, and used nowhere else.
const SECRET: &str = "whsec_ZnV6emluZy1vbmx5LXNlY3JldC0wMTIzNDU2Nzg5";

fuzz_target!(|bytes: &[u8]| {
    let secret = WebhookSecret::parse(SECRET).unwrap();
    let verifier = Verifier::new([secret]).unwrap().dangerously_accepting_any_age();
    let keys = [SigningKey::parse(SECRET).unwrap()];

    let split = bytes.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = split.map_or((bytes, &[][..]), |at| (&bytes[..at], &bytes[at + 2..]));
    let pairs: Vec<(&[u8], &[u8])> = head
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            Some((&line[..colon], line[colon + 1..].trim_ascii()))
        })
        .collect();

    if let Ok(verified) = verifier.verify_pairs(pairs.iter().copied(), body, Instant::EPOCH) {
        let again = sign(&keys, verified.id, Instant::from_seconds(verified.timestamp), body).unwrap();
        let [_, _, (_, token)] = again.pairs();
        let given = pairs.iter().filter(|(name, _)| name.eq_ignore_ascii_case(b"webhook-signature"));
        let mut tokens = given.flat_map(|(_, value)| value.split(|byte| *byte == b' '));
        assert!(tokens.any(|given| given == token.as_bytes()));
    }

    // And the other way: what we sign verifies, until one bit of the body is another.
    let now = Instant::from_seconds(1_734_272_730);
    let signed = sign(&keys, "evt_fuzz", now, bytes).unwrap();
    let pairs = signed.pairs();
    let pairs = || pairs.iter().map(|(name, value)| (*name, value.as_bytes()));
    assert!(verifier.verify_pairs(pairs(), bytes, now).is_ok());
    if let Some(last) = bytes.len().checked_sub(1) {
        let mut flipped = bytes.to_vec();
        flipped[last / 2] ^= 1 << (last % 8);
        assert!(verifier.verify_pairs(pairs(), &flipped, now).is_err());
    }
    if let Ok(event) = Event::parse_any_mode(bytes) {
        assert!(!event.id.is_empty() && !format!("{event:?}").is_empty());
    }
});
