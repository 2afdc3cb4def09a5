//! Header lines, in any number, order and bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::client::retry_after_ms;
use rwandapay_core::error::Code;
use rwandapay_core::idempotency::IdempotencyKey;
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::Headers;

fuzz_target!(|bytes: &[u8]| {
    let lines = bytes.split(|byte| *byte == b'\n').filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        Some((&line[..colon], line[colon + 1..].trim_ascii()))
    });
    let pairs: Vec<(&[u8], &[u8])> = lines.collect();
    let values = |name: &str| {
        let named = pairs.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()));
        named.map(|(_, value)| *value).collect::<Vec<_>>()
    };

    match Headers::from_pairs(pairs.iter().copied()) {
        Ok(_) => {
            for name in ["webhook-id", "webhook-timestamp"] {
                let given = values(name);
                assert!(!given.is_empty() && given.iter().all(|value| *value == given[0]), "{name}");
            }
            assert!((1..=16).contains(&values("webhook-signature").len()));
        }
        Err(code) => assert!(matches!(
            code,
            Code::WebhookHeaderMissing | Code::AmbiguousHeader | Code::WebhookSignatureTooLarge
        )),
    }
    for value in values("idempotency-key") {
        let visible = value.iter().all(u8::is_ascii_graphic);
        assert_eq!(IdempotencyKey::parse(value).is_ok(), visible && (1..=255).contains(&value.len()));
    }
    for value in values("retry-after").into_iter().filter_map(|value| std::str::from_utf8(value).ok()) {
        if let Some(ms) = retry_after_ms(value, Instant::EPOCH) {
            assert!(
                value.parse::<u64>().is_ok_and(|seconds| seconds.saturating_mul(1000) >= ms)
                    || value.contains(' ')
            );
        }
    }
});
