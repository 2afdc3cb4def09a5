//! From text to a number: every form of the contract, and nothing else.

use super::{Phone, fast};
use crate::error::{Code, Error, refused, shown_masked};

/// More digits than any accepted form has: `00`, `250`, `0` and nine.
const MOST_DIGITS: usize = 16;

impl Phone {
    /// Reads a number from UTF-8.
    ///
    /// Accepted are `0788123456`, `788123456`, `250788123456`, `+250788123456`, `00250788123456`,
    /// `tel:+250788123456`, and a trunk zero after the country code (`+250 (0) 788 123 456`).
    /// Between them may stand spaces, no-break spaces, `(`, `)`, `-` and `.`; the last two only between
    /// digits, so that `-0788123456` is no number. The marks U+200E and U+200F may wrap the whole.
    /// Any other character is refused, never dropped.
    ///
    /// Without `+` or `00` in front a number is read as a Rwandan one: `254712345678` is too long,
    /// `+254712345678` is not Rwandan. Every character is judged before the first digit is counted.
    ///
    /// Source: contract, section 2.
    ///
    /// # Errors
    /// `phone_malformed`, `phone_non_ascii_digits` (a digit or numeral of any other script),
    /// `phone_too_short`, `phone_too_long`, `phone_not_rwandan`, `phone_not_mobile`,
    /// `phone_prefix_unassigned`.
    ///
    /// ```
    /// use rwandapay_core::{error::Code, phone::Phone};
    ///
    /// assert_eq!(Phone::parse("+250 (0) 788-123-456")?.e164().as_str(), "+250788123456");
    /// assert_eq!(Phone::parse("O788123456"), Err(Code::PhoneMalformed));
    /// assert_eq!(Phone::parse("+254712345678"), Err(Code::PhoneNotRwandan));
    /// # Ok::<(), Code>(())
    /// ```
    #[inline]
    pub fn parse(text: impl AsRef<[u8]>) -> Result<Self, Code> {
        let bytes = text.as_ref();
        fast::parse(bytes).unwrap_or_else(|| any_form(bytes))
    }

    /// Reads a number like [`Phone::parse`], and says in a message, masked, what was wrong with it.
    ///
    /// # Errors
    /// As [`Phone::parse`].
    ///
    /// ```
    /// use rwandapay_core::phone::Phone;
    ///
    /// let error = Phone::from_text("07881234567").unwrap_err();
    /// assert_eq!(error.message(), "phone number `078•••••567` has too many digits");
    /// ```
    pub fn from_text(text: &str) -> Result<Self, Error> {
        Self::parse(text).map_err(|code| refused(code, "phone number", &shown_masked(text)))
    }
}

#[cold]
#[inline(never)]
fn any_form(bytes: &[u8]) -> Result<Phone, Code> {
    let text = core::str::from_utf8(bytes).map_err(|_| Code::PhoneMalformed)?;
    let text = text.trim_matches(['\u{200e}', '\u{200f}']);
    let text = match text.strip_prefix("tel:") {
        Some(rest) if rest.starts_with('+') => rest,
        Some(_) => return Err(Code::PhoneMalformed),
        None => text,
    };
    let scanned = Scanned::read(text)?;
    let digits = scanned.digits.get(..scanned.count).ok_or(Code::PhoneTooLong)?;
    let local = local(scanned.plus, digits)?;
    national(local.strip_prefix(b"0").unwrap_or(local))
}

/// The digits of a text, without what separates them.
struct Scanned {
    plus: bool,
    digits: [u8; MOST_DIGITS],
    /// How many there were; may be more than were kept.
    count: usize,
}

impl Scanned {
    fn read(text: &str) -> Result<Self, Code> {
        let mut scanned = Self { plus: false, digits: [0; MOST_DIGITS], count: 0 };
        let mut after_stroke = false;
        for c in text.chars() {
            match c {
                '0'..='9' => scanned.push(c),
                '+' if !scanned.plus && scanned.count == 0 => scanned.plus = true,
                '-' | '.' if scanned.count > 0 => {}
                ' ' | '\u{a0}' | '(' | ')' => continue,
                _ if !c.is_ascii() && c.is_numeric() => return Err(Code::PhoneNonAsciiDigits),
                _ => return Err(Code::PhoneMalformed),
            }
            after_stroke = matches!(c, '-' | '.');
        }
        if after_stroke { Err(Code::PhoneMalformed) } else { Ok(scanned) }
    }

    fn push(&mut self, digit: char) {
        if let (Some(slot), Ok(byte)) = (self.digits.get_mut(self.count), u8::try_from(digit)) {
            *slot = byte;
        }
        self.count = self.count.saturating_add(1);
    }
}

/// The digits after the country code, if there is one; the trunk zero may still be in front.
fn local(plus: bool, digits: &[u8]) -> Result<&[u8], Code> {
    let international = if plus { Some(digits) } else { digits.strip_prefix(b"00") };
    match (international, digits.strip_prefix(b"250")) {
        (Some(digits), _) => match digits.strip_prefix(b"250") {
            Some(local) => Ok(local),
            None if b"250".starts_with(digits) => Err(Code::PhoneTooShort),
            None => Err(Code::PhoneNotRwandan),
        },
        // Nine digits are a national number, whatever they begin with.
        (None, Some(local)) if digits.len() > 9 => Ok(local),
        (None, _) => Ok(digits),
    }
}

fn national(digits: &[u8]) -> Result<Phone, Code> {
    match digits.len() {
        0..=8 => Err(Code::PhoneTooShort),
        9 => {
            match digits.first() {
                Some(b'7') => Phone::new(digits.iter().fold(0, |number: u32, digit| {
                    number.wrapping_mul(10).wrapping_add(u32::from(digit & 0x0f))
                })),
                _ => Err(Code::PhoneNotMobile),
            }
        }
        _ => Err(Code::PhoneTooLong),
    }
}
