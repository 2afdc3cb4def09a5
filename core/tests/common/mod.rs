//! What the tests of the engine share: a sandbox with the demonstration merchant, and short commands.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod desk;
pub mod life;
mod others;
mod requests;
pub mod rng;
pub mod shell;

pub use requests::*;

use rwandapay_core::engine::command::Action;
use rwandapay_core::engine::{Answer, read};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::Error;
use rwandapay_core::json::{Json, parse};
use rwandapay_core::money::Rwf;
use rwandapay_core::rails::Enquiry;
use rwandapay_core::record::{
    Account, Attempt, Balances, Event, Key, Record, Refund, Scope, Session, Withdrawal,
};
use rwandapay_core::reference::{Lookup, PaymentRef, ProviderRef, RefundRef, SessionId, WithdrawalRef};
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
        read::find(&self.scope, &lookup, &|key| records.get(key).map(Option::<&Record>::cloned)).unwrap()
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

/// The printed value of a member.
pub fn field(data: &Json, name: &str) -> String {
    match data {
        Json::Object(object) => object.get(name).unwrap_or_else(|| panic!("no member {name}")).print(),
        _ => panic!("not an object"),
    }
}

/// A member's text without its quotes; the printed value of any other.
pub fn text(data: &Json, name: &str) -> String {
    field(data, name).trim_matches('"').to_string()
}

/// Several members in one line.
pub fn texts(data: &Json, names: &[&str]) -> String {
    names.iter().map(|name| text(data, name)).collect::<Vec<_>>().join(" ")
}

impl World {
    pub fn ok(&mut self, action: Action) -> Json {
        let shown = format!("{action:?}");
        self.run(action).unwrap_or_else(|error| panic!("{error:?} for {shown}"))
    }

    pub fn refused(&mut self, action: Action) -> Error {
        let shown = format!("{action:?}");
        match self.run(action) {
            Err(error) => error,
            Ok(data) => panic!("{} for {shown}", data.print()),
        }
    }

    /// The code of the refusal.
    pub fn code(&mut self, action: Action) -> &'static str {
        self.refused(action).code().name()
    }

    pub fn after(&mut self, seconds: u64) -> &mut Self {
        self.sandbox.advance(seconds).unwrap();
        self
    }

    pub fn account(&self) -> Account {
        match self.sandbox.record(&Key::Account(self.scope.clone())) {
            Some(Record::Account(account)) => account.clone(),
            _ => panic!("no account"),
        }
    }

    pub fn refund_by(&self, reference: &str) -> Refund {
        let key = Key::Refund(self.scope.clone(), RefundRef::parse(reference).unwrap());
        match self.sandbox.record(&key) {
            Some(Record::Refund(refund)) => refund.clone(),
            _ => panic!("no refund {reference}"),
        }
    }

    pub fn withdrawal_by(&self, reference: &str) -> Withdrawal {
        let key = Key::Withdrawal(self.scope.clone(), WithdrawalRef::parse(reference).unwrap());
        match self.sandbox.record(&key) {
            Some(Record::Withdrawal(withdrawal)) => withdrawal.clone(),
            _ => panic!("no withdrawal {reference}"),
        }
    }

    pub fn session_by(&self, id: &SessionId) -> Session {
        match self.sandbox.record(&Key::Session(self.scope.clone(), id.clone())) {
            Some(Record::Session(session)) => session.clone(),
            _ => panic!("no session {id}"),
        }
    }

    pub fn attempt_by(&self, id: &ProviderRef) -> Attempt {
        match self.sandbox.record(&Key::Attempt(self.scope.clone(), id.clone())) {
            Some(Record::Attempt(attempt)) => attempt.clone(),
            _ => panic!("no attempt {id}"),
        }
    }

    /// Opens a session; gives its id.
    pub fn session(&mut self, tx_ref: &str, amount: u64) -> SessionId {
        let data = self.ok(initialize(tx_ref, amount));
        SessionId::parse(&text(&data, "session_id")).unwrap()
    }

    /// Collects; gives our reference.
    pub fn collected(&mut self, phone: &str, amount: u64, reference: Option<&str>) -> PaymentRef {
        let data = self.ok(collect(phone, amount, reference));
        PaymentRef::parse(&text(&data, "reference")).unwrap()
    }

    /// Tells the engine what an enquiry about the payment's attempt said, once that was sent.
    pub fn told(&mut self, payment: &PaymentRef, enquiry: Enquiry) {
        let attempt = self.payment_by(payment).attempt;
        self.told_of(attempt, enquiry);
    }

    /// The same, about any attempt.
    pub fn told_of(&mut self, attempt: ProviderRef, enquiry: Enquiry) {
        self.after(0).ok(Action::Enquired(attempt, enquiry));
    }

    /// The newest refund of a payment.
    pub fn refund_of(&self, payment: &PaymentRef) -> Refund {
        let records = self.sandbox.records().iter().filter_map(|(_, record)| match record {
            Record::Refund(refund) if refund.payment == *payment => Some(refund.clone()),
            _ => None,
        });
        records.max_by_key(|refund| refund.created_at).unwrap()
    }

    /// The kinds of the events so far, in order, with what each is about.
    pub fn events(&self) -> Vec<Event> {
        let mut events: Vec<Event> = self
            .sandbox
            .records()
            .iter()
            .filter_map(
                |(_, record)| if let Record::Event(event) = record { Some(event.clone()) } else { None },
            )
            .collect();
        events.sort_by_key(|event| event.sequence);
        events
    }

    pub fn kinds(&self) -> Vec<&'static str> {
        self.events().iter().map(|event| event.kind.name()).collect()
    }

    /// The journals about a reference: their kinds and entries in one line each.
    pub fn journals(&self, about: &str) -> Vec<String> {
        let journals = self.sandbox.journals().iter().filter(|(_, journal)| journal.about() == about);
        journals
            .map(|(_, journal)| {
                let entries = journal.entries().iter();
                let entries = entries.map(|entry| format!("{} {}", entry.account.name(), entry.amount));
                format!("{}: {}", journal.kind().name(), entries.collect::<Vec<_>>().join(", "))
            })
            .collect()
    }

    /// Available, unsettled, reserved, owed.
    pub fn money(&self) -> [u64; 4] {
        let balances = self.balances();
        [balances.available, balances.unsettled, balances.reserved, balances.owed].map(Rwf::get)
    }
}
