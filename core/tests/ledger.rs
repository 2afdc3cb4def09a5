//! The ledger: vectors, documentation, and what must hold for any amounts in any order.

mod vectors;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use proptest::prelude::*;
use rwandapay_core::error::Code;
use rwandapay_core::json::Json;
use rwandapay_core::ledger::{
    self, Account, Approval, Entry, Journal, JournalKind, Product, Split, apply_to, recompute, split_credit,
    split_debit, split_release, trial_balance,
};
use rwandapay_core::money::Rwf;
use rwandapay_core::provider::Provider;
use rwandapay_core::record::Balances;
use vectors::{object, run_all, text};

fn rwf(francs: u64) -> Rwf {
    Rwf::new(francs).unwrap()
}

fn two() -> Approval {
    Approval::new("audit", "alice", "bob").unwrap()
}

/// The rows of the table in the documentation: journal -> (kind, debits, credits), with groups spelled out.
fn documented() -> BTreeMap<String, (String, BTreeSet<Account>, BTreeSet<Account>)> {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/ledger.md")).unwrap();
    let table = page.split_once("## Journals").unwrap().1.split_once("## Rules").unwrap().0;
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [journal, kind, _, debits, credits] = cells[..] else { panic!("{row}") };
        let name = |cell: &str| cell.trim_matches('`').to_owned();
        (name(journal), (name(kind), accounts(debits), accounts(credits)))
    })
    .collect()
}

fn accounts(cell: &str) -> BTreeSet<Account> {
    let of = |product| Provider::ALL.map(|provider| Account::Provider(provider, product)).to_vec();
    let groups = cell.split(", ").map(|word| match word {
        "collection" => of(Product::Collection),
        "disbursement" => of(Product::Disbursement),
        "collection or disbursement" => [of(Product::Collection), of(Product::Disbursement)].concat(),
        "merchant" => vec![Account::Unsettled, Account::Available, Account::Owed],
        "any" => Account::ALL.to_vec(),
        name => vec![Account::from_name(name.trim_matches('`')).unwrap_or_else(|| panic!("{name}"))],
    });
    groups.flatten().collect()
}

#[test]
fn the_vectors_and_the_documentation_agree() {
    let documented = documented();
    let mut seen = BTreeSet::new();
    for case in run_all("ledger") {
        let Ok(out) = &case.expected else { continue };
        let out = object(out);
        let journal = text(&case.input, "journal").unwrap();
        let (kind, debits, credits) = &documented[journal];
        assert_eq!(text(out, "kind"), Some(kind.as_str()), "{}", case.id);
        let Some(Json::Array(entries)) = out.get("entries") else { panic!("{}", case.id) };
        for entry in entries {
            let account = Account::from_name(text(object(entry), "account").unwrap()).unwrap();
            let Some(Json::Number(amount)) = object(entry).get("amount") else { panic!("{}", case.id) };
            let side = if amount.starts_with('-') { credits } else { debits };
            assert!(side.contains(&account), "{}: {account:?} is not documented", case.id);
        }
        seen.insert(journal.to_owned());
    }
    assert_eq!(seen, documented.keys().cloned().collect(), "every journal has a case and a row");
    let kinds: BTreeSet<&str> = documented.values().map(|(kind, _, _)| kind.as_str()).collect();
    assert_eq!(kinds, JournalKind::ALL.iter().map(|kind| kind.name()).collect());
}

#[test]
fn every_account_is_documented_by_its_name() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/ledger.md")).unwrap();
    let table = page.split_once("## Accounts").unwrap().1.split_once("## Journals").unwrap().0;
    let names: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |"))
        .flat_map(|(cell, _)| cell.split(", "))
        .filter_map(|name| name.strip_prefix('`')?.strip_suffix('`'))
        .collect();
    assert_eq!(names, Account::ALL.iter().map(|account| account.name()).collect());
}

