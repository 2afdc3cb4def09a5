//! MTN MoMo: request to pay, transfer and refund.

mod build;
mod read;
mod table;

pub use build::{Access, ProductAccess, token_request};
pub(super) use build::{enquire, submit};
pub(super) use read::{read_callback, read_enquiry, read_submission};
pub use table::{
    FINAL_STATUSES, FinalStatus, HTTP_STATUSES, Http, NOT_FOUND, PENDING, REASONS, Reason, SUCCESSFUL,
};
