//! Where records live: one interface, and SQLite behind it.
