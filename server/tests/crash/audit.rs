//! The audit: what clients were told, against the records, the ledger and the provider's books.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use rwandapay_core::json::{Json, Object};
use rwandapay_core::ledger::Account;
use rwandapay_core::rails::Product;
use rwandapay_core::record::{Key, Record, Stage};
use rwandapay_core::reference::PaymentRef;
use rwandapay_core::resource::Links;
use rwandapay_core::sandbox::demo_scope;
use rwandapay_core::time::Instant;
use rwandapay_server::assemble::open_database;
use rwandapay_server::provider::Book;
use rwandapay_server::store::sqlite::Location;
use rwandapay_server::vault::KeyFile;

use super::common::Server;
use super::journal::Journal;

/// A receiver of webhooks that answers 200 to everything.
pub fn receiver() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for socket in listener.incoming() {
            let Ok(mut socket) = socket else { continue };
            thread::spawn(move || {
                let mut bytes = [0; 65_536];
                // The body may come in pieces; whoever is answered early does not mind.
                let _ = socket.read(&mut bytes);
                let _ =
                    socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            });
        }
    });
    address
}

fn text(object: &Object, key: &str) -> String {
    match object.get(key) {
        Some(Json::Text(text)) => text.clone(),
        other => panic!("{key} is {other:?} in {object:?}"),
    }
}

fn number(object: &Object, key: &str) -> u64 {
    object.get(key).unwrap().print().parse().unwrap()
}

/// Every item of a list, page by page.
pub fn all(server: &Server, path: &str) -> Vec<Object> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let data = server.ask("GET", &format!("{path}?limit=100{cursor}"), "", "").data();
        let Some(Json::Array(page)) = data.get("items") else { panic!("{data:?}") };
        items.extend(page.iter().map(|item| item.as_object().unwrap().clone()));
        match data.get("next_cursor") {
            Some(Json::Text(next)) => cursor = format!("&cursor={next}"),
            _ => return items,
        }
    }
}

/// Everything acknowledged is there, once, as it was asked for. Gives the payments that are undecided.
pub fn over_http(server: &Server, journal: &Journal) -> Vec<String> {
    let mut undecided = Vec::new();
    let payments: BTreeMap<String, Object> =
        all(server, "/v1/payments").into_iter().map(|item| (text(&item, "reference"), item)).collect();
    let mut references = BTreeSet::new();
    for (reference, payment) in &payments {
        if let Some(Json::Text(theirs)) = payment.get("merchant_reference") {
            assert!(references.insert(theirs.clone()), "{theirs} has two payments");
        }
        let with_people = payment.get("under_review") == Some(&Json::Bool(true));
        if payment.get("outcome") == Some(&Json::text("unknown")) && !with_people {
            undecided.push(reference.clone());
        }
    }
    let mut made = 1; // the documented payment
    for (asked, reference) in journal.acknowledged() {
        let kind = &reference[..3];
        let path = match kind {
            "PAY" => {
                made += 1;
                let payment = payments.get(&reference).unwrap_or_else(|| panic!("{reference} is lost"));
                assert_eq!(number(payment, "amount"), asked.amount, "{reference}");
                continue;
            }
            "RFD" => format!("/v1/refunds/{reference}"),
            "WDR" => format!("/v1/withdrawals/{reference}"),
            _ => format!("/v1/checkout/{reference}"),
        };
        let found = server.ask("GET", &path, "", "");
        assert_eq!(found.status, 200, "{reference} is lost");
        assert_eq!(number(&found.data(), "amount"), asked.amount, "{reference}");
    }
    assert_eq!(payments.len(), made, "payments that nobody was told of");
    undecided
}

/// The events are gapless, and each was delivered.
pub fn deliveries(server: &Server) {
    let events = all(server, "/v1/events");
    let sequences: BTreeSet<u64> = events.iter().map(|event| number(event, "sequence")).collect();
    assert_eq!(sequences, (1..=events.len() as u64).collect(), "the sequence has gaps");
    let mut left = 0;
    for _ in 0..600 {
        let deliveries = all(server, "/v1/webhooks/deliveries");
        let delivered: BTreeSet<String> = deliveries
            .iter()
            .filter(|delivery| delivery.get("status") == Some(&Json::text("delivered")))
            .map(|delivery| text(delivery, "event_id"))
            .collect();
        left = events.iter().filter(|event| !delivered.contains(&text(event, "id"))).count();
        if left == 0 {
            println!("{} events, each delivered", events.len());
            return;
        }
        thread::sleep(std::time::Duration::from_millis(100));
        server.ask("POST", "/v1/sandbox/clock", "", "{\"advance_seconds\":60}");
    }
    panic!("{left} of {} events were never delivered", events.len());
}

/// What the ledger holds at the providers is what the providers say they moved; nothing was taken twice.
pub fn books(data: &str, now: &str, journal: &Journal, undecided: &[String]) {
    let now = Instant::parse(now).unwrap();
    let mut moved: BTreeMap<&str, i64> = BTreeMap::new();
    let mut collected: BTreeMap<String, u32> = BTreeMap::new();
    let mut count = 0;
    let book = Book::open(Some(Path::new(&format!("{data}.provider")))).unwrap();
    book.moved(now, |one| {
        count += 1;
        let amount = i64::try_from(one.amount.get()).unwrap();
        let signed = if one.product == Product::Collect { amount } else { -amount };
        *moved.entry(one.provider.name()).or_default() += signed;
        if one.product == Product::Collect {
            *collected.entry(one.ours).or_default() += 1;
        }
    })
    .unwrap();
    let twice: Vec<_> = collected.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "money was collected twice: {twice:?}");

    let vault = Arc::new(KeyFile::at(format!("{data}.key")).read().unwrap());
    let links = Links { public_url: String::new(), page_key: vault.page_key() };
    let database = open_database(&Location::File(data.into()), &vault, &links).unwrap();
    let reader = database.reader().unwrap();
    let scope = demo_scope().unwrap();
    let (mut ledger, mut after): (BTreeMap<&str, i64>, i64) = (BTreeMap::new(), 0);
    loop {
        let page = reader.postings(&scope, after, 500).unwrap();
        let Some((last, _)) = page.last() else { break };
        after = *last;
        for (id, posting) in &page {
            let entries = posting.journal.entries();
            assert_eq!(entries.iter().map(|entry| entry.amount).sum::<i64>(), 0, "journal {id}");
            for entry in entries {
                if let Account::Provider(provider, _) = entry.account {
                    *ledger.entry(provider.name()).or_default() += entry.amount;
                }
            }
        }
    }
    assert_eq!(ledger, moved, "the ledger and the providers disagree");
    for reference in undecided {
        let key = Key::Payment(scope.clone(), PaymentRef::parse(reference).unwrap());
        let Some(Record::Payment(payment)) = reader.load(&key).unwrap() else { panic!("{reference}") };
        let attempt = reader.load(&Key::Attempt(scope.clone(), payment.attempt)).unwrap();
        let Some(Record::Attempt(attempt)) = attempt else { panic!("{reference}") };
        assert_eq!(attempt.stage, Stage::Parked, "{reference} is neither decided nor in the review queue");
    }
    println!("{} payments are left for people", undecided.len());
    println!("{count} movements at the providers, all of them in the ledger; {}", journal.summary());
}
