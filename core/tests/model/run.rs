//! One life: operations at random, to the engine and to the model, and what is compared.

use std::collections::{BTreeMap, BTreeSet};

use rwandapay_core::engine::command::Adjustment;
use rwandapay_core::engine::{Action, Command, Decision, DuplicateSuccess, RefundFee, Task};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::ledger;
use rwandapay_core::record::{Account, Key, Record, Stage};
use rwandapay_core::reference::ProviderRef;
use rwandapay_core::time::Instant;

use crate::common::World;
use crate::common::life::Life;
use crate::common::shell::Shell;
use crate::plain::{self, Ends, Known, Model, PayOut, Payment, State};

pub struct Run {
    pub seed: u64,
    pub world: World,
    pub shell: Shell,
    pub model: Model,
    pub life: Life,
    /// The account after the last command.
    pub account: Account,
    pub sums: BTreeMap<ledger::Account, i64>,
    /// What this life has met, and how often.
    pub met: BTreeMap<&'static str, u64>,
    pub withdrawal_fee: i64,
    /// Attempts about which a provider has said what its books do not.
    pub contradicted: BTreeSet<String>,
    /// Whether everything settles at once, so that the model knows what is available.
    pub at_once: bool,
    groups: u64,
}

impl Run {
    pub fn new(seed: u64) -> Self {
        let world = World::with(|config| {
            let policy = &mut config.policy;
            policy.refund_fee = if seed.is_multiple_of(2) { RefundFee::Kept } else { RefundFee::Returned };
            policy.duplicate_success =
                if seed % 5 == 4 { DuplicateSuccess::Keep } else { DuplicateSuccess::Refund };
            policy.settlement_delay_days = [0, 0, 1, 0, 2][usize::try_from(seed % 5).unwrap()];
            policy.withdrawal_fee = crate::common::rwf(if seed.is_multiple_of(3) { 100 } else { 0 });
        });
        let mut shell = Shell::beside(&world.sandbox, [7; 32], 2);
        (shell.loses, shell.watched) = (0, Some(Vec::new()));
        let policy = &world.sandbox.config().policy;
        let model = Model {
            returns_fee: policy.refund_fee == RefundFee::Returned,
            keeps_duplicates: policy.duplicate_success == DuplicateSuccess::Keep,
            corrections: 1_200_000 - 4_825,
            ..Model::default()
        };
        let withdrawal_fee = policy.withdrawal_fee.signed();
        let at_once = policy.settlement_delay_days == 0;
        let account = world.account();
        let sums = ledger::trial_balance(shell.journals.iter().map(|(_, journal)| journal)).unwrap();
        let mut run = Self {
            seed,
            world,
            shell,
            model,
            life: Life::new(seed),
            account,
            sums,
            met: BTreeMap::new(),
            withdrawal_fee,
            contradicted: BTreeSet::new(),
            at_once,
            groups: 0,
        };
        run.bring_along();
        run
    }

    /// The documented payment, which no command of this life has made.
    fn bring_along(&mut self) {
        let records: Vec<Record> = self.shell.store.values().cloned().collect();
        for record in &records {
            self.learn(record);
        }
        let paid = self.model.payments.values_mut().next().unwrap();
        (paid.state, paid.known) = (State::Successful, Known::Done);
        let attempt = self.model.attempts.values_mut().next().unwrap();
        (attempt.stage, attempt.maybe_taken, attempt.submissions) = (plain::Stage::Closed, true, 1);
    }

    /// A pause, and then one or several operations; gives how many.
    pub fn step(&mut self) -> u64 {
        self.groups += 1;
        let until = self.shell.now.plus_ms(self.life.pause_ms());
        self.shell.run_until(until);
        self.settle_accounts();
        if let Some(fault) = self.life.fault() {
            self.shell.rails.inject(fault);
        }
        // What is available is the engine's word where the model does not know it: one at a time then.
        let several = if self.at_once { 1 + self.life.rng.below(5) } else { 1 };
        let group: Vec<_> = (0..several).map(|_| self.operation()).collect();
        for answer in self.shell.commands(&group).iter().flatten() {
            self.life.known.learn(answer);
        }
        self.settle_accounts();
        if self.groups.is_multiple_of(40) {
            self.everything();
        }
        several
    }

