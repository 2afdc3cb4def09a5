//! Commands in the words of the model.

use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::{Adjustment, Caller, PayCheckout, PinCheck};
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;
use rwandapay_core::rails::{Enquiry, Report, Submission};
use rwandapay_core::record::KeyClass;
use rwandapay_core::reference::Lookup;
use rwandapay_core::request::{Collect, InitializeCheckout, RefundPayment, Withdraw};
use rwandapay_core::time::Instant;

use crate::plain::{Ends, Payment, Sent, State, Word, fee_share};
use crate::run::Run;

pub fn class_of(class: KeyClass) -> char {
    match class {
        KeyClass::Secret => 'S',
        KeyClass::Publishable => 'P',
    }
}

pub fn key_of(caller: &Caller) -> Option<(String, u8)> {
    let (key, fingerprint) = caller.idempotency.as_ref()?;
    Some((format!("{}:{}", class_of(caller.class), key.as_str()), fingerprint[0]))
}

/// The prefix's provider, or the one that was named.
pub fn provider_of(phone: Phone, named: Option<Provider>, overrides: bool) -> Result<String, Ends> {
    let by_prefix = if phone.national()[..3].ends_with('8') { "MTN" } else { "Airtel" };
    match named.map(Provider::name) {
        Some(named) if named != by_prefix && !overrides => Err(Ends::Refused("provider_mismatch")),
        Some(named) => Ok(named.to_string()),
        None => Ok(by_prefix.to_string()),
    }
}

pub fn national(phone: Phone) -> String {
    phone.national().to_string()
}

impl Run {
    /// What the model says of a command; nothing of one that it knows nothing of.
    pub fn expected(&mut self, action: &Action, now: Instant) -> Option<Ends> {
        let ms = now.ms();
        let model = &mut self.model;
        Some(match action {
            Action::Collect(caller, request) => self.collect(caller, request, ms),
            Action::Refund(caller, request) => self.refund(caller, request, ms),
            Action::Withdraw(caller, request, pin) => self.withdraw(caller, request, *pin, ms),
            Action::InitializeCheckout(caller, request) => self.initialize(caller, request, ms),
            Action::PayCheckout(request) => self.pay(request, ms),
            Action::CloseCheckout(id) => model.close_session(id.as_str()),
            Action::Sending(id) => model.sending(id.as_str(), ms),
            Action::Submitted(id, submission) => model.submitted(id.as_str(), sent(submission), ms),
            Action::Enquired(id, enquiry) => {
                let word = self.word(id.as_str(), enquiry);
                self.model.enquired(id.as_str(), word, ms)
            }
            Action::ExpirePayment(id) => model.expire_payment(id.as_str(), ms),
            Action::ExpireCheckout(id) => model.expire_session(id.as_str(), ms),
            Action::Callback(_) | Action::Settle => Ends::Done,
            Action::CallbackOf(id) if model.attempts.contains_key(id.as_str()) => Ends::Done,
            Action::CallbackOf(_) => Ends::Refused("payment_not_found"),
            Action::Adjust(adjustment, _) => return self.adjust(adjustment),
            Action::UnlockPin => {
                model.pin = Default::default();
                Ends::Done
            }
            Action::OpenAccount(_)
            | Action::SetSettings(_)
            | Action::RotateSecret(_)
            | Action::SetPin(_)
            | Action::CreateEndpoint(_)
            | Action::DeleteEndpoint(_)
            | Action::RotateEndpoint(_)
            | Action::TestEndpoint(_)
            | Action::FanOut(..)
            | Action::Attempted(..)
            | Action::TargetGone(_)
            | Action::Redeliver(_) => return None,
        })
    }

    fn collect(&self, caller: &Caller, request: &Collect, now: i64) -> Ends {
        let model = &self.model;
        if let Some(ends) = model.replay(key_of(caller).as_ref(), now) {
            return ends;
        }
        let provider = match provider_of(request.phone, request.provider, request.provider_override) {
            Ok(provider) => provider,
            Err(refusal) => return refusal,
        };
        let name = request.reference.as_ref().map(|text| format!("S:{text}"));
        if let Some(owner) = name.and_then(|name| model.claims.get(&name)) {
            let same = model.payments.get(owner).is_some_and(|payment| {
                payment.amount == request.amount.signed()
                    && payment.phone == national(request.phone)
                    && payment.provider == provider
            });
            return if same { Ends::Holds(owner.clone()) } else { Ends::Refused("reference_in_use") };
        }
        if model.claims.contains_key(&format!("phone:{}", national(request.phone))) {
            return Ends::Refused("prompt_in_flight");
        }
        Ends::Creates
    }

    fn refund(&self, caller: &Caller, request: &RefundPayment, now: i64) -> Ends {
        let model = &self.model;
        if let Some(ends) = model.replay(key_of(caller).as_ref(), now) {
            return ends;
        }
        let of = match self.payment_of(&request.payment) {
            Ok(of) => of,
            Err(code) => return Ends::Refused(code),
        };
        let asked = request.amount.map(|amount| amount.signed());
        if let Some(owner) =
            request.reference.as_ref().and_then(|name| model.claims.get(&format!("R:{name}")))
        {
            let held = &model.refunds[owner];
            let same = held.payment.as_ref() == Some(&of) && asked.is_none_or(|asked| asked == held.amount);
            return if same { Ends::Holds(owner.clone()) } else { Ends::Refused("reference_in_use") };
        }
        let payment = &model.payments[&of];
        if payment.state != State::Successful {
            return Ends::Refused("payment_not_refundable");
        }
        let left = payment.amount - payment.refunded - payment.refund_pending;
        let amount = asked.unwrap_or(left);
        if amount > left || amount == 0 {
            return Ends::Refused("refund_exceeds_refundable");
        }
        if amount - self.fee_back(payment, amount) > self.takeable(&of) {
            return Ends::Refused("insufficient_balance");
        }
        Ends::Creates
    }

