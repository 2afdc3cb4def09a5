//! What the simulated providers write down.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::script::{Claims, End, Kind, Script, WRONG_BY};
use crate::failure::FailureCode;
use crate::money::Rwf;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::rails::Product;
use crate::secret::Secret;
use crate::time::Instant;

/// What goes wrong with one submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives, and nobody knows.
    LoseRequest,
    /// It is taken, and the reply is lost.
    LoseReply,
    /// It arrives twice; the second reply is the one that comes back.
    Twice,
    /// It is taken this many milliseconds late, and everything after it.
    DelayMs(u32),
}

/// A callback that a provider sends.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    /// Who sends it.
    pub provider: Provider,
    /// The attempt's reference: in the path at MTN, in the body at Airtel.
    pub reference: String,
    /// The token in the path, as it was given when the attempt was submitted; Airtel calls one fixed
    /// address, so it has none.
    pub token: Option<Secret>,
    /// When it is sent.
    pub at: Instant,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("provider", &self.provider)
            .field("reference", &self.reference)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// Money that a provider believes it moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Who moved it.
    pub provider: Provider,
    /// In which direction: a collection comes in, the others go out.
    pub product: Product,
    /// Our reference of the attempt.
    pub reference: String,
    /// Our reference of the payment, refund or withdrawal.
    pub ours: String,
    /// The wallet.
    pub phone: Phone,
    /// How much.
    pub amount: Rwf,
    /// When.
    pub at: Instant,
}

/// A submission as a provider reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is asked.
    pub product: Product,
    /// Our reference of the attempt.
    pub reference: String,
    /// The wallet; none for a refund that names a collection instead.
    pub phone: Option<Phone>,
    /// The collection that is to be refunded.
    pub refund_of: Option<String>,
    /// How much.
    pub amount: Rwf,
    /// Our reference of the payment, refund or withdrawal.
    pub ours: String,
    /// The token for callbacks.
    pub token: Option<Secret>,
}

impl Asked {
    /// What its number is looked up as.
    pub fn kind(&self) -> Kind {
        match self.product {
            Product::Collect => Kind::Collect,
            Product::Refund => Kind::Refund,
            Product::Payout if self.ours.starts_with("RFD-") => Kind::Refund,
            Product::Payout => Kind::Payout,
        }
    }
}

/// A callback to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Whose.
    pub key: (Provider, String),
    /// What it claims.
    pub claims: Claims,
}

/// A submission that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// By whom.
    pub provider: Provider,
    /// What was asked.
    pub asked: Asked,
    /// The wallet.
    pub phone: Phone,
    /// What happens to it.
    pub script: Script,
    /// When it was taken.
    pub taken_at: Instant,
    /// The provider's own number of it.
    pub number: u64,
}

/// How an entry stands.
pub enum Standing {
    /// Not decided.
    Open,
    /// The money moved, this much.
    Moved(Rwf),
    /// It failed.
    Failed(FailureCode),
}

impl Entry {
    fn decides_at(&self) -> Instant {
        self.taken_at.plus_ms(self.script.decides_after_ms)
    }

    /// How it stands now.
    pub fn standing(&self, now: Instant) -> Standing {
        if now < self.decides_at() { Standing::Open } else { self.end() }
    }

    /// How it ends.
    pub fn end(&self) -> Standing {
        match self.script.end {
            End::Moved(too_much) => Standing::Moved(self.plus(too_much)),
            End::Failed(code) => Standing::Failed(code),
            End::Never => Standing::Open,
        }
    }

    /// What was moved by now, and when.
    pub fn moved(&self, now: Instant) -> Option<(Rwf, Instant)> {
        match self.standing(now) {
            Standing::Moved(amount) => Some((amount, self.decides_at())),
            Standing::Open | Standing::Failed(_) => None,
        }
    }

    /// The amount that a forged callback claims.
    pub fn forged(&self) -> Rwf {
        self.plus(WRONG_BY)
    }

    fn plus(&self, francs: u32) -> Rwf {
        let more = Rwf::new(francs.into()).ok().and_then(|more| self.asked.amount.checked_add(more));
        more.unwrap_or(self.asked.amount)
    }
}
