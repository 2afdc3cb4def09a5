//! What a developer's print shows: no phone, no secret, wherever in a sandbox it stands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{World, collect, withdraw};
use rwandapay_core::engine::{Action, Records, decide};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::request::CreateEndpoint;

fn is_clean(shown: &str, secrets: &[String]) {
    for phone in ["788123456", "733123456"] {
        assert!(!shown.contains(phone), "a phone, near {}", near(shown, phone));
    }
    let seed = "7, 7, 7, 7";
    assert!(!shown.contains(seed), "the seed, near {}", near(shown, seed));
    for secret in secrets {
        assert!(!shown.contains(secret.as_str()), "a secret, near {}", near(shown, secret));
    }
}

fn near(shown: &str, found: &str) -> String {
    let at = shown.find(found).unwrap_or_default();
    shown.chars().skip(at.saturating_sub(120)).take(160).collect()
}

#[test]
fn nothing_that_a_sandbox_holds_shows_a_phone_or_a_secret() {
    let mut world = World::new();
    let request = CreateEndpoint { url: "https://example.com/hook".into(), events: Vec::new() };
    let made = common::text(&world.ok(Action::CreateEndpoint(request)), "secret");
    let secrets = [world.sandbox.webhook_secret(&world.scope).unwrap(), made];
    assert!(secrets.iter().all(|secret| secret.starts_with("whsec_")));

    let keyed = Action::Collect(
        common::caller(Some(("key", [1; 32]))),
        common::collect_request("0788123456", 5_000, Some("INV-1")),
    );
    let requests = [keyed, collect("0733123456", 5_000, None), withdraw("0788123456", 10_000)];
    for action in requests {
        is_clean(&format!("{action:?}"), &secrets);
        let entropy = world.entropy();
        let answer = world.sandbox.execute(&world.scope.clone(), entropy, action).unwrap();
        is_clean(&format!("{answer:?}"), &secrets);
    }
    is_clean(&format!("{:?}", world.sandbox), &secrets);
    world.after(60);
    // Events, deliveries, webhooks that wait, the books of the providers.
    assert!(!world.events().is_empty());
    is_clean(&format!("{:?}", world.sandbox), &secrets);
    is_clean(&format!("{:?}", world.sandbox.drain_webhooks()), &secrets);
}

#[test]
fn what_must_be_loaded_shows_no_phone() {
    let world = World::new();
    let command = rwandapay_core::engine::Command {
        scope: world.scope.clone(),
        entropy: Entropy::new([1; 32]),
        action: collect("0788123456", 5_000, Some("INV-1")),
    };
    let config = world.sandbox.config();
    let missing = decide(config, &Records::working(), &command, common::start()).unwrap_err();
    assert!(missing.0.len() > 2);
    is_clean(&format!("{missing:?}"), &[]);
}
