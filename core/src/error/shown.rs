//! How a value that was refused appears in a message.

use alloc::format;
use alloc::string::String;

use super::{Code, Error};

/// How many characters of a value a message shows.
const LONGEST: usize = 40;

/// A value as a message may show it: one line, 40 characters at most, nothing invisible, no phone number.
///
/// Control characters and those that turn the direction of text around are left out, because a message
/// ends in logs and terminals. A value that was cut ends in `…`. One that could be a phone number, which may
/// stand in any field by mistake, is masked as by [`shown_masked`].
///
/// ```
/// use rwandapay_core::error::shown;
///
/// assert_eq!(shown("50\r\n00"), "5000");
/// assert_eq!(shown(&"9".repeat(400)).chars().count(), 41);
/// assert_eq!(shown("0788123456"), "078••••456");
/// ```
pub fn shown(value: &str) -> String {
    if could_be_a_phone(value) { shown_masked(value) } else { cut(value) }
}

/// 9 to 15 digits and nothing else but what stands between the digits of phone numbers.
fn could_be_a_phone(value: &str) -> bool {
    let is_digit = |c: char| c.is_numeric();
    let only = value
        .chars()
        .all(|c| is_digit(c) || is_hidden(c) || matches!(c, '+' | ' ' | '\u{a0}' | '-' | '.' | '(' | ')'));
    only && (9..=15).contains(&value.chars().filter(|c| is_digit(*c)).count())
}

fn cut(value: &str) -> String {
    let mut visible = value.chars().filter(|c| !is_hidden(*c));
    let mut text: String = visible.by_ref().take(LONGEST).collect();
    if visible.next().is_some() {
        text.push('…');
    }
    text
}

/// The same for a value that may be a phone number or a secret number: of its digits only the first three
/// and the last three are shown, wherever there are more than six.
///
/// ```
/// use rwandapay_core::error::shown_masked;
///
/// assert_eq!(shown_masked("+250 788 123 4567"), "+250 ••• ••• •567");
/// ```
pub fn shown_masked(value: &str) -> String {
    let digits = value.chars().filter(|c| c.is_numeric()).count();
    let last = digits.saturating_sub(3);
    let mut seen = 0_usize;
    let masked: String = value
        .chars()
        .map(|c| {
            if !c.is_numeric() {
                return c;
            }
            seen = seen.saturating_add(1);
            if digits > 6 && seen > 3 && seen <= last { '•' } else { c }
        })
        .collect();
    cut(&masked)
}

/// The error of one refused value: the sentence of the table, with the value (as [`shown`] or
/// [`shown_masked`] gave it) behind its noun.
///
/// ```
/// use rwandapay_core::error::{Code, refused};
///
/// let error = refused(Code::AmountNotWhole, "amount", "5000.5");
/// assert_eq!(error.message(), "amount `5000.5` has a part of a franc");
/// ```
pub fn refused(code: Code, noun: &str, value: &str) -> Error {
    let sentence = code.row().message;
    let rest = sentence.strip_prefix("the ").and_then(|rest| rest.strip_prefix(noun));
    Error::with_message(
        code,
        match rest {
            Some(rest) => format!("{noun} `{value}`{rest}"),
            None => format!("{noun} `{value}`: {sentence}"),
        },
    )
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
