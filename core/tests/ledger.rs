//! The ledger: vectors, documentation, and what must hold for any amounts in any order.

mod vectors;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use rwandapay_core::error::Code;
use rwandapay_core::json::Json;
use rwandapay_core::ledger::{
    Account, Approval, Entry, Journal, JournalKind, Product, Split, split_credit, split_debit, split_release,
};
use rwandapay_core::money::Rwf;
use rwandapay_core::provider::Provider;
use vectors::{load, object, text};

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
    for case in load("ledger") {
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
