//! Webhook receivers with bad certificates, names that lead elsewhere, many that hang, one that never ends.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "test code")]

mod common;

use std::future::Future;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant as Clock};

use common::Server;
use rcgen::{CertificateParams, Issuer, KeyPair};
use rustls::RootCertStore;
use rustls::pki_types::PrivateKeyDer;
use rwandapay_core::record::DeliveryAttempt;
use rwandapay_core::time::Instant;
use rwandapay_core::url::UrlPolicy;
use rwandapay_server::deliver::{Outgoing, Resolve, Sender, SenderConfig};

/// Name servers that answer what a test says, in order; the last answer stays.
struct Scripted {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Scripted {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |names: &&[&str]| names.iter().map(|name| name.parse().unwrap()).collect();
        Arc::new(Self {
            answers: Mutex::new(answers.iter().map(parse).collect()),
            asked: AtomicUsize::new(0),
        })
    }
}

impl Resolve for Scripted {
    fn resolve(&self, _: String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
        Box::pin(async move { Ok(answer) })
    }
}

async fn post(sender: &Sender, url: &str, urls: UrlPolicy) -> DeliveryAttempt {
    let outgoing = Outgoing { url: url.into(), headers: Vec::new(), body: "{}".into() };
    sender.post(sender.slot(url).unwrap(), urls, outgoing, Instant::from_ms(0)).await
}

fn sender(roots: RootCertStore, resolver: Arc<dyn Resolve>) -> Sender {
    Sender::new(SenderConfig { roots, resolver, longest: Duration::from_secs(5) }).unwrap()
}

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    roots: RootCertStore,
}

impl Authority {
    fn new() -> Self {
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(authority.self_signed(&key).unwrap().der().clone()).unwrap();
        Self { issuer: Issuer::new(authority, key), roots }
    }

    /// A receiver over TLS with a certificate for this name, which ended in this year.
    fn receiver(&self, name: &str, until: i32) -> SocketAddr {
        let mut server = CertificateParams::new([name.to_owned()]).unwrap();
        server.not_before = rcgen::date_time_ymd(2020, 1, 1);
        server.not_after = rcgen::date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = server.signed_by(&key, &self.issuer).unwrap().der().clone();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = rustls::StreamOwned::new(connection, socket);
                // A client that does not trust us ends the handshake.
                if stream.read(&mut [0; 4_096]).is_ok() {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                }
            }
        });
        address
    }
}

#[tokio::test]
async fn a_certificate_must_be_vouched_for_in_time_and_of_the_name() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let home = || Scripted::new(&[&["127.0.0.1"]]);
    for (address, wanted) in [
        (ours.receiver("shop.example", 2100), None),
        (theirs.receiver("shop.example", 2100), Some("tls failed")),
        (ours.receiver("other.example", 2100), Some("tls failed")),
        (ours.receiver("shop.example", 2021), Some("tls failed")),
    ] {
        let url = format!("https://shop.example:{}/hook", address.port());
        let attempt = post(&sender(ours.roots.clone(), home()), &url, UrlPolicy::OFFLINE).await;
        assert_eq!(attempt.error.as_deref(), wanted, "{attempt:?}");
        assert_eq!(attempt.status, wanted.is_none().then_some(200));
    }
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_only_what_was_judged_is_called() {
    // Whoever listens here must never be called in live mode.
    let inside = TcpListener::bind("127.0.0.1:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let url = format!("https://shop.example:{}/hook", inside.local_addr().unwrap().port());
    for answer in [
        &["127.0.0.1"][..],
        &["10.0.0.1"],
        &["169.254.169.254"],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["fd00::1"],
        &["192.0.2.1", "127.0.0.1"],
        &["0.0.0.0"],
        &["100.64.0.1"],
    ] {
        let resolver = Scripted::new(&[answer]);
        let attempt = post(&sender(RootCertStore::empty(), resolver), &url, UrlPolicy::LIVE).await;
        assert_eq!(attempt.error.as_deref(), Some("address not allowed"), "{answer:?}");
    }
    // A name that leads outside when it is judged and inside a moment later: there is no second look.
    let resolver = Scripted::new(&[&["203.0.113.7"], &["127.0.0.1"]]);
    let attempt = post(&sender(RootCertStore::empty(), resolver.clone()), &url, UrlPolicy::LIVE).await;
    assert_eq!(attempt.status, None);
    assert_eq!(resolver.asked.load(Ordering::Relaxed), 1);
    assert!(inside.accept().is_err(), "nobody came");
}

fn resident_kib(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

fn eventually(mut there: impl FnMut() -> bool) {
    let began = Clock::now();
    while !there() {
        assert!(began.elapsed() < Duration::from_secs(60), "it never came");
        thread::sleep(Duration::from_millis(25));
    }
}

/// Counts what comes to it, and takes it.
fn good_receiver() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/good", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for mut socket in listener.incoming().map_while(Result::ok) {
            let counted = Arc::clone(&counted);
            thread::spawn(move || {
                let mut text = String::new();
                let mut bytes = [0; 8_192];
                while let Ok(read @ 1..) = socket.read(&mut bytes) {
                    text.push_str(&String::from_utf8_lossy(&bytes[..read]));
                    if text.contains("\r\n\r\n") && text.ends_with('}') {
                        counted.fetch_add(1, Ordering::Relaxed);
                        text.clear();
                        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                    }
                }
            });
        }
    });
    (url, count)
}

