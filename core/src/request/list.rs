//! Lists: filters, and the place where a page begins.

use alloc::format;
use alloc::string::{String, ToString};

use crate::error::Code;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::reference::MerchantReference;
use crate::time::Instant;

/// What a list shows, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// How many: 1 to 100.
    pub limit: u8,
    /// Where the page begins: after this place.
    pub cursor: Option<Cursor>,
    /// Only this status.
    pub status: Option<String>,
    /// Only this provider.
    pub provider: Option<Provider>,
    /// Only this phone.
    pub phone: Option<Phone>,
    /// Only this reference of the merchant.
    pub merchant_reference: Option<MerchantReference>,
    /// Only what was created then or later.
    pub created_from: Option<Instant>,
    /// Only what was created then or earlier.
    pub created_to: Option<Instant>,
}

impl ListQuery {
    /// How many a page has where the request does not say.
    pub const DEFAULT_LIMIT: u8 = 20;
    /// The most that a page has.
    pub const MAX_LIMIT: u8 = 100;
}

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            limit: Self::DEFAULT_LIMIT,
            cursor: None,
            status: None,
            provider: None,
            phone: None,
            merchant_reference: None,
            created_from: None,
            created_to: None,
        }
    }
}

/// A place in a list, newest first: by time (events: by sequence), and by reference among equals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The time in milliseconds, or the sequence.
    pub at: i64,
    /// The reference.
    pub reference: String,
}

impl Cursor {
    /// Reads what [`Cursor`] prints.
    ///
    /// # Errors
    /// `cursor_malformed`.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let (at, reference) = text.split_once('.').ok_or(Code::CursorMalformed)?;
        let at = i64::from_str_radix(at, 16).map_err(|_| Code::CursorMalformed)?;
        let plain =
            reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let cursor = Self { at, reference: reference.to_string() };
        let fits = plain && (1..=64).contains(&reference.len()) && cursor.print() == text;
        if fits { Ok(cursor) } else { Err(Code::CursorMalformed) }
    }

    /// The text that `next_cursor` shows; no part of it means anything to a client.
    pub fn print(&self) -> String {
        format!("{:x}.{}", self.at, self.reference)
    }
}
