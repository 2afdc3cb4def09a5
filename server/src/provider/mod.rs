//! The simulated providers, with books of their own on disk.
