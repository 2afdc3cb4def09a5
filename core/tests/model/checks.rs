//! What must hold after every command, after every few, and at the end.

use std::collections::BTreeMap;

use rwandapay_core::checkout::SessionState;
use rwandapay_core::engine::{Answer, Command, Decision, Task};
use rwandapay_core::error::Outcome;
use rwandapay_core::ledger::{self, JournalKind};
use rwandapay_core::payment::PaymentState;
use rwandapay_core::record::{ClaimKind, Key, Record, Stage};
use rwandapay_core::reference::{PaymentRef, ProviderRef, RefundRef, SessionId, WithdrawalRef};
use rwandapay_core::resource;
use rwandapay_core::time::KigaliDay;
use rwandapay_core::webhook::DeliveryState;

use crate::plain::{Ends, Known, State};
use crate::run::Run;

fn outcome(known: Known) -> Outcome {
    match known {
        Known::None => Outcome::None,
        Known::Unknown => Outcome::Unknown,
        Known::Done => Outcome::Done,
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Pending => "pending",
        State::Successful => "successful",
        State::Failed => "failed",
        State::Expired => "expired",
        State::Reversed => "reversed",
    }
}

impl Run {
    fn record(&self, key: &Key) -> &Record {
        self.shell.store.get(key).unwrap_or_else(|| panic!("seed {}: no {key:?}", self.seed))
    }

    pub fn paid_day(&self, of: &str) -> Option<KigaliDay> {
        let key = Key::Payment(self.world.scope.clone(), PaymentRef::parse(of).unwrap());
        let Record::Payment(payment) = self.record(&key) else { panic!() };
        payment.paid_at.map(rwandapay_core::time::Instant::kigali_day)
    }

    /// One decision, by itself.
    pub fn well_formed(&mut self, command: &Command, decision: &Decision, expected: Option<&Ends>) {
        let about = || format!("seed {}: {command:?}", self.seed);
        let replayed = matches!(&decision.answer, Ok(Answer::Data { replayed: true, .. }));
        let counts = expected == Some(&Ends::Refused("pin_incorrect"));
        if replayed || counts {
            assert!(matches!(decision.puts[..], [(Key::Account(_), _)]), "{}", about());
            assert!(decision.claims.is_empty() && decision.releases.is_empty(), "{}", about());
            assert!(decision.journals.is_empty() && decision.events.is_empty(), "{}", about());
            assert!(decision.jobs.is_empty() && decision.finished.is_empty(), "{}", about());
        } else if decision.answer.is_err() {
            assert!(decision.puts.is_empty() && decision.journals.is_empty(), "{}", about());
        }
        for journal in &decision.journals {
            assert_eq!(journal.entries().iter().map(|entry| entry.amount).sum::<i64>(), 0);
            for entry in journal.entries() {
                *self.sums.entry(entry.account).or_default() += entry.amount;
            }
        }
        let mut sequence = self.account.sequence;
        for event in &decision.events {
            sequence += 1;
            assert_eq!(event.sequence, sequence, "seed {}", self.seed);
            self.event_shows_its_resource(event, decision);
        }
        for (_, record) in &decision.puts {
            if let Record::Account(account) = record {
                assert_eq!(account.sequence, sequence, "seed {}", self.seed);
                assert!(account.clock >= self.account.clock);
            }
        }
    }

    fn event_shows_its_resource(&self, event: &rwandapay_core::record::Event, decision: &Decision) {
        let links = &self.world.sandbox.config().links;
        let shown =
            decision.puts.iter().filter_map(|(_, record)| resource::of(record, links, event.created_at));
        let shown: Vec<String> = shown.map(|json| json.print()).collect();
        let tested = event.kind.name() == "webhook.test";
        let says = shown.iter().any(|data| event.body.contains(&format!("\"data\":{data}")));
        assert!(says || tested, "seed {}: {}", self.seed, event.body);
    }

    /// The balances are what the journals and what the model make of them.
    pub fn balances(&self) {
        let balances = &self.account.balances;
        let sum = |account| self.sums.get(&account).copied().unwrap_or_default();
        let ours = [balances.available, balances.unsettled, balances.reserved, balances.owed];
        let [available, unsettled, reserved, owed] = ours.map(rwandapay_core::money::Rwf::signed);
        assert_eq!(self.sums.values().sum::<i64>(), 0, "seed {}", self.seed);
        let credits = [-sum(ledger::Account::Available), -sum(ledger::Account::Unsettled)];
        assert_eq!([available, unsettled], credits, "seed {}", self.seed);
        let rest = [-sum(ledger::Account::Reserved), sum(ledger::Account::Owed)];
        assert_eq!([reserved, owed], rest, "seed {}", self.seed);
        assert_eq!(reserved, self.model.reserved(), "seed {}", self.seed);
        assert_eq!(available + unsettled - 50_000 - owed, self.model.total(), "seed {}", self.seed);
        assert!(owed == 0 || available == 0, "seed {}: owed beside money", self.seed);
        assert!(!self.at_once || unsettled == 50_000, "seed {}", self.seed);
        let days: i64 = self.account.unsettled_days.iter().map(|entry| entry.amount.signed()).sum();
        assert_eq!(days, unsettled, "seed {}", self.seed);
    }

