//! Fee schedules and quotes.
