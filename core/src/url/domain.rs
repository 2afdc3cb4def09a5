//! Names of hosts.

use crate::error::Code;

/// Ends of names that never lead to the public internet.
///
/// Source: RFC 6761, RFC 6762 (and its appendix G), RFC 8375.
const LOCAL_ENDS: [&str; 10] = [
    "localhost",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
    "localdomain",
];

/// Why a small name of well-formed labels may not be called, if it may not.
pub(super) fn refusal(name: &str) -> Option<Code> {
    let under = |end: &str| name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    // A name without a point is looked up in the network of whoever calls it.
    let local = LOCAL_ENDS.iter().any(|end| under(end)) || !name.contains('.');
    local.then_some(Code::UrlAddressNotAllowed)
}

/// Whether a small name is this machine's.
pub(super) fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

pub(super) fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether some reader would take a label as a part of an IPv4 address: decimal, octal or hexadecimal.
pub(super) fn is_number(label: &str) -> bool {
    let hex = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
    hex.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
        || label.bytes().all(|b| b.is_ascii_digit())
}