    /// One thing of the model and its record.
    pub fn compare(&self, name: &str) {
        let scope = self.world.scope.clone();
        let seed = self.seed;
        if let Some(is) = self.model.payments.get(name) {
            let Record::Payment(one) = self.record(&Key::Payment(scope, PaymentRef::parse(name).unwrap()))
            else {
                panic!()
            };
            let duplicate_of = one.duplicate_of.as_ref().map(|owner| owner.name().to_string());
            let here = (one.state.name(), one.outcome, one.late, duplicate_of, one.review.is_some());
            let there =
                (state(is.state), outcome(is.known), is.late, is.duplicate_of.clone(), is.review.is_some());
            assert_eq!(here, there, "seed {seed}: {name}");
            let amounts = [
                one.amount,
                one.fee,
                one.refunded,
                one.refund_pending,
                one.refunded_beyond,
                one.fee_returned,
            ];
            let sums = [is.amount, is.fee, is.refunded, is.refund_pending, is.beyond, is.fee_back];
            assert_eq!(amounts.map(rwandapay_core::money::Rwf::signed), sums, "seed {seed}: {name}");
            assert!(is.refunded + is.refund_pending <= is.amount && is.fee_back <= is.fee);
        } else if let Some(is) = self.model.refunds.get(name) {
            let Record::Refund(one) = self.record(&Key::Refund(scope, RefundRef::parse(name).unwrap()))
            else {
                panic!()
            };
            let here =
                (one.state.name(), one.outcome, one.late, one.amount.signed(), one.fee_returned.signed());
            let there = (state(is.state), outcome(is.known), is.late, is.amount, is.fee_back);
            assert_eq!(here, there, "seed {seed}: {name}");
        } else if let Some(is) = self.model.withdrawals.get(name) {
            let key = Key::Withdrawal(scope, WithdrawalRef::parse(name).unwrap());
            let Record::Withdrawal(one) = self.record(&key) else { panic!() };
            let here = (one.state.name(), one.outcome, one.late, one.amount.signed());
            assert_eq!(here, (state(is.state), outcome(is.known), is.late, is.amount), "seed {seed}: {name}");
        } else if let Some(is) = self.model.sessions.get(name) {
            let Record::Session(one) = self.record(&Key::Session(scope, SessionId::parse(name).unwrap()))
            else {
                panic!()
            };
            let completed_by = one.completed_by.as_ref().map(|payment| payment.as_str().to_string());
            let here = (one.state == SessionState::Open, completed_by, one.late, one.undecided);
            assert_eq!(
                here,
                (is.open, is.completed_by.clone(), is.late, is.undecided),
                "seed {seed}: {name}"
            );
        } else if let Some(is) = self.model.attempts.get(name) {
            let key = Key::Attempt(scope, ProviderRef::parse(name).unwrap());
            let Record::Attempt(one) = self.record(&key) else { panic!() };
            let here = (format!("{:?}", one.stage), one.maybe_taken, one.submissions);
            let there = (format!("{:?}", is.stage), is.maybe_taken, is.submissions);
            assert_eq!(here, there, "seed {seed}: {name} of {}", is.of);
        } else {
            panic!("{name} is not known");
        }
    }

    /// All of it: every thing, every claim, and a job for everything that waits.
    pub fn everything(&self) {
        let model = &self.model;
        let names = model.payments.keys().chain(model.refunds.keys()).chain(model.withdrawals.keys());
        for name in names.chain(model.sessions.keys()).chain(model.attempts.keys()) {
            self.compare(name);
        }
        self.claims();
        let mut paid: BTreeMap<String, usize> = BTreeMap::new();
        for record in self.shell.store.values() {
            self.moves_on(record);
            if let Record::Payment(payment) = record
                && payment.state == PaymentState::Successful
                && payment.duplicate_of.is_none()
                && let Some(session) = &payment.session
            {
                *paid.entry(session.as_str().into()).or_default() += 1;
            }
        }
        assert!(paid.values().all(|times| *times == 1), "seed {}: a session is paid once", self.seed);
    }

