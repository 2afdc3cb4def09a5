//! The bounds of an amount.

use alloc::format;
use alloc::string::ToString;

use super::Rwf;
use crate::error::{Code, Error, shown};

/// The smallest and the largest amount that something takes; both are allowed.
///
/// A minimum above the maximum lets nothing through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The smallest amount.
    pub minimum: Rwf,
    /// The largest amount.
    pub maximum: Rwf,
}

impl Limits {
    /// What a payment or a checkout session may ask for: 100 to 1,000,000.
    pub const COLLECT: Self = Self { minimum: francs(100), maximum: francs(1_000_000) };
    /// What a withdrawal may take out: 10,000 to 4,000,000, unless a policy says otherwise.
    pub const WITHDRAWAL: Self = Self { minimum: francs(10_000), maximum: francs(4_000_000) };

    /// What a refund may give back: 1 to what is still refundable.
    pub const fn refund(refundable: Rwf) -> Self {
        Self { minimum: francs(1), maximum: refundable }
    }

    /// The amount itself, if it is inside.
    ///
    /// # Errors
    /// `amount_below_minimum`, `amount_above_maximum`.
    ///
    /// ```
    /// use rwandapay_core::{error::Code, money::{Limits, Rwf}};
    ///
    /// assert_eq!(Limits::COLLECT.check(Rwf::parse("99")?), Err(Code::AmountBelowMinimum));
    /// assert_eq!(Limits::COLLECT.check(Rwf::parse("100")?)?.get(), 100);
    /// # Ok::<(), Code>(())
    /// ```
    pub const fn check(self, amount: Rwf) -> Result<Rwf, Code> {
        if amount.get() < self.minimum.get() {
            Err(Code::AmountBelowMinimum)
        } else if amount.get() > self.maximum.get() {
            Err(Code::AmountAboveMaximum)
        } else {
            Ok(amount)
        }
    }

    /// Like [`Limits::check`], with the amount and the bound in a message.
    ///
    /// # Errors
    /// As [`Limits::check`].
    ///
    /// ```
    /// use rwandapay_core::money::{Limits, Rwf};
    ///
    /// let error = Limits::COLLECT.admit(Rwf::parse("99")?).unwrap_err();
    /// assert_eq!(error.message(), "amount `99` is below the minimum of 100 RWF");
    /// # Ok::<(), rwandapay_core::error::Code>(())
    /// ```
    pub fn admit(self, amount: Rwf) -> Result<Rwf, Error> {
        self.check(amount).map_err(|code| {
            let (side, bound) = if code == Code::AmountBelowMinimum {
                ("below the minimum", self.minimum)
            } else {
                ("above the maximum", self.maximum)
            };
            Error::with_message(
                code,
                format!("amount `{}` is {side} of {bound} RWF", shown(&amount.to_string())),
            )
        })
    }
}

/// A constant amount.
const fn francs(francs: u64) -> Rwf {
    match Rwf::new(francs) {
        Ok(amount) => amount,
        Err(_) => Rwf::MAX,
    }
}
