//! Rate limits: a plan, its bucket, and the buckets of everybody.

mod bucket;
mod limits;

pub use bucket::{Bucket, Verdict};
pub use limits::{Limits, MAX_BUCKETS};

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

impl Plan {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sandbox, Self::Basic, Self::Premium];

    /// The name: `sandbox`, `basic` or `premium`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Basic => "basic",
            Self::Premium => "premium",
        }
    }

    /// The plan with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plan| plan.name() == name)
    }

    /// Requests a minute that can go on for ever.
    pub const fn sustained(self) -> u64 {
        match self {
            Self::Sandbox => 100,
            Self::Basic => 500,
            Self::Premium => 2000,
        }
    }

    /// The most requests in any one minute.
    pub const fn burst(self) -> u64 {
        match self {
            Self::Sandbox => 200,
            Self::Basic => 1000,
            Self::Premium => 5000,
        }
    }
}