    fn claims(&self) {
        let held = self.shell.store.iter().filter_map(|(key, record)| {
            let (Key::Claim(_, kind, text), Record::Claim(claim)) = (key, record) else { return None };
            let name = match kind {
                ClaimKind::Reference => format!("S:{text}"),
                ClaimKind::PublishableReference => format!("P:{text}"),
                ClaimKind::RefundReference => format!("R:{text}"),
                ClaimKind::WithdrawalReference => format!("W:{text}"),
                ClaimKind::Prompt => format!("phone:0{}", &text[4..]),
                ClaimKind::OpenAttempt => format!("open:{text}"),
                ClaimKind::Idempotency | ClaimKind::Callback | ClaimKind::EndpointUrl => return None,
            };
            Some((name, claim.owner.name().to_string()))
        });
        assert_eq!(held.collect::<BTreeMap<_, _>>(), self.model.claims, "seed {}", self.seed);
    }

    /// Nothing waits for ever, but for people.
    fn moves_on(&self, record: &Record) {
        let job = |task: Task| assert!(self.has_job(task.clone()), "seed {}: no {task:?}", self.seed);
        match record {
            Record::Payment(one) if one.state == PaymentState::Pending && one.review.is_none() => {
                job(Task::ExpirePayment(one.reference.clone()));
            }
            Record::Attempt(one) => match one.stage {
                Stage::Created | Stage::Sending => job(Task::Submit(one.reference.clone())),
                Stage::Accepted | Stage::Unknown => job(Task::Enquire(one.reference.clone())),
                Stage::Closed | Stage::Parked => {}
            },
            Record::Session(one) if one.state == SessionState::Open => {
                let last = one.last_payment.as_ref().map(|last| &self.model.payments[last.as_str()]);
                if last.is_none_or(|last| last.review.is_none()) {
                    job(Task::ExpireCheckout(one.id.clone()));
                }
            }
            Record::Delivery(one) if one.state == DeliveryState::Pending => {
                job(Task::Deliver(one.id.clone()));
            }
            Record::Account(one) if one.unsettled_days.iter().any(|day| day.settles_on.is_some()) => {
                job(Task::Settle);
            }
            _ => {}
        }
    }

    /// Nothing was lost on the way to a provider or back, and nothing was done twice: of every attempt, what
    /// its provider moved is what was posted for it. Where a provider has contradicted itself, its books
    /// cannot say.
    pub fn providers_agree(&self) {
        let mut posted = self.posted();
        let moved = self.shell.rails.books(self.shell.now);
        let moved: BTreeMap<&str, i64> =
            moved.iter().map(|moved| (moved.reference.as_str(), moved.amount.signed())).collect();
        for (id, attempt) in &self.model.attempts {
            let ours = posted.remove(attempt.of.as_str()).unwrap_or_default();
            let theirs = moved.get(id.as_str()).copied().unwrap_or_default();
            if !self.contradicted.contains(id) {
                let theirs = if attempt.collects { theirs } else { -theirs };
                assert_eq!(ours, theirs, "seed {}: {id} of {}", self.seed, attempt.of);
            }
        }
        assert!(posted.is_empty(), "seed {}: posted for nothing: {posted:?}", self.seed);
        let suspense = self.sums.get(&ledger::Account::Suspense).copied().unwrap_or_default();
        assert_eq!(suspense, 0, "seed {}", self.seed);
    }

    /// What was posted at the providers for attempts, by what each was about.
    fn posted(&self) -> BTreeMap<&str, i64> {
        let mut posted = BTreeMap::new();
        for (_, journal) in &self.shell.journals {
            let moves = match journal.kind() {
                JournalKind::PaymentReceived
                | JournalKind::ReviewReceived
                | JournalKind::RefundPaid
                | JournalKind::RefundPaidLate
                | JournalKind::WithdrawalPaid
                | JournalKind::WithdrawalPaidLate => true,
                JournalKind::Settled
                | JournalKind::RefundReserved
                | JournalKind::RefundReleased
                | JournalKind::WithdrawalReserved
                | JournalKind::WithdrawalReleased
                | JournalKind::ReviewAccepted
                | JournalKind::ReviewReturned
                | JournalKind::Deposit
                | JournalKind::Opening
                | JournalKind::ProviderCharged
                | JournalKind::Adjustment => false,
            };
            for entry in journal.entries().iter().filter(|_| moves) {
                if let ledger::Account::Provider(..) = entry.account {
                    *posted.entry(journal.about()).or_default() += entry.amount;
                }
            }
        }
        posted
    }
}
