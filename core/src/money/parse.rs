//! From text to francs: exact, strict, without a float and without an allocation.

use alloc::format;

use super::Rwf;
use crate::error::{Code, Error, refused, shown};

impl Rwf {
    /// Reads an amount from the text of a JSON number or from the content of a JSON text.
    ///
    /// Accepted are digits without a leading zero, and after them nothing, `.0` or `.00`: `5000`, `5000.0`
    /// and `5000.00`. There is no sign, exponent, separator, space, or digit of another script.
    ///
    /// The form is judged first, then the sign, the fraction and last the size, so that each text has one
    /// code. `-0` is negative: it has a sign.
    ///
    /// Source: contract, section 1.
    ///
    /// # Errors
    /// `amount_malformed`, `amount_negative`, `amount_not_whole`, `amount_too_large`.
    ///
    /// ```
    /// use rwandapay_core::{error::Code, money::Rwf};
    ///
    /// assert_eq!(Rwf::parse("5000.00")?.get(), 5000);
    /// assert_eq!(Rwf::parse("5000.5"), Err(Code::AmountNotWhole));
    /// assert_eq!(Rwf::parse("1e3"), Err(Code::AmountMalformed));
    /// # Ok::<(), Code>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Code> {
        let (negative, mut rest) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        if matches!(rest, [] | [b'0', b'0'..=b'9', ..]) {
            return Err(Code::AmountMalformed);
        }
        // Saturation ends far above the largest amount, so a text of any length keeps its verdict.
        let mut francs = 0_u64;
        let mut digits = 0_u64;
        while let [digit @ b'0'..=b'9', tail @ ..] = rest {
            francs = francs.saturating_mul(10).saturating_add(u64::from(*digit & 0x0f));
            digits = digits.saturating_add(1);
            rest = tail;
        }
        let fraction = match rest {
            [] if digits > 0 => Fraction::Zero,
            [b'.', tail @ ..] if digits > 0 => fraction(tail),
            _ => Fraction::Malformed,
        };
        match fraction {
            Fraction::Malformed => Err(Code::AmountMalformed),
            Fraction::Zero | Fraction::Part if negative => Err(Code::AmountNegative),
            Fraction::Part => Err(Code::AmountNotWhole),
            Fraction::Zero => Self::new(francs),
        }
    }

    /// Reads an amount like [`Rwf::parse`], and says in a message what was wrong with it.
    ///
    /// # Errors
    /// As [`Rwf::parse`].
    ///
    /// ```
    /// use rwandapay_core::money::Rwf;
    ///
    /// let error = Rwf::from_text("5000.5").unwrap_err();
    /// assert_eq!(error.message(), "amount `5000.5` has a part of a franc");
    /// ```
    pub fn from_text(text: &str) -> Result<Self, Error> {
        Self::parse(text).map_err(|code| described(code, text))
    }
}

enum Fraction {
    Zero,
    Part,
    Malformed,
}

/// What stands after the point: one or two zeros, or a part of a franc.
fn fraction(digits: &[u8]) -> Fraction {
    let mut rest = digits;
    let mut zero = true;
    while let [digit @ b'0'..=b'9', tail @ ..] = rest {
        zero = zero && *digit == b'0';
        rest = tail;
    }
    match (rest, digits.len(), zero) {
        ([_, ..], _, _) | ([], 0, _) => Fraction::Malformed,
        ([], _, false) => Fraction::Part,
        ([], 1 | 2, true) => Fraction::Zero,
        ([], _, true) => Fraction::Malformed,
    }
}

fn described(code: Code, text: &str) -> Error {
    if code == Code::AmountTooLarge {
        let message = format!("amount `{}` is above the largest amount of {} RWF", shown(text), Rwf::MAX);
        return Error::with_message(code, message);
    }
    refused(code, "amount", &shown(text))
}
