//! Crashes: the real program is killed at random moments and at named points, started again on the same
//! files, and held against what its clients were told, its own ledger, and the provider's books.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod audit;
mod client;
mod journal;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use client::Client;
use common::{Server, member};
use journal::Journal;
use rwandapay_core::json::Json;

/// Where the program may die: around every commit, send and answer.
const POINTS: &[&str] = &[
    "lane.before_commit",
    "lane.after_commit",
    "lane.before_answer",
    "work.before_submit",
    "work.after_submit",
    "work.before_enquired",
    "provider.before_commit",
    "provider.after_commit",
    "provider.before_reply",
    "deliver.before_post",
    "deliver.after_post",
];
const CLIENTS: u64 = 4;

/// Numbers that need no luck: the same run makes the same choices.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

fn cycles() -> u64 {
    std::env::var("RWANDAPAY_CRASH_CYCLES").map_or(200, |text| text.parse().unwrap())
}

fn start(data: &str, crash_at: &str) -> Option<Server> {
    Server::maybe_started(&["--data", data, "--rate-limit", "off"], &[("RWANDAPAY_CRASH_AT", crash_at)])
}

#[test]
#[ignore = "minutes; `cargo xtask test` runs it"]
fn no_acknowledged_payment_is_lost_and_none_is_doubled_whenever_the_process_dies() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop.db").to_str().unwrap().to_owned();
    let receiver = audit::receiver();
    let journal = Arc::new(Journal::default());
    let mut dice = Dice::new(7);
    let (mut named, mut random) = (0, 0);
    for cycle in 0..cycles() {
        // Two of three die at a named point; if it is not reached in time, at that moment.
        let point = POINTS[usize::try_from(dice.below(POINTS.len() as u64)).unwrap()];
        // The first run lives long enough to make an endpoint.
        let crash_at = if cycle == 0 || dice.below(3) == 0 {
            String::new()
        } else {
            format!("{point}:{}", 1 + dice.below(20))
        };
        let Some(mut server) = start(&data, &crash_at) else {
            // What was due ran at once, and the point was reached before anybody could ask.
            named += 1;
            continue;
        };
        if cycle == 0 {
            let body = format!("{{\"url\":\"http://{receiver}/hook\"}}");
            journal.endpoint(&server.ask("POST", "/v1/webhooks/endpoints", "", &body).data());
        }
        let over = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let mut client = Client::new(server.address, Arc::clone(&journal), cycle * CLIENTS + number);
                let over = Arc::clone(&over);
                thread::spawn(move || while !over.load(Ordering::Relaxed) && client.step() {})
            })
            .collect();
        let patience = if crash_at.is_empty() { 20 + dice.below(200) } else { 400 };
        let mut waited = 0;
        while waited < patience && server.child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(5));
            waited += 5;
        }
        match server.child.try_wait().unwrap() {
            Some(status) => {
                assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9), "{crash_at}");
                named += 1;
            }
            None => random += 1,
        }
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        over.store(true, Ordering::Relaxed);
        clients.into_iter().for_each(|client| client.join().unwrap());
        if cycle % 25 == 24 {
            println!("{} cycles, {}", cycle + 1, journal.summary());
        }
    }
    println!("{named} died at a named point, {random} at a random moment; {}", journal.summary());
    let mut server = start(&data, "").unwrap();
    Client::new(server.address, Arc::clone(&journal), 0).ask_again_about_everything_in_doubt();
    // Past every expiry and every enquiry of the schedule.
    for seconds in [60, 900, 3_600, 14_400, 86_400, 86_400, 3_600] {
        let body = format!("{{\"advance_seconds\":{seconds}}}");
        assert_eq!(server.ask("POST", "/v1/sandbox/clock", "", &body).status, 200);
    }
    let undecided = audit::over_http(&server, &journal);
    audit::deliveries(&server);
    let Json::Text(now) =
        member(&server.ask("POST", "/v1/sandbox/clock", "", "{\"advance_seconds\":0}").json(), "data")
            .get("now")
            .unwrap()
            .clone()
    else {
        panic!("no clock")
    };
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    audit::books(&data, &now, &journal, &undecided);
    let verified =
        Command::new(env!("CARGO_BIN_EXE_rwandapay")).args(["verify-ledger", "--data", &data]).output();
    let verified = verified.unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    assert!(named > random / 4, "the named points are reached");
}

#[test]
fn wrong_pins_count_across_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop.db").to_str().unwrap().to_owned();
    let body = r#"{"amount": 10000, "phone": "0788123456", "pin": "9999"}"#;
    for attempt in 0..6 {
        let mut server = start(&data, "").unwrap();
        let reason = server.ask("POST", "/v1/withdrawals", "", body).reason();
        assert_eq!(reason, if attempt < 5 { "pin_incorrect" } else { "pin_locked" }, "attempt {attempt}");
        server.child.kill().unwrap();
        server.child.wait().unwrap();
    }
}
