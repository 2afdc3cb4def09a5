//! The plain model: what every command must come to, from the contract and from nothing of the engine.
//!
//! It keeps the state of each thing in small structs, its claims in maps, and computes balances as sums
//! over all of them. It takes from the engine the names of what is created, and nothing else.

mod attempts;
mod people;
mod things;

use std::collections::BTreeMap;

pub use things::*;

/// What a command must come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ends {
    /// Something new, whose name the model is told.
    Creates,
    /// An earlier answer, byte for byte.
    Says(String),
    /// The resource as it stands.
    Shows(String),
    /// The resource that holds what was asked for.
    Holds(String),
    /// To a shell: send.
    Send,
    Done,
    Refused(&'static str),
}

#[derive(Debug, Default)]
pub struct Model {
    pub payments: BTreeMap<String, Payment>,
    pub refunds: BTreeMap<String, PayOut>,
    pub withdrawals: BTreeMap<String, PayOut>,
    pub sessions: BTreeMap<String, Session>,
    pub attempts: BTreeMap<String, Attempt>,
    /// `S:INV-1` for the server, `P:` for a browser, `R:` refunds, `W:` withdrawals, `phone:`, `open:`.
    pub claims: BTreeMap<String, String>,
    pub keys: BTreeMap<String, Key>,
    pub names: BTreeMap<String, Names>,
    pub pin: Pin,
    /// Opening balance, deposits and corrections.
    pub corrections: i64,
    /// What was touched by the last commands.
    pub touched: Vec<String>,
    /// Duplicates whose refund must be there.
    pub to_refund: Vec<String>,
    pub returns_fee: bool,
    pub keeps_duplicates: bool,
}

impl Model {
    /// Available less owed: everything that came in less everything that went or is set aside.
    pub fn total(&self) -> i64 {
        let came: i64 = self
            .payments
            .values()
            .filter(|payment| matches!(payment.state, State::Successful | State::Reversed))
            .map(|payment| payment.amount - payment.fee - payment.taken_back)
            .sum();
        let gone = |out: &PayOut| match out.state {
            State::Pending | State::Successful => out.amount - out.fee_back,
            State::Failed | State::Expired | State::Reversed => 0,
        };
        let went: i64 = self.refunds.values().chain(self.withdrawals.values()).map(gone).sum();
        self.corrections + came - went
    }

    pub fn reserved(&self) -> i64 {
        let outs = self.refunds.values().chain(self.withdrawals.values());
        outs.filter(|out| out.state == State::Pending).map(|out| out.amount - out.fee_back).sum()
    }

    /// The answer that an idempotency key stands for.
    pub fn replay(&self, key: Option<&(String, u8)>, now: i64) -> Option<Ends> {
        let (text, fingerprint) = key?;
        let stored = self.keys.get(text)?;
        if now >= stored.taken_at + DAY && !self.is_open(&stored.owner) {
            return None;
        }
        let same = stored.fingerprint == *fingerprint;
        Some(if same { Ends::Says(stored.data.clone()) } else { Ends::Refused("idempotency_key_reused") })
    }

    fn is_open(&self, owner: &str) -> bool {
        if let Some(session) = self.sessions.get(owner) {
            return session.completed_by.is_none() && (session.open || session.undecided > 0);
        }
        self.known_of(owner) == Known::Unknown
    }

    pub fn known_of(&self, owner: &str) -> Known {
        let payment = self.payments.get(owner).map(|payment| payment.known);
        let refund = self.refunds.get(owner).map(|out| out.known);
        let withdrawal = self.withdrawals.get(owner).map(|out| out.known);
        payment.or(refund).or(withdrawal).unwrap()
    }

    /// The payment that a merchant's reference leads to.
    pub fn find(&self, text: &str) -> Result<String, &'static str> {
        for class in ['S', 'P'] {
            let name = format!("{class}:{text}");
            if let Some(owner) = self.claims.get(&name) {
                let Some(session) = self.sessions.get(owner) else { return Ok(owner.clone()) };
                let payment = session.completed_by.clone().or(session.last.clone());
                return payment.ok_or("no_attempt_yet");
            }
            if let Some(names) = self.names.get(&name) {
                if let Some(payment) = names.successful.clone().or(names.newest.clone()) {
                    return Ok(payment);
                }
                if names.session {
                    return Err("no_attempt_yet");
                }
            }
        }
        Err("payment_not_found")
    }

    pub(super) fn release(&mut self, claim: &str, owner: &str) {
        if self.claims.get(claim).is_some_and(|holder| holder == owner) {
            self.claims.remove(claim);
        }
    }

    pub(super) fn touch(&mut self, name: &str) {
        self.touched.push(name.to_string());
    }
}

/// What a payment is made of.
pub struct NewPayment {
    pub amount: i64,
    pub phone: String,
    pub provider: String,
    pub name: Option<(char, String)>,
    pub session: Option<String>,
    pub attempt: String,
}

impl Model {
    /// A payment that waits, with its prompt.
    pub fn create(&mut self, made: &str, new: NewPayment, now: i64) {
        self.claims.insert(format!("phone:{}", new.phone), made.to_string());
        if let Some((class, text)) = &new.name {
            self.names.entry(format!("{class}:{text}")).or_default().newest = Some(made.to_string());
        }
        let payment = Payment {
            amount: new.amount,
            fee: fee(new.amount),
            phone: new.phone,
            provider: new.provider,
            name: new.name,
            session: new.session,
            attempt: new.attempt,
            state: State::Pending,
            known: Known::Unknown,
            late: false,
            duplicate_of: None,
            review: None,
            returned: false,
            refunded: 0,
            refund_pending: 0,
            beyond: 0,
            fee_back: 0,
            taken_back: 0,
            expires: now + 15 * MINUTE,
        };
        self.payments.insert(made.to_string(), payment);
    }
}

/// 3.5 %, rounded half up.
pub fn fee(amount: i64) -> i64 {
    (amount * 350 + 5_000) / 10_000
}

/// What of a fee goes back with a refund that brings the refunds of a payment to this much.
pub fn fee_share(payment: &Payment, amount: i64) -> i64 {
    let back = payment.refunded + payment.refund_pending + amount;
    let share = (payment.fee * back * 2 + payment.amount) / (payment.amount * 2);
    (share.min(payment.fee) - payment.fee_back).max(0).min(amount)
}
