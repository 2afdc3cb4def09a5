//! Rate limits.

/// The plan that a merchant's limits come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plan {
    /// 100 a minute, bursts to 200; test mode always.
    Sandbox,
    /// 500 a minute, bursts to 1000.
    Basic,
    /// 2000 a minute, bursts to 5000.
    Premium,
}
