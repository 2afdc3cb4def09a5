//! The ledger: what must hold for any amounts in any order.

use proptest::prelude::*;
use rwandapay_core::error::Code;
use rwandapay_core::ledger::{
    self, Account, Approval, Entry, Journal, JournalKind, Split, apply_to, recompute, split_credit,
    split_debit, split_release, trial_balance,
};
use rwandapay_core::money::Rwf;
use rwandapay_core::provider::Provider;
use rwandapay_core::record::Balances;

fn rwf(francs: u64) -> Rwf {
    Rwf::new(francs).unwrap()
}

fn two() -> Approval {
    Approval::new("audit", "alice", "bob").unwrap()
}

/// A merchant's life as the engine posts it; every step chooses its parts with the splits.
#[derive(Debug, Clone)]
enum Act {
    Pay { amount: u64, fee: u64, later: bool },
    Settle(u64),
    Refund { amount: u64, fee: u64, may_owe: bool },
    RefundEnds { paid: bool, fee: u64, open: bool },
    RefundLate { amount: u64, fee: u64 },
    Withdraw { amount: u64, fee: u64 },
    WithdrawalEnds { paid: bool },
    WithdrawalLate { amount: u64, fee: u64 },
    Review { received: u64, accept: bool },
    Deposit(u64),
    Reverse { left: u64, fee: u64 },
    Correct { amount: u64, up: bool },
}

fn act() -> impl Strategy<Value = Act> {
    let amount = || prop_oneof![1..=100_u64, 100..=1_000_000_u64];
    let fee = || 0..=40_000_u64;
    prop_oneof![
        4 => (amount(), fee(), any::<bool>()).prop_map(|(amount, fee, later)| Act::Pay { amount, fee, later }),
        2 => amount().prop_map(Act::Settle),
        3 => (amount(), fee(), any::<bool>())
            .prop_map(|(amount, fee, may_owe)| Act::Refund { amount, fee, may_owe }),
        3 => (any::<bool>(), fee(), any::<bool>())
            .prop_map(|(paid, fee, open)| Act::RefundEnds { paid, fee, open }),
        1 => (amount(), fee()).prop_map(|(amount, fee)| Act::RefundLate { amount, fee }),
        2 => (amount(), fee()).prop_map(|(amount, fee)| Act::Withdraw { amount, fee }),
        2 => any::<bool>().prop_map(|paid| Act::WithdrawalEnds { paid }),
        1 => (amount(), fee()).prop_map(|(amount, fee)| Act::WithdrawalLate { amount, fee }),
        1 => (amount(), any::<bool>()).prop_map(|(received, accept)| Act::Review { received, accept }),
        1 => amount().prop_map(Act::Deposit),
        1 => (amount(), fee()).prop_map(|(left, fee)| Act::Reverse { left, fee }),
        1 => (amount(), any::<bool>()).prop_map(|(amount, up)| Act::Correct { amount, up }),
    ]
}

/// What is under way: the merchant's part and where it came from; a withdrawal's amount and fee.
#[derive(Default)]
struct Life {
    balances: Balances,
    journals: Vec<Journal>,
    refunds: Vec<(Rwf, Split)>,
    withdrawals: Vec<(Rwf, Rwf)>,
}

impl Life {
    fn post(&mut self, journal: Result<Journal, Code>) {
        let journal = journal.unwrap();
        assert_eq!(journal.entries().iter().map(|entry| i128::from(entry.amount)).sum::<i128>(), 0);
        self.balances = apply_to(&self.balances, &journal).unwrap();
        self.journals.push(journal);
    }

