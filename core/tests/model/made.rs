//! What the model takes from what was created.

use rwandapay_core::engine::{Action, Decision};
use rwandapay_core::record::{Purpose, Record};
use rwandapay_core::reference::ProviderRef;
use rwandapay_core::request::RefundPayment;
use rwandapay_core::time::Instant;

use crate::asked::{class_of, key_of, national, provider_of};
use crate::plain::{Attempt, Key, Known, MINUTE, NewPayment, PayOut, Session, Stage, State};
use crate::run::Run;

const HOUR: i64 = 60 * MINUTE;

impl Run {
    /// Something new stands in the books: the model makes its own of it.
    pub fn created(&mut self, action: &Action, now: Instant, decision: &Decision, data: &str) {
        let made = decision.puts.iter().find_map(|(_, record)| match (record, action) {
            (Record::Payment(one), Action::Collect(..) | Action::PayCheckout(_)) => {
                Some(one.reference.as_str().to_string())
            }
            (Record::Refund(one), Action::Refund(..)) => Some(one.reference.as_str().into()),
            (Record::Withdrawal(one), Action::Withdraw(..)) => Some(one.reference.as_str().into()),
            (Record::Session(one), Action::InitializeCheckout(..)) => Some(one.id.as_str().into()),
            _ => None,
        });
        let made = made.unwrap_or_else(|| panic!("{action:?} created nothing"));
        let attempt = decision.puts.iter().find_map(|(_, record)| match record {
            Record::Attempt(attempt) => Some(attempt.reference.as_str().to_string()),
            _ => None,
        });
        self.model.touched.push(made.clone());
        let ms = now.ms();
        match action {
            Action::Collect(_, request) => {
                let name = request.reference.as_ref().map(|text| ('S', text.as_str().to_string()));
                if let Some((_, text)) = &name {
                    self.model.claims.insert(format!("S:{text}"), made.clone());
                }
                let provider = provider_of(request.phone, request.provider, request.provider_override);
                let amount = request.amount.signed();
                let new = NewPayment {
                    amount,
                    phone: national(request.phone),
                    provider: provider.unwrap(),
                    name,
                    session: None,
                    attempt: attempt.unwrap(),
                };
                self.model.create(&made, new, ms);
            }
            Action::PayCheckout(request) => {
                let id = request.session.as_str().to_string();
                self.model.claims.insert(format!("open:{id}"), made.clone());
                let session = self.model.sessions.get_mut(&id).unwrap();
                session.last = Some(made.clone());
                session.undecided += 1;
                let (amount, name) = (session.amount, session.name.clone());
                let provider = provider_of(request.phone, None, false).unwrap();
                let session = Some(id.clone());
                let attempt = attempt.unwrap();
                let of_session = (ProviderRef::parse(&attempt).unwrap(), request.session.clone());
                self.life.known.of_sessions.push(of_session);
                let phone = national(request.phone);
                let new = NewPayment { amount, phone, provider, name: Some(name), session, attempt };
                self.model.create(&made, new, ms);
                self.model.touched.push(id);
            }
            Action::InitializeCheckout(caller, request) => {
                let name = (class_of(caller.class), request.tx_ref.as_str().to_string());
                let text = format!("{}:{}", name.0, name.1);
                self.model.claims.insert(text.clone(), made.clone());
                self.model.names.entry(text).or_default().session = true;
                let session = Session {
                    amount: request.amount.signed(),
                    name,
                    open: true,
                    completed_by: None,
                    late: false,
                    last: None,
                    undecided: 0,
                    expires: ms + HOUR,
                };
                self.model.sessions.insert(made.clone(), session);
            }
            Action::Refund(_, request) => self.refund_made(&made, request),
            Action::Withdraw(_, request, _) => {
                let out = PayOut {
                    payment: None,
                    amount: request.amount.signed(),
                    fee_back: -self.withdrawal_fee,
                    phone: national(request.phone),
                    name: request.reference.as_ref().map(|text| text.as_str().into()),
                    state: State::Pending,
                    known: Known::Unknown,
                    late: false,
                };
                if let Some(name) = &out.name {
                    self.model.claims.insert(format!("W:{name}"), made.clone());
                }
                self.model.withdrawals.insert(made.clone(), out);
            }
            other => panic!("{other:?} creates nothing"),
        }
        self.keep_answer(action, ms, data, made);
    }

    fn keep_answer(&mut self, action: &Action, now: i64, data: &str, owner: String) {
        let (Action::Collect(caller, _)
        | Action::Refund(caller, _)
        | Action::Withdraw(caller, ..)
        | Action::InitializeCheckout(caller, _)) = action
        else {
            return;
        };
        if let Some((text, fingerprint)) = key_of(caller) {
            let key = Key { fingerprint, data: data.to_string(), owner, taken_at: now };
            self.model.keys.insert(text, key);
        }
    }

    fn refund_made(&mut self, made: &str, request: &RefundPayment) {
        let of = self.payment_of(&request.payment).unwrap();
        let payment = &self.model.payments[&of];
        let left = payment.amount - payment.refunded - payment.refund_pending;
        let amount = request.amount.map_or(left, |amount| amount.signed());
        let fee_back = self.fee_back(payment, amount);
        let name = request.reference.as_ref().map(|text| text.as_str().to_string());
        if let Some(name) = &name {
            self.model.claims.insert(format!("R:{name}"), made.to_string());
        }
        let payment = self.model.payments.get_mut(&of).unwrap();
        payment.refund_pending += amount;
        payment.fee_back += fee_back;
        let phone = payment.phone.clone();
        let out = PayOut {
            payment: Some(of.clone()),
            amount,
            fee_back,
            phone,
            name,
            state: State::Pending,
            known: Known::Unknown,
            late: false,
        };
        self.model.refunds.insert(made.to_string(), out);
        self.model.touched.push(of);
    }

    /// Names of attempts and what they are for; and of a payment that no command of this life made.
    pub fn learn(&mut self, record: &Record) {
        match record {
            Record::Attempt(attempt) if !self.model.attempts.contains_key(attempt.reference.as_str()) => {
                let (of, collects) = match &attempt.purpose {
                    Purpose::Collect(of) => (of.as_str(), true),
                    Purpose::Refund(of, _) => (of.as_str(), false),
                    Purpose::Withdraw(of) => (of.as_str(), false),
                };
                let made = Attempt {
                    of: of.to_string(),
                    collects,
                    stage: Stage::Created,
                    maybe_taken: false,
                    submissions: 0,
                    sent_at: None,
                    prompt_until: None,
                    not_found_at: None,
                };
                self.model.attempts.insert(attempt.reference.as_str().into(), made);
                let known = &mut self.life.known;
                known.attempts.push(attempt.reference.clone());
            }
            Record::Payment(payment) if self.model.payments.is_empty() => {
                let attempt = payment.attempt.as_str().to_string();
                let name = payment.reference.as_str();
                let new = NewPayment {
                    amount: payment.amount.signed(),
                    phone: national(payment.phone),
                    provider: "MTN".into(),
                    name: None,
                    session: None,
                    attempt,
                };
                self.model.create(name, new, 0);
                self.model.claims.clear();
            }
            Record::Refund(refund) if refund.version == 1 => {
                self.life.known.of_refunds.push((refund.attempt.clone(), refund.payment.clone()));
            }
            Record::Delivery(delivery) if delivery.version == 1 => {
                self.life.known.deliveries.push(delivery.id.clone());
            }
            _ => {}
        }
    }
}
