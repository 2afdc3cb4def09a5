//! The server under load, with everything that a figure needs beside it: the disk, and an answer without a
//! store, in the same run.
//!
//! The load generator runs on the same cores, so each rate is that of a machine that does both.

mod client;
mod disk;
mod process;
mod receiver;

use std::time::{Duration, Instant};

use client::{Load, load};
use process::Server;
use receiver::Receiver;

/// How many connections ask at one time.
const CONNECTIONS: usize = 64;
/// How long each load lasts.
const LASTS: Duration = Duration::from_secs(6);

/// Measures, and prints each row as it is known. `long` measures up to a million payments.
pub fn measure(long: bool) -> Result<(), String> {
    let mut row = |name: &str, figure: String| println!("{name:<58} {figure}");
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    row("fsync of 4 KiB, one after the other", format!("{:.0}/s", disk::fsyncs(folder.path())?));

    let began = Instant::now();
    let server = Server::start(&folder.path().join("bench.db"), &[])?;
    server.answers()?;
    row("cold start to the first answer, records made", milliseconds(began.elapsed()));
    drop(server);
    let began = Instant::now();
    let server = Server::start(&folder.path().join("bench.db"), &[])?;
    server.answers()?;
    row("cold start to the first answer, records there", milliseconds(began.elapsed()));
    row("memory of an idle server", format!("{:.1} MiB", server.resident_mib()?));

    let quote = load(&server, CONNECTIONS, LASTS, |_| client::quote());
    row("POST /quote, 64 connections: no store", quote.to_string());
    let single = load(&server, 1, LASTS, |_| client::collect());
    row("POST /payments/collect, 1 connection: one commit each", single.to_string());
    let many = load(&server, CONNECTIONS, LASTS, |_| client::collect());
    row("POST /payments/collect, 64 connections: durable", many.to_string());
    row("  against one commit each", format!("{:.1} times", many.rate() / single.rate()));
    row("  against an answer without a store", format!("{:.2} times", many.rate() / quote.rate()));
    row("first byte of a payment's page, median of 200", milliseconds(first_byte(&server, 200)?));
    row("memory after the load", format!("{:.1} MiB", server.resident_mib()?));
    drop(server);

    settle(&folder.path().join("settle.db"), 20_000, &mut row)?;
    sizes(&folder.path().join("sizes.db"), if long { 1_000_000 } else { 100_000 }, &mut row)?;
    Ok(())
}

/// From the first collect to the last settled payment, and to the last webhook: one merchant, all at once.
fn settle(data: &std::path::Path, count: u64, row: &mut impl FnMut(&str, String)) -> Result<(), String> {
    let receiver = Receiver::start()?;
    let server = Server::start(data, &[])?;
    server.answers()?;
    server.register(&receiver.url())?;
    let began = Instant::now();
    let collected = client::exactly(&server, CONNECTIONS, count);
    let all_in = began.elapsed();
    while server.pending()? {
        std::thread::sleep(Duration::from_millis(50));
    }
    let settled = began.elapsed();
    while receiver.count() < collected {
        if began.elapsed() > Duration::from_mins(5) {
            return Err(format!("{} of {collected} webhooks after five minutes", receiver.count()));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let told = began.elapsed();
    row("one merchant: payments collected", format!("{collected} in {}", milliseconds(all_in)));
    row("  collected and settled, all of them", per_second(collected, settled));
    row("  collected, settled and delivered as webhooks", per_second(collected, told));
    Ok(())
}

/// What a payment costs while more and more are stored.
fn sizes(data: &std::path::Path, most: u64, row: &mut impl FnMut(&str, String)) -> Result<(), String> {
    let server = Server::start(data, &[])?;
    server.answers()?;
    let mut stored = client::exactly(&server, CONNECTIONS, 1_000);
    let first = load(&server, CONNECTIONS, Duration::from_secs(2), |_| client::collect());
    row("collect with 1,000 payments stored", first.to_string());
    stored += first.answered;
    for size in [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        stored += client::exactly(&server, CONNECTIONS, size.max(stored) - stored);
        let here: Load = load(&server, CONNECTIONS, Duration::from_secs(2), |_| client::collect());
        row(
            &format!("collect with {stored} payments stored"),
            format!("{here}; {:.2} times the cost of the first", first.rate() / here.rate()),
        );
        stored += here.answered;
    }
    Ok(())
}

fn first_byte(server: &Server, times: usize) -> Result<Duration, String> {
    let path = server.page()?;
    let mut took = Vec::new();
    for _ in 0..times {
        took.push(server.first_byte(&path)?);
    }
    took.sort();
    took.get(times / 2).copied().ok_or_else(|| "nothing was measured".into())
}

fn milliseconds(took: Duration) -> String {
    format!("{:.2} ms", took.as_secs_f64() * 1e3)
}

fn per_second(count: u64, took: Duration) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a count of seconds of work")]
    let rate = count as f64 / took.as_secs_f64();
    format!("{rate:.0}/s ({count} in {})", milliseconds(took))
}
