//! The API key: which mode it opens and what it may do.

use alloc::format;
use core::fmt;

use crate::error::{Code, Error};
use crate::record::{KeyClass, Mode};
use crate::secret::Secret;

/// The longest API key, in bytes.
pub const API_KEY_MAX_BYTES: usize = 128;

const PREFIXES: [(&str, KeyClass, Mode); 4] = [
    ("sk_test_", KeyClass::Secret, Mode::Test),
    ("sk_live_", KeyClass::Secret, Mode::Live),
    ("pk_test_", KeyClass::Publishable, Mode::Test),
    ("pk_live_", KeyClass::Publishable, Mode::Live),
];

/// An API key whose form is proven; whether a server knows it is another matter.
///
/// Source: contract, section 6.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    text: Secret,
    class: KeyClass,
    mode: Mode,
}

impl ApiKey {
    /// Takes a key in: one of the four prefixes, then letters, digits, `_` or `-`, 128 bytes at most.
    ///
    /// # Errors
    /// `api_key_missing` for an empty text, `api_key_malformed` for anything else that is not a key; the
    /// message shows the prefix at most.
    ///
    /// ```
    /// use rwandapay_core::client::ApiKey;
    /// use rwandapay_core::record::Mode;
    ///
    /// assert_eq!(ApiKey::parse("sk_test_sandbox")?.mode(), Mode::Test);
    /// assert!(ApiKey::parse("YOUR_API_KEY").is_err());
    /// # Ok::<(), rwandapay_core::error::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::new(Code::ApiKeyMissing).at("api_key"));
        }
        if text.trim() != text {
            return Err(malformed("the API key has white space around it"));
        }
        let known = PREFIXES
            .iter()
            .find_map(|(prefix, class, mode)| Some((*prefix, text.strip_prefix(prefix)?, *class, *mode)));
        let Some((prefix, rest, class, mode)) = known else {
            return Err(malformed(
                "the API key does not begin with `sk_test_`, `sk_live_`, `pk_test_` or `pk_live_`",
            ));
        };
        if rest.is_empty() {
            return Err(malformed(&format!("the API key `{prefix}` ends after its prefix")));
        }
        if text.len() > API_KEY_MAX_BYTES {
            return Err(malformed(&format!(
                "the API key `{prefix}…` is longer than {API_KEY_MAX_BYTES} bytes"
            )));
        }
        if !rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
            return Err(malformed(&format!(
                "the API key `{prefix}…` has a character that is not a letter, a digit, `_` or `-`"
            )));
        }
        Ok(Self { text: Secret::new(text), class, mode })
    }

    /// Test money or real money.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// Secret or publishable.
    pub const fn class(&self) -> KeyClass {
        self.class
    }

    /// The key with everything after its prefix left out.
    pub fn masked(&self) -> &'static str {
        match (self.class, self.mode) {
            (KeyClass::Secret, Mode::Test) => "sk_test_…",
            (KeyClass::Secret, Mode::Live) => "sk_live_…",
            (KeyClass::Publishable, Mode::Test) => "pk_test_…",
            (KeyClass::Publishable, Mode::Live) => "pk_live_…",
        }
    }

    /// The text, for the `Authorization` header and the seal of the state.
    pub(super) fn reveal(&self) -> &str {
        self.text.reveal()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({})", self.masked())
    }
}

fn malformed(message: &str) -> Error {
    Error::with_message(Code::ApiKeyMalformed, message).at("api_key")
}
