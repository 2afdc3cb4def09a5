//! Texts that never show themselves.

use alloc::string::String;
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
