//! withdrawal.
