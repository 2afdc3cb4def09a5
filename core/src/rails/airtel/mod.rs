//! Airtel Money: collection by prompt, disbursement, and the refund of a whole collection.

mod build;
mod read;
mod table;

pub use build::{Access, refund, token_request};
pub(super) use build::{enquire, submit};
pub(super) use read::{read_callback, read_enquiry, read_submission};
pub use table::{CODES, Class, CodeRow, MESSAGES, MessageRow, STATUSES, Status, StatusRow};
