//! Secrets at rest.

/// Encrypts what must not be readable in a copy of the database: webhook secrets and callback tokens.
pub trait Sealer: Send + Sync {
    /// The sealed form, different each time.
    fn seal(&self, plain: &[u8]) -> Vec<u8>;

    /// What was sealed; none if it was changed, or sealed under another key.
    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>>;
}
