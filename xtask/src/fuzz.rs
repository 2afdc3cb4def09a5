//! The fuzz targets: built once with the nightly toolchain, run for seconds, seeded from the vectors.

use std::fs;
use std::path::PathBuf;

use rwandapay_core::json::{Json, Object};

use crate::run::{Outcome, Verdict, command, output, root, run, works};
use crate::setup::has_nightly;
use crate::vectors::{Case, load};

type Seed = fn(&Case) -> Option<Vec<u8>>;

/// Every target, and which part of which operations' inputs its corpus begins with.
const TARGETS: &[(&str, Seed)] = &[
    ("amount", |case| text_of(case, "amount.parse", "text")),
    ("amount_in_json", |case| printed(case, "amount.parse", "text")),
    ("phone", |case| text_of(case, "phone.parse", "text")),
    ("reference", |case| text_of(case, "reference.parse", "text")),
    ("strict_json", |case| Some(case.input.print().into_bytes())),
    ("headers", |case| case.operation.starts_with("webhook.").then(|| delivery(case)).flatten()),
    ("webhook_verify", |case| case.operation.starts_with("webhook.").then(|| delivery(case)).flatten()),
    ("client_response", answer),
    ("engine_operations", |_| None),
];

/// The short run that is a part of `cargo xtask test`.
pub fn smoke(long: bool) -> Outcome {
    every(if long { 120 } else { 6 })
}

/// Builds every target and runs each for this many seconds.
pub fn every(seconds: u32) -> Outcome {
    if !has_nightly() {
        return Ok(Verdict::NotRun(
            "the fuzzer needs a nightly toolchain: `rustup toolchain install nightly`".into(),
        ));
    }
    if !works("c++", &["--version"]) {
        return Ok(Verdict::NotRun("the fuzzer needs a C++ compiler, which this machine has not".into()));
    }
    let fuzzer = cargo_fuzz()?;
    seed()?;
    let mut build = command("cargo");
    build.args(["+nightly", "fuzz", "build"]).env("PATH", fuzzer);
    run(&mut build)?;
    let host = output("rustc", &["-vV"])?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let binaries = root().join("fuzz/target").join(host).join("release");
    for (name, _) in TARGETS {
        let corpus = corpus(name);
        let artifacts = root().join("fuzz/artifacts").join(name);
        fs::create_dir_all(&artifacts).map_err(|error| error.to_string())?;
        let mut target = command(&binaries.join(name).to_string_lossy());
        target.arg(&corpus).arg(format!("-artifact_prefix={}/", artifacts.display()));
        // Libfuzzer prints a line for everything new; a few of them are enough.
        target.args([
            &format!("-max_total_time={seconds}"),
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-verbosity=0",
        ]);
        target.args(["-max_len=4096", "-print_final_stats=1"]);
        run(&mut target).map_err(|reason| format!("{reason}; the input is in fuzz/artifacts/{name}"))?;
    }
    Ok(Verdict::passed(format!("{} targets, {seconds} s each", TARGETS.len())))
}

/// The search path with cargo-fuzz in front, built into the target folder where it is missing.
fn cargo_fuzz() -> Result<String, String> {
    let path = std::env::var("PATH").unwrap_or_default();
    let tools = root().join("target/tools");
    let with_tools = format!("{}:{path}", tools.join("bin").display());
    if works("cargo", &["fuzz", "--version"]) {
        return Ok(path);
    }
    if !tools.join("bin/cargo-fuzz").is_file() {
        let mut install = command("cargo");
        install.args(["install", "cargo-fuzz", "--version", "0.13.2", "--locked", "--root"]).arg(&tools);
        run(&mut install)?;
    }
    Ok(with_tools)
}

fn corpus(target: &str) -> PathBuf {
    root().join("fuzz/corpus").join(target)
}

/// Writes the vectors into the corpora; what the fuzzer found before stays beside them.
fn seed() -> Result<(), String> {
    let files = load()?;
    for (target, seed) in TARGETS {
        let folder = corpus(target);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        for case in files.iter().flat_map(|file| &file.cases) {
            if let Some(bytes) = seed(case) {
                fs::write(folder.join(&case.id), bytes).map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(())
}

fn member<'a>(case: &'a Case, operation: &str, key: &str) -> Option<&'a Json> {
    match &case.input {
        Json::Object(input) if case.operation == operation => input.get(key),
        _ => None,
    }
}

fn text_of(case: &Case, operation: &str, key: &str) -> Option<Vec<u8>> {
    match member(case, operation, key)? {
        Json::Text(text) | Json::Number(text) => Some(text.clone().into_bytes()),
        _ => None,
    }
}

fn printed(case: &Case, operation: &str, key: &str) -> Option<Vec<u8>> {
    Some(member(case, operation, key)?.print().into_bytes())
}

/// A delivery on the wire: header lines, an empty line, the body.
fn delivery(case: &Case) -> Option<Vec<u8>> {
    let Json::Object(input) = &case.input else { return None };
    Some(on_wire("", input.get("headers"), input.get("body")))
}

/// The first answer of a scripted call, behind two bytes that choose the operation and the events.
fn answer(case: &Case) -> Option<Vec<u8>> {
    let Some(Json::Array(script)) = member(case, "client.script", "events") else { return None };
    script.iter().find_map(|event| {
        let Json::Object(event) = event else { return None };
        let Some(Json::Object(response)) = event.get("response") else { return None };
        let status = response.get("status").map(Json::print).unwrap_or_default();
        let operation =
            u8::from(member(case, "client.script", "operation") != Some(&Json::text("payments.collect")));
        Some(
            [
                &[operation * 2, 0][..],
                &on_wire(&format!("{status}\n"), response.get("headers"), response.get("body")),
            ]
            .concat(),
        )
    })
}

fn on_wire(first: &str, headers: Option<&Json>, body: Option<&Json>) -> Vec<u8> {
    let mut text = first.to_owned();
    let lines: Vec<(String, &Json)> = match headers {
        Some(Json::Object(Object(members))) => {
            members.iter().map(|(name, value)| (name.clone(), value)).collect()
        }
        Some(Json::Array(pairs)) => pairs.iter().filter_map(pair).collect(),
        _ => Vec::new(),
    };
    for (name, value) in lines {
        if let Json::Text(value) | Json::Number(value) = value {
            text.extend([name.as_str(), ":", value, "\n"]);
        }
    }
    text.push('\n');
    match body {
        Some(Json::Text(body)) => text.push_str(body),
        Some(other) => text.push_str(&other.print()),
        None => {}
    }
    text.into_bytes()
}

fn pair(pair: &Json) -> Option<(String, &Json)> {
    match pair {
        Json::Array(pair) => match pair.as_slice() {
            [Json::Text(name), value] => Some((name.clone(), value)),
            _ => None,
        },
        _ => None,
    }
}
