//! Short commands.

use rwandapay_core::engine::command::{Action, Adjustment, Approval, Caller, PayCheckout, PinCheck};
use rwandapay_core::failure::FailureCode;
use rwandapay_core::idempotency::IdempotencyKey;
use rwandapay_core::money::Rwf;
use rwandapay_core::phone::Phone;
use rwandapay_core::rails::{Enquiry, Report};
use rwandapay_core::record::{Customer, Failure, KeyClass};
use rwandapay_core::reference::{Lookup, MerchantReference, SessionId};
use rwandapay_core::request::{Collect, InitializeCheckout, RefundPayment, Withdraw};
use rwandapay_core::secret::Secret;

pub fn caller(key: Option<(&str, [u8; 32])>) -> Caller {
    let idempotency =
        key.map(|(key, fingerprint)| (IdempotencyKey::parse(key.as_bytes()).unwrap(), fingerprint));
    Caller { class: KeyClass::Secret, idempotency }
}

pub fn rwf(francs: u64) -> Rwf {
    Rwf::new(francs).unwrap()
}

pub fn collect_request(phone: &str, amount: u64, reference: Option<&str>) -> Collect {
    Collect {
        amount: rwf(amount),
        phone: Phone::parse(phone).unwrap(),
        provider: None,
        provider_override: false,
        reference: reference.map(|text| MerchantReference::parse(text).unwrap()),
        callback_url: None,
        metadata: None,
        customer: Customer::default(),
    }
}

pub fn collect(phone: &str, amount: u64, reference: Option<&str>) -> Action {
    Action::Collect(caller(None), collect_request(phone, amount, reference))
}

pub fn refund_request(payment: &str, amount: Option<u64>, reference: Option<&str>) -> RefundPayment {
    RefundPayment {
        payment: Lookup::parse(payment).unwrap(),
        amount: amount.map(rwf),
        reason: None,
        reference: reference.map(|text| MerchantReference::parse(text).unwrap()),
    }
}

pub fn refund(payment: &str, amount: Option<u64>) -> Action {
    Action::Refund(caller(None), refund_request(payment, amount, None))
}

pub fn withdraw_request(phone: &str, amount: u64, reference: Option<&str>) -> Withdraw {
    Withdraw {
        amount: rwf(amount),
        phone: Phone::parse(phone).unwrap(),
        provider: None,
        provider_override: false,
        pin: Secret::new("1234"),
        reference: reference.map(|text| MerchantReference::parse(text).unwrap()),
    }
}

pub fn withdraw(phone: &str, amount: u64) -> Action {
    Action::Withdraw(caller(None), withdraw_request(phone, amount, None), PinCheck::Matches)
}

pub fn wrong_pin() -> Action {
    Action::Withdraw(caller(None), withdraw_request("0788123456", 10_000, None), PinCheck::Differs)
}

pub fn session_request(tx_ref: &str, amount: u64) -> InitializeCheckout {
    InitializeCheckout {
        amount: rwf(amount),
        tx_ref: MerchantReference::parse(tx_ref).unwrap(),
        customer: Customer::default(),
        redirect_url: None,
        webhook_url: None,
        metadata: None,
    }
}

pub fn initialize(tx_ref: &str, amount: u64) -> Action {
    Action::InitializeCheckout(caller(None), session_request(tx_ref, amount))
}

pub fn pay(session: &SessionId, phone: &str) -> Action {
    Action::PayCheckout(PayCheckout {
        session: session.clone(),
        phone: Phone::parse(phone).unwrap(),
        provider: None,
        provider_override: false,
    })
}

pub fn adjust(adjustment: Adjustment) -> Action {
    let approval = Approval { by: "first".into(), and: "second".into(), reason: "test".into() };
    Action::Adjust(adjustment, approval)
}

/// An enquiry that says what was sent.
pub fn paid() -> Enquiry {
    Enquiry::Succeeded(Report::default())
}

/// An enquiry that says another amount.
pub fn paid_amount(francs: u64) -> Enquiry {
    Enquiry::Succeeded(Report { amount: Some(rwf(francs)), ..Report::default() })
}

pub fn declined() -> Enquiry {
    Enquiry::Failed(Failure { code: FailureCode::ProviderDeclined, raw: None })
}
