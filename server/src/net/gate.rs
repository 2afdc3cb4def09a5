//! A socket that is stricter than the HTTP library behind it.
//!
//! Hyper 1.12 takes a bare line feed for the end of a line, takes a length beside an encoding, and answers
//! heads that it cannot read by itself, with an empty body. The gate reads every head first: a bare line
//! feed, a bare carriage return, two framings or a head above the limits reach hyper as bytes that it must
//! refuse. What hyper then writes of its own accord is held back, so that the refusal can be written in our
//! own shape.
//!
//! To know where a head begins, the gate is told by the service how long the body of each request is. After
//! a chunked body no further head may come on the same connection.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use rwandapay_core::error::Code;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::net::head::{Scan, Scanned};
use crate::net::limits::WRITE_WAIT;

/// What follows the head that was just read; the service puts it, the gate takes it.
#[derive(Clone, Default)]
pub struct Framing(Arc<Mutex<Option<After>>>);

#[derive(Clone, Copy)]
enum After {
    Bytes(u64),
    Rest,
}

impl Framing {
    /// A body of this length, or one whose end the gate need not find, because it is the last.
    pub fn set(&self, length: Option<u64>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(length.map_or(After::Rest, After::Bytes));
    }

    fn take(&self) -> Option<After> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The socket and what is known about the bytes that come.
pub struct Gate<S> {
    socket: S,
    framing: Framing,
    stage: Stage,
    scan: Scan,
    held: Vec<u8>,
    given: usize,
    found: Option<Code>,
    refused: Option<Code>,
    stalled: Option<Pin<Box<Sleep>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Head,
    HeadEnded,
    Body(u64),
    Rest,
    Over,
}

/// Bytes that are in no head: they make hyper refuse whatever came before them.
const POISON: &[u8] = b"\0\r\n\r\n";
const CHUNK_BYTES: usize = 8 * 1024;

impl<S> Gate<S> {
    /// A gate in front of a fresh connection.
    pub fn new(socket: S, framing: Framing) -> Self {
        Self {
            socket,
            framing,
            stage: Stage::Head,
            scan: Scan::default(),
            held: Vec::new(),
            given: 0,
            found: None,
            refused: None,
            stalled: None,
        }
    }

    /// Why the last head was refused, if it was, and has not been answered yet.
    pub fn refused(&self) -> Option<Code> {
        self.refused
    }

    /// Whether a part of a head has come, and the rest has not.
    pub fn is_inside_head(&self) -> bool {
        self.stage == Stage::Head && self.scan.has_begun()
    }

    /// The socket itself.
    pub fn into_socket(self) -> S {
        self.socket
    }

    /// Hands over up to `most` of the bytes held, and says how many.
    fn give(&mut self, most: usize, to: &mut ReadBuf<'_>) -> usize {
        let held = self.held.get(self.given..).unwrap_or_default();
        let count = held.len().min(most).min(to.remaining());
        to.put_slice(held.get(..count).unwrap_or_default());
        self.given += count;
        count
    }

    fn give_head(&mut self, to: &mut ReadBuf<'_>) {
        let held = self.held.get(self.given..).unwrap_or_default();
        let room = held.get(..held.len().min(to.remaining())).unwrap_or_default();
        match self.scan.read(room) {
            Scanned::More(count) => {
                self.give(count, to);
            }
            Scanned::End(count) => {
                self.give(count, to);
                self.scan = Scan::default();
                self.stage = Stage::HeadEnded;
            }
            Scanned::Bad(code) => {
                self.found = Some(code);
                self.stage = Stage::Over;
                to.put_slice(POISON.get(..POISON.len().min(to.remaining())).unwrap_or_default());
            }
        }
    }
}

impl<S: AsyncRead + Unpin> Gate<S> {
    /// Makes sure that bytes are held; none at the end of the stream.
    fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.given < self.held.len() {
            return Poll::Ready(Ok(()));
        }
        let mut chunk = [0; CHUNK_BYTES];
        let mut read = ReadBuf::new(&mut chunk);
        ready!(Pin::new(&mut self.socket).poll_read(context, &mut read))?;
        self.held.clear();
        self.held.extend_from_slice(read.filled());
        self.given = 0;
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Gate<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let gate = self.get_mut();
        if gate.stage == Stage::HeadEnded {
            gate.stage = match gate.framing.take() {
                Some(After::Bytes(0)) => Stage::Head,
                Some(After::Bytes(length)) => Stage::Body(length),
                Some(After::Rest) => Stage::Rest,
                // Hyper reads on only when it has handed the head to the service, or has refused it.
                None => Stage::Over,
            };
        }
        if gate.stage == Stage::Over {
            return Poll::Ready(Ok(()));
        }
        ready!(gate.poll_fill(context))?;
        match gate.stage {
            Stage::Head => gate.give_head(to),
            Stage::Body(left) => {
                let given = gate.give(usize::try_from(left).unwrap_or(usize::MAX), to);
                let left = left.saturating_sub(u64::try_from(given).unwrap_or(u64::MAX));
                gate.stage = if left == 0 { Stage::Head } else { Stage::Body(left) };
            }
            Stage::Rest => {
                gate.give(usize::MAX, to);
            }
            Stage::HeadEnded | Stage::Over => {}
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Gate<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let gate = self.get_mut();
        if let Some(status) = automatic(bytes) {
            // Heads above the limits do not come this far: it is a length that no number holds.
            let code = if status == b"431" { Code::BodyTooLarge } else { Code::HeaderMalformed };
            gate.refused = Some(gate.found.unwrap_or(code));
            return Poll::Ready(Ok(bytes.len()));
        }
        if let Poll::Ready(written) = Pin::new(&mut gate.socket).poll_write(context, bytes) {
            gate.stalled = None;
            return Poll::Ready(written);
        }
        let stalled = gate.stalled.get_or_insert_with(|| Box::pin(sleep(WRITE_WAIT)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_shutdown(context)
    }
}

/// The status of an answer that hyper gave by itself: a refusal without the id that each of ours has.
fn automatic(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"HTTP/1.1 ").or_else(|| bytes.strip_prefix(b"HTTP/1.0 "))?;
    let status = rest.get(..3).filter(|status| status.starts_with(b"4"))?;
    let ours = bytes.windows(14).any(|window| window == b"\r\nrequest-id: ");
    (!ours).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_refusals_without_an_id_are_held_back() {
        assert_eq!(
            automatic(b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n\r\n"),
            Some(&b"431"[..])
        );
        assert_eq!(automatic(b"HTTP/1.0 400 Bad Request\r\n\r\n"), Some(&b"400"[..]));
        assert_eq!(automatic(b"HTTP/1.1 404 Not Found\r\nrequest-id: req_1\r\n\r\n{}"), None);
        assert_eq!(automatic(b"HTTP/1.1 100 Continue\r\n\r\n"), None);
        assert_eq!(automatic(b"HTTP/1.1 200 OK\r\n\r\n"), None);
        assert_eq!(automatic(b"{\"status\""), None);
    }
}
