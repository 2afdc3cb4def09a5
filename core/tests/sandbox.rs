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

#[test]
fn a_session_that_is_not_open_says_what_became_of_its_money() {
    use rwandapay_core::error::Outcome;
    let mut world = World::new();
    let request = rwandapay_core::request::InitializeCheckout {
        amount: common::rwf(5000),
        tx_ref: rwandapay_core::reference::MerchantReference::parse("CART-1").unwrap(),
        customer: rwandapay_core::record::Customer::default(),
        redirect_url: None,
        webhook_url: None,
        metadata: None,
    };
    let caller = common::caller(None);
    let made = world.run(rwandapay_core::engine::Action::InitializeCheckout(caller, request)).unwrap();
    let id = field(&made, "session_id");
    let id = rwandapay_core::reference::SessionId::parse(id.trim_matches('"')).unwrap();
    let pay = |phone: &str| {
        rwandapay_core::engine::Action::PayCheckout(rwandapay_core::engine::command::PayCheckout {
            session: id.clone(),
            phone: rwandapay_core::phone::Phone::parse(phone).unwrap(),
            provider: None,
            provider_override: false,
        })
    };
    world.run(pay("0788123456")).unwrap();
    world.sandbox.advance(2).unwrap();
    let refused = world.run(pay("0788123457")).unwrap_err();
    assert_eq!((refused.code().name(), refused.outcome()), ("session_not_open", Some(Outcome::Done)));
}
