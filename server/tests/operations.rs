//! What the operator has: health, metrics, logs, TLS, a file of settings, a doctor.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use common::Server;

fn rwandapay(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rwandapay")).args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8([output.stdout.clone(), output.stderr.clone()].concat()).unwrap()
}

/// The whole answer to a request over any stream.
fn get(mut stream: impl Read + Write, path: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn health_and_metrics_are_for_this_machine_and_a_balancer_sees_a_status() {
    let server = Server::with(&["--ops-listen", "127.0.0.1:0"]);
    let printed = server.printed_until("/readyz");
    let ops = printed.split("For the operator: http://").nth(1).unwrap().split('/').next().unwrap();
    assert_eq!(
        server.ask("POST", "/v1/payments/collect", "", r#"{"amount":5000,"phone":"0788123456"}"#).status,
        200
    );
    let ready = get(TcpStream::connect(ops).unwrap(), "/readyz");
    for part in
        ["200 OK", r#""writes":true"#, r#""reads":true"#, r#""draining":false"#, r#""queue_limit":1024"#]
    {
        assert!(ready.contains(part), "{part}: {ready}");
    }
    assert!(get(TcpStream::connect(ops).unwrap(), "/livez").contains("200 OK"));
    let metrics = get(TcpStream::connect(ops).unwrap(), "/metrics");
    let counted = r#"rwandapay_requests_total{route="payments.collect",status="200"} 1"#;
    assert!(metrics.contains(counted), "{metrics}");
    assert!(get(TcpStream::connect(ops).unwrap(), "/v1/balance").contains("404"), "no API there");

    let public = server.ask("GET", "/readyz", "", "");
    assert_eq!((public.status, public.body.as_str()), (200, "ready\n"), "a status, and nothing else");
    assert_eq!(server.ask("GET", "/livez", "", "").status, 200);
    assert_eq!(server.ask("GET", "/metrics", "", "").status, 404);
    let refused = rwandapay(&["--data", ":memory:", "--ops-listen", "0.0.0.0:9090"]);
    assert!(!refused.status.success() && text(&refused).contains("loopback"), "{}", text(&refused));
}

#[test]
fn logs_are_json_with_an_id_and_without_a_secret() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rwandapay"))
        .args(["--listen", "127.0.0.1:0", "--data", ":memory:", "--log-level", "info"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut screen = child.stdout.take().unwrap();
    let mut first = [0; 120];
    screen.read_exact(&mut first).unwrap();
    let first = String::from_utf8_lossy(&first).into_owned();
    let address = first.split("://").nth(1).unwrap().split("/v1").next().unwrap();
    let mut socket = TcpStream::connect(address).unwrap();
    let body = r#"{"amount":5000,"phone":"0788123456"}"#;
    write!(
        socket,
        "POST /v1/payments/collect HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer sk_test_sandbox\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    get(TcpStream::connect(address).unwrap(), "/pay/0123456789abcdef0123456789abcdef");
    child.kill().unwrap();
    let logs = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    let line = logs.lines().find(|line| line.contains(r#""route":"payments.collect""#)).unwrap();
    let id = answer.split("request-id: ").nth(1).unwrap().split("\r\n").next().unwrap();
    assert!(line.contains(id) && line.contains(r#""status":200"#), "{line}");
    assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
    assert!(logs.contains(r#""route":"pay""#), "{logs}");
    for secret in ["sk_test_sandbox", "0788123456", "788123456", "0123456789abcdef"] {
        assert!(!logs.contains(secret), "{secret} in {logs}");
    }
}

/// A certificate for this machine, its key, and whoever trusts it.
fn certificate(folder: &std::path::Path) -> (String, String, rustls::RootCertStore) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    (certificate.display().to_string(), key.display().to_string(), roots)
}

#[test]
fn with_a_certificate_the_listener_speaks_tls_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key, roots) = certificate(folder.path());
    let server = Server::with(&["--tls-certificate", &certificate, "--tls-key", &key]);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = rustls::pki_types::ServerName::try_from("localhost").unwrap();
    let client = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = rustls::StreamOwned::new(client, TcpStream::connect(server.address).unwrap());
    write!(stream, "GET /v1/balance HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer sk_test_sandbox\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    // The other side may end without a farewell, after the whole answer.
    let _ = stream.read_to_end(&mut answer);
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 200 OK"), "{answer:?}");

    let mut plain = TcpStream::connect(server.address).unwrap();
    plain.write_all(b"GET /v1/balance HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"), "plain HTTP is not answered");

    for [certificate, key] in
        [[&key, &key], [&certificate, &certificate], [&certificate, &"/nowhere".to_owned()]]
    {
        let refused = rwandapay(&["--data", ":memory:", "--tls-certificate", certificate, "--tls-key", key]);
        assert!(!refused.status.success() && text(&refused).contains("cannot take"), "{}", text(&refused));
    }
    assert!(!rwandapay(&["--tls-certificate", &certificate]).status.success(), "not one without the other");
}

#[test]
fn the_file_of_settings_stands_behind_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rwandapay.conf");
    std::fs::write(&file, "mode = live\nclock = 2026-01-05T08:00:00Z\n").unwrap();
    let file = file.display().to_string();
    let refused = rwandapay(&["--config", &file, "--data", ":memory:"]);
    assert!(text(&refused).contains("--clock is for sandbox mode"), "{}", text(&refused));
    let server = Server::with(&["--config", &file, "--mode", "sandbox"]);
    assert_eq!(server.ask("GET", "/v1/balance", "", "").status, 200);
    std::fs::write(&file, "modus = live\n").unwrap();
    assert!(text(&rwandapay(&["--config", &file])).contains("--modus"), "an unknown name is named");
}

#[test]
fn the_doctor_names_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop.db").display().to_string();
    let doctor = || rwandapay(&["doctor", "--data", &data]);
    assert!(text(&doctor()).contains("the first start of a server makes it"));
    drop(Server::started(&["--data", &data], &[]));
    let well = doctor();
    assert!(well.status.success() && text(&well).contains("every page is whole"), "{}", text(&well));
    let key = format!("{data}.key");
    std::fs::rename(&key, format!("{key}.away")).unwrap();
    let without = doctor();
    assert!(!without.status.success() && text(&without).contains("is missing"), "{}", text(&without));
    std::fs::rename(format!("{key}.away"), &key).unwrap();
    let bytes = std::fs::read(&data).unwrap();
    let damaged = bytes.iter().enumerate().map(|(at, byte)| if at > 8_192 { byte ^ 0x55 } else { *byte });
    std::fs::write(&data, damaged.collect::<Vec<u8>>()).unwrap();
    let _ = std::fs::remove_file(format!("{data}-wal"));
    assert!(!doctor().status.success(), "{}", text(&doctor()));
}
