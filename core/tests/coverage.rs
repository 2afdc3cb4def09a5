//! Every error of the table appears in a case of some file of vectors, or in a test that is named here.

mod vectors;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rwandapay_core::error::{Code, TABLE};
use rwandapay_core::json::Json;
use vectors::{load, names};

/// Operations that print what the table says: a code in their output proves nothing.
const DESCRIBES: [&str; 2] = ["error.describe", "answer.refuse"];

/// Errors that no operation can end in, and the test that meets each of them.
const ELSEWHERE: &[(Code, &str, &str)] = &[
    (Code::PinNotSet, "core/tests/engine_rules/withdrawals.rs", "the sandbox's merchant has a PIN"),
    (Code::RecipientNotRegistered, "core/tests/engine_rules/withdrawals.rs", "a setting of live mode"),
    (Code::AccountExists, "core/tests/engine_rules/withdrawals.rs", "accounts are opened by an operator"),
    (Code::AccountNotFound, "core/tests/sandbox.rs", "every key of a sandbox has an account"),
    (Code::SandboxHandleInvalid, "core/src/api/sandboxes.rs", "handles are no matter of an operation"),
    (Code::ResponseTooLarge, "core/tests/client_machine.rs", "a case would hold a mebibyte"),
    (Code::WebhookBodyTooLarge, "core/tests/webhook_properties.rs", "a case would hold a mebibyte"),
    (Code::IdempotencyInProgress, "core/tests/client_machine.rs", "only where requests run side by side"),
    (Code::RequestTimeout, "server/tests/http.rs", "only where bytes arrive in time"),
    (Code::HeadersTooLarge, "server/tests/http.rs", "only where heads arrive as bytes"),
];

#[test]
fn every_error_appears_in_a_case() {
    let seen = seen();
    let elsewhere = |code| ELSEWHERE.iter().any(|(other, ..)| *other == code);
    let missing: Vec<&str> = TABLE
        .iter()
        .filter(|row| !seen.contains(row.name) && !elsewhere(row.code))
        .map(|row| row.name)
        .collect();
    assert_eq!(missing, Vec::<&str>::new(), "{} of {} errors appear nowhere", missing.len(), TABLE.len());
}

#[test]
fn what_is_proven_elsewhere_is_there_and_in_no_case() {
    let seen = seen();
    for (code, file, why) in ELSEWHERE {
        assert!(!seen.contains(code.name()), "{} appears in a case by now", code.name());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
        let text = fs::read_to_string(&path).unwrap();
        let named = text.contains(code.name()) || text.contains(&format!("{code:?}"));
        assert!(named, "{file} does not speak of {} ({why})", code.name());
    }
}

/// The errors that cases end in, and the codes in what their operations tell.
fn seen() -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for case in names().iter().flat_map(|name| load(name)) {
        match &case.expected {
            Err((code, _)) => {
                seen.insert(code.name().to_owned());
            }
            Ok(out) if !DESCRIBES.contains(&case.op.as_str()) => texts(out, &mut seen),
            Ok(_) => {}
        }
    }
    seen
}

fn texts(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::Text(text) => {
            found.insert(text.clone());
        }
        Json::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Json::Object(object) => object.0.iter().for_each(|(_, value)| texts(value, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Printed(_) => {}
    }
}
