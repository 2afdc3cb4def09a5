//! A defect of ours, found before it could do harm.

/// A decision that must not be applied. Says which rule it broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defect(pub &'static str);
