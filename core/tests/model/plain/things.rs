//! What there is: small structs, and what their states are called.

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Pending,
    Successful,
    Failed,
    Expired,
    Reversed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    None,
    Unknown,
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Created,
    Sending,
    Accepted,
    Unknown,
    Closed,
    Parked,
}

/// What a provider says about an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Pending,
    Paid,
    PaidOther(i64),
    Failed,
    NotFound,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    Accepted,
    Refused,
    Busy,
    Unavailable,
    Unknown,
}

#[derive(Debug, Clone)]
pub struct Payment {
    pub amount: i64,
    pub fee: i64,
    pub phone: String,
    pub provider: String,
    /// The key class and the merchant's reference.
    pub name: Option<(char, String)>,
    pub session: Option<String>,
    pub attempt: String,
    pub state: State,
    pub known: Known,
    pub late: bool,
    pub duplicate_of: Option<String>,
    pub review: Option<i64>,
    /// People gave back what had come in.
    pub returned: bool,
    pub refunded: i64,
    pub refund_pending: i64,
    pub beyond: i64,
    pub fee_back: i64,
    /// What a reversal took from the merchant.
    pub taken_back: i64,
    pub expires: i64,
}

#[derive(Debug, Clone)]
pub struct PayOut {
    /// The payment of a refund; none for a withdrawal.
    pub payment: Option<String>,
    pub amount: i64,
    /// What of a refund comes out of our fee.
    pub fee_back: i64,
    pub phone: String,
    pub name: Option<String>,
    pub state: State,
    pub known: Known,
    pub late: bool,
}

#[derive(Debug, Clone)]
pub struct Session {
    pub amount: i64,
    pub name: (char, String),
    pub open: bool,
    pub completed_by: Option<String>,
    pub late: bool,
    pub last: Option<String>,
    pub undecided: u32,
    pub expires: i64,
}

#[derive(Debug, Clone)]
pub struct Attempt {
    /// The payment, refund or withdrawal.
    pub of: String,
    pub collects: bool,
    pub stage: Stage,
    pub maybe_taken: bool,
    pub submissions: u32,
    pub sent_at: Option<i64>,
    pub prompt_until: Option<i64>,
    pub not_found_at: Option<i64>,
}

#[derive(Debug, Clone)]
pub struct Key {
    pub fingerprint: u8,
    pub data: String,
    pub owner: String,
    pub taken_at: i64,
}

#[derive(Debug, Default)]
pub struct Names {
    pub successful: Option<String>,
    pub newest: Option<String>,
    pub session: bool,
}

#[derive(Debug, Default)]
pub struct Pin {
    pub in_a_row: u32,
    pub since_right: u32,
    pub locked_until: i64,
    pub locked_for_good: bool,
}
