//! Attempts: what providers say, and what becomes of the money.

use super::{DAY, Ends, Known, MINUTE, Model, PayOut, Payment, Sent, Stage, State, Word};

impl Model {
    pub fn sending(&mut self, id: &str, now: i64) -> Ends {
        let payment = &self.attempts[id].of;
        let waits = self
            .payments
            .get(payment)
            .is_none_or(|payment| payment.state == State::Pending && now < payment.expires);
        let attempt = self.attempts.get_mut(id).unwrap();
        match attempt.stage {
            Stage::Created if waits => {
                attempt.stage = Stage::Sending;
                attempt.sent_at = attempt.sent_at.or(Some(now));
                attempt.prompt_until = Some(now + 6 * MINUTE);
                self.touch(id);
                Ends::Send
            }
            Stage::Sending => {
                attempt.stage = Stage::Unknown;
                attempt.maybe_taken = true;
                self.wait_on(id, now);
                Ends::Done
            }
            _ => Ends::Done,
        }
    }

    /// Still not known: enquiries go on for 48 hours.
    pub(super) fn wait_on(&mut self, id: &str, now: i64) {
        let attempt = self.attempts.get_mut(id).unwrap();
        if now - attempt.sent_at.unwrap_or(now) >= 2 * DAY {
            attempt.stage = Stage::Parked;
        }
        self.touch(id);
    }

    pub fn submitted(&mut self, id: &str, sent: Sent, now: i64) -> Ends {
        let attempt = self.attempts.get_mut(id).unwrap();
        if attempt.stage != Stage::Sending {
            return Ends::Done;
        }
        attempt.submissions += 1;
        match (sent, attempt.maybe_taken) {
            (Sent::Accepted, _) => {
                (attempt.stage, attempt.maybe_taken) = (Stage::Accepted, true);
                attempt.not_found_at = None;
                self.wait_on(id, now);
            }
            (Sent::Refused, false) => self.failed(id),
            (Sent::Unavailable, false) if attempt.submissions >= 3 => self.failed(id),
            (Sent::Busy | Sent::Unavailable, false) => {
                attempt.stage = Stage::Created;
                (attempt.sent_at, attempt.prompt_until) = (None, None);
                attempt.submissions -= u32::from(sent == Sent::Busy);
                self.touch(id);
            }
            (Sent::Refused | Sent::Busy | Sent::Unavailable, true) | (Sent::Unknown, _) => {
                (attempt.stage, attempt.maybe_taken) = (Stage::Unknown, true);
                self.wait_on(id, now);
            }
        }
        Ends::Done
    }

    pub fn enquired(&mut self, id: &str, word: Word, now: i64) -> Ends {
        let attempt = &self.attempts[id];
        let of = attempt.of.clone();
        let reviewed = self.payments.get(&of).is_some_and(|payment| payment.review.is_some());
        let says_paid = matches!(word, Word::Paid | Word::PaidOther(_));
        let news = match attempt.stage {
            Stage::Accepted | Stage::Unknown | Stage::Sending => true,
            Stage::Closed => says_paid && self.seems_unpaid(&of),
            Stage::Parked => !reviewed,
            Stage::Created => false,
        };
        if !news {
            return Ends::Done;
        }
        let attempt = self.attempts.get_mut(id).unwrap();
        match word {
            Word::Paid => self.succeeded(id),
            Word::PaidOther(received) => self.differs(id, received),
            Word::Failed => self.failed(id),
            Word::Pending => {
                attempt.not_found_at = None;
                (attempt.stage, attempt.maybe_taken) = (Stage::Accepted, true);
                let over = attempt.collects && attempt.prompt_until.is_some_and(|until| now >= until);
                self.wait_on(id, now);
                if over {
                    self.free_prompt(&of);
                }
            }
            Word::NotFound => self.not_found(id, now),
            Word::Unknown => self.wait_on(id, now),
        }
        Ends::Done
    }

    pub(super) fn seems_unpaid(&self, of: &str) -> bool {
        let returned = self.payments.get(of).is_some_and(|payment| payment.returned);
        self.known_of(of) == Known::None && !returned
    }

    fn not_found(&mut self, id: &str, now: i64) {
        let of = self.attempts[id].of.clone();
        let waits = self
            .payments
            .get(&of)
            .is_some_and(|payment| payment.state == State::Pending && now < payment.expires);
        self.touch(id);
        let attempt = self.attempts.get_mut(id).unwrap();
        match attempt.not_found_at {
            None => attempt.not_found_at = Some(now),
            Some(first) if now - first >= MINUTE && attempt.stage != Stage::Sending => {
                if !attempt.collects {
                    attempt.stage = Stage::Parked;
                } else if waits {
                    attempt.stage = Stage::Created;
                    attempt.not_found_at = None;
                } else {
                    self.wait_on(id, now);
                }
            }
            Some(_) => self.wait_on(id, now),
        }
    }

    fn free_prompt(&mut self, payment: &str) {
        let Payment { phone, session, .. } = self.payments[payment].clone();
        self.release(&format!("phone:{phone}"), payment);
        if let Some(session) = session {
            self.release(&format!("open:{session}"), payment);
        }
    }

