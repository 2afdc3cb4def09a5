//! The writer: one thread that owns the records, and commits for everybody.
