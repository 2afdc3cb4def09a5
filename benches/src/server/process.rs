//! The release build of the server, as a process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::client::Connection;

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Server {
    /// Starts one over these records.
    pub fn start(data: &Path, options: &[&str]) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?.with_file_name("rwandapay");
        let mut child = Command::new(&program)
            .args(["--listen", "127.0.0.1:0", "--rate-limit", "off", "--data"])
            .arg(data)
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}; build it first", program.display()))?;
        let mut line = String::new();
        let screen = child.stdout.take().ok_or("the server has no screen")?;
        BufReader::new(screen).read_line(&mut line).map_err(|error| error.to_string())?;
        let address = line.split("://").nth(1).and_then(|rest| rest.split("/v1").next());
        let address = address.ok_or_else(|| format!("the server began with `{line}`"))?.to_owned();
        Ok(Self { child, address })
    }

    /// Asks once.
    pub fn answers(&self) -> Result<(), String> {
        self.get("/v1/balance").map(drop)
    }

    fn get(&self, path: &str) -> Result<String, String> {
        let answer = Connection::open(&self.address).and_then(|mut connection| connection.get(path));
        match answer.map_err(|error| error.to_string())? {
            (200, body) => Ok(body),
            (status, body) => Err(format!("{path}: {status} {body}")),
        }
    }

    fn post(&self, path: &str, body: &str) -> Result<String, String> {
        let answer = Connection::open(&self.address).and_then(|mut connection| connection.post(path, body));
        match answer.map_err(|error| error.to_string())? {
            (200, body) => Ok(body),
            (status, body) => Err(format!("{path}: {status} {body}")),
        }
    }

    /// Registers an address for events.
    pub fn register(&self, url: &str) -> Result<(), String> {
        let body = format!("{{\"url\":\"{url}\",\"events\":[\"payment.successful\"]}}");
        self.post("/v1/webhooks/endpoints", &body).map(drop)
    }

    /// Whether any payment waits.
    pub fn pending(&self) -> Result<bool, String> {
        Ok(self.get("/v1/payments?status=pending&limit=1")?.contains("\"PAY-"))
    }

    /// The page of a payment that waits for its customer.
    pub fn page(&self) -> Result<String, String> {
        let made = self.post("/v1/payments/collect", "{\"amount\":5000,\"phone\":\"0788123009\"}")?;
        let path = made.split("/pay/").nth(1).and_then(|rest| rest.split('"').next());
        path.map(|token| format!("/pay/{token}")).ok_or_else(|| "a payment has no page".into())
    }

    /// How long the first byte of a page takes, over a connection of its own.
    pub fn first_byte(&self, path: &str) -> Result<Duration, String> {
        let bad = |error: std::io::Error| error.to_string();
        let began = Instant::now();
        let mut stream = TcpStream::connect(&self.address).map_err(bad)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)
            .map_err(bad)?;
        let mut byte = [0];
        stream.read_exact(&mut byte).map_err(bad)?;
        let took = began.elapsed();
        stream.read_to_end(&mut Vec::new()).map_err(bad)?;
        Ok(took)
    }

    /// The memory that the process holds.
    pub fn resident_mib(&self) -> Result<f64, String> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.map(|kib| kib / 1_024.0).ok_or_else(|| "the system does not say".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