    fn differs(&mut self, id: &str, received: i64) {
        let attempt = self.attempts.get_mut(id).unwrap();
        attempt.stage = Stage::Parked;
        let of = attempt.of.clone();
        self.touch(id);
        self.touch(&of);
        let Some(payment) = self.payments.get_mut(&of) else { return };
        payment.review = Some(received);
        let reopened = payment.known == Known::None;
        payment.known = Known::Unknown;
        if let (true, Some(session)) = (reopened, payment.session.clone()) {
            self.sessions.get_mut(&session).unwrap().undecided += 1;
        }
    }

    pub fn succeeded(&mut self, id: &str) {
        let attempt = self.attempts.get_mut(id).unwrap();
        attempt.stage = Stage::Closed;
        let of = attempt.of.clone();
        self.touch(id);
        if self.payments.contains_key(&of) {
            self.paid(&of);
        } else if self.refunds.contains_key(&of) {
            self.refund_paid(&of);
        } else {
            self.touch(&of);
            let out = self.withdrawals.get_mut(&of).unwrap();
            out.late = out.state == State::Failed;
            (out.state, out.known) = (State::Successful, Known::Done);
        }
    }

    fn paid(&mut self, of: &str) {
        self.touch(of);
        let payment = self.payments.get_mut(of).unwrap();
        let was_none = payment.known == Known::None;
        payment.late = payment.state != State::Pending;
        (payment.state, payment.known, payment.review) = (State::Successful, Known::Done, None);
        let payment = payment.clone();
        let holder =
            payment.name.as_ref().and_then(|(class, text)| self.claims.get(&format!("{class}:{text}")));
        let holder = holder.cloned();
        let duplicate_of = match &payment.session {
            None => holder.filter(|holder| holder != of),
            Some(id) => {
                let session = self.sessions.get_mut(id).unwrap();
                session.undecided -= u32::from(!was_none);
                if let Some(first) = &session.completed_by {
                    Some(first.clone())
                } else {
                    session.late = !session.open;
                    session.open = false;
                    session.completed_by = Some(of.to_string());
                    holder.filter(|holder| holder != id)
                }
            }
        };
        self.free_prompt(of);
        if let Some((class, text)) = &payment.name {
            let names = self.names.entry(format!("{class}:{text}")).or_default();
            names.successful.get_or_insert(of.to_string());
        }
        if duplicate_of.is_some() && !self.keeps_duplicates {
            self.to_refund.push(of.to_string());
        }
        self.payments.get_mut(of).unwrap().duplicate_of = duplicate_of;
    }

    fn refund_paid(&mut self, of: &str) {
        self.touch(of);
        let out = self.refunds.get_mut(of).unwrap();
        let payment = self.payments.get_mut(out.payment.as_ref().unwrap()).unwrap();
        out.late = out.state == State::Failed;
        if out.late {
            out.fee_back = out.fee_back.min(payment.fee - payment.fee_back);
            payment.fee_back += out.fee_back;
        } else {
            payment.refund_pending -= out.amount;
        }
        (out.state, out.known) = (State::Successful, Known::Done);
        payment.beyond += out.amount;
        count(payment);
    }

    pub fn failed(&mut self, id: &str) {
        let attempt = self.attempts.get_mut(id).unwrap();
        attempt.stage = Stage::Closed;
        let of = attempt.of.clone();
        self.touch(id);
        self.touch(&of);
        if self.payments.contains_key(&of) {
            self.unpaid(&of);
        } else if self.out(&of).state != State::Pending {
            // It is known to have failed already.
        } else if let Some(out) = self.refunds.get_mut(&of) {
            (out.state, out.known) = (State::Failed, Known::None);
            let payment = self.payments.get_mut(out.payment.as_ref().unwrap()).unwrap();
            payment.refund_pending -= out.amount;
            payment.fee_back -= out.fee_back;
            count(payment);
            if let Some(name) = out.name.clone() {
                self.release(&format!("R:{name}"), &of);
            }
        } else {
            let out = self.withdrawals.get_mut(&of).unwrap();
            (out.state, out.known) = (State::Failed, Known::None);
            if let Some(name) = out.name.clone() {
                self.release(&format!("W:{name}"), &of);
            }
        }
    }

    fn out(&self, of: &str) -> &PayOut {
        self.refunds.get(of).or(self.withdrawals.get(of)).unwrap()
    }

    /// It is proven that nothing moved: everything is given back.
    fn unpaid(&mut self, of: &str) {
        let payment = self.payments.get_mut(of).unwrap();
        if payment.state == State::Pending {
            payment.state = State::Failed;
        }
        (payment.known, payment.review) = (Known::None, None);
        self.give_all_back(of);
    }

    pub(super) fn give_all_back(&mut self, of: &str) {
        self.free_prompt(of);
        let payment = self.payments[of].clone();
        if let Some(id) = &payment.session {
            self.sessions.get_mut(id).unwrap().undecided -= 1;
            self.touch(id);
            self.give_session_back(id);
        } else if let Some((class, text)) = &payment.name {
            self.release(&format!("{class}:{text}"), of);
        }
    }

    pub(super) fn give_session_back(&mut self, id: &str) {
        let session = self.sessions[id].clone();
        if !session.open && session.completed_by.is_none() && session.undecided == 0 {
            self.release(&format!("{}:{}", session.name.0, session.name.1), id);
        }
    }
}

/// What went back counts as far as the amount has room for it.
fn count(payment: &mut Payment) {
    let counted = payment.beyond.min(payment.amount - payment.refunded - payment.refund_pending);
    payment.refunded += counted;
    payment.beyond -= counted;
}
