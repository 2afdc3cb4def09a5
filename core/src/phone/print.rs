//! The forms in which a number leaves.

use core::fmt;
use core::ops::Deref;

use super::Phone;

/// A short text of exactly `N` bytes, held without an allocation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text<const N: usize>([u8; N]);

impl<const N: usize> Text<N> {
    /// The parts, one after the other.
    fn join(parts: &[&[u8]]) -> Self {
        let mut bytes = [b' '; N];
        for (to, from) in bytes.iter_mut().zip(parts.iter().copied().flatten()) {
            *to = *from;
        }
        Self(bytes)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        // Made of ASCII and the mask's dot alone, so it is UTF-8.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const N: usize> Deref for Text<N> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<const N: usize> fmt::Display for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Phone {
    /// `+250788123456`, as it is stored.
    pub fn e164(self) -> Text<13> {
        Text::join(&[b"+250", &self.digits()])
    }

    /// `250788123456`, as MTN wants it.
    pub fn mtn_wire(self) -> Text<12> {
        Text::join(&[b"250", &self.digits()])
    }

    /// `788123456`, as Airtel wants it.
    pub fn airtel_wire(self) -> Text<9> {
        Text(self.digits())
    }

    /// `0788123456`, as answers show it.
    pub fn national(self) -> Text<10> {
        Text::join(&[b"0", &self.digits()])
    }

    /// `0788 123 456`, for people.
    pub fn display(self) -> Text<12> {
        let [area @ .., _, _, _, _, _, _] = self.digits();
        let [_, _, _, middle @ .., _, _, _] = self.digits();
        let [_, _, _, _, _, _, last @ ..] = self.digits();
        Text::join(&[b"0", &area, b" ", &middle, b" ", &last])
    }

    /// `078••••456`, for logs and messages: the prefix and the last three digits.
    pub fn masked(self) -> Text<18> {
        let [prefix @ .., _, _, _, _, _, _, _] = self.digits();
        let [_, _, _, _, _, _, last @ ..] = self.digits();
        Text::join(&[b"0", &prefix, "••••".as_bytes(), &last])
    }

    fn digits(self) -> [u8; 9] {
        let mut rest = self.get();
        let mut digits = [b'0'; 9];
        for digit in digits.iter_mut().rev() {
            *digit |= u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        digits
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    /// Never shows the text, which may be a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(…)")
    }
}
