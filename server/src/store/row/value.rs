//! The core's values as cells: numbers as numbers, names as names, references as their texts.

use rwandapay_core::checkout::SessionState;
use rwandapay_core::error::Outcome;
use rwandapay_core::failure::FailureCode;
use rwandapay_core::money::Rwf;
use rwandapay_core::payment::PaymentState;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::{Provider, ProviderSource};
use rwandapay_core::rate_limit::Plan;
use rwandapay_core::record::{EventType, KeyClass, Mode};
use rwandapay_core::reference::{
    DeliveryId, EndpointId, EventId, MerchantId, MerchantReference, PaymentRef, ProviderRef, RefundRef,
    SessionId, WithdrawalRef,
};
use rwandapay_core::refund::RefundState;
use rwandapay_core::time::{Instant, KigaliDay};
use rwandapay_core::webhook::DeliveryState;
use rwandapay_core::withdrawal::WithdrawalState;

use super::cell::{Cell, FromCell};

macro_rules! references {
    ($($type:ident)*) => {$(
        impl<'a> From<&'a $type> for Cell<'a> {
            fn from(reference: &'a $type) -> Self {
                reference.as_str().into()
            }
        }

        impl FromCell for $type {
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                if let Cell::Text(text) = cell { Self::parse(&text).ok() } else { None }
            }
        }
    )*};
}

references! {
    PaymentRef RefundRef WithdrawalRef SessionId MerchantReference ProviderRef EventId EndpointId DeliveryId
    MerchantId
}

macro_rules! names {
    ($($type:ident)*) => {$(
        impl From<$type> for Cell<'_> {
            fn from(value: $type) -> Self {
                value.name().into()
            }
        }

        impl FromCell for $type {
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                if let Cell::Text(text) = cell { Self::from_name(&text) } else { None }
            }
        }
    )*};
}

names! { PaymentState RefundState WithdrawalState SessionState DeliveryState EventType FailureCode Plan Mode }

macro_rules! named_of {
    ($($type:ident: $($variant:ident),*;)*) => {$(
        impl From<$type> for Cell<'_> {
            fn from(value: $type) -> Self {
                value.name().into()
            }
        }

        impl FromCell for $type {
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                let Cell::Text(text) = cell else { return None };
                [$(Self::$variant),*].into_iter().find(|value| value.name() == text)
            }
        }
    )*};
}

named_of! {
    Outcome: None, Unknown, Done;
    Provider: Mtn, Airtel;
    ProviderSource: Explicit, Prefix;
    KeyClass: Secret, Publishable;
}

impl From<Rwf> for Cell<'_> {
    fn from(amount: Rwf) -> Self {
        Self::Int(amount.signed())
    }
}

impl FromCell for Rwf {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        Self::new(u64::from_cell(cell)?).ok()
    }
}

impl From<Instant> for Cell<'_> {
    fn from(at: Instant) -> Self {
        Self::Int(at.ms())
    }
}

impl FromCell for Instant {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        let ms = i64::from_cell(cell)?;
        // An instant out of range would be clamped, and so be another one than was stored.
        Some(Self::from_ms(ms)).filter(|at| at.ms() == ms)
    }
}

impl From<KigaliDay> for Cell<'_> {
    fn from(day: KigaliDay) -> Self {
        Self::Int(day.number())
    }
}

impl FromCell for KigaliDay {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        let number = i64::from_cell(cell)?;
        Some(Self::from_number(number)).filter(|day| day.number() == number)
    }
}

impl From<Phone> for Cell<'_> {
    fn from(phone: Phone) -> Self {
        phone.get().into()
    }
}

impl FromCell for Phone {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        Self::new(u32::from_cell(cell)?).ok()
    }
}
