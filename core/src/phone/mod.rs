//! Rwandan mobile numbers.

mod fast;
mod parse;
mod print;

pub use print::Text;

use crate::error::Code;

/// A Rwandan mobile number, held as its nine national digits.
///
/// It is one of `7[237-9]` and seven more digits; nothing else can be in it. Whether its operator has a
/// wallet is [`Provider::of`](crate::provider::Provider::of)'s question. Every print but the named outputs
/// is masked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(u32);

impl Phone {
    /// The number with these nine national digits, such as `788123456`.
    ///
    /// # Errors
    /// `phone_too_short`, `phone_too_long`, `phone_not_mobile`, `phone_prefix_unassigned`.
    pub const fn new(national: u32) -> Result<Self, Code> {
        match national {
            720_000_000..=739_999_999 | 770_000_000..=799_999_999 => Ok(Self(national)),
            700_000_000..=799_999_999 => Err(Code::PhonePrefixUnassigned),
            0..=99_999_999 => Err(Code::PhoneTooShort),
            1_000_000_000.. => Err(Code::PhoneTooLong),
            _ => Err(Code::PhoneNotMobile),
        }
    }

    /// The nine national digits as a number, such as 788,123,456.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The two digits after the trunk zero, such as 78 of `0788123456`.
    pub const fn prefix(self) -> u32 {
        self.0 / 10_000_000
    }
}
