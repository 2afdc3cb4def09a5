//! The engine: every decision about money, as a function of records, a command and the time.
//!
//! [`decide()`] reads records and says what must become of them; [`apply()`] checks that once more and does it;
//! [`Batch`] drives both for a group of commands. Nothing here loads, stores, waits, draws or sends: a
//! shell does, and the sandbox is such a shell over records in memory. What is decided here (idempotency,
//! claims, the refund ceiling, balance floors, the PIN lock, review, late success, duplicates) is decided
//! nowhere else. The engine never asks whether it runs in test mode or in live mode.

mod account;
mod adjust;
mod apply;
mod attempt;
mod batch;
mod checkout;
mod collect;
pub mod command;
mod decide;
mod decision;
mod defect;
mod delivery;
mod draft;
mod endpoint;
mod expiry;
mod funds;
mod idempotency;
mod outcome;
mod payout;
mod policy;
pub mod read;
mod records;
mod refund;
mod settle;
mod withdraw;

pub use apply::apply;
pub use batch::{Batch, Step};
pub use command::{Action, Caller, Command};
pub use decide::decide;
pub use decision::{Answer, Decision, Job, Task};
pub use defect::Defect;
pub use policy::{Config, DuplicateSuccess, Policy, RefundFee};
pub use records::{Missing, Records};