    fn operation(&mut self) -> (rwandapay_core::record::Scope, Entropy, Action) {
        let mut action = self.life.action();
        if let Action::Enquired(id, _) = &action {
            self.contradicted.insert(id.as_str().into());
        }
        if let Action::Adjust(adjustment, _) = &mut action {
            // An operator says what the provider's statement says.
            if let Adjustment::ConfirmAttempt(id) | Adjustment::DenyAttempt(id) = adjustment {
                let id = id.clone();
                *adjustment = self.truth(id);
            }
        }
        (self.world.scope.clone(), Entropy::new(self.life.rng.bytes()), action)
    }

    fn truth(&self, id: ProviderRef) -> Adjustment {
        let books = self.shell.rails.books(self.shell.now);
        let moved = books.iter().any(|moved| moved.reference == id.as_str());
        if moved { Adjustment::ConfirmAttempt(id) } else { Adjustment::DenyAttempt(id) }
    }

    /// Takes every command that was committed to the model, and compares what they touched.
    fn settle_accounts(&mut self) {
        let watched = self.shell.watched.replace(Vec::new()).unwrap();
        for (command, now, decision) in &watched {
            self.one(command, *now, decision);
        }
        let touched = std::mem::take(&mut self.model.touched);
        for name in touched {
            self.compare(&name);
            self.met_now(&name);
        }
        self.balances();
    }

    fn meet(&mut self, what: &'static str) {
        *self.met.entry(what).or_default() += 1;
    }

    fn met_now(&mut self, name: &str) {
        let model = &self.model;
        let payment = model.payments.get(name);
        let is = |ask: fn(&Payment) -> bool| payment.is_some_and(ask);
        let attempt = model.attempts.get(name);
        let parked = attempt.filter(|attempt| attempt.stage == plain::Stage::Parked);
        let met = [
            ("a late payment", is(|payment| payment.late)),
            ("a duplicate", is(|payment| payment.duplicate_of.is_some())),
            ("a refund beyond the amount", is(|payment| payment.beyond > 0)),
            ("a review", is(|payment| payment.review.is_some())),
            ("a reversal", is(|payment| payment.state == State::Reversed)),
            ("a late session", model.sessions.get(name).is_some_and(|session| session.late)),
            ("a late refund", model.refunds.get(name).is_some_and(|refund| refund.late)),
            ("a late withdrawal", model.withdrawals.get(name).is_some_and(|withdrawal| withdrawal.late)),
            ("an attempt sent twice", attempt.is_some_and(|attempt| attempt.submissions > 1)),
            ("a payout for a person", parked.is_some_and(|attempt| !attempt.collects)),
            ("a collection given up", parked.is_some_and(|attempt| attempt.collects)),
            ("a debt", !self.account.balances.owed.is_zero()),
        ];
        for (what, _) in met.into_iter().filter(|(_, met)| *met) {
            self.meet(what);
        }
    }

    fn one(&mut self, command: &Command, now: Instant, decision: &Decision) {
        self.meet("a command");
        let expected = self.expected(&command.action, now);
        self.well_formed(command, decision, expected.as_ref());
        for (_, record) in &decision.puts {
            match record {
                Record::Account(account) => self.account = account.clone(),
                record => self.learn(record),
            }
        }
        if self.model.pin.locked_for_good {
            self.meet("a PIN locked for good");
        }
        if let Some(expected) = expected {
            match &expected {
                Ends::Refused(code) => self.meet(code),
                Ends::Says(_) => self.meet("an answer again"),
                Ends::Holds(_) => self.meet("a held reference"),
                Ends::Creates | Ends::Shows(_) | Ends::Send | Ends::Done => {}
            }
            self.ends(command, now, decision, &expected);
        }
        self.refund_duplicates(decision);
    }

    /// The refunds that a policy makes of itself.
    fn refund_duplicates(&mut self, decision: &Decision) {
        for payment in std::mem::take(&mut self.model.to_refund) {
            let refund = decision.puts.iter().find_map(|(_, record)| match record {
                Record::Refund(refund) if refund.payment.as_str() == payment => Some(refund),
                _ => None,
            });
            let refund = refund.unwrap_or_else(|| panic!("{payment} is a duplicate and not refunded"));
            let paid = self.model.payments.get_mut(&payment).unwrap();
            paid.refund_pending += paid.amount;
            paid.fee_back += paid.fee;
            let out = PayOut {
                payment: Some(payment.clone()),
                amount: paid.amount,
                fee_back: paid.fee,
                phone: paid.phone.clone(),
                name: None,
                state: State::Pending,
                known: Known::Unknown,
                late: false,
            };
            let name = refund.reference.as_str().to_string();
            self.model.refunds.insert(name.clone(), out);
            self.model.touched.extend([name, payment]);
        }
    }

