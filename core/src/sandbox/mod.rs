//! The engine run in memory: simulated rails, and a clock that can be moved.

pub mod rails;
