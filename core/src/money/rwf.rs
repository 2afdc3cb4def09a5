//! The amount itself.

use core::fmt;

use crate::error::Code;

/// An amount of Rwandan francs: a whole number from 0 to 2^53 − 1.
///
/// There is no constructor from a float and no unchecked arithmetic. The cap lets every language hold
/// every amount exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Rwf(u64);

impl Rwf {
    /// No money.
    pub const ZERO: Self = Self(0);
    /// The largest amount there is: 9,007,199,254,740,991.
    pub const MAX: Self = Self(9_007_199_254_740_991);

    /// The amount of this many francs.
    ///
    /// # Errors
    /// `amount_too_large` above [`Rwf::MAX`].
    pub const fn new(francs: u64) -> Result<Self, Code> {
        if francs > Self::MAX.0 { Err(Code::AmountTooLarge) } else { Ok(Self(francs)) }
    }

    /// The number of francs.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The number of francs as a signed number, for postings; always exact.
    pub const fn signed(self) -> i64 {
        self.0.cast_signed()
    }

    /// Whether there is none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, unless it passes [`Rwf::MAX`].
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        // Two amounts below 2^53 cannot overflow a u64.
        match Self::new(self.0.wrapping_add(other.0)) {
            Ok(sum) => Some(sum),
            Err(_) => None,
        }
    }

    /// The difference, unless it would be negative.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(francs) => Some(Self(francs)),
            None => None,
        }
    }

    /// The difference, or nothing where it would be negative.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The amount with two decimals, as `/balance` prints it.
    ///
    /// ```
    /// use rwandapay_core::money::Rwf;
    ///
    /// assert_eq!(Rwf::new(1_250_000)?.two_decimals().to_string(), "1250000.00");
    /// # Ok::<(), rwandapay_core::error::Code>(())
    /// ```
    pub const fn two_decimals(self) -> impl fmt::Display {
        TwoDecimals(self)
    }
}

struct TwoDecimals(Rwf);

impl fmt::Display for TwoDecimals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.00", self.0)
    }
}

impl fmt::Display for Rwf {
    /// The digits alone, such as `5000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
