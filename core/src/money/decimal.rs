//! Typed decimals, for callers whose amounts are `rust_decimal::Decimal`.
//!
//! Only typed values cross here. Texts go through [`Rwf::parse`]: the parser of the decimal crate takes
//! `1e6` and `1_000`.

use rust_decimal::Decimal;

use super::Rwf;
use crate::error::Code;

impl From<Rwf> for Decimal {
    /// The same number, without decimals.
    fn from(amount: Rwf) -> Self {
        Self::from(amount.get())
    }
}

impl TryFrom<Decimal> for Rwf {
    type Error = Code;

    /// The same number of francs; `5000.00` is 5000.
    ///
    /// # Errors
    /// `amount_negative`, `amount_not_whole`, `amount_too_large`.
    fn try_from(decimal: Decimal) -> Result<Self, Code> {
        if decimal.is_sign_negative() && !decimal.is_zero() {
            return Err(Code::AmountNegative);
        }
        let decimal = decimal.normalize();
        if decimal.scale() > 0 {
            return Err(Code::AmountNotWhole);
        }
        u64::try_from(decimal.mantissa()).map_err(|_| Code::AmountTooLarge).and_then(Self::new)
    }
}
