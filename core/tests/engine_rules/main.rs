//! The rules of the engine, one short test each, over the sandbox. Source: contract, sections 3 to 8.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod attempts;
mod checkout;
mod claims;
mod idempotency;
mod money;
mod numbers;
mod refunds;
mod review;
mod webhooks;
mod withdrawals;
