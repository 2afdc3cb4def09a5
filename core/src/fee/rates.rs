//! What one payment costs.

use rust_decimal::Decimal;

use crate::error::Code;
use crate::money::Rwf;

/// One hundred percent.
pub(super) const WHOLE: u32 = 10_000;

/// A fee in four numbers: a share, a fixed part, and bounds on their sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// The share in hundredths of a percent, 0 to 10,000; rounded half up to the franc.
    pub basis_points: u32,
    /// Added to the share.
    pub fixed: Rwf,
    /// The smallest fee.
    pub minimum: Rwf,
    /// The largest fee, if there is one.
    pub maximum: Option<Rwf>,
}

impl Rates {
    /// A share alone.
    pub const fn share(basis_points: u32) -> Self {
        Self { basis_points, fixed: Rwf::ZERO, minimum: Rwf::ZERO, maximum: None }
    }

    /// The fee of an amount, in francs; it may be larger than the amount where the schedule has not been
    /// checked for it.
    pub(super) fn fee(&self, amount: u64) -> u64 {
        let bound = self.maximum.map_or(u64::MAX, Rwf::get);
        self.rounded_share(amount).saturating_add(self.fixed.get()).max(self.minimum.get()).min(bound)
    }

    /// `amount × basis_points ÷ 10,000`, rounded half up, without an intermediate above 2^53: the
    /// ten-thousands have no remainder, so only what is left of them is rounded.
    fn rounded_share(&self, amount: u64) -> u64 {
        let points = u64::from(self.basis_points);
        let whole = u64::from(WHOLE);
        let (tens, rest) = (amount / 10_000, amount % 10_000);
        let rounded = rest.wrapping_mul(points).wrapping_add(whole / 2) / 10_000;
        tens.wrapping_mul(points).wrapping_add(rounded)
    }
}

/// The basis points of a rate in percent, such as 350 of `3.5`.
///
/// # Errors
/// `fee_schedule_invalid` for a rate below 0, above 100 or finer than a hundredth of a percent.
///
/// ```
/// use rust_decimal::Decimal;
/// use rwandapay_core::fee::basis_points;
///
/// assert_eq!(basis_points(Decimal::new(35, 1)), Ok(350));
/// assert!(basis_points(Decimal::new(3501, 3)).is_err());
/// ```
pub fn basis_points(percent: Decimal) -> Result<u32, Code> {
    let percent = percent.normalize();
    let factor = match percent.scale() {
        0 => 100,
        1 => 10,
        2 => 1,
        _ => return Err(Code::FeeScheduleInvalid),
    };
    percent
        .mantissa()
        .checked_mul(factor)
        .and_then(|points| u32::try_from(points).ok())
        .filter(|points| *points <= WHOLE)
        .ok_or(Code::FeeScheduleInvalid)
}
