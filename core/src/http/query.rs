//! Paths and queries: strict percent-decoding.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Code, Error, shown};

/// Decodes `%XX`; a plus sign stays one.
///
/// # Errors
/// `query_malformed` for a broken escape, bytes that are not UTF-8, or a control character.
pub fn decode(text: &str) -> Result<String, Code> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = bytes.next().and_then(hex).ok_or(Code::QueryMalformed)?;
            let low = bytes.next().and_then(hex).ok_or(Code::QueryMalformed)?;
            decoded.push((high << 4) | low);
        } else {
            decoded.push(byte);
        }
    }
    let text = String::from_utf8(decoded).map_err(|_| Code::QueryMalformed)?;
    if text.chars().any(char::is_control) { Err(Code::QueryMalformed) } else { Ok(text) }
}

/// The names and values of a query, each name once. In a query a plus sign means a space.
///
/// # Errors
/// `query_malformed`.
pub fn pairs(query: &str) -> Result<Vec<(String, String)>, Error> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = decode(&name.replace('+', " "))?;
        let value = decode(&value.replace('+', " ")).map_err(|code| Error::new(code).at(shown(&name)))?;
        if pairs.iter().any(|(known, _)| *known == name) {
            let message = alloc::format!("`{}` appears twice in the query", shown(&name));
            return Err(Error::with_message(Code::QueryMalformed, message).at(shown(&name)));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
        b'A'..=b'F' => Some(digit.wrapping_sub(b'A').wrapping_add(10)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_is_strict() {
        assert_eq!(decode("INV%2F001%20a+b").unwrap(), "INV/001 a+b");
        assert_eq!(decode("Ni%C3%A7oise").unwrap(), "Ni\u{e7}oise");
        for bad in ["%", "%2", "%zz", "%ff", "a%00", "%0d%0a"] {
            assert_eq!(decode(bad), Err(Code::QueryMalformed), "{bad}");
        }
    }

    #[test]
    fn every_name_stands_once() {
        assert_eq!(pairs("limit=5&cursor=a%2Eb").unwrap().len(), 2);
        assert_eq!(pairs("limit=5&limit=6").unwrap_err().code(), Code::QueryMalformed);
        assert_eq!(pairs("l%69mit=5&limit=6").unwrap_err().field(), Some("limit"));
    }
}
