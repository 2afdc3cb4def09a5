//! What one amount costs, and which amount leaves a given net.

use super::Schedule;
use crate::error::Code;
use crate::money::Rwf;
use crate::provider::Provider;

/// An amount, taken apart: `fee + net == amount`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote<'a> {
    /// What the customer pays.
    pub amount: Rwf,
    /// What we keep of it; less than the amount.
    pub fee: Rwf,
    /// What the merchant gets.
    pub net: Rwf,
    /// The id of the schedule.
    pub schedule: &'a str,
}

impl Schedule {
    /// The fee and the net of an amount; nothing is allocated.
    ///
    /// # Errors
    /// `amount_below_minimum`, `amount_above_maximum`: the schedule has no fee for the amount.
    ///
    /// ```
    /// use rwandapay_core::{fee::Schedule, money::Rwf};
    ///
    /// let schedule = Schedule::standard();
    /// let quote = schedule.quote(Rwf::parse("333")?, None)?;
    /// assert_eq!((quote.fee.get(), quote.net.get()), (12, 321));
    /// # Ok::<(), rwandapay_core::error::Code>(())
    /// ```
    #[inline]
    pub fn quote(&self, amount: Rwf, provider: Option<Provider>) -> Result<Quote<'_>, Code> {
        self.range().check(amount)?;
        let fee = Rwf::new(self.rates(provider).fee(amount.get()))?;
        // The construction of the schedule proved that the fee is below the amount.
        Ok(Quote { amount, fee, net: amount.saturating_sub(fee), schedule: self.id() })
    }

    /// The smallest amount of the range that leaves at least this net.
    ///
    /// The net never shrinks when the amount grows, so halving the range finds it in at most 53 steps.
    ///
    /// # Errors
    /// `net_unreachable`: even the largest amount leaves less.
    ///
    /// ```
    /// use rwandapay_core::{fee::Schedule, money::Rwf};
    ///
    /// let schedule = Schedule::standard();
    /// let quote = schedule.gross_for_net(Rwf::parse("4825")?, None)?;
    /// assert_eq!((quote.amount.get(), quote.fee.get()), (5000, 175));
    /// # Ok::<(), rwandapay_core::error::Code>(())
    /// ```
    pub fn gross_for_net(&self, net: Rwf, provider: Option<Provider>) -> Result<Quote<'_>, Code> {
        let rates = self.rates(provider);
        let enough = |amount: u64| amount.saturating_sub(rates.fee(amount)) >= net.get();
        let (mut low, mut high) = (self.range().minimum.get(), self.range().maximum.get());
        if !enough(high) {
            return Err(Code::NetUnreachable);
        }
        while low < high {
            let middle = low.midpoint(high);
            if enough(middle) {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        self.quote(Rwf::new(low)?, provider)
    }
}
