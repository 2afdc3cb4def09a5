//! The sandbox as a merchant's tests would use it: numbers, clock, webhooks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{World, collect, field};

#[test]
fn a_payment_succeeds_after_exactly_two_seconds() {
    let mut world = World::new();
    let data = world.run(collect("0788123456", 5000, Some("INV-001"))).unwrap();
    assert_eq!(field(&data, "status"), "\"pending\"");
    world.sandbox.advance(1).unwrap();
    assert_eq!(field(&world.payment("INV-001"), "status"), "\"pending\"");
    world.sandbox.advance(1).unwrap();
    let payment = world.payment("INV-001");
    assert_eq!(field(&payment, "status"), "\"successful\"");
    assert_eq!(field(&payment, "paid_at"), "\"2026-01-05T08:00:02Z\"");
    assert_eq!(world.balances().available.get(), 1_204_825);
}

#[test]
fn a_merchant_without_an_account_can_do_nothing() {
    let mut world = World::new();
    let merchant = rwandapay_core::reference::MerchantId::parse("nobody").unwrap();
    let scope = rwandapay_core::record::Scope { merchant, ..world.scope.clone() };
    let entropy = world.entropy();
    let error = world.sandbox.execute(&scope, entropy, collect("0788123456", 5000, None)).unwrap_err();
    assert_eq!(error.code().name(), "account_not_found");
}
