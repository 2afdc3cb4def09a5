//! Everything about a mobile money payment in Rwanda, as values and functions.
//!
//! The crate is `no_std`: there is no clock, socket, file, thread, environment or randomness to reach
//! for. Time and entropy are arguments. One file, `api/guard.rs`, links `std`, to catch a panic;
//! without the feature `std`, which is on by default, nothing does.
#![no_std]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        clippy::arithmetic_side_effects,
        clippy::float_arithmetic,
        clippy::unreachable,
        clippy::todo,
        clippy::unimplemented,
        clippy::wildcard_enum_match_arm
    )
)]

extern crate alloc;

pub mod entropy;
pub mod error;
pub mod failure;
pub mod http;
pub mod json;
pub mod secret;
pub mod time;
pub mod url;

pub mod fee;
pub mod idempotency;
pub mod money;
pub mod phone;
pub mod provider;
pub mod rate_limit;
pub mod reference;

pub mod checkout;
pub mod ledger;
pub mod machine;
pub mod payment;
pub mod refund;
pub mod transition;
pub mod withdrawal;

pub mod client;
pub mod rails;
pub mod webhook;

pub mod api;
pub mod engine;
pub mod record;
pub mod request;
pub mod resource;
pub mod sandbox;
