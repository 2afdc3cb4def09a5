//! A server in test mode over a file, and the operator's commands beside it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "test code, and each test file uses its part"
)]

use std::io::Write;
use std::process::{Command, Stdio};

use super::{Answer, Server};

pub struct Shop {
    pub server: Server,
    pub data: String,
    _folder: tempfile::TempDir,
}

/// What a command printed, and whether it succeeded.
pub struct Said {
    pub good: bool,
    pub text: String,
}

impl Shop {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("shop.db").display().to_string();
        let options = ["--mode", "test", "--data", &data, "--dev-webhooks", "on"];
        let server = Server::started(&options, &[]);
        Self { server, data, _folder: folder }
    }

    pub fn admin(&self, arguments: &[&str], input: &str) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rwandapay"))
            .arg("admin")
            .args(arguments)
            .args(["--data", &self.data])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended before it is written to.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        Said { good: output.status.success(), text: String::from_utf8(text).unwrap() }
    }

    pub fn done(&self, arguments: &[&str]) -> String {
        let said = self.admin(arguments, "");
        assert!(said.good, "{arguments:?}: {}", said.text);
        said.text
    }

    pub fn refused(&self, arguments: &[&str]) -> String {
        let said = self.admin(arguments, "");
        assert!(!said.good, "{arguments:?}: {}", said.text);
        said.text
    }

    pub fn key(&self, merchant: &str, class: &str, mode: &str) -> String {
        let create = ["key", "create", merchant, "--class", class, "--label", "till", "--mode", mode];
        self.done(&create).lines().next().unwrap().to_owned()
    }

    /// A request with this key; with none where it is empty.
    pub fn ask(&self, key: &str, method: &str, path: &str, body: &str) -> Answer {
        let key = if key.is_empty() { String::new() } else { format!("Authorization: Bearer {key}\r\n") };
        self.server.one(format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{key}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.server.address,
            body.len(),
        ))
    }
}
