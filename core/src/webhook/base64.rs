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

/// The value of a text that must be exactly `N` bytes long.
pub(super) fn decode_exact<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut buffer = [0_u8; ROOM];
    let length = STANDARD.decode_slice(text, &mut buffer).ok()?;
    buffer.get(..length)?.try_into().ok()
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

    proptest! {
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
