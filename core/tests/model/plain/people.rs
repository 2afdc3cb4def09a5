//! Time and people: expiry, closing, corrections and the PIN.

use super::{Attempt, Ends, Known, MINUTE, Model, Payment, Pin, Session, Stage, State};

impl Model {
    pub fn expire_payment(&mut self, of: &str, now: i64) -> Ends {
        let payment = self.payments.get_mut(of).unwrap();
        if payment.state != State::Pending || payment.review.is_some() || now < payment.expires {
            return Ends::Done;
        }
        payment.state = State::Expired;
        let id = payment.attempt.clone();
        self.touch(of);
        let attempt = self.attempts.get_mut(&id).unwrap();
        match (attempt.stage, attempt.maybe_taken) {
            (Stage::Created, false) => {
                attempt.stage = Stage::Closed;
                self.payments.get_mut(of).unwrap().known = Known::None;
                self.give_all_back(of);
            }
            (Stage::Created, true) => {
                attempt.stage = Stage::Unknown;
                self.wait_on(&id, now);
            }
            _ => {}
        }
        Ends::Done
    }

    fn waiting(&self, session: &Session) -> Option<&Payment> {
        let last = self.payments.get(session.last.as_ref()?)?;
        (last.state == State::Pending).then_some(last)
    }

    pub fn expire_session(&mut self, id: &str, now: i64) -> Ends {
        let session = &self.sessions[id];
        let waiting = self.waiting(session);
        let reviewed = waiting.is_some_and(|payment| payment.review.is_some());
        let until = waiting.map_or(session.expires, |payment| payment.expires.max(session.expires));
        if session.open && !reviewed && now >= until {
            self.close(id);
        }
        Ends::Done
    }

    pub fn close_session(&mut self, id: &str) -> Ends {
        let Some(session) = self.sessions.get(id) else { return Ends::Refused("session_not_found") };
        if session.completed_by.is_some() {
            return Ends::Refused("session_not_open");
        }
        if session.open {
            if self.waiting(session).is_some() {
                return Ends::Refused("attempt_in_progress");
            }
            self.close(id);
        }
        Ends::Shows(id.to_string())
    }

    fn close(&mut self, id: &str) {
        self.sessions.get_mut(id).unwrap().open = false;
        self.touch(id);
        self.give_session_back(id);
    }

    pub fn reverse(&mut self, of: &str) -> Ends {
        let Some(payment) = self.payments.get_mut(of) else { return Ends::Refused("payment_not_found") };
        match payment.state {
            State::Reversed => {}
            State::Successful if payment.refund_pending == 0 => {
                let left = payment.amount - payment.refunded;
                let fee = (payment.fee - payment.fee_back).min(left);
                payment.fee_back += fee;
                payment.taken_back = left - fee;
                payment.state = State::Reversed;
            }
            _ => return Ends::Refused("payment_not_reversible"),
        }
        self.touch(of);
        Ends::Shows(of.to_string())
    }

    pub fn review(&mut self, of: &str, accept: bool) -> Ends {
        let Some(payment) = self.payments.get(of) else { return Ends::Refused("payment_not_found") };
        let Some(received) = payment.review else { return Ends::Refused("review_not_open") };
        if accept && received != payment.amount {
            return Ends::Refused("review_cannot_accept");
        }
        let id = payment.attempt.clone();
        self.touch(of);
        self.payments.get_mut(of).unwrap().returned = !accept;
        if accept {
            self.succeeded(&id)
        } else {
            self.failed(&id)
        }
        Ends::Shows(of.to_string())
    }

    fn decidable(&self, id: &str) -> Result<&Attempt, Ends> {
        let attempt = self.attempts.get(id).ok_or(Ends::Refused("payment_not_found"))?;
        let reviewed = self.payments.get(&attempt.of).is_some_and(|payment| payment.review.is_some());
        if reviewed { Err(Ends::Refused("review_not_open")) } else { Ok(attempt) }
    }

    pub fn confirm(&mut self, id: &str) -> Ends {
        match self.decidable(id) {
            Err(refusal) => refusal,
            Ok(attempt) if attempt.stage == Stage::Parked || self.seems_unpaid(&attempt.of) => {
                self.succeeded(id);
                Ends::Done
            }
            Ok(_) => Ends::Refused("review_not_open"),
        }
    }

    pub fn deny(&mut self, id: &str) -> Ends {
        match self.decidable(id) {
            Err(refusal) => refusal,
            Ok(attempt) if attempt.stage == Stage::Parked => {
                self.failed(id);
                Ends::Done
            }
            Ok(_) => Ends::Refused("review_not_open"),
        }
    }

    pub fn resubmit(&mut self, id: &str) -> Ends {
        match self.decidable(id) {
            Err(refusal) => refusal,
            Ok(attempt) if attempt.stage == Stage::Parked && !attempt.collects => {
                let attempt = self.attempts.get_mut(id).unwrap();
                attempt.stage = Stage::Created;
                (attempt.sent_at, attempt.not_found_at) = (None, None);
                self.touch(id);
                Ends::Done
            }
            Ok(_) => Ends::Refused("review_not_open"),
        }
    }

    /// The PIN, in the order of the requests.
    pub fn check_pin(&mut self, right: bool, now: i64) -> Option<Ends> {
        let pin = &mut self.pin;
        if pin.locked_for_good || now < pin.locked_until {
            return Some(Ends::Refused("pin_locked"));
        }
        if right {
            self.pin = Pin::default();
            return None;
        }
        pin.in_a_row += 1;
        pin.since_right += 1;
        if pin.in_a_row == 5 {
            pin.in_a_row = 0;
            pin.locked_until = now + 15 * MINUTE;
        }
        pin.locked_for_good = pin.since_right >= 10;
        Some(Ends::Refused("pin_incorrect"))
    }
}
