//! Events, the endpoints they go to, and their deliveries.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::reference::{DeliveryId, EndpointId, EventId};
use crate::secret::Secret;
use crate::time::Instant;
use crate::webhook::DeliveryState;

macro_rules! event_types {
    ($($variant:ident $name:literal $doc:literal)*) => {
        /// What happened. Clients must ignore names that they do not know.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventType { $(#[doc = $doc] $variant),* }

        impl EventType {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in events, such as `payment.successful`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The event with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }

            /// One sentence for the documentation.
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$variant => $doc),* }
            }
        }
    };
}

event_types! {
    PaymentSuccessful "payment.successful" "A customer paid; `late` tells whether we had stopped waiting."
    PaymentFailed "payment.failed" "A payment is proven not to have been paid."
    PaymentExpired "payment.expired" "We stopped waiting for a payment; its outcome tells whether money may still have moved."
    PaymentRefunded "payment.refunded" "All of a payment went back to the customer."
    PaymentPartiallyRefunded "payment.partially_refunded" "A part of a payment went back to the customer."
    PaymentUnderReview "payment.under_review" "The provider reports something else than was asked; people decide."
    PaymentReversed "payment.reversed" "A successful payment was taken back."
    RefundSuccessful "refund.successful" "A refund reached the customer."
    RefundFailed "refund.failed" "A refund is proven not to have been paid out."
    WithdrawalSuccessful "withdrawal.successful" "A withdrawal reached its wallet."
    WithdrawalFailed "withdrawal.failed" "A withdrawal is proven not to have been paid out; the money is back."
    CheckoutCompleted "checkout.completed" "A checkout session was paid."
    CheckoutExpired "checkout.expired" "A checkout session closed without a payment."
    WebhookTest "webhook.test" "Sent on request, to try an endpoint."
}

/// An event, printed once, when it happened.
#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Its place among the events of its scope; gapless, from 1.
    pub sequence: u64,
    /// What happened.
    pub kind: EventType,
    /// The reference of the resource that it is about.
    pub about: String,
    /// The resource's own address for events, besides the endpoints.
    pub callback_url: Option<String>,
    /// For `webhook.test`: the only endpoint that it goes to.
    pub only: Option<EndpointId>,
    /// The body as it is delivered, listed and replayed.
    pub body: String,
    /// When it happened.
    pub created_at: Instant,
}

impl fmt::Debug for Event {
    /// Not the body, which has phones in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({} {} {} {})", self.sequence, self.id, self.kind.name(), self.about)
    }
}

/// One secret that signs, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningSecret {
    /// `whsec_…`.
    pub secret: Secret,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it signs; the newest has no end.
    pub expires_at: Option<Instant>,
}

/// An address that the merchant registered for events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// Where it is.
    pub url: String,
    /// The events that it wants; all of them where empty.
    pub events: Vec<EventType>,
    /// Its secrets, newest first.
    pub secrets: Vec<SigningSecret>,
    /// Whether it answered 410, or was switched off.
    pub disabled: bool,
    /// Whether it was deleted; kept for its deliveries.
    pub deleted: bool,
    /// When it was created.
    pub created_at: Instant,
    /// Counts every change.
    pub version: u64,
}

/// Where a delivery goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A registered endpoint.
    Endpoint(EndpointId),
    /// The address that the resource itself carries.
    Resource,
}

/// One event on its way to one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The event.
    pub event: EventId,
    /// What happened, for lists.
    pub kind: EventType,
    /// Where it goes.
    pub target: Target,
    /// The address, fixed when the delivery was made.
    pub url: String,
    /// The state.
    pub state: DeliveryState,
    /// Every attempt so far, oldest first.
    pub attempts: Vec<DeliveryAttempt>,
    /// How many attempts of the present schedule have failed.
    pub failures: u32,
    /// When the next attempt is due.
    pub next_attempt_at: Option<Instant>,
    /// When it was created.
    pub created_at: Instant,
    /// Counts every change.
    pub version: u64,
}

/// One attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryAttempt {
    /// When.
    pub at: Instant,
    /// The HTTP status, if an answer came.
    pub status: Option<u16>,
    /// Why there was no answer, such as `timeout` or `address not allowed`.
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: u32,
}
