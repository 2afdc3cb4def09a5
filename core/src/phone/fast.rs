//! The plain forms, eight digits at a time.

use super::Phone;
use crate::error::Code;

/// Judges nine digits, of which the first is not 0, with nothing, `0`, `250` or `+250` in front of them;
/// `None` sends every other text, right or wrong, to the reader of all forms.
#[inline]
pub(super) fn parse(bytes: &[u8]) -> Option<Result<Phone, Code>> {
    let (head, tail) = bytes.split_last_chunk::<8>()?;
    let ([first] | [b'0', first] | [b'2', b'5', b'0', first] | [b'+', b'2', b'5', b'0', first]) = head else {
        return None;
    };
    let word = u64::from_le_bytes(*tail);
    if !matches!(first, b'1'..=b'9') || !eight_digits(word) {
        return None;
    }
    // Nine digits fit: the sum is at most 999,999,999.
    let millions = u32::from(first & 0x0f).wrapping_mul(100_000_000);
    Some(Phone::new(millions.wrapping_add(value(word))))
}

/// Whether each byte is one of `0` to `9`: its high half is 3, also after 6 was added to it.
const fn eight_digits(word: u64) -> bool {
    const HIGH: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    const THREES: u64 = 0x3030_3030_3030_3030;
    // A carry into the next byte needs a byte above 0xf9, which the first half refuses by itself.
    let plus_six = word.wrapping_add(0x0606_0606_0606_0606);
    word & HIGH == THREES && plus_six & HIGH == THREES
}

/// The number that eight digits spell, the first in the lowest byte: pairs, then fours, then all.
const fn value(word: u64) -> u32 {
    const FOURS: u64 = 0x0000_00ff_0000_00ff;
    let digits = word & 0x0f0f_0f0f_0f0f_0f0f;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let high = (pairs & FOURS).wrapping_mul(100 + (1_000_000 << 32));
    let low = ((pairs >> 16) & FOURS).wrapping_mul(1 + (10_000 << 32));
    let [_, _, _, _, number @ ..] = high.wrapping_add(low).to_le_bytes();
    u32::from_le_bytes(number)
}
