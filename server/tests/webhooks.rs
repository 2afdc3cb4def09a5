//! Webhooks, end to end: signed, retried, recorded, and of no harm to anybody else.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use common::{Answer, Server};
use rwandapay_core::json::{Json, Object, parse};
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{Verifier, WebhookSecret};

/// One webhook as it came in.
#[derive(Clone, Debug)]
struct Got {
    headers: Vec<(String, String)>,
    body: String,
}

/// A receiver that writes down what comes, and answers what it is told to.
struct Receiver {
    address: SocketAddr,
    got: Arc<Mutex<Vec<Got>>>,
    answer: Arc<Mutex<String>>,
}

impl Receiver {
    fn new(answer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            got: Arc::default(),
            answer: Arc::new(Mutex::new(answer.into())),
        };
        let (got, answer) = (Arc::clone(&receiver.got), Arc::clone(&receiver.answer));
        thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                let (got, answer) = (Arc::clone(&got), Arc::clone(&answer));
                thread::spawn(move || serve(socket, &got, &answer));
            }
        });
        receiver
    }

    fn url(&self) -> String {
        format!("http://{}/hook?shop=1", self.address)
    }

    fn wait_for(&self, count: usize) -> Vec<Got> {
        eventually(|| {
            let got = self.got.lock().unwrap();
            (got.len() >= count).then(|| got.clone())
        })
    }
}

fn serve(mut socket: TcpStream, got: &Mutex<Vec<Got>>, answer: &Mutex<String>) {
    let mut text = String::new();
    let mut bytes = [0; 4_096];
    loop {
        let Ok(count @ 1..) = socket.read(&mut bytes) else { return };
        text.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let headers: Vec<(String, String)> = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let length =
            headers.iter().find(|(name, _)| name == "content-length").unwrap().1.parse::<usize>().unwrap();
        if body.len() < length {
            continue;
        }
        assert!(head.starts_with("POST /hook?shop=1 HTTP/1.1"), "{head}");
        got.lock().unwrap().push(Got { headers, body: body.to_owned() });
        let answer = answer.lock().unwrap().clone();
        let _ = socket.write_all(answer.as_bytes());
        text.clear();
    }
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

fn status(code: u16) -> String {
    format!("HTTP/1.1 {code} X\r\ncontent-length: 0\r\nlocation: http://127.0.0.1:1/elsewhere\r\n\r\n")
}

/// Waits for what must come, however slow the machine is.
fn eventually<T>(mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..1_200 {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(25));
    }
    panic!("it never came");
}

fn server() -> Server {
    Server::with(&["--rate-limit", "off", "--clock", "2026-01-05T08:00:00Z"])
}

fn advance(server: &Server, seconds: u64) {
    let body = format!("{{\"advance_seconds\":{seconds}}}");
    assert_eq!(server.ask("POST", "/v1/sandbox/clock", "", &body).status, 200);
}

fn text(object: &Object, key: &str) -> String {
    object.get(key).and_then(Json::as_text).unwrap_or_else(|| panic!("{key} in {object:?}")).to_owned()
}

fn endpoint(server: &Server, url: &str) -> (String, String) {
    let data = server.ask("POST", "/v1/webhooks/endpoints", "", &format!("{{\"url\":\"{url}\"}}")).data();
    (text(&data, "id"), text(&data, "secret"))
}

fn collect(server: &Server, reference: &str, callback: Option<&str>) -> Answer {
    let callback = callback.map(|url| format!(",\"callback_url\":\"{url}\"")).unwrap_or_default();
    let body =
        format!("{{\"amount\":5000,\"phone\":\"0788123456\",\"reference\":\"{reference}\"{callback}}}");
    let answer = server.ask("POST", "/v1/payments/collect", "", &body);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer
}

fn verify(got: &Got, secret: &str) -> Result<(), String> {
    let verifier = Verifier::new([WebhookSecret::parse(secret).unwrap()]).unwrap();
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let now = Instant::from_seconds(i64::try_from(seconds).unwrap());
    let pairs = got.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let verified = verifier.verify_pairs(pairs, got.body.as_bytes(), now);
    verified.map(drop).map_err(|error| format!("{error:?}"))
}

