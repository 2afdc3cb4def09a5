//! Any sequence of commands, faults and clock moves: the books balance and the ceilings hold.
//!
//! Each command is four bytes: what to do, which phone or reference, which amount, and how.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::{Adjustment, Approval, Caller, PayCheckout, PinCheck};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::idempotency::IdempotencyKey;
use rwandapay_core::ledger::{recompute, trial_balance};
use rwandapay_core::money::Rwf;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;
use rwandapay_core::record::{Customer, Key, KeyClass, Record, Scope};
use rwandapay_core::reference::{Lookup, MerchantReference, PaymentRef, SessionId};
use rwandapay_core::request::{Collect, InitializeCheckout, RefundPayment, Withdraw};
use rwandapay_core::sandbox::{Sandbox, SandboxConfig, demo_scope};
use rwandapay_core::secret::Secret;
use rwandapay_core::time::Instant;

/// The last three digits decide the outcome; these are the documented ones, and one of no meaning.
const ENDINGS: [u32; 32] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 101, 102, 103, 107, 108, 456, 456,
    456, 456, 456, 456, 456, 456,
];
const AMOUNTS: [u64; 8] = [1, 99, 100, 333, 5_000, 10_000, 999_999, 1_000_000];

fuzz_target!(|bytes: &[u8]| {
    let start = Instant::from_seconds(1_767_600_000);
    let mut world = World {
        sandbox: Sandbox::open(SandboxConfig::new(start, [7; 32])),
        scope: demo_scope().unwrap(),
        drawn: 0,
    };
    for command in bytes.chunks_exact(4).take(64) {
        world.run(command);
        world.check();
    }
    // Given a week, nothing that was started may be left half done.
    world.sandbox.advance(7 * 86_400).unwrap();
    world.check();
});

struct World {
    sandbox: Sandbox,
    scope: Scope,
    drawn: u64,
}

impl World {
    fn run(&mut self, command: &[u8]) {
        let &[what, which, amount, how] = command else { return };
        if what % 12 == 0 {
            let waits = [0, 1, 2, 30, 61, 360, 900, 3_600, 86_400];
            self.sandbox.advance(waits[usize::from(amount) % waits.len()]).unwrap();
            return;
        }
        let Some(action) = self.action(what, which, amount, how) else { return };
        self.drawn += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.drawn.to_be_bytes());
        let answer = self.sandbox.execute(&self.scope.clone(), Entropy::new(seed), action);
        if let Err(error) = answer {
            assert_ne!(error.code(), Code::Internal, "{}", shown(&error));
        }
    }

    fn action(&self, what: u8, which: u8, amount: u8, how: u8) -> Option<Action> {
        let ending = ENDINGS[usize::from(which & 31)];
        let phone = Phone::new(if which & 32 == 0 { 788_000_000 } else { 733_000_000 } + ending).ok()?;
        let amount = Rwf::new(AMOUNTS[usize::from(amount) % AMOUNTS.len()]).ok()?;
        let reference = (how & 1 == 1).then(|| MerchantReference::parse(&format!("R-{}", how >> 4)).unwrap());
        let caller = Caller {
            class: KeyClass::Secret,
            idempotency: (how & 2 == 2)
                .then(|| (IdempotencyKey::parse(&[b'k', b'0' + (how >> 4)]).unwrap(), [how >> 5; 32])),
        };
        let provider = (how & 4 == 4).then_some(if how & 8 == 8 { Provider::Mtn } else { Provider::Airtel });
        let provider_override = how & 16 == 16;
        let approval = || Approval { by: "one".into(), and: "other".into(), reason: "fuzz".into() };
        Some(match what % 12 {
            1..=3 => Action::Collect(
                caller,
                Collect {
                    amount,
                    phone,
                    provider,
                    provider_override,
                    reference,
                    callback_url: None,
                    metadata: None,
                    customer: Customer::default(),
                },
            ),
            4 | 5 => Action::Refund(
                caller,
                RefundPayment {
                    payment: Lookup::parse(self.payment(which)?.as_str()).ok()?,
                    amount: (how & 4 == 4).then_some(amount),
                    reason: None,
                    reference,
                },
            ),
            6 => Action::Withdraw(
                caller,
                Withdraw { amount, phone, provider, provider_override, pin: Secret::new("1234"), reference },
                if how & 8 == 8 { PinCheck::Differs } else { PinCheck::Matches },
            ),
            7 => Action::InitializeCheckout(
                caller,
                InitializeCheckout {
                    amount,
                    tx_ref: MerchantReference::parse(&format!("R-{}", how >> 4)).ok()?,
                    customer: Customer::default(),
                    redirect_url: None,
                    webhook_url: None,
                    metadata: None,
                },
            ),
            8 => Action::PayCheckout(PayCheckout {
                session: self.session(which)?,
                phone,
                provider,
                provider_override,
            }),
            9 => Action::CloseCheckout(self.session(which)?),
            10 => Action::Adjust(
                match how & 3 {
                    0 => Adjustment::Credit(amount),
                    1 => Adjustment::Debit(amount),
                    2 => Adjustment::Reverse(self.payment(which)?),
                    _ => Adjustment::Deposit(Provider::Mtn, amount),
                },
                approval(),
            ),
            _ => Action::Adjust(
                match how & 1 {
                    0 => Adjustment::AcceptReview(self.payment(which)?),
                    _ => Adjustment::ReturnReview(self.payment(which)?),
                },
                approval(),
            ),
        })
    }

    fn payment(&self, which: u8) -> Option<PaymentRef> {
        let payments = self.sandbox.records().iter().filter_map(|(key, _)| match key {
            Key::Payment(_, reference) => Some(reference),
            _ => None,
        });
        let payments: Vec<_> = payments.collect();
        payments.get(usize::from(which) % payments.len().max(1)).map(|reference| (*reference).clone())
    }

    fn session(&self, which: u8) -> Option<SessionId> {
        let sessions = self.sandbox.records().iter().filter_map(|(key, _)| match key {
            Key::Session(_, id) => Some(id),
            _ => None,
        });
        let sessions: Vec<_> = sessions.collect();
        sessions.get(usize::from(which) % sessions.len().max(1)).map(|id| (*id).clone())
    }

    fn check(&self) {
        let journals = || self.sandbox.journals().iter().map(|(_, journal)| journal);
        for journal in journals() {
            assert_eq!(journal.entries().iter().map(|entry| entry.amount).sum::<i64>(), 0);
        }
        assert_eq!(trial_balance(journals()).unwrap().values().sum::<i64>(), 0);
        let Some(Record::Account(account)) = self.sandbox.record(&Key::Account(self.scope.clone())) else {
            panic!("no account")
        };
        assert_eq!(recompute(journals()).unwrap(), account.balances);
        for (_, record) in self.sandbox.records().iter() {
            if let Record::Payment(payment) = record {
                assert_eq!(payment.fee.get() + payment.net().get(), payment.amount.get());
                assert!(payment.refunded.get() + payment.refund_pending.get() <= payment.amount.get());
            }
        }
    }
}

fn shown(error: &Error) -> String {
    format!("{error:?}")
}
