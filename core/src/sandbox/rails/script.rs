//! What happens to a request, by the last three digits of the wallet. Source: contract, section 8.

use alloc::vec::Vec;

use crate::failure::FailureCode;
use crate::phone::Phone;

/// What the number of a wallet is looked up as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A collection.
    Collect,
    /// A refund; the number is that of the collection.
    Refund,
    /// A payout of a withdrawal.
    Payout,
}

/// What becomes of the submission itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It is taken and acknowledged.
    Taken,
    /// It is taken, and the reply is lost.
    Silent,
    /// The provider cannot be reached: nothing is taken, however often it is tried.
    Down,
}

/// What enquiries say before it is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// That the customer has not decided.
    Pending,
    /// Nothing that can be relied on.
    Unknown,
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The money moves, and this many francs too many.
    Moved(u32),
    /// It fails.
    Failed(FailureCode),
    /// It stays undecided for ever.
    Never,
}

/// What a callback claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claims {
    /// How it ended.
    TheEnd,
    /// That it is still under way.
    Pending,
    /// A success with an amount that was never paid.
    Forged,
}

/// What else is called back besides the end, and when, in milliseconds after it was taken.
type Extra = &'static [(i64, Claims)];

/// The course of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script {
    /// What becomes of the submission.
    pub start: Start,
    /// What enquiries say until then.
    pub before: Before,
    /// When it is decided, after it was taken.
    pub decides_after_ms: i64,
    /// How it ends.
    pub end: End,
    extra: Extra,
}

/// When everything is decided that says nothing else.
const DECIDES_MS: i64 = 2_000;
/// When what was unknown is decided, unless it outlives the payment.
const UNKNOWN_MS: i64 = 60_000;
/// One minute after a payment has expired, by the default of 15 minutes.
const AFTER_EXPIRY_MS: i64 = 960_000;
/// By how much the wrong amounts are wrong, in francs: more than any rounding could explain.
pub const WRONG_BY: u32 = 1_000;

const SUCCESS: Script = Script {
    start: Start::Taken,
    before: Before::Pending,
    decides_after_ms: DECIDES_MS,
    end: End::Moved(0),
    extra: &[],
};

const fn fails(code: FailureCode) -> Script {
    Script { end: End::Failed(code), ..SUCCESS }
}

/// Taken without a word, unknown for a while, then decided.
const fn unknown(decides_after_ms: i64, end: End) -> Script {
    Script { start: Start::Silent, before: Before::Unknown, decides_after_ms, end, extra: &[] }
}

const UNKNOWN_THEN_MOVED: Script = unknown(UNKNOWN_MS, End::Moved(0));
const UNKNOWN_THEN_FAILED: Script = unknown(UNKNOWN_MS, End::Failed(FailureCode::ProviderDeclined));

impl Script {
    /// Paid at once, and called back before.
    pub const PAID: Self = Self { decides_after_ms: 0, ..SUCCESS };

    /// The course of a request to this wallet.
    pub fn of(kind: Kind, phone: Phone) -> Self {
        let digits = phone.get().checked_rem(1000).unwrap_or_default();
        match kind {
            Kind::Collect => collect(digits),
            Kind::Refund => digits.checked_sub(100).map_or(SUCCESS, pay_out),
            Kind::Payout => pay_out(digits),
        }
    }

    /// When its callbacks come, after it was taken, and what each claims.
    pub fn callbacks(&self) -> Vec<(i64, Claims)> {
        let end = match self.end {
            End::Moved(_) | End::Failed(_) => Some((self.decides_after_ms, Claims::TheEnd)),
            End::Never => None,
        };
        end.into_iter().chain(self.extra.iter().copied()).collect()
    }
}

fn collect(digits: u32) -> Script {
    use FailureCode as Code;
    match digits {
        1 => fails(Code::InsufficientFunds),
        2 => fails(Code::PayerRejected),
        3 => fails(Code::PayerTimeout),
        4 => fails(Code::PayerNotFound),
        5 => fails(Code::PayerLimitReached),
        6 => Script { start: Start::Down, end: End::Never, ..SUCCESS },
        7 => unknown(AFTER_EXPIRY_MS, End::Moved(0)),
        8 => UNKNOWN_THEN_FAILED,
        9 => Script { end: End::Never, ..SUCCESS },
        10 => Script { extra: &[(3_000, Claims::TheEnd), (4_000, Claims::TheEnd)], ..SUCCESS },
        11 => Script { extra: &[(3_000, Claims::Pending)], ..SUCCESS },
        12 => Script { decides_after_ms: 30_000, ..SUCCESS },
        13 => Script { end: End::Moved(WRONG_BY), ..SUCCESS },
        14 => Script { extra: &[(1_000, Claims::Forged)], ..SUCCESS },
        15 => fails(Code::PayerAccountBlocked),
        16 => fails(Code::WrongPin),
        17 => fails(Code::LowBalanceOrLimit),
        18 => fails(Code::ProviderDeclined),
        19 => fails(Code::UnknownReason),
        _ => SUCCESS,
    }
}

/// A payout by its number, or a refund by its number less 100.
fn pay_out(digits: u32) -> Script {
    match digits {
        1 => fails(FailureCode::RecipientNotFound),
        2 => fails(FailureCode::RecipientCannotReceive),
        3 => fails(FailureCode::FloatInsufficient),
        7 => UNKNOWN_THEN_MOVED,
        8 => UNKNOWN_THEN_FAILED,
        _ => SUCCESS,
    }
}