fn deliveries(server: &Server) -> Vec<Object> {
    let data = server.ask("GET", "/v1/webhooks/deliveries?limit=100", "", "").data();
    let Some(Json::Array(items)) = data.get("items") else { panic!("{data:?}") };
    items.iter().map(|item| item.as_object().unwrap().clone()).collect()
}

fn attempts(delivery: &Object) -> Vec<Object> {
    let Some(Json::Array(attempts)) = delivery.get("attempts") else { panic!("{delivery:?}") };
    attempts.iter().map(|attempt| attempt.as_object().unwrap().clone()).collect()
}

#[test]
fn a_payment_tells_its_endpoint_and_its_own_address_each_with_its_secret() {
    let server = server();
    let printed = server.printed_until("PIN");
    let secret =
        printed.lines().find_map(|line| line.split_once("webhook secret")).unwrap().1.trim().to_owned();
    let (registered, own) = (Receiver::new(OK), Receiver::new(OK));
    let (_, endpoint_secret) = endpoint(&server, &registered.url());
    collect(&server, "W-1", Some(&own.url()));
    advance(&server, 2);
    let (first, second) = (registered.wait_for(1).remove(0), own.wait_for(1).remove(0));
    assert_eq!(verify(&first, &endpoint_secret), Ok(()));
    assert_eq!(verify(&second, &secret), Ok(()));
    assert!(verify(&first, &secret).is_err() && verify(&second, &endpoint_secret).is_err());
    let Ok(Json::Object(event)) = parse(first.body.as_bytes()) else { panic!("{first:?}") };
    assert_eq!((text(&event, "event"), text(&event, "mode")), ("payment.successful".into(), "test".into()));
    // What GET answers, byte for byte.
    let answer = server.ask("GET", "/v1/payments/W-1", "", "").body;
    let data = answer.split_once("\"data\":").unwrap().1.strip_suffix('}').unwrap();
    assert!(first.body.contains(data), "{}\n{data}", first.body);
    eventually(|| {
        let all = deliveries(&server);
        (all.len() == 2 && all.iter().all(|one| text(one, "status") == "delivered")).then_some(())
    });
}

#[test]
fn what_fails_is_tried_again_on_the_schedule_with_the_same_id_until_it_is_taken() {
    let server = server();
    let receiver = Receiver::new(&status(500));
    let (_, secret) = endpoint(&server, &receiver.url());
    collect(&server, "R-1", None);
    advance(&server, 2);
    receiver.wait_for(1);
    // Source: contract, section 7. Ten per cent more than each wait covers its jitter.
    for (count, wait) in [(2, 5), (3, 300), (4, 1_800), (5, 7_200)] {
        eventually(|| (attempts(&deliveries(&server)[0]).len() == count - 1).then_some(()));
        if count == 3 {
            *receiver.answer.lock().unwrap() = status(302);
        }
        if count == 5 {
            *receiver.answer.lock().unwrap() = OK.into();
        }
        advance(&server, wait + wait / 4 + 1);
        receiver.wait_for(count);
    }
    let got = receiver.wait_for(5);
    let id = |got: &Got| got.headers.iter().find(|(name, _)| name == "webhook-id").unwrap().1.clone();
    assert!(got.iter().all(|one| id(one) == id(&got[0]) && one.body == got[0].body));
    assert!(got.iter().all(|one| verify(one, &secret) == Ok(())));
    let delivery = eventually(|| {
        let delivery = deliveries(&server).remove(0);
        (text(&delivery, "status") == "delivered").then_some(delivery)
    });
    let statuses: Vec<String> =
        attempts(&delivery).iter().map(|attempt| attempt.get("http_status").unwrap().print()).collect();
    assert_eq!(statuses, ["500", "500", "302", "302", "200"]);
    let path = format!("/v1/webhooks/deliveries/{}/redeliver", text(&delivery, "id"));
    assert_eq!(server.ask("POST", &path, "", "").status, 200);
    assert_eq!(id(&receiver.wait_for(6)[5]), id(&got[0]));
}