/// Worked out by hand from the rules of the documentation.
#[test]
fn splits_by_hand() {
    let split = |unsettled, available, owed| Split {
        unsettled: rwf(unsettled),
        available: rwf(available),
        owed: rwf(owed),
    };
    for (owed_now, net, later, expected) in [
        (0, 4825, false, split(0, 4825, 0)),
        (0, 4825, true, split(4825, 0, 0)),
        (1000, 4825, false, split(0, 3825, 1000)),
        (1000, 4825, true, split(3825, 0, 1000)),
        (4825, 4825, true, split(0, 0, 4825)),
        (9000, 4825, false, split(0, 0, 4825)),
        (5, 0, false, split(0, 0, 0)),
    ] {
        assert_eq!(split_credit(rwf(owed_now), rwf(net), later), expected);
    }
    for (unsettled, available, amount, expected) in [
        (0, 5000, 5000, split(0, 5000, 0)),
        (4825, 5000, 5000, split(4825, 175, 0)),
        (9000, 5000, 5000, split(5000, 0, 0)),
        (0, 4000, 5000, split(0, 4000, 1000)),
        (1000, 1000, 5000, split(1000, 1000, 3000)),
        (0, 0, 5000, split(0, 0, 5000)),
        (1, 1, 0, split(0, 0, 0)),
    ] {
        assert_eq!(split_debit(rwf(unsettled), rwf(available), rwf(amount)), expected);
    }
    for (owed_now, from, open, expected) in [
        (0, split(4825, 175, 0), true, split(4825, 175, 0)),
        (0, split(4825, 175, 0), false, split(0, 5000, 0)),
        (300, split(4825, 175, 0), true, split(4700, 0, 300)),
        (100, split(4000, 1000, 0), true, split(4000, 900, 100)),
        (9000, split(4825, 175, 0), true, split(0, 0, 5000)),
        // What was owed for the refund was repaid by other credits meanwhile.
        (0, split(0, 825, 4000), true, split(0, 4825, 0)),
        (4000, split(0, 825, 4000), true, split(0, 825, 4000)),
    ] {
        assert_eq!(split_release(rwf(owed_now), from, open), expected);
    }
}

#[test]
fn a_journal_that_does_not_balance_cannot_be_made() {
    let entry = |account, amount| Entry { account, amount };
    let make = |kind, about: &str, entries: &[Entry], approval| {
        Journal::new(kind, about, entries.to_vec(), approval).map(|_| ())
    };
    let good = [entry(Account::Suspense, 5), entry(Account::Available, -5)];
    let kind = JournalKind::ReviewAccepted;
    assert_eq!(make(kind, "PAY", &good, None), Ok(()));
    assert_eq!(make(kind, "PAY", &good, Some(two())), Err(Code::JournalMalformed));
    assert_eq!(make(JournalKind::Adjustment, "PAY", &good, None), Err(Code::TwoPeopleRequired));
    assert_eq!(make(JournalKind::Adjustment, "PAY", &good, Some(two())), Ok(()));
    assert_eq!(make(kind, "", &good, None), Err(Code::JournalMalformed));
    let max = Rwf::MAX.signed();
    for (entries, code) in [
        (vec![], Code::JournalMalformed),
        (vec![entry(Account::Suspense, 5)], Code::JournalUnbalanced),
        (vec![entry(Account::Suspense, 0)], Code::JournalMalformed),
        (vec![entry(Account::Suspense, 5), entry(Account::Available, -4)], Code::JournalUnbalanced),
        (vec![entry(Account::Suspense, 5), entry(Account::Suspense, -5)], Code::JournalMalformed),
        (
            vec![entry(Account::Suspense, max + 1), entry(Account::Available, -max - 1)],
            Code::JournalMalformed,
        ),
        (
            vec![entry(Account::Suspense, i64::MIN), entry(Account::Available, i64::MIN)],
            Code::JournalMalformed,
        ),
    ] {
        assert_eq!(make(kind, "PAY", &entries, None), Err(code), "{entries:?}");
    }
    // All twelve accounts at the largest amount: the sum neither wraps nor balances.
    let full: Vec<Entry> = Account::ALL.map(|account| entry(account, max)).to_vec();
    assert_eq!(make(kind, "PAY", &full, None), Err(Code::JournalUnbalanced));
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
