//! What a page says, from the states of its records.

use rwandapay_core::checkout::SessionState;
use rwandapay_core::error::Outcome;
use rwandapay_core::payment::{self, PaymentState};
use rwandapay_core::record::{Payment, Session};
use rwandapay_core::time::Instant;

/// How many attempts the page of a session offers; each sends a prompt to somebody's phone.
pub const MOST_ATTEMPTS: u32 = 10;

/// One of the things that a page can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// Give a number.
    Form,
    /// Answer the prompt.
    Waiting,
    /// It is paid.
    Paid,
    /// It was paid, and the money went back.
    Refunded,
    /// It failed; another attempt may be made.
    FailedAgain,
    /// It failed.
    Failed,
    /// Nobody knows.
    Unknown,
    /// People look at it.
    Review,
    /// The time is over.
    Expired,
    /// It was paid and taken back.
    Reversed,
    /// It failed too often.
    TooMany,
}

impl Screen {
    /// The name, by which a page learns that there is news.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Waiting => "waiting",
            Self::Paid => "paid",
            Self::Refunded => "refunded",
            Self::FailedAgain => "failed_again",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Review => "review",
            Self::Expired => "expired",
            Self::Reversed => "reversed",
            Self::TooMany => "too_many",
        }
    }

    /// Whether the page looks for news by itself.
    pub const fn has_news(self) -> bool {
        matches!(self, Self::Waiting | Self::Unknown | Self::Review)
    }

    /// Whether a number can be given.
    pub const fn has_form(self) -> bool {
        matches!(self, Self::Form | Self::FailedAgain)
    }

    /// What the page of a payment says.
    pub fn of_payment(payment: &Payment) -> Self {
        if payment.review.is_some() {
            return Self::Review;
        }
        match (payment.state, payment.outcome) {
            (PaymentState::Pending, _) => Self::Waiting,
            (PaymentState::Successful, _) => {
                let shown = payment::display(payment.state, payment.amount, payment.refunded).name();
                if shown == "refunded" { Self::Refunded } else { Self::Paid }
            }
            (PaymentState::Failed, _) => Self::Failed,
            (PaymentState::Expired, Outcome::None) => Self::Expired,
            (PaymentState::Expired, Outcome::Unknown | Outcome::Done) => Self::Unknown,
            (PaymentState::Reversed, _) => Self::Reversed,
        }
    }

    /// What the page of a session says.
    pub fn of_session(session: &Session, attempt: Option<&Payment>, now: Instant) -> Self {
        let last = attempt.map(Self::of_payment);
        let over = session.state != SessionState::Open || now >= session.expires_at;
        match last {
            Some(
                last @ (Self::Paid
                | Self::Refunded
                | Self::Reversed
                | Self::Review
                | Self::Waiting
                | Self::Unknown),
            ) => last,
            Some(_) if over => Self::Failed,
            None if over => Self::Expired,
            Some(_) if session.attempts >= MOST_ATTEMPTS => Self::TooMany,
            Some(_) => Self::FailedAgain,
            None => Self::Form,
        }
    }
}
