//! Strict base64: one text for every value, and no other text is read.

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::{Zeroize, Zeroizing};

/// The longest value that is ever read here, with the room that the decoder asks for.
const ROOM: usize = 72;

/// The bytes of a text in the standard alphabet with its padding and zero trailing bits.
///
/// `None` for anything else and for more than [`ROOM`] bytes. Whatever is read prints as the same text
/// again, so comparing bytes is the same as comparing texts.
pub(super) fn decode<T>(text: &[u8], take: impl FnOnce(&[u8]) -> T) -> Option<T> {
    let mut buffer = [0_u8; ROOM];
    let taken = match STANDARD.decode_slice(text, &mut buffer) {
        Ok(length) => buffer.get(..length).map(take),
        Err(_) => None,
    };
    buffer.zeroize();
    taken
}

/// The value of a text that must be exactly `N` bytes long; strict like [`decode`].
///
/// Every delivery passes here, with bytes that anyone may have sent: one look at a table a character, and
/// no way out before the end.
pub(super) fn decode_exact<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let (quads, []) = text.as_chunks::<4>() else { return None };
    if quads.len() != N.div_ceil(3) {
        return None;
    }
    let mut bytes = [0_u8; N];
    let (triples, rest) = bytes.as_chunks_mut::<3>();
    let mut unknown = 0;
    for (triple, quad) in triples.iter_mut().zip(quads) {
        let (bits, fault) = sextets(*quad);
        unknown |= fault;
        let [_, high, middle, low] = bits.to_be_bytes();
        *triple = [high, middle, low];
    }
    // The padding stands for the sextets that are not there, and the bits beyond the value must be zero.
    match (rest, quads.last()) {
        ([], _) => {}
        ([first], Some([one, two, b'=', b'='])) => {
            let (bits, fault) = sextets([*one, *two, b'A', b'A']);
            let [_, high, middle, _] = bits.to_be_bytes();
            *first = high;
            unknown |= fault | middle;
        }
        ([first, second], Some([one, two, three, b'='])) => {
            let (bits, fault) = sextets([*one, *two, *three, b'A']);
            let [_, high, middle, low] = bits.to_be_bytes();
            (*first, *second) = (high, middle);
            unknown |= fault | low;
        }
        _ => return None,
    }
    (unknown == 0).then_some(bytes)
}

/// The 24 bits of four characters, and whether (not zero) one of them is none of the alphabet.
fn sextets(quad: [u8; 4]) -> (u32, u8) {
    let value = |byte: u8| VALUES.get(usize::from(byte)).copied().unwrap_or(UNKNOWN);
    let [a, b, c, d] = quad.map(value);
    let join = |bits: u32, sextet: u8| bits.wrapping_shl(6) | u32::from(sextet);
    ([a, b, c, d].into_iter().fold(0, join), (a | b | c | d) & UNKNOWN)
}

/// What a character that is none of the alphabet stands for: a bit that no value has.
const UNKNOWN: u8 = 0x80;

/// The value of every byte as a character.
const VALUES: [u8; 256] = values();

#[allow(clippy::indexing_slicing, reason = "runs in the compiler, which refuses an index out of range")]
#[allow(clippy::as_conversions, reason = "no other conversion is const; a byte always fits")]
const fn values() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut values = [UNKNOWN; 256];
    let mut value = 0_u8;
    while value < 64 {
        values[alphabet[value as usize] as usize] = value;
        value = value.wrapping_add(1);
    }
    values
}

/// Whether a text of any length is strict base64.
pub(super) fn is_strict(text: &[u8]) -> bool {
    STANDARD.decode(text).map(Zeroizing::new).is_ok()
}

/// The bytes of strict base64 of any length: how a body that is not text stands in JSON.
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// The one text of these bytes.
pub(super) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_character_before_the_padding_carries_no_stray_bits() {
        let good = encode(&[7; 32]);
        let readable = (0..=255_u8).filter(|last| {
            let mut text = good.clone().into_bytes();
            text[42] = *last;
            decode_exact::<32>(&text).is_some()
        });
        // 43 characters hold 258 bits for 256: two must be zero, so 16 of the 64 characters remain.
        assert_eq!(readable.count(), 16);
    }

    #[test]
    fn every_byte_at_every_place_is_read_as_the_library_reads_it() {
        for (length, good) in [(32, encode(&[0xA7; 32])), (64, encode(&[0x5C; 64]))] {
            for at in 0..good.len() {
                for byte in 0..=255_u8 {
                    let mut text = good.clone().into_bytes();
                    text[at] = byte;
                    let library = STANDARD.decode(&text).ok().filter(|value| value.len() == length);
                    let own = match length {
                        32 => decode_exact::<32>(&text).map(Vec::from),
                        _ => decode_exact::<64>(&text).map(Vec::from),
                    };
                    assert_eq!(own, library, "{byte:#x} at {at} of {length}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_own_reader_is_the_strict_one_of_the_library(
            value in prop::collection::vec(any::<u8>(), 30..=35),
            at: prop::sample::Index,
            with: u8,
        ) {
            let mut text = encode(&value).into_bytes();
            prop_assert_eq!(decode_exact::<32>(&text).map(Vec::from), Some(value).filter(|value| value.len() == 32));
            let at = at.index(text.len());
            text[at] = with;
            let library = STANDARD.decode(&text).ok();
            prop_assert_eq!(decode_exact::<32>(&text).map(Vec::from), library.clone().filter(|value| value.len() == 32));
            prop_assert_eq!(decode_exact::<33>(&text).map(Vec::from), library.clone().filter(|value| value.len() == 33));
            prop_assert_eq!(decode_exact::<34>(&text).map(Vec::from), library.filter(|value| value.len() == 34));
        }

        #[test]
        fn what_is_read_prints_as_the_same_text(text in "[A-Za-z0-9+/=_ -]{40,48}") {
            if let Some(value) = decode_exact::<32>(text.as_bytes()) {
                prop_assert_eq!(encode(&value), text);
            }
        }

        #[test]
        fn comparing_bytes_is_comparing_texts(value: [u8; 32], mut text in "[A-Za-z0-9+/]{42}[A-Za-z0-9+/=]=", same: bool) {
            if same {
                text = encode(&value);
            }
            prop_assert_eq!(decode_exact::<32>(text.as_bytes()) == Some(value), text == encode(&value));
        }
    }
}
