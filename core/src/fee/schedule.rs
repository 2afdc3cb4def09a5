//! The schedule: rates with a name, a first day, and a proof that no fee reaches its amount.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use super::rates::{Rates, WHOLE};
use crate::error::{Code, Error, shown};
use crate::money::{Limits, Rwf};
use crate::provider::Provider;
use crate::time::KigaliDay;

/// A fee schedule that was checked: over its whole range every fee stays below its amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    id: Cow<'static, str>,
    effective_from: KigaliDay,
    range: Limits,
    general: Rates,
    mtn: Rates,
    airtel: Rates,
}

impl Schedule {
    /// The standard schedule: 3.5 % of any amount that can be collected, rounded half up to the franc.
    ///
    /// Source: contract, section 1.
    pub const fn standard() -> Self {
        const SHARE: Rates = Rates::share(350);
        Self {
            id: Cow::Borrowed("standard-2024-12"),
            // 2024-12-01.
            effective_from: KigaliDay::from_number(20_058),
            range: Limits::COLLECT,
            general: SHARE,
            mtn: SHARE,
            airtel: SHARE,
        }
    }

    /// A schedule over the amounts of `range`, with rates of its own for some providers.
    ///
    /// What is left of an amount never shrinks when the amount grows by a franc, as long as the share is
    /// at most the whole: the rounded share grows by 0 or 1, and a fixed part and bounds keep that. So a
    /// fee that is below the smallest amount of the range is below every amount of it, and one look per
    /// provider proves all.
    ///
    /// # Errors
    /// `fee_schedule_invalid`: the id is not 1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`; the range is empty or
    /// begins at 0; a share is above 10,000; a minimum is above its maximum; or a fee reaches an amount.
    pub fn new(
        id: impl Into<String>,
        effective_from: KigaliDay,
        range: Limits,
        general: Rates,
        own: &[(Provider, Rates)],
    ) -> Result<Self, Error> {
        let id = id.into();
        let named = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
        if !(1..=64).contains(&id.len()) || !id.bytes().all(named) {
            return Err(invalid(format!(
                "the id `{}` is not 1 to 64 of a-z, 0-9, `.`, `_` and `-`",
                shown(&id)
            )));
        }
        if range.minimum.is_zero() || range.minimum > range.maximum {
            return Err(invalid(format!(
                "the range `{}` to `{}` holds no amount",
                range.minimum, range.maximum
            )));
        }
        let of = |provider| own.iter().find(|(owner, _)| *owner == provider).map_or(general, |(_, own)| *own);
        let schedule = Self {
            id: id.into(),
            effective_from,
            range,
            general,
            mtn: of(Provider::Mtn),
            airtel: of(Provider::Airtel),
        };
        for rates in [&schedule.general, &schedule.mtn, &schedule.airtel] {
            check(rates, range.minimum)?;
        }
        Ok(schedule)
    }

    /// The name that quotes and payments carry.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The first day on which it holds.
    pub const fn effective_from(&self) -> KigaliDay {
        self.effective_from
    }

    /// The amounts that it has a fee for.
    pub const fn range(&self) -> Limits {
        self.range
    }

    /// The rates for a provider, or the general ones.
    pub const fn rates(&self, provider: Option<Provider>) -> &Rates {
        match provider {
            Some(Provider::Mtn) => &self.mtn,
            Some(Provider::Airtel) => &self.airtel,
            None => &self.general,
        }
    }
}

fn check(rates: &Rates, smallest: Rwf) -> Result<(), Error> {
    if rates.basis_points > WHOLE {
        return Err(invalid(format!("`{}` basis points are above {WHOLE}", rates.basis_points)));
    }
    if rates.maximum.is_some_and(|maximum| maximum < rates.minimum) {
        return Err(invalid(format!("the smallest fee `{}` is above the largest", rates.minimum)));
    }
    let fee = rates.fee(smallest.get());
    if fee >= smallest.get() {
        return Err(invalid(format!("the fee `{fee}` of {smallest} RWF reaches the amount")));
    }
    Ok(())
}

fn invalid(message: String) -> Error {
    Error::with_message(Code::FeeScheduleInvalid, message)
}
