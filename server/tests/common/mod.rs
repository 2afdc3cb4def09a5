//! The real binary on a free port, and a client that writes exactly the bytes it is given.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "test code, and each test file uses its part"
)]

pub mod shop;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use rwandapay_core::json::{Json, Object, parse};

/// A running server; it ends with this value.
pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
    lines: Mutex<Receiver<String>>,
}

impl Server {
    /// Starts one without rate limits, which would count the requests of a test.
    pub fn start() -> Self {
        Self::with(&["--rate-limit", "off"])
    }

    /// Starts one that keeps its records in memory.
    pub fn with(options: &[&str]) -> Self {
        Self::started(&[&["--data", ":memory:"], options].concat(), &[])
    }

    /// Starts one with these options and this environment.
    pub fn started(options: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::maybe_started(options, environment).unwrap_or_else(|| panic!("it ended before it listened"))
    }

    /// The same, if it lives until it listens.
    pub fn maybe_started(options: &[&str], environment: &[(&str, &str)]) -> Option<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rwandapay"))
            .args(["--listen", "127.0.0.1:0"])
            .args(options)
            .env_remove("RWANDAPAY_LISTEN")
            .env("RWANDAPAY_LOG_LEVEL", "off")
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut screen = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        screen.read_line(&mut first).unwrap();
        let Some((_, rest)) = first.split_once("://") else {
            let _ = child.wait();
            return None;
        };
        let address = rest.trim().strip_suffix("/v1").unwrap().parse().unwrap();
        let (sender, lines) = channel();
        thread::spawn(move || screen.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        Some(Self { child, address, lines: Mutex::new(lines) })
    }

    /// What the server printed after its first line, up to the line that contains this text.
    pub fn printed_until(&self, last: &str) -> String {
        let mut text = String::new();
        while !text.contains(last) {
            let line = self.lines.lock().unwrap().recv_timeout(Duration::from_secs(20)).unwrap();
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    pub fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        socket
    }

    /// Sends these bytes on a connection of their own, and reads until the server closes it.
    pub fn raw(&self, bytes: impl AsRef<[u8]>) -> Vec<Answer> {
        let mut socket = self.connect();
        // The server may answer and close before it has read everything.
        let _ = socket.write_all(bytes.as_ref());
        all(&mut socket)
    }

    /// The only answer to these bytes.
    pub fn one(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut answers = self.raw(&bytes);
        assert_eq!(answers.len(), 1, "{answers:?} to {:?}", String::from_utf8_lossy(bytes.as_ref()));
        answers.remove(0)
    }

    /// An ordinary request with the sandbox's secret key.
    pub fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let typed = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
        self.one(format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer sk_test_sandbox\r\n\
             {typed}{headers}Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len(),
        ))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One answer, taken apart.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Object {
        match parse(self.body.as_bytes()) {
            Ok(Json::Object(object)) => object,
            other => panic!("{other:?}: {self:?}"),
        }
    }

    /// The `data` of a success.
    pub fn data(&self) -> Object {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.json().get("status"), Some(&Json::text("success")));
        member(&self.json(), "data")
    }

    /// The `reason` of an error, after a look at everything that each error must carry.
    pub fn reason(&self) -> String {
        let body = self.json();
        assert_eq!(body.get("status"), Some(&Json::text("error")), "{self:?}");
        let error = member(&body, "error");
        assert_eq!(error.get("code"), Some(&Json::int(self.status)), "{self:?}");
        for key in ["message", "resolution", "reason", "kind", "outcome", "related", "details"] {
            assert!(error.get(key).is_some(), "no {key} in {self:?}");
        }
        let Some(Json::Text(id)) = body.get("request_id") else { panic!("no request_id in {self:?}") };
        assert!(id.starts_with("req_") && id.len() == 24, "{self:?}");
        assert_eq!(self.header("request-id"), Some(id.as_str()));
        assert_eq!(self.header("content-type"), Some("application/json"));
        match error.get("reason") {
            Some(Json::Text(reason)) => reason.clone(),
            other => panic!("{other:?}"),
        }
    }
}

/// A member that is an object.
pub fn member(object: &Object, key: &str) -> Object {
    match object.get(key) {
        Some(Json::Object(member)) => member.clone(),
        other => panic!("{key} is {other:?}"),
    }
}

/// Every answer until the connection ends.
pub fn all(socket: &mut TcpStream) -> Vec<Answer> {
    let mut bytes = Vec::new();
    // A reset after the answer loses nothing that a client would have read.
    let _ = socket.read_to_end(&mut bytes);
    let mut text = String::from_utf8(bytes).unwrap();
    let mut answers = Vec::new();
    while !text.is_empty() {
        let (answer, rest) = first(&text);
        answers.push(answer);
        text = rest;
    }
    answers
}

/// The next answer of a connection that stays open.
pub fn next(socket: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let mut byte = [0];
    loop {
        if let Ok(text) = std::str::from_utf8(&bytes)
            && let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() >= length(head)
        {
            return first(text).0;
        }
        socket.read_exact(&mut byte).unwrap();
        bytes.push(byte[0]);
    }
}

fn first(text: &str) -> (Answer, String) {
    let (head, rest) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head in {text:?}"));
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap());
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (body, rest) = rest.split_at(length(head).min(rest.len()));
    (Answer { status, headers, body: body.to_owned() }, rest.to_owned())
}

fn length(head: &str) -> usize {
    let line = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "));
    line.map_or(0, |length| length.parse().unwrap())
}
