//! Strict JSON: a tree that keeps every number as the text that was sent.
//!
//! `serde_json` finds the tokens; what it is lenient about is refused here: a key given twice, nesting
//! deeper than [`MAX_DEPTH`], bytes that are not UTF-8. This folder is the only place that names serde.

mod parse;
mod print;
mod tree;

pub use parse::{MAX_ANSWER_DEPTH, MAX_DEPTH, parse, parse_answer};
pub use tree::{Json, Object};
