//! A client of a shop that keeps on asking, and that asks again with the same key where it was not told.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rwandapay_core::json::{Json, Object, parse};

use super::Dice;
use super::journal::{Asked, Journal};

/// The last three digits of wallets: paid, failed in every way, unknown, late, under review.
const ENDINGS: &[u64] = &[456, 456, 456, 456, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 107, 108, 101];

pub struct Client {
    address: SocketAddr,
    journal: Arc<Journal>,
    dice: Dice,
    number: u64,
    made: u64,
}

impl Client {
    pub const fn new(address: SocketAddr, journal: Arc<Journal>, number: u64) -> Self {
        Self { address, journal, dice: Dice::new(number + 1), number, made: 0 }
    }

    /// One request; false when the server has gone.
    pub fn step(&mut self) -> bool {
        let in_doubt = if self.dice.below(3) == 0 { self.journal.in_doubt() } else { Vec::new() };
        let asked = match in_doubt.first() {
            Some(asked) => asked.clone(),
            None => self.fresh(),
        };
        self.send(&asked)
    }

    pub fn ask_again_about_everything_in_doubt(&mut self) {
        for asked in self.journal.in_doubt() {
            assert!(self.send(&asked), "the server has gone");
        }
        assert!(self.journal.in_doubt().is_empty(), "{:?}", self.journal.in_doubt());
    }

    fn fresh(&mut self) -> Asked {
        self.made += 1;
        let key = format!("k-{}-{}", self.number, self.made);
        let amount = 100 + self.dice.below(9_000);
        let ending = ENDINGS[usize::try_from(self.dice.below(ENDINGS.len() as u64)).unwrap()];
        let phone = format!(
            "07{}{:03}{ending:03}",
            [88, 31][usize::from(self.dice.below(3) == 0)],
            self.dice.below(1_000)
        );
        let (path, body, amount) = match self.dice.below(10) {
            0 => {
                let paid = self.journal.acknowledged();
                let paid: Vec<_> = paid.iter().filter(|(asked, _)| asked.path.ends_with("collect")).collect();
                match paid.get(usize::try_from(self.dice.below(paid.len().max(1) as u64)).unwrap()) {
                    Some((_, payment)) => {
                        let part = 1 + self.dice.below(100);
                        (format!("/v1/payments/{payment}/refund"), format!("{{\"amount\":{part}}}"), part)
                    }
                    None => ("/v1/payments/collect".into(), collect(amount, &phone, &key), amount),
                }
            }
            1 => {
                let amount = 10_000 + self.dice.below(500);
                let body = format!("{{\"amount\":{amount},\"phone\":\"{phone}\",\"pin\":\"1234\"}}");
                ("/v1/withdrawals".into(), body, amount)
            }
            2 => {
                let body = format!("{{\"amount\":{amount},\"tx_ref\":\"S-{key}\"}}");
                ("/v1/checkout/initialize".into(), body, amount)
            }
            _ => ("/v1/payments/collect".into(), collect(amount, &phone, &key), amount),
        };
        Asked { path, body, key, amount }
    }

    fn send(&self, asked: &Asked) -> bool {
        self.journal.asks(asked);
        let Some((status, text)) = self.post(asked) else { return false };
        let Ok(Json::Object(answer)) = parse(text.as_bytes()) else { panic!("{text}") };
        if status == 200 {
            let Some(Json::Object(data)) = answer.get("data") else { panic!("{text}") };
            let named = names(asked).iter().find_map(|name| data.get(name)?.as_text());
            let reference = named.unwrap_or_else(|| panic!("{text}"));
            // The request's own id is the one thing that differs.
            let (_, data) = text.split_once("\"data\":").unwrap();
            self.journal.told(&asked.key, reference, data);
            return true;
        }
        let Some(Json::Object(error)) = answer.get("error") else { panic!("{text}") };
        let kind = error.get("kind");
        assert_ne!(kind, Some(&Json::text("invalid_input")), "{} {}: {text}", asked.path, asked.body);
        if is_none(error) {
            self.journal.refused(&asked.key);
        } else {
            assert!(status == 503 || status == 409, "{text}");
        }
        true
    }

    fn post(&self, asked: &Asked) -> Option<(u16, String)> {
        let mut socket = TcpStream::connect(self.address).ok()?;
        socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let (path, body) = (&asked.path, &asked.body);
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer sk_test_sandbox\r\n\
             Content-Type: application/json\r\nIdempotency-Key: {}\r\nContent-Length: {}\r\n\r\n{body}",
            asked.key,
            body.len(),
        );
        socket.write_all(request.as_bytes()).ok()?;
        let mut text = String::new();
        socket.read_to_string(&mut text).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        // Half an answer is none.
        let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "))?;
        (body.len() == length.parse::<usize>().ok()?).then(|| (status, body.to_owned()))
    }
}

/// Where an answer says what was made.
fn names(asked: &Asked) -> &'static [&'static str] {
    if asked.path.starts_with("/v1/checkout/") { &["session_id"] } else { &["reference"] }
}

fn collect(amount: u64, phone: &str, key: &str) -> String {
    format!("{{\"amount\":{amount},\"phone\":\"{phone}\",\"reference\":\"R-{key}\"}}")
}

/// Whether a refusal of this request left nothing of it behind.
fn is_none(error: &Object) -> bool {
    // An error that names an earlier resource tells that one's outcome; this request made nothing.
    error.get("outcome") == Some(&Json::text("none")) || error.get("related") != Some(&Json::Null)
}
