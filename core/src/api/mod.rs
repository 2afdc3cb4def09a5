//! The doors: everything that a binding, the server or a vector calls goes through here.

pub mod http;
pub mod ops;

pub use ops::call;
