//! Texts that never show themselves.

use alloc::string::String;

use crate::error::Code;
use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A secret text: masked in every print, compared without a hint where it differs, wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// A PIN: 4 to 6 ASCII digits.
    ///
    /// # Errors
    /// `pin_malformed`.
    pub fn pin(text: &str) -> Result<Self, Code> {
        let good = (4..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if good { Ok(Self::new(text)) } else { Err(Code::PinMalformed) }
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Secret {
    /// Takes the same time wherever the texts differ; only their lengths show.
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_equal_by_text_and_never_shown() {
        let secret = Secret::new("sk_test_sandbox");
        assert_eq!(secret, Secret::new("sk_test_sandbox"));
        for other in ["sk_test_sandboy", "sk_test_sandbo", "sk_test_sandbox ", ""] {
            assert_ne!(secret, Secret::new(other), "{other}");
        }
        assert_eq!(alloc::format!("{secret:?}"), "Secret(…)");
    }
}
