//! The token of a form: what another site, which cannot read our cookie, cannot send.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::random;

/// The name of the cookie.
pub const COOKIE: &str = "rwandapay_form";
/// 128 bits, in hexadecimal digits.
const DIGITS: usize = 32;

/// The random value of a browser's cookie among its cookies, or a new one.
pub fn visitor(cookies: Option<&str>) -> Option<String> {
    let known = cookies.unwrap_or_default().split(';').find_map(|cookie| {
        let value = cookie.trim().strip_prefix(COOKIE)?.strip_prefix('=')?;
        (value.len() == DIGITS && value.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .then(|| value.to_owned())
    });
    known.or_else(|| random().ok().map(|bytes| digits(&bytes)))
}

/// The token of the form of one page for one visitor.
pub fn token(key: &[u8; 32], page: &str, visitor: &str) -> String {
    // HMAC takes a key of any length, so the error arm never runs.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    let code = mac.chain_update(page).chain_update([0]).chain_update(visitor).finalize().into_bytes();
    digits(&code)
}

/// Whether a token is the one of this page and visitor.
pub fn holds(key: &[u8; 32], page: &str, visitor: &str, given: &str) -> bool {
    let right = token(key, page, visitor);
    !right.is_empty() && bool::from(right.as_bytes().ct_eq(given.as_bytes()))
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().take(DIGITS / 2).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_one_page_and_one_visitor() {
        let key = [1; 32];
        let (alice, bob) = (visitor(None).unwrap(), visitor(Some("a=b; rwandapay_form=short")).unwrap());
        assert_ne!(alice, bob);
        assert_eq!(visitor(Some(&format!("x=1; {COOKIE}={alice}"))).unwrap(), alice);
        let given = token(&key, "CHK-1", &alice);
        assert!(holds(&key, "CHK-1", &alice, &given));
        for (key, page, visitor) in
            [([1; 32], "CHK-2", &alice), ([1; 32], "CHK-1", &bob), ([2; 32], "CHK-1", &alice)]
        {
            assert!(!holds(&key, page, visitor, &given));
        }
        assert!(!holds(&key, "CHK-1", &alice, ""));
    }
}
