//! The name of a task in the table of jobs.

use rwandapay_core::engine::Task;
use rwandapay_core::reference::{DeliveryId, EventId, PaymentRef, ProviderRef, SessionId};

/// A task as its kind and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskName<'a> {
    /// What to do, such as `submit`.
    pub kind: &'static str,
    /// To what; empty for the whole scope.
    pub about: &'a str,
}

impl<'a> TaskName<'a> {
    /// The name of a task.
    pub fn of(task: &'a Task) -> Self {
        let (kind, about) = match task {
            Task::Submit(attempt) => ("submit", attempt.as_str()),
            Task::Enquire(attempt) => ("enquire", attempt.as_str()),
            Task::ExpirePayment(payment) => ("expire_payment", payment.as_str()),
            Task::ExpireCheckout(session) => ("expire_checkout", session.as_str()),
            Task::Settle => ("settle", ""),
            Task::FanOut(event) => ("fan_out", event.as_str()),
            Task::Deliver(delivery) => ("deliver", delivery.as_str()),
        };
        Self { kind, about }
    }

    /// The task with this name.
    pub fn read(kind: &str, about: &str) -> Option<Task> {
        match kind {
            "submit" => ProviderRef::parse(about).ok().map(Task::Submit),
            "enquire" => ProviderRef::parse(about).ok().map(Task::Enquire),
            "expire_payment" => PaymentRef::parse(about).ok().map(Task::ExpirePayment),
            "expire_checkout" => SessionId::parse(about).ok().map(Task::ExpireCheckout),
            "settle" => about.is_empty().then_some(Task::Settle),
            "fan_out" => EventId::parse(about).ok().map(Task::FanOut),
            "deliver" => DeliveryId::parse(about).ok().map(Task::Deliver),
            _ => None,
        }
    }
}
