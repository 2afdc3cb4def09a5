//! Events: printed when the decision is finished and every resource has its last shape.

use alloc::string::String;

use super::{Draft, Happening, Stop};
use crate::engine::decision::Task;
use crate::engine::records::Missing;
use crate::json::Json;
use crate::record::{Event, Record};
use crate::reference::EventId;

impl Draft<'_> {
    pub(super) fn event(&mut self, index: usize, happening: Happening) -> Result<Event, Stop> {
        self.account.sequence = self.account.sequence.saturating_add(1);
        let attempt = u32::try_from(index).unwrap_or(u32::MAX);
        let id = EventId::generate(&self.command.entropy.expand("event", attempt));
        let record = self.next_version(&happening.resource)?;
        let data = crate::resource::of(&record, &self.config.links, self.now).unwrap_or(Json::Null).print();
        let (about, callback_url) = self.subject(&record)?;
        let sequence = self.account.sequence;
        let body = crate::webhook::body(&id, happening.kind, self.now, self.scope.mode, sequence, &data);
        // Where nobody is to be told there is nothing to do; the event itself stays in the list.
        if self.account.endpoints > 0 || callback_url.is_some() {
            self.job(self.now, Task::FanOut(id.clone()));
        }
        Ok(Event {
            id,
            sequence,
            kind: happening.kind,
            about,
            callback_url,
            only: happening.only,
            body,
            created_at: self.now,
        })
    }

    /// The reference that an event is about, and the resource's own address for events.
    fn subject(&self, record: &Record) -> Result<(String, Option<String>), Missing> {
        Ok(match record {
            Record::Payment(payment) => (payment.reference.as_str().into(), payment.callback_url.clone()),
            Record::Session(session) => (session.id.as_str().into(), session.webhook_url.clone()),
            Record::Refund(refund) => {
                let callback_url = self.payment(&refund.payment)?.and_then(|payment| payment.callback_url);
                (refund.reference.as_str().into(), callback_url)
            }
            Record::Withdrawal(withdrawal) => (withdrawal.reference.as_str().into(), None),
            Record::Endpoint(endpoint) => (endpoint.id.as_str().into(), None),
            Record::Account(_)
            | Record::Attempt(_)
            | Record::Claim(_)
            | Record::Names(_)
            | Record::Event(_)
            | Record::Delivery(_) => (String::new(), None),
        })
    }
}