#[test]
fn a_receiver_that_is_gone_is_disabled_and_one_that_rotates_gets_both_signatures() {
    let server = server();
    let receiver = Receiver::new(OK);
    let (id, old) = endpoint(&server, &receiver.url());
    let body = "{\"overlap_seconds\": 3600}";
    let rotated = server.ask("POST", &format!("/v1/webhooks/endpoints/{id}/rotate"), "", body);
    let rotated = if rotated.status == 200 {
        rotated
    } else {
        server.ask("POST", &format!("/v1/webhooks/endpoints/{id}/rotate"), "", "{}")
    };
    let new = text(&rotated.data(), "secret");
    collect(&server, "G-1", None);
    advance(&server, 2);
    let got = receiver.wait_for(1).remove(0);
    assert_eq!((verify(&got, &old), verify(&got, &new)), (Ok(()), Ok(())));
    *receiver.answer.lock().unwrap() = status(410);
    collect(&server, "G-2", None);
    advance(&server, 2);
    eventually(|| {
        let data = server.ask("GET", "/v1/webhooks/endpoints", "", "").data();
        let Some(Json::Array(items)) = data.get("items") else { panic!("{data:?}") };
        (text(items[0].as_object().unwrap(), "status") == "disabled").then_some(())
    });
    collect(&server, "G-3", None);
    advance(&server, 2);
    assert_eq!(receiver.wait_for(2).len(), 2);
}

#[test]
fn receivers_that_fail_in_every_way_harm_nobody_else() {
    let server = server();
    let good = Receiver::new(OK);
    endpoint(&server, &good.url());
    let hang = TcpListener::bind("127.0.0.1:0").unwrap();
    let endless = Receiver::new(&format!("HTTP/1.1 200 OK\r\n{}", "x-more: y\r\n".repeat(10_000)));
    let huge = Receiver::new(&format!(
        "HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n{}",
        "x".repeat(1_000_000)
    ));
    let garbage = Receiver::new("SSH-2.0-OpenSSH\r\n\r\n");
    let inward = Receiver::new(
        "HTTP/1.1 307 X\r\nlocation: http://169.254.169.254/latest\r\ncontent-length: 0\r\n\r\n",
    );
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let hostile = [
        (format!("http://{}/hook?shop=1", hang.local_addr().unwrap()), None),
        (endless.url(), Some("answer malformed")),
        (huge.url(), Some("200")),
        (garbage.url(), Some("answer malformed")),
        (inward.url(), Some("307")),
        (format!("http://{closed}/hook?shop=1"), Some("connection refused")),
        ("http://no-such-host.invalid/hook".to_owned(), None),
    ];
    for (index, (url, _)) in hostile.iter().enumerate() {
        let body = format!(
            "{{\"amount\":5000,\"phone\":\"07881234{index}6\",\"reference\":\"H-{index}\",\"callback_url\":\"{url}\"}}"
        );
        let answer = server.ask("POST", "/v1/payments/collect", "", &body);
        if url.contains(".invalid") {
            // Names that can never lead anywhere are refused when they are named.
            assert!(answer.status == 200 || answer.status == 422, "{answer:?}");
        } else {
            assert_eq!(answer.status, 200, "{answer:?}");
        }
    }
    advance(&server, 2);
    good.wait_for(hostile.len() - 1);
    for (url, said) in hostile.iter().filter_map(|(url, said)| Some((url, (*said)?))) {
        let attempt = eventually(|| {
            let all = deliveries(&server);
            let one = all.into_iter().find(|one| text(one, "url") == *url)?;
            attempts(&one).into_iter().next()
        });
        let (status, error) =
            (attempt.get("http_status").unwrap().print(), attempt.get("error").unwrap().print());
        assert!(status == said || error == format!("\"{said}\""), "{url}: {status} {error}, not {said}");
    }
    assert_eq!(server.ask("GET", "/v1/balance", "", "").status, 200);
}
