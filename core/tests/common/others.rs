//! What providers, operators and webhook endpoints bring into a life.

use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::{Adjustment, Approval, Caller};
use rwandapay_core::failure::FailureCode;
use rwandapay_core::money::Rwf;
use rwandapay_core::provider::Provider;
use rwandapay_core::rails::{Enquiry, Report};
use rwandapay_core::record::{Failure, KeyClass};
use rwandapay_core::reference::{Lookup, PaymentRef};
use rwandapay_core::request::{CreateEndpoint, RefundPayment, RotateEndpoint};

use super::life::Life;

impl Life {
    /// A provider says what it would not stand by: a failure before the success, or the other way round.
    pub(super) fn contradiction(&mut self) -> Action {
        let Some(attempt) = self.known_attempt() else { return Action::Settle };
        // What was said to have failed a moment ago is what matters most if it had not.
        if !self.failed.is_empty() && self.rng.percent(40) {
            let reach = *self.rng.pick(&[2, 5, 60]);
            let recent = self.failed.len().saturating_sub(reach);
            let attempt = self.rng.pick(&self.failed[recent..]).clone();
            return Action::Enquired(attempt, Enquiry::Succeeded(Report::default()));
        }
        let failure = Failure { code: FailureCode::ProviderDeclined, raw: None };
        let paid = Enquiry::Succeeded(Report::default());
        match self.rng.below(10) {
            // It fails, the page is closed, and then it had been paid.
            0 if !self.known.of_sessions.is_empty() => {
                let recent = self.known.of_sessions.len().saturating_sub(3);
                let (attempt, session) = self.rng.pick(&self.known.of_sessions[recent..]).clone();
                self.story = vec![Action::Enquired(attempt.clone(), paid), Action::CloseCheckout(session)];
                return Action::Enquired(attempt, Enquiry::Failed(failure));
            }
            // It fails, all is refunded again, and then it had been paid.
            1 | 2 if !self.known.of_refunds.is_empty() => {
                let recent = self.known.of_refunds.len().saturating_sub(3);
                let (attempt, payment) = self.rng.pick(&self.known.of_refunds[recent..]).clone();
                let payment = Lookup::Ours(payment);
                let again = RefundPayment { payment, amount: None, reason: None, reference: None };
                let again = Action::Refund(Caller { class: KeyClass::Secret, idempotency: None }, again);
                self.story = vec![Action::Enquired(attempt.clone(), paid), again];
                return Action::Enquired(attempt, Enquiry::Failed(failure));
            }
            _ => {}
        }
        let other = Report { amount: Some(Rwf::new(7_777).unwrap()), ..Report::default() };
        let enquiry = match self.rng.below(12) {
            0..=4 => Enquiry::Failed(failure),
            5..=7 => Enquiry::Succeeded(Report::default()),
            8 => Enquiry::Succeeded(other),
            9 => Enquiry::NotFound,
            10 => Enquiry::Pending,
            _ => Enquiry::Unknown,
        };
        if let Enquiry::Failed(_) = &enquiry {
            self.failed.push(attempt.clone());
        }
        Action::Enquired(attempt, enquiry)
    }

    pub(super) fn adjust(&mut self) -> Action {
        let approval = Approval { by: "first".into(), and: "second".into(), reason: "test".into() };
        let payment = |life: &mut Self| match life.lookup() {
            Lookup::Ours(payment) => payment,
            Lookup::Theirs(_) => PaymentRef::parse("PAY-20241215-ABC123").unwrap(),
        };
        let attempt = self.known_attempt();
        let adjustment = match (self.rng.below(12), attempt) {
            (0, _) => Adjustment::Deposit(Provider::Mtn, self.amount()),
            (1, _) => Adjustment::Credit(self.amount()),
            (2, _) => Adjustment::Debit(Rwf::new(1 + self.rng.below(400_000)).unwrap()),
            (3, _) => Adjustment::Reverse(payment(self)),
            (4 | 5, _) => Adjustment::AcceptReview(payment(self)),
            (6 | 7, _) => Adjustment::ReturnReview(payment(self)),
            (8, Some(attempt)) => Adjustment::ConfirmAttempt(attempt),
            (9, Some(attempt)) => Adjustment::DenyAttempt(attempt),
            (10, Some(attempt)) => Adjustment::ResubmitAttempt(attempt),
            _ => Adjustment::Debit(Rwf::new(1 + self.rng.below(2_000)).unwrap()),
        };
        Action::Adjust(adjustment, approval)
    }

    pub(super) fn endpoint(&mut self) -> Action {
        let known = self.known.endpoints.last().cloned();
        match (self.rng.below(5), known) {
            (0, Some(id)) => Action::DeleteEndpoint(id),
            (1, Some(id)) => {
                let overlap_seconds = u32::try_from(self.rng.below(3)).unwrap() * 86_400;
                Action::RotateEndpoint(RotateEndpoint { id, overlap_seconds })
            }
            (2, Some(id)) => Action::TestEndpoint(id),
            _ => Action::CreateEndpoint(CreateEndpoint {
                url: format!("https://shop.example/hooks/{}", self.rng.below(6)),
                events: Vec::new(),
            }),
        }
    }

    pub(super) fn delivery(&mut self) -> Action {
        if self.known.deliveries.is_empty() {
            return Action::Settle;
        }
        let recent = self.known.deliveries.len().saturating_sub(20);
        Action::Redeliver(self.rng.pick(&self.known.deliveries[recent..]).clone())
    }
}
