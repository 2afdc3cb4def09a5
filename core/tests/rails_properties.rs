//! Whatever a provider, or anybody in between, writes: no panic, and nothing proven that is not listed.

use proptest::prelude::*;
use rwandapay_core::failure::FailureCode;
use rwandapay_core::provider::Provider;
use rwandapay_core::rails::{
    Enquiry, MAX_RAW_CHARS, MAX_REPLY_BYTES, Product, Reply, Submission, airtel, callback_target,
    enquiry_delay_ms, mtn, prompt_lifetime_ms, read_callback, read_enquiry, read_submission, read_token,
};

/// The words that a body must contain, quoted, before it can end a transaction.
fn ends(provider: Provider) -> Vec<&'static str> {
    match provider {
        Provider::Mtn => mtn::FINAL_STATUSES.iter().map(|row| row.status).chain([mtn::SUCCESSFUL]).collect(),
        Provider::Airtel => vec!["TS", "TF", "TE"],
    }
}

/// The words of which a refusal needs one.
fn refusals(provider: Provider) -> Vec<&'static str> {
    match provider {
        Provider::Mtn => mtn::REASONS.iter().filter(|row| row.refuses).map(|row| row.code).collect(),
        Provider::Airtel => {
            let refused = airtel::CODES.iter().filter(|row| row.class == airtel::Class::Refused);
            refused.map(|row| row.code).chain(["TF", "TE"]).collect()
        }
    }
}

fn holds_one(body: &[u8], words: &[&str]) -> bool {
    let body = String::from_utf8_lossy(body).replace(' ', "_");
    words.iter().any(|word| body.contains(word))
}

fn check(status: u16, body: &[u8]) {
    let reply = Reply::response(status, body);
    for provider in Provider::ALL {
        for product in Product::ALL {
            match read_enquiry(provider, product, &reply) {
                Enquiry::Succeeded(_) => {
                    assert!(status == 200 && holds_one(body, &ends(provider)));
                }
                Enquiry::Failed(failure) => {
                    assert!(status == 200 && holds_one(body, &ends(provider)));
                    assert!(failure.raw.as_ref().is_none_or(|raw| raw.chars().count() <= MAX_RAW_CHARS));
                    assert!(failure.raw.is_none() || failure.code == FailureCode::UnknownReason);
                }
                Enquiry::Pending | Enquiry::NotFound | Enquiry::Unknown => {}
            }
            match read_submission(provider, product, &reply) {
                Submission::Refused(failure) if matches!(status, 401 | 403) => {
                    assert_eq!(failure.code, FailureCode::ProviderConfig);
                }
                Submission::Refused(_) => assert!(holds_one(body, &refusals(provider))),
                Submission::Busy => assert_eq!(status, 429),
                Submission::Accepted => assert!((200..300).contains(&status)),
                Submission::Unavailable => panic!("an answer never proves that nothing left"),
                Submission::Unknown => {}
            }
        }
        let _ = read_callback(provider, body);
        let Reply::Response(response) = &reply else { unreachable!() };
        if let Some(token) = read_token(provider, response) {
            assert!(status == 200 && token.refresh_after_ms > 0 && token.refresh_after_ms < 86_400_000);
        }
    }
}

/// Bodies that are near to real ones: their keys, with values of the tables and others.
fn body() -> impl Strategy<Value = String> {
    let words: Vec<String> = mtn::REASONS
        .iter()
        .map(|row| row.code)
        .chain(airtel::CODES.iter().map(|row| row.code))
        .chain(["SUCCESSFUL", "FAILED", "PENDING", "EXPIRED", "TS", "TF", "TE", "TIP", "TA", "5000", "RWF"])
        .map(|word| format!("\"{word}\""))
        .chain(
            ["null", "true", "5000", "-1", "1e400", "[]", "{}", "\"\\u0000\"", "\"\u{202e}x\""]
                .map(Into::into),
        )
        .collect();
    let keys = prop::sample::select(vec![
        "status",
        "code",
        "reason",
        "amount",
        "currency",
        "payer",
        "partyId",
        "data",
        "transaction",
        "message",
        "response_code",
        "result_code",
        "status_code",
        "id",
        "airtel_money_id",
        "expires_in",
        "access_token",
    ]);
    let leaf = prop::sample::select(words);
    leaf.prop_recursive(4, 24, 6, move |inner| {
        prop::collection::vec((keys.clone(), inner), 0..6).prop_map(|members| {
            let members: Vec<String> =
                members.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
            format!("{{{}}}", members.join(","))
        })
    })
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![
        4 => prop::sample::select(vec![200_u16, 202, 400, 401, 403, 404, 408, 409, 429, 500, 503]),
        1 => any::<u16>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_prove_nothing_that_is_not_listed(
        status in status(),
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        check(status, &body);
    }

    #[test]
    fn bodies_that_look_real_prove_nothing_that_is_not_listed(status in status(), body in body()) {
        check(status, body.as_bytes());
    }

    #[test]
    fn enquiries_come_until_48_hours_and_never_pass_a_check(enquiries: u32, age_ms in 0_u64..200_000_000) {
        for provider in Provider::ALL {
            let last = 48 * 3_600_000;
            match enquiry_delay_ms(provider, enquiries, age_ms) {
                None => prop_assert!(age_ms >= last),
                Some(wait_ms) => {
                    let next = age_ms + wait_ms;
                    prop_assert!(wait_ms > 0 && age_ms < last && next <= last);
                    for check in [300_000, 900_000, 3_600_000, 14_400_000] {
                        prop_assert!(age_ms >= check || next <= check);
                    }
                }
            }
        }
    }

    #[test]
    fn a_path_is_a_target_only_with_a_token(path in "(/[a-z0-9-]{0,9}){0,2}/[0-9a-f]{31,33}|.{0,80}") {
        if let Some((reference, token)) = callback_target(&path) {
            let end = format!("/{reference}/{}", token.reveal());
            prop_assert!(path.ends_with(&end));
            prop_assert_eq!(token.reveal().len(), 32);
        }
    }
}

#[test]
fn the_longest_body_is_read_and_one_more_byte_is_not() {
    let body = |length: usize| {
        let start = r#"{"status":"PENDING","x":""#;
        format!("{start}{}\"}}", "x".repeat(length - start.len() - 2))
    };
    for (length, enquiry) in [(MAX_REPLY_BYTES, Enquiry::Pending), (MAX_REPLY_BYTES + 1, Enquiry::Unknown)] {
        let reply = Reply::response(200, body(length));
        assert_eq!(read_enquiry(Provider::Mtn, Product::Collect, &reply), enquiry);
        let hint = read_callback(Provider::Mtn, body(length).as_bytes());
        assert_eq!(hint.is_some(), length == MAX_REPLY_BYTES);
    }
}

#[test]
fn a_prompt_lives_for_its_window_and_a_minute() {
    assert_eq!(Provider::ALL.map(prompt_lifetime_ms), [360_000, 360_000]);
}