    pub fn fee_back(&self, payment: &Payment, amount: i64) -> i64 {
        if self.model.returns_fee { fee_share(payment, amount) } else { 0 }
    }

    /// What a refund of this payment may take.
    fn takeable(&self, of: &str) -> i64 {
        if self.at_once {
            return self.model.total().max(0);
        }
        let paid = self.paid_day(of);
        let days = self.account.unsettled_days.iter();
        let of_day = days.filter(|entry| entry.settles_on.is_some() && Some(entry.day) == paid);
        self.account.balances.available.signed() + of_day.map(|entry| entry.amount.signed()).sum::<i64>()
    }

    pub fn payment_of(&self, lookup: &Lookup) -> Result<String, &'static str> {
        match lookup {
            Lookup::Ours(reference) if self.model.payments.contains_key(reference.as_str()) => {
                Ok(reference.as_str().into())
            }
            Lookup::Ours(_) => Err("payment_not_found"),
            Lookup::Theirs(text) => self.model.find(text.as_str()),
        }
    }

    fn withdraw(&mut self, caller: &Caller, request: &Withdraw, pin: PinCheck, now: i64) -> Ends {
        if let Some(ends) = self.model.replay(key_of(caller).as_ref(), now) {
            return ends;
        }
        let (amount, phone) = (request.amount.signed(), national(request.phone));
        if let Some(owner) =
            request.reference.as_ref().and_then(|name| self.model.claims.get(&format!("W:{name}")))
        {
            let held = &self.model.withdrawals[owner];
            let same = held.amount == amount && held.phone == phone;
            return if same { Ends::Holds(owner.clone()) } else { Ends::Refused("reference_in_use") };
        }
        let (available, owed) = if self.at_once {
            (self.model.total().max(0), (-self.model.total()).max(0))
        } else {
            (self.account.balances.available.signed(), self.account.balances.owed.signed())
        };
        if owed > 0 {
            return Ends::Refused("balance_owed");
        }
        if amount + self.withdrawal_fee > available {
            return Ends::Refused("insufficient_balance");
        }
        self.model.check_pin(pin == PinCheck::Matches, now).unwrap_or(Ends::Creates)
    }

    fn initialize(&self, caller: &Caller, request: &InitializeCheckout, now: i64) -> Ends {
        let model = &self.model;
        if let Some(ends) = model.replay(key_of(caller).as_ref(), now) {
            return ends;
        }
        let Some(owner) = model.claims.get(&format!("{}:{}", class_of(caller.class), request.tx_ref)) else {
            return Ends::Creates;
        };
        let same = model.sessions.get(owner).is_some_and(|held| held.amount == request.amount.signed());
        if same { Ends::Holds(owner.clone()) } else { Ends::Refused("reference_in_use") }
    }

    fn pay(&self, request: &PayCheckout, now: i64) -> Ends {
        let id = request.session.as_str();
        let Some(session) = self.model.sessions.get(id) else { return Ends::Refused("session_not_found") };
        if !session.open || now >= session.expires {
            return Ends::Refused("session_not_open");
        }
        if self.model.claims.contains_key(&format!("open:{id}")) {
            return Ends::Refused("attempt_in_progress");
        }
        if self.model.claims.contains_key(&format!("phone:{}", national(request.phone))) {
            return Ends::Refused("prompt_in_flight");
        }
        Ends::Creates
    }

    fn adjust(&mut self, adjustment: &Adjustment) -> Option<Ends> {
        let model = &mut self.model;
        Some(match adjustment {
            Adjustment::Deposit(_, amount) | Adjustment::Credit(amount) => {
                model.corrections += amount.signed();
                return None;
            }
            Adjustment::Debit(amount) => {
                model.corrections -= amount.signed();
                return None;
            }
            Adjustment::Reverse(payment) => model.reverse(payment.as_str()),
            Adjustment::AcceptReview(payment) => model.review(payment.as_str(), true),
            Adjustment::ReturnReview(payment) => model.review(payment.as_str(), false),
            Adjustment::ConfirmAttempt(id) => model.confirm(id.as_str()),
            Adjustment::DenyAttempt(id) => model.deny(id.as_str()),
            Adjustment::ResubmitAttempt(id) => model.resubmit(id.as_str()),
        })
    }

    fn word(&self, id: &str, enquiry: &Enquiry) -> Word {
        let of = &self.model.attempts[id].of;
        let payment = self.model.payments.get(of).map(|payment| payment.amount);
        let asked = payment
            .or(self.model.refunds.get(of).map(|out| out.amount))
            .or(self.model.withdrawals.get(of).map(|out| out.amount))
            .unwrap();
        match enquiry {
            Enquiry::Pending => Word::Pending,
            Enquiry::Succeeded(Report { amount: Some(amount), .. }) if amount.signed() != asked => {
                Word::PaidOther(amount.signed())
            }
            Enquiry::Succeeded(_) => Word::Paid,
            Enquiry::Failed(_) => Word::Failed,
            Enquiry::NotFound => Word::NotFound,
            Enquiry::Unknown => Word::Unknown,
        }
    }
}

fn sent(submission: &Submission) -> Sent {
    match submission {
        Submission::Accepted => Sent::Accepted,
        Submission::Refused(_) => Sent::Refused,
        Submission::Busy => Sent::Busy,
        Submission::Unavailable => Sent::Unavailable,
        Submission::Unknown => Sent::Unknown,
    }
}
