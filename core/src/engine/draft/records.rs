//! Reading and putting records, each by its own type.

use super::{Draft, Stop};
use crate::engine::records::Missing;
use crate::error::{Code, Error};
use crate::record::{
    Attempt, Delivery, Endpoint, Event, Key, KeyClass, Names, Payment, Record, Refund, Session, Withdrawal,
};
use crate::reference::{
    DeliveryId, EndpointId, EventId, MerchantReference, PaymentRef, ProviderRef, RefundRef, SessionId,
    WithdrawalRef,
};
use alloc::format;

macro_rules! records {
    ($($find:ident $put:ident $record:ident ($id:ty) $field:ident)*) => {
        impl Draft<'_> {$(
            /// The record as it stands in this decision.
            pub fn $find(&self, id: &$id) -> Result<Option<$record>, Missing> {
                Ok(match self.find(&Key::$record(self.scope.clone(), id.clone()))? {
                    Some(Record::$record(record)) => Some(record.clone()),
                    _ => None,
                })
            }

            /// Puts the record; returns its key.
            pub fn $put(&mut self, record: &$record) -> Key {
                let key = Key::$record(self.scope.clone(), record.$field.clone());
                self.changed.insert(key.clone(), Record::$record(record.clone()));
                key
            }
        )*}
    };
}

records! {
    payment put_payment Payment (PaymentRef) reference
    attempt put_attempt Attempt (ProviderRef) reference
    refund put_refund Refund (RefundRef) reference
    withdrawal put_withdrawal Withdrawal (WithdrawalRef) reference
    session put_session Session (SessionId) id
    endpoint put_endpoint Endpoint (EndpointId) id
    delivery put_delivery Delivery (DeliveryId) id
}

impl Draft<'_> {
    /// What a reference has been used for.
    pub fn names(&self, class: KeyClass, reference: &MerchantReference) -> Result<Names, Missing> {
        let key = Key::Names(self.scope.clone(), class, reference.clone());
        Ok(match self.find(&key)? {
            Some(Record::Names(names)) => names.clone(),
            _ => Names::default(),
        })
    }

    pub fn put_names(&mut self, class: KeyClass, reference: &MerchantReference, names: Names) {
        let key = Key::Names(self.scope.clone(), class, reference.clone());
        self.changed.insert(key, Record::Names(names));
    }

    pub fn stored_event(&self, id: &EventId) -> Result<Option<Event>, Missing> {
        Ok(match self.find(&Key::Event(self.scope.clone(), id.clone()))? {
            Some(Record::Event(event)) => Some(event.clone()),
            _ => None,
        })
    }

    /// The payment that must be there.
    pub fn known_payment(&self, reference: &PaymentRef) -> Result<Payment, Stop> {
        self.payment(reference)?.ok_or_else(|| Self::not_found(Code::PaymentNotFound, reference.as_str()))
    }

    /// The attempt that must be there.
    pub fn known_attempt(&self, reference: &ProviderRef) -> Result<Attempt, Stop> {
        self.attempt(reference)?.ok_or_else(|| Self::not_found(Code::PaymentNotFound, reference.as_str()))
    }

    /// The session that must be there.
    pub fn known_session(&self, id: &SessionId) -> Result<Session, Stop> {
        self.session(id)?.ok_or_else(|| Self::not_found(Code::SessionNotFound, id.as_str()))
    }

    /// A 404 for this reference.
    pub fn not_found(code: Code, reference: &str) -> Stop {
        let row = code.row();
        Stop::Refused(Error::with_message(code, format!("{}: `{reference}`", row.message)))
    }
}
