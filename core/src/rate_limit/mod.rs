//! rate_limit.
