//! Paths and queries.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::Code;

/// The normal form of a path and a query: dot segments resolved, a fragment left out.
///
/// # Errors
/// `url_malformed` for a character that an address does not carry as it is, or a `%` without two
/// hexadecimal digits.
pub(super) fn normal(text: &str) -> Result<String, Code> {
    let whole = text.split_once('#').map_or(text, |(whole, _)| whole);
    // What a fragment holds is never sent; it must be plain all the same.
    check(text)?;
    let (path, query) = whole.split_once('?').map_or((whole, None), |(path, query)| (path, Some(query)));
    let mut target = resolved(path);
    if let Some(query) = query {
        target.push('?');
        target.push_str(query);
    }
    Ok(target)
}

/// The path without `.` and `..`, which are also written `%2e`.
///
/// Source: RFC 3986, section 5.2.4.
fn resolved(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let mut kept: Vec<&str> = Vec::new();
    for segment in &segments {
        match dots(segment) {
            0 => kept.push(segment),
            2 => {
                kept.pop();
            }
            _ => {}
        }
    }
    let mut target: String = kept.iter().flat_map(|segment| ["/", segment]).collect();
    // A path that ends in a dot segment is a directory.
    if target.is_empty() || segments.last().is_some_and(|last| dots(last) > 0) {
        target.push('/');
    }
    target
}

/// 1 for `.`, 2 for `..`, in either way to write them; else 0.
fn dots(segment: &str) -> usize {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    match plain.as_str() {
        "." => 1,
        ".." => 2,
        _ => 0,
    }
}

fn check(text: &str) -> Result<(), Code> {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let holds = match byte {
            b'%' => {
                let hex = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_hexdigit());
                hex(bytes.next()) && hex(bytes.next())
            }
            // A backslash is a slash to some readers; the rest is what RFC 3986 leaves out.
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => false,
            _ => byte.is_ascii_graphic(),
        };
        if !holds {
            return Err(Code::UrlMalformed);
        }
    }
    Ok(())
}
