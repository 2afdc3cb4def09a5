//! The listener's side: sockets, heads, bodies, and the limits on each.

pub mod connection;
pub mod gate;
pub mod handler;
pub mod head;
pub mod limits;
pub mod refusal;
pub mod tls;
