//! Every limit of the HTTP layer, with its name.

use std::time::Duration;

/// The bytes of a request line and its headers.
pub const HEAD_BYTES: usize = 16 * 1024;
/// The headers of a request; hyper's own limit is the same.
pub const HEADERS: usize = 100;
/// How long a head may take to arrive, and how long a connection may stay idle.
pub const HEAD_WAIT: Duration = Duration::from_secs(10);
/// How long a body may take to arrive after its head.
pub const BODY_WAIT: Duration = Duration::from_secs(10);
/// How long a client may leave an answer unread before it is given up.
pub const WRITE_WAIT: Duration = Duration::from_secs(10);
/// Connections at one time; the next ones wait in the operating system's queue.
pub const CONNECTIONS: u32 = 1024;
/// Connections of operators at one time.
pub const OPERATORS: usize = 16;
/// How long and how much is read after a last answer, so that closing does not destroy it on its way.
pub const LINGER_WAIT: Duration = Duration::from_secs(1);
/// See [`LINGER_WAIT`].
pub const LINGER_BYTES: usize = 256 * 1024;
/// How long requests under way may take once the server was told to stop.
pub const DRAIN_WAIT: Duration = Duration::from_secs(25);
/// The pause after the operating system could not give a connection, before the next try.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
