//! Hexadecimal, of either case.

use alloc::vec::Vec;

/// The bytes of a text of hexadecimal digits, two for each.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(*high)?.wrapping_shl(4) | digit(*low)?)).collect()
}

/// The value of one digit.
pub(super) fn digit(byte: u8) -> Option<u8> {
    // A digit is below 16, so it fits.
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