    /// Time goes on until everything that can be known is, and people decide the rest: then the books of
    /// the providers and ours must be one.
    pub fn end(&mut self) {
        for _ in 0..8 {
            let until = self.shell.now.plus_seconds(3 * 86_400);
            self.shell.run_until(until);
            self.settle_accounts();
            let decisions = self.undecided();
            if decisions.is_empty() && self.shell.jobs.is_empty() {
                break;
            }
            for adjustment in decisions {
                let action = crate::common::adjust(adjustment);
                let entropy = Entropy::new(self.life.rng.bytes());
                self.shell.commands(&[(self.world.scope.clone(), entropy, action)])[0].as_ref().unwrap();
                self.settle_accounts();
            }
        }
        self.everything();
        assert_eq!(self.shell.jobs.keys().next(), None, "everything is done");
        assert_eq!(self.model.reserved(), 0);
        let open = |known: &Known| *known == Known::Unknown;
        assert!(!self.model.payments.values().any(|payment| open(&payment.known)));
        let mut outs = self.model.refunds.values().chain(self.model.withdrawals.values());
        assert!(!outs.any(|out| open(&out.known)));
        self.providers_agree();
    }

    /// What waits for people: reviews, and attempts that were given up.
    fn undecided(&self) -> Vec<Adjustment> {
        let decisions = self.shell.store.values().filter_map(|record| match record {
            Record::Payment(payment) => payment.review.as_ref().map(|review| {
                let accept = review.received == payment.amount;
                let reference = payment.reference.clone();
                if accept { Adjustment::AcceptReview(reference) } else { Adjustment::ReturnReview(reference) }
            }),
            Record::Attempt(attempt) if attempt.stage == Stage::Parked && !self.is_reviewed(attempt) => {
                Some(self.truth(attempt.reference.clone()))
            }
            _ => None,
        });
        decisions.collect()
    }

    pub fn is_reviewed(&self, attempt: &rwandapay_core::record::Attempt) -> bool {
        let rwandapay_core::record::Purpose::Collect(payment) = &attempt.purpose else { return false };
        let key = Key::Payment(self.world.scope.clone(), payment.clone());
        matches!(self.shell.store.get(&key), Some(Record::Payment(payment)) if payment.review.is_some())
    }

    pub fn has_job(&self, task: Task) -> bool {
        self.shell.jobs.contains_key(&(self.world.scope.clone(), task))
    }

    /// Whether the answer is the one that was expected.
    fn ends(&mut self, command: &Command, now: Instant, decision: &Decision, expected: &Ends) {
        use rwandapay_core::engine::Answer;
        let seed = self.seed;
        let refusal = |code: &str| format!("seed {seed}: {code} for {command:?}, expected {expected:?}");
        match (&decision.answer, expected) {
            (Ok(Answer::Send), Ends::Send) | (Ok(Answer::Done), Ends::Done) => {}
            (Ok(Answer::Data { data, replayed: false }), Ends::Creates) => {
                self.created(&command.action, now, decision, data);
            }
            (Ok(Answer::Data { data, replayed: true }), Ends::Says(said)) => {
                assert_eq!(data, said, "seed {seed}: {command:?}");
            }
            (Ok(Answer::Data { data, replayed: true }), Ends::Holds(name))
            | (Ok(Answer::Data { data, replayed: false }), Ends::Shows(name)) => {
                assert!(data.contains(&format!("\"{name}\"")), "seed {seed}: {data} is not {name}");
            }
            (Err(error), Ends::Refused(code)) => {
                assert_eq!(error.code().name(), *code, "{}", refusal(error.code().name()));
            }
            (Err(error), _) => panic!("{}", refusal(error.code().name())),
            (Ok(answer), _) => panic!("{}", refusal(&format!("{answer:?}"))),
        }
    }
}