fn collect(server: &Server, number: usize, callback: &str) {
    let body = format!(
        "{{\"amount\":5000,\"phone\":\"0788{:03}456\",\"reference\":\"R-{number}\",\"callback_url\":\"{callback}\"}}",
        100 + number
    );
    assert_eq!(server.ask("POST", "/v1/payments/collect", "", &body).status, 200);
}

#[test]
fn sixty_four_hosts_that_hang_delay_nobody_else() {
    let server = Server::with(&["--rate-limit", "off"]);
    let (good, count) = good_receiver();
    let endpoint = format!("{{\"url\":\"{good}\"}}");
    assert_eq!(server.ask("POST", "/v1/webhooks/endpoints", "", &endpoint).status, 200);
    let hosts: Vec<TcpListener> = (0..64).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    for (number, host) in hosts.iter().enumerate() {
        collect(&server, number, &format!("http://{}/hang", host.local_addr().unwrap()));
    }
    // All of them hang for the whole of their 15 seconds; what goes elsewhere does not wait for them.
    eventually(|| count.load(Ordering::Relaxed) >= 64);
    let hanging = server.ask("GET", "/v1/webhooks/deliveries?limit=100", "", "").body;
    assert!(
        hanging.contains("/hang") && hanging.contains("\"pending\""),
        "they hang while the others are done"
    );
    assert_eq!(server.ask("GET", "/v1/balance", "", "").status, 200);
}

#[test]
fn an_answer_without_an_end_takes_no_memory() {
    let server = Server::with(&["--rate-limit", "off"]);
    collect(&server, 800, "http://127.0.0.1:9999/warm-up");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sent, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (sending, ending) = (Arc::clone(&sent), Arc::clone(&ended));
    thread::spawn(move || {
        for mut socket in listener.incoming().map_while(Result::ok) {
            let _ = socket.read(&mut [0; 8_192]);
            let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n");
            let chunk = vec![b'x'; 64 * 1_024];
            for _ in 0..16_384 {
                match socket.write_all(&chunk) {
                    Ok(()) => sending.fetch_add(chunk.len(), Ordering::Relaxed),
                    Err(_) => break,
                };
            }
            ending.fetch_add(1, Ordering::Relaxed);
        }
    });
    let before = resident_kib(&server);
    for number in 0..8 {
        collect(&server, number, &format!("http://{address}/gigabyte"));
    }
    eventually(|| ended.load(Ordering::Relaxed) >= 8);
    let grown = resident_kib(&server).saturating_sub(before);
    assert!(grown < 32 * 1_024, "{grown} KiB more after eight answers of a gigabyte");
    let sent = sent.load(Ordering::Relaxed);
    assert!(sent < 8 * 16 * 1_024 * 1_024, "{sent} bytes were read");
}

#[test]
fn a_thousand_idle_connections_take_little_and_end() {
    let server = Server::with(&["--rate-limit", "off"]);
    assert_eq!(server.ask("GET", "/v1/balance", "", "").status, 200);
    let before = resident_kib(&server);
    let mut idle: Vec<TcpStream> = (0..1_000).map(|_| TcpStream::connect(server.address).unwrap()).collect();
    // Half of them stop in the middle of a head.
    for socket in idle.iter_mut().step_by(2) {
        socket.write_all(b"GET /v1/balance HTTP/1.1\r\nHost: x\r\nX-Slow: ").unwrap();
    }
    assert_eq!(server.ask("GET", "/v1/balance", "", "").status, 200, "others are served beside them");
    let grown = resident_kib(&server).saturating_sub(before);
    assert!(grown < 64 * 1_024, "{grown} KiB more with a thousand idle connections");
    for mut socket in idle {
        socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // Those in a head are told; the others are closed without a word.
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap();
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 408"), "{answer:?}");
    }
}