    fn run(&mut self, act: &Act) {
        let Balances { available, unsettled, owed, .. } = self.balances;
        let mtn = Provider::Mtn;
        match *act {
            Act::Pay { amount, fee, later } => {
                let [amount, fee] = [rwf(amount), rwf(fee.min(amount))];
                let to = split_credit(owed, amount.checked_sub(fee).unwrap(), later);
                self.post(ledger::payment_received("PAY", mtn, amount, fee, to));
            }
            Act::Settle(amount) => {
                let amount = rwf(amount).min(unsettled);
                if !amount.is_zero() {
                    self.post(ledger::settled("day", amount, split_credit(owed, amount, false)));
                }
            }
            Act::Refund { amount, fee, may_owe } => {
                let reserved = rwf(amount - fee.min(amount - 1));
                let from = split_debit(unsettled, available, reserved);
                if may_owe || from.owed.is_zero() {
                    self.post(ledger::refund_reserved("RFD", reserved, from));
                    self.refunds.push((reserved, from));
                }
            }
            Act::RefundEnds { paid, fee, open } => {
                let Some((reserved, from)) = self.refunds.pop() else { return };
                if paid {
                    let amount = reserved.checked_add(rwf(fee)).unwrap();
                    self.post(ledger::refund_paid("RFD", Provider::Airtel, amount, rwf(fee), reserved));
                } else {
                    let to = split_release(owed, from, open);
                    self.post(ledger::refund_released("RFD", reserved, to));
                }
            }
            Act::RefundLate { amount, fee } => {
                let fee = rwf(fee.min(amount));
                let part = rwf(amount).checked_sub(fee).unwrap();
                let from = split_debit(unsettled, available, part);
                self.post(ledger::refund_paid_late("RFD", mtn, rwf(amount), fee, from));
            }
            Act::Withdraw { amount, fee } => {
                let [amount, fee] = [rwf(amount), rwf(fee)];
                if owed.is_zero() && amount.checked_add(fee).unwrap() <= available {
                    self.post(ledger::withdrawal_reserved("WDR", amount, fee));
                    self.withdrawals.push((amount, fee));
                }
            }
            Act::WithdrawalEnds { paid } => {
                let Some((amount, fee)) = self.withdrawals.pop() else { return };
                let reserved = amount.checked_add(fee).unwrap();
                let to = split_credit(owed, reserved, false);
                self.post(if paid {
                    ledger::withdrawal_paid("WDR", mtn, amount, fee)
                } else {
                    ledger::withdrawal_released("WDR", reserved, to)
                });
            }
            Act::WithdrawalLate { amount, fee } => {
                let from = split_debit(Rwf::ZERO, available, rwf(amount + fee));
                self.post(ledger::withdrawal_paid_late("WDR", mtn, rwf(amount), rwf(fee), from));
            }
            Act::Review { received, accept } => {
                let received = rwf(received);
                self.post(ledger::review_received("PAY", mtn, received));
                let to = split_credit(owed, received, false);
                self.post(if accept {
                    ledger::review_accepted("PAY", received, Rwf::ZERO, to)
                } else {
                    ledger::review_returned("PAY", mtn, received)
                });
            }
            Act::Deposit(amount) => {
                let to = split_credit(owed, rwf(amount), false);
                self.post(ledger::deposit("deposit", mtn, rwf(amount), to));
            }
            Act::Correct { amount, up } => {
                let amount = rwf(amount);
                self.post(if up {
                    ledger::corrected_up("shop", amount, split_credit(owed, amount, false), two())
                } else {
                    ledger::corrected_down("shop", amount, split_debit(Rwf::ZERO, available, amount), two())
                });
            }
            Act::Reverse { left, fee } => {
                let fee = rwf(fee.min(left));
                let from = split_debit(unsettled, available, rwf(left).checked_sub(fee).unwrap());
                self.post(ledger::payment_reversed("PAY", mtn, rwf(left), fee, from, two()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Any life: no floor breaks, reserved is what is under way, stepwise balances are the recomputed ones,
    /// the book sums to zero, and nothing is left in suspense.
    #[test]
    fn a_book_always_adds_up(acts in prop::collection::vec(act(), 1..120)) {
        let mut life = Life::default();
        for act in &acts {
            life.run(act);
            let under_way = life.refunds.iter().map(|(reserved, _)| reserved.get()).sum::<u64>()
                + life.withdrawals.iter().map(|(amount, fee)| amount.get() + fee.get()).sum::<u64>();
            prop_assert_eq!(life.balances.reserved.get(), under_way);
        }
        prop_assert_eq!(recompute(&life.journals), Ok(life.balances));
        let sums = trial_balance(&life.journals).unwrap();
        prop_assert_eq!(sums.values().sum::<i64>(), 0);
        prop_assert_eq!(sums.get(&Account::Suspense).copied().unwrap_or_default(), 0);
        // An audit does not depend on the order in which journals are read.
        prop_assert_eq!(recompute(life.journals.iter().rev()), Ok(life.balances));
    }

    /// Parts always make the whole, and are never more than there is.
    #[test]
    fn splits_make_the_whole(
        owed in 0..=2_000_u64, unsettled in 0..=2_000_u64, available in 0..=2_000_u64,
        amount in 0..=5_000_u64, flag in any::<bool>(),
    ) {
        let total = |split: Split| split.unsettled.get() + split.available.get() + split.owed.get();
        let credit = split_credit(rwf(owed), rwf(amount), flag);
        prop_assert_eq!(total(credit), amount);
        prop_assert_eq!(credit.owed.get(), amount.min(owed));
        let debit = split_debit(rwf(unsettled), rwf(available), rwf(amount));
        prop_assert_eq!(total(debit), amount);
        prop_assert!(debit.unsettled.get() <= unsettled && debit.available.get() <= available);
        prop_assert!(debit.owed.is_zero() || amount > unsettled + available);
        let release = split_release(rwf(owed), debit, flag);
        prop_assert_eq!(total(release), amount);
        prop_assert!(release.owed.get() <= owed && release.unsettled <= debit.unsettled);
        prop_assert!(flag || release.unsettled.is_zero());
    }

    /// Entries at random: a journal exists exactly when it sums to zero.
    #[test]
    fn only_balanced_journals_exist(
        amounts in prop::collection::vec(-3_i64..=3, 0..=12), shift in 0..12_usize,
    ) {
        let accounts = Account::ALL.iter().cycle().skip(shift);
        let entries: Vec<Entry> =
            accounts.zip(&amounts).map(|(account, amount)| Entry { account: *account, amount: *amount }).collect();
        let good = !amounts.is_empty() && amounts.iter().all(|amount| *amount != 0)
            && amounts.iter().sum::<i64>() == 0;
        prop_assert_eq!(Journal::new(JournalKind::Settled, "day", entries, None).is_ok(), good);
    }

    /// A journal that would break a floor changes nothing, and the same journal fits once there is enough.
    #[test]
    fn floors_hold_at_the_franc(available in 0..=10_000_u64, amount in 1..=10_000_u64) {
        let before = Balances { available: rwf(available), ..Balances::default() };
        let journal = ledger::withdrawal_reserved("WDR", rwf(amount), Rwf::ZERO).unwrap();
        match apply_to(&before, &journal) {
            Ok(after) => {
                prop_assert!(amount <= available);
                prop_assert_eq!(after.available.get(), available - amount);
                prop_assert_eq!(after.reserved.get(), amount);
            }
            Err(code) => {
                prop_assert!(amount > available);
                prop_assert_eq!(code, Code::BalanceOverdrawn);
            }
        }
    }
}
