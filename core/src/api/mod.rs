//! The doors: everything that a binding, the server or a vector calls goes through here.

pub mod guard;
pub mod http;
pub mod native;
pub mod ops;

pub use ops::call;
