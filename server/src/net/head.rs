//! The bytes of a request's head, looked at one by one: where it ends, and what is not acceptable in it.

use rwandapay_core::error::Code;

use crate::net::limits::{HEAD_BYTES, HEADERS};

/// Where in a head the bytes so far have led.
#[derive(Default)]
pub struct Scan {
    length: usize,
    lines: usize,
    line_length: usize,
    /// The first bytes of the line, in lower case: as many as the longest name below has.
    name: Vec<u8>,
    framings: (bool, bool),
    after_return: bool,
    begun: bool,
}

const LENGTH: &[u8] = b"content-length:";
const ENCODING: &[u8] = b"transfer-encoding:";

/// What some bytes of a head came to.
pub enum Scanned {
    /// All of these bytes are in the head.
    More(usize),
    /// The head ends with this byte.
    End(usize),
    /// The head is not acceptable.
    Bad(Code),
}

impl Scan {
    /// Whether a byte of a head has come.
    pub fn has_begun(&self) -> bool {
        self.length > 0
    }

    /// Reads on; after an end or a refusal the scan is over.
    pub fn read(&mut self, bytes: &[u8]) -> Scanned {
        for (index, byte) in bytes.iter().enumerate() {
            self.length += 1;
            if self.length > HEAD_BYTES {
                return Scanned::Bad(Code::HeadersTooLarge);
            }
            match (self.after_return, byte) {
                (true, b'\n') => {
                    // Empty lines before a request line are passed over (RFC 9112, section 2.2).
                    if self.line_length == 0 && self.begun {
                        return self.end(index + 1);
                    }
                    self.next_line();
                    if self.lines > HEADERS + 1 {
                        return Scanned::Bad(Code::HeadersTooLarge);
                    }
                }
                (true, _) | (false, b'\n') => return Scanned::Bad(Code::HeaderMalformed),
                (false, b'\r') => self.after_return = true,
                (false, _) => {
                    self.line_length += 1;
                    self.begun = true;
                    if self.name.len() < ENCODING.len() {
                        self.name.push(byte.to_ascii_lowercase());
                    }
                }
            }
        }
        Scanned::More(bytes.len())
    }

    fn next_line(&mut self) {
        self.after_return = false;
        self.lines += usize::from(self.line_length > 0);
        self.line_length = 0;
        self.framings.0 |= self.name.starts_with(LENGTH);
        self.framings.1 |= self.name.starts_with(ENCODING);
        self.name.clear();
    }

    /// A length beside an encoding is how requests are smuggled (RFC 9112, section 6.1); hyper drops the
    /// length without a word.
    fn end(&self, count: usize) -> Scanned {
        if self.framings == (true, true) { Scanned::Bad(Code::HeaderMalformed) } else { Scanned::End(count) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(bytes: &[u8]) -> Result<Option<usize>, Code> {
        match Scan::default().read(bytes) {
            Scanned::More(_) => Ok(None),
            Scanned::End(count) => Ok(Some(count)),
            Scanned::Bad(code) => Err(code),
        }
    }

    #[test]
    fn a_head_ends_with_an_empty_line() {
        assert_eq!(scan(b"GET / HTTP/1.1\r\nHost: a\r\n\r\nbody"), Ok(Some(27)));
        assert_eq!(scan(b"\r\nGET / HTTP/1.1\r\n\r\n"), Ok(Some(20)));
        assert_eq!(scan(b"GET / HTTP/1.1\r\nHost: a\r\n\r"), Ok(None));
        assert_eq!(scan(b"\r\n\r\n"), Ok(None));
    }

    #[test]
    fn a_line_ends_with_both_bytes() {
        for bytes in [
            &b"GET / HTTP/1.1\nHost: a\n\n"[..],
            b"GET / HTTP/1.1\r\nHost: a\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\n\n",
            b"\nGET / HTTP/1.1\r\n",
            b"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
            b"GET / HTTP/1.1\r\r\n\r\n",
        ] {
            assert_eq!(scan(bytes), Err(Code::HeaderMalformed), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_body_has_one_framing() {
        for (headers, good) in [
            ("Content-Length: 4\r\n", true),
            ("Transfer-Encoding: chunked\r\n", true),
            ("X-Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", true),
            ("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", false),
            ("TRANSFER-ENCODING:x\r\nA: b\r\nCONTENT-LENGTH:4\r\n", false),
        ] {
            let head = format!("POST / HTTP/1.1\r\n{headers}\r\n");
            assert_eq!(scan(head.as_bytes()).is_ok(), good, "{headers}");
        }
    }

    #[test]
    fn a_head_has_a_limit() {
        let line = b"GET / HTTP/1.1\r\nX: ";
        let fits = [&line[..], &vec![b'a'; HEAD_BYTES - line.len() - 4], b"\r\n\r\n"].concat();
        assert_eq!(scan(&fits), Ok(Some(HEAD_BYTES)));
        let above = [&line[..], &vec![b'a'; HEAD_BYTES - line.len() - 3], b"\r\n\r\n"].concat();
        assert_eq!(scan(&above), Err(Code::HeadersTooLarge));
    }

    #[test]
    fn a_head_has_at_most_100_headers() {
        let head = |count| format!("GET / HTTP/1.1\r\n{}\r\n", "X: 1\r\n".repeat(count));
        assert!(scan(head(HEADERS).as_bytes()).is_ok());
        assert_eq!(scan(head(HEADERS + 1).as_bytes()), Err(Code::HeadersTooLarge));
    }
}
