//! Tests of the core against independent implementations: see `tests/`.
//!
//! The crate stands apart, because the implementations that it compares with are large and no part of the
//! product.
