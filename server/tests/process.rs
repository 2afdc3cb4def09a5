//! The program itself: what it prints, what it refuses to start with, how it ends.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::process::{Command, Stdio};

use common::Server;

/// Runs it with records in memory, unless told otherwise.
fn run(arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rwandapay"));
    let output = command
        .args(arguments)
        .env("RWANDAPAY_DATA", ":memory:")
        .env_remove("RWANDAPAY_LISTEN")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn an_address_that_others_reach_must_be_meant() {
    let (good, text) = run(&["--listen", "0.0.0.0:0"]);
    assert!(!good && text.contains("--public-demo"), "{text}");
    for bad in
        [&["--listen", "8080"][..], &["--public-url", "shop"], &["--rate-limit", "some"], &["--unknown"]]
    {
        assert!(!run(bad).0, "{bad:?}");
    }
}

#[test]
fn it_knows_its_version() {
    assert_eq!(run(&["--version"]), (true, format!("rwandapay {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn the_records_are_verified_migrated_and_kept_to_one_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop.db");
    let data = data.to_str().unwrap();
    let (good, text) = run(&["verify-ledger", "--data", data]);
    assert!(!good && text.contains("there is no file"), "{text}");
    assert!(!std::path::Path::new(data).exists());
    let server = Server::started(&["--data", data, "--rate-limit", "off"], &[]);
    assert_eq!(
        server.ask("POST", "/v1/payments/collect", "", r#"{"amount":5000,"phone":"0788123456"}"#).status,
        200
    );
    let (good, text) = run(&["--data", data, "--listen", "127.0.0.1:0"]);
    assert!(!good && text.contains("another server uses"), "{text}");
    // An audit needs no pause of the server.
    let (good, text) = run(&["verify-ledger", "--data", data]);
    assert!(good && text.contains("the ledger agrees"), "{text}");
    drop(server);
    let (good, text) = run(&["migrate", "--data", data]);
    assert!(good && text.contains("has schema"), "{text}");
    std::fs::remove_file(format!("{data}.key")).unwrap();
    let (good, text) = run(&["--data", data, "--listen", "127.0.0.1:0"]);
    assert!(!good && text.contains("is missing; restore it"), "{text}");
    assert!(!std::path::Path::new(&format!("{data}.key")).exists());
    assert!(run(&["--data", &format!("{data}.other"), "--listen", "0.0.0.0:0"]).1.contains("--public-demo"));
    run(&["migrate", "--data", &format!("{data}.other")]);
    std::fs::copy(format!("{data}.other.key"), format!("{data}.key")).unwrap();
    let (good, text) = run(&["--data", data, "--listen", "127.0.0.1:0"]);
    assert!(!good && text.contains("another key"), "{text}");
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop.db");
    let options = ["--data", data.to_str().unwrap(), "--rate-limit", "off"];
    let server = Server::started(&options, &[]);
    let body = r#"{"amount":5000,"phone":"0788123456","reference":"KEPT"}"#;
    let key = "Idempotency-Key: kept\r\n";
    let first = server.ask("POST", "/v1/payments/collect", key, body);
    assert_eq!(server.ask("POST", "/v1/sandbox/clock", "", "{\"advance_seconds\":3600}").status, 200);
    let before = server.ask("GET", "/v1/payments/KEPT", "", "").data();
    drop(server);
    let server = Server::started(&options, &[]);
    // Found as it was, but for the address of its page, which is the new server's.
    let after = server.ask("GET", "/v1/payments/KEPT", "", "").data();
    for name in ["reference", "status", "outcome", "paid_at", "version", "created_at"] {
        assert_eq!(after.get(name), before.get(name), "{name}");
    }
    let again = server.ask("POST", "/v1/payments/collect", key, body);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.data(), first.data());
    // The clock goes on where it was.
    let now = server.ask("POST", "/v1/sandbox/clock", "", "{\"advance_seconds\":0}").data();
    assert!(now.get("now").unwrap().print() > after.get("paid_at").unwrap().print());
}

#[test]
fn an_address_in_use_is_one_sentence() {
    let server = Server::start();
    let (good, text) = run(&["--listen", &server.address.to_string()]);
    assert!(!good && text.starts_with("rwandapay: cannot listen on "), "{text}");
}

#[test]
fn the_address_comes_from_the_environment_too() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rwandapay"));
    let output = command
        .env("RWANDAPAY_LISTEN", "0.0.0.0:0")
        .env("RWANDAPAY_DATA", ":memory:")
        .stdout(Stdio::piped())
        .output()
        .unwrap();
    assert!(!output.status.success());
}

#[test]
fn the_printed_command_works_as_it_is() {
    let server = Server::with(&[]);
    let printed = server.printed_until("-d '");
    for text in ["sk_test_sandbox", "pk_test_sandbox", "whsec_", "PIN", "1234", "PAY-20241215-ABC123"] {
        assert!(printed.contains(text), "{text} is not in {printed}");
    }
    let (_, command) = printed.split_once("Try it:").unwrap();
    let Ok(output) = Command::new("bash").args(["-c", &format!("{} -sS", command.trim())]).output() else {
        eprintln!("NOT RUN: this machine has no bash");
        return;
    };
    if output.status.code() == Some(127) {
        eprintln!("NOT RUN: this machine has no curl");
        return;
    }
    let answer = String::from_utf8(output.stdout).unwrap();
    assert!(answer.starts_with(r#"{"status":"success""#) && answer.contains(r#""amount":5000,"#), "{answer}");
}

#[test]
#[cfg(unix)]
fn a_signal_lets_the_request_under_way_finish() {
    use std::io::Write;

    for signal in ["-TERM", "-INT"] {
        let mut server = Server::start();
        let body = r#"{"amount":5000,"phone":"0788123456"}"#;
        let mut socket = server.connect();
        let mut idle = server.connect();
        write!(
            socket,
            "POST /v1/payments/collect HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer sk_test_sandbox\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
            body.len(),
            &body[..10]
        )
        .unwrap();
        // The server has the head once it has answered another connection that was opened later.
        server.ask("GET", "/v1/balance", "", "").data();
        assert!(
            Command::new("kill").args([signal, &server.child.id().to_string()]).status().unwrap().success()
        );
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert!(std::net::TcpStream::connect(server.address).is_err(), "still listening");
        socket.write_all(&body.as_bytes()[10..]).unwrap();
        let answers = common::all(&mut socket);
        assert_eq!(answers.len(), 1);
        answers[0].data();
        assert!(common::all(&mut idle).is_empty());
        assert!(server.child.wait().unwrap().success());
        assert_eq!(server.printed_until("stopped").lines().last(), Some("stopped"));
    }
}
