//! The load: threads with a connection each, that ask again as soon as they are answered.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::process::Server;

/// What a load came to.
pub struct Load {
    /// Answers with 200.
    pub answered: u64,
    /// Any other answer.
    pub refused: u64,
    lasted: Duration,
    took: Vec<Duration>,
}

impl Load {
    /// Good answers in a second.
    #[allow(clippy::cast_precision_loss, reason = "a count of seconds of work")]
    pub fn rate(&self) -> f64 {
        self.answered as f64 / self.lasted.as_secs_f64()
    }

    fn percentile(&self, percent: usize) -> f64 {
        let place = self.took.len().saturating_sub(1) * percent / 100;
        self.took.get(place).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (p50, p99) = (self.percentile(50), self.percentile(99));
        write!(f, "{:.0}/s, p50 {p50:.2} ms, p99 {p99:.2} ms", self.rate())?;
        if self.refused > 0 { write!(f, ", {} refused", self.refused) } else { Ok(()) }
    }
}

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A payment by a customer of its own: numbers that succeed, so that no prompt is in another's way.
pub fn collect() -> (&'static str, String) {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let phone = 780_000_000 + (number / 800 * 1_000 + 200 + number % 800) % 10_000_000;
    (
        "/v1/payments/collect",
        format!("{{\"amount\":5000,\"phone\":\"0{phone}\",\"reference\":\"B-{number}\"}}"),
    )
}

/// A question that needs no store.
pub fn quote() -> (&'static str, String) {
    ("/v1/quote", "{\"amount\":5000,\"phone\":\"0788123456\"}".into())
}

/// Asks for so long.
pub fn load(
    server: &Server,
    connections: usize,
    lasts: Duration,
    request: fn(u64) -> (&'static str, String),
) -> Load {
    let until = Instant::now() + lasts;
    run(server, connections, move |_| Instant::now() < until, request)
}

/// Makes so many payments.
pub fn exactly(server: &Server, connections: usize, count: u64) -> u64 {
    let asked = Arc::new(AtomicU64::new(0));
    run(server, connections, move |_| asked.fetch_add(1, Ordering::Relaxed) < count, |_| collect()).answered
}

fn run(
    server: &Server,
    connections: usize,
    more: impl Fn(u64) -> bool + Clone + Send + 'static,
    request: fn(u64) -> (&'static str, String),
) -> Load {
    let began = Instant::now();
    let threads: Vec<_> = (0..connections)
        .map(|_| {
            let (address, more) = (server.address.clone(), more.clone());
            thread::spawn(move || ask(&address, &more, request))
        })
        .collect();
    let mut load = Load { answered: 0, refused: 0, lasted: Duration::ZERO, took: Vec::new() };
    for thread in threads {
        if let Ok((answered, refused, took)) = thread.join() {
            load.answered += answered;
            load.refused += refused;
            load.took.extend(took);
        }
    }
    load.lasted = began.elapsed();
    load.took.sort();
    load
}

fn ask(
    address: &str,
    more: &impl Fn(u64) -> bool,
    request: fn(u64) -> (&'static str, String),
) -> (u64, u64, Vec<Duration>) {
    let (mut answered, mut refused, mut took) = (0, 0, Vec::new());
    let Ok(mut connection) = Connection::open(address) else { return (0, 1, took) };
    while more(answered) {
        let (path, body) = request(answered);
        let began = Instant::now();
        match connection.post(path, &body) {
            Ok((200, _)) => answered += 1,
            Ok(_) => refused += 1,
            Err(_) => return (answered, refused + 1, took),
        }
        took.push(began.elapsed());
    }
    (answered, refused, took)
}

/// A connection that stays open.
pub struct Connection {
    stream: BufReader<TcpStream>,
    address: String,
}

impl Connection {
    /// Connects.
    pub fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream: BufReader::new(stream), address: address.into() })
    }

    /// Sends a body, and reads the answer: its status and its body.
    pub fn post(&mut self, path: &str, body: &str) -> std::io::Result<(u16, String)> {
        self.exchange(&format!("POST {path}"), body)
    }

    /// Asks for what is there.
    pub fn get(&mut self, path: &str) -> std::io::Result<(u16, String)> {
        self.exchange(&format!("GET {path}"), "")
    }

    fn exchange(&mut self, line: &str, body: &str) -> std::io::Result<(u16, String)> {
        let request = format!(
            "{line} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer sk_test_sandbox\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length, mut line) = (0, 0, String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
                status = rest.split(' ').next().and_then(|code| code.parse().ok()).unwrap_or(0);
            } else if let Some(value) = text.to_ascii_lowercase().strip_prefix("content-length: ") {
                length = value.parse().unwrap_or(0);
            }
        }
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
    }
}
