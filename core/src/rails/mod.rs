//! rails.
