//! Errors: one table of codes, one value that carries a code to the caller.
//!
//! Hot functions return a bare [`Code`], which is a number and allocates nothing; the doors turn it into
//! an [`Error`] that says what, which value (masked), which bound and what to do next.

mod code;
mod shown;
mod value;

pub use code::{Code, Kind, Retry, Row, TABLE};
pub use shown::{refused, shown, shown_masked};
pub use value::{Detail, Error, Outcome};
