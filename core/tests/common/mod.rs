//! What the tests of the engine share: a sandbox with the demonstration merchant, and short commands.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod life;
pub mod rng;
pub mod shell;

use rwandapay_core::engine::command::{Action, Caller};
use rwandapay_core::engine::{Answer, read};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::Error;
use rwandapay_core::idempotency::IdempotencyKey;
use rwandapay_core::json::{Json, parse};
use rwandapay_core::money::Rwf;
use rwandapay_core::phone::Phone;
use rwandapay_core::record::{Balances, Customer, Key, KeyClass, Record, Scope};
use rwandapay_core::reference::{Lookup, MerchantReference, PaymentRef};
use rwandapay_core::request::{Collect, RefundPayment};
use rwandapay_core::resource;
use rwandapay_core::sandbox::{Sandbox, SandboxConfig, demo_scope};
use rwandapay_core::time::Instant;

/// A sandbox and the demonstration merchant's scope.
pub struct World {
    pub sandbox: Sandbox,
    pub scope: Scope,
    drawn: u64,
}

pub fn start() -> Instant {
    Instant::parse("2026-01-05T08:00:00Z").unwrap()
}

impl World {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl Fn(&mut SandboxConfig)) -> Self {
        let mut config = SandboxConfig::new(start(), [7; 32]);
        change(&mut config);
        Self { sandbox: Sandbox::open(config), scope: demo_scope().unwrap(), drawn: 0 }
    }

    pub fn entropy(&mut self) -> Entropy {
        self.drawn += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.drawn.to_be_bytes());
        Entropy::new(seed)
    }

    /// Runs an action and gives the `data` of its answer.
    pub fn run(&mut self, action: Action) -> Result<Json, Error> {
        self.run_full(action).map(|(data, _)| data)
    }

    /// The same, and whether the answer stands for an earlier one.
    pub fn run_full(&mut self, action: Action) -> Result<(Json, bool), Error> {
        let entropy = self.entropy();
        match self.sandbox.execute(&self.scope.clone(), entropy, action)? {
            Answer::Data { data, replayed } => Ok((parse(data.as_bytes()).unwrap(), replayed)),
            Answer::Send | Answer::Done => Ok((Json::Null, false)),
        }
    }

    pub fn find(&self, lookup: &str) -> read::Found {
        let records = self.sandbox.records();
        let lookup = Lookup::parse(lookup).unwrap();
        read::find(&self.scope, &lookup, &|key| records.get(key).map(|record| record.cloned())).unwrap()
    }

    pub fn payment_record(&self, lookup: &str) -> rwandapay_core::record::Payment {
        let read::Found::Payment(reference) = self.find(lookup) else { panic!("no payment for {lookup}") };
        self.payment_by(&reference)
    }

    pub fn payment_by(&self, reference: &PaymentRef) -> rwandapay_core::record::Payment {
        match self.sandbox.record(&Key::Payment(self.scope.clone(), reference.clone())) {
            Some(Record::Payment(payment)) => payment.clone(),
            _ => panic!("no payment {reference}"),
        }
    }

    pub fn payment(&self, lookup: &str) -> Json {
        resource::payment(&self.payment_record(lookup), &self.sandbox.config().links)
    }

    pub fn balances(&self) -> Balances {
        match self.sandbox.record(&Key::Account(self.scope.clone())) {
            Some(Record::Account(account)) => account.balances,
            _ => panic!("no account"),
        }
    }
}

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

/// The printed value of a member.
pub fn field(data: &Json, name: &str) -> String {
    match data {
        Json::Object(object) => object.get(name).unwrap_or_else(|| panic!("no member {name}")).print(),
        _ => panic!("not an object"),
    }
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
