//! A merchant's life at random: what its servers, its customers and the operator ask for.

use rwandapay_core::engine::command::{Caller, PayCheckout, PinCheck};
use rwandapay_core::engine::{Action, Answer};
use rwandapay_core::idempotency::IdempotencyKey;
use rwandapay_core::json::{Json, parse};
use rwandapay_core::money::Rwf;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;
use rwandapay_core::record::{Customer, KeyClass};
use rwandapay_core::reference::{
    DeliveryId, EndpointId, Lookup, MerchantReference, PaymentRef, ProviderRef, SessionId,
};
use rwandapay_core::request::{Collect, InitializeCheckout, RefundPayment, Withdraw};
use rwandapay_core::sandbox::rails::Fault;
use rwandapay_core::secret::Secret;

use super::rng::Rng;

/// What a life has met so far, to ask about again.
#[derive(Default)]
pub struct Known {
    pub payments: Vec<PaymentRef>,
    pub sessions: Vec<SessionId>,
    pub endpoints: Vec<EndpointId>,
    pub deliveries: Vec<DeliveryId>,
    pub attempts: Vec<ProviderRef>,
    /// Those of sessions and of refunds, where what comes late matters most.
    pub of_sessions: Vec<(ProviderRef, SessionId)>,
    pub of_refunds: Vec<(ProviderRef, PaymentRef)>,
    pub asked: Vec<Action>,
}

impl Known {
    /// Takes the references out of an answer.
    pub fn learn(&mut self, answer: &Answer) {
        let Answer::Data { data, .. } = answer else { return };
        let Ok(Json::Object(object)) = parse(data.as_bytes()) else { return };
        let text = |name: &str| match object.get(name) {
            Some(Json::Text(text)) => text.clone(),
            _ => String::new(),
        };
        if let Ok(payment) = PaymentRef::parse(&text("reference")) {
            add(&mut self.payments, payment);
        }
        if let Ok(session) = SessionId::parse(&text("session_id")) {
            add(&mut self.sessions, session);
        }
        if let Ok(endpoint) = EndpointId::parse(&text("id")) {
            add(&mut self.endpoints, endpoint);
        }
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Wallets: MTN and Airtel, each with every number that means something, and some that mean nothing.
pub fn phones() -> Vec<Phone> {
    let special = (1..=19).chain([101, 102, 103, 107, 108, 456, 789]);
    let of = |prefix: &str, digits: u32| Phone::parse(format!("{prefix}{digits:03}")).unwrap();
    special
        .flat_map(|digits| [of("0788555", digits), of("0733555", digits)])
        .chain((200..240).map(|digits| of("0788123", digits)))
        .collect()
}

pub struct Life {
    pub rng: Rng,
    pub known: Known,
    phones: Vec<Phone>,
    references: u64,
    /// What comes next, the last of it first.
    pub(super) story: Vec<Action>,
    refunded: Option<Lookup>,
    /// What a provider has said to have failed, against its own books perhaps.
    pub(super) failed: Vec<ProviderRef>,
}

impl Life {
    pub fn new(seed: u64) -> Self {
        Self {
            rng: Rng::new(seed),
            known: Known::default(),
            phones: phones(),
            references: 0,
            story: Vec::new(),
            refunded: None,
            failed: Vec::new(),
        }
    }

    /// How long it is until something happens again, in milliseconds.
    pub fn pause_ms(&mut self) -> i64 {
        let second = 1_000_u64;
        let longest = match self.rng.below(100) {
            0..=29 => 1,
            30..=69 => 4 * second,
            70..=84 => 70 * second,
            85..=92 => 7 * 60 * second,
            93..=96 => 20 * 60 * second,
            97..=98 => 2 * 3_600 * second,
            _ => 30 * 3_600 * second,
        };
        i64::try_from(self.rng.below(longest)).unwrap()
    }

    pub fn fault(&mut self) -> Option<Fault> {
        if !self.rng.percent(8) {
            return None;
        }
        let faults = [Fault::LoseRequest, Fault::LoseReply, Fault::Twice, Fault::DelayMs(40_000)];
        Some(*self.rng.pick(&faults))
    }

    pub fn action(&mut self) -> Action {
        if self.rng.percent(80)
            && let Some(next) = self.story.pop()
        {
            return next;
        }
        let action = match self.rng.below(100) {
            0..=22 => self.collect(),
            23..=29 => self.contradiction(),
            30..=41 => self.refund(),
            42..=49 => self.withdraw(),
            50..=57 => self.initialize(),
            58..=69 => self.pay(),
            70..=71 => self.session().map_or(Action::Settle, Action::CloseCheckout),
            72..=83 => self.again(),
            84..=91 => self.adjust(),
            92..=96 => self.endpoint(),
            97 => self.delivery(),
            98 if self.rng.percent(20) => Action::UnlockPin,
            98 => Action::Settle,
            _ => self.known_attempt().map_or(Action::Settle, Action::CallbackOf),
        };
        self.known.asked.push(action.clone());
        action
    }

    /// An earlier request, word for word, or with its idempotency key on other words.
    fn again(&mut self) -> Action {
        if self.known.asked.is_empty() {
            return Action::Settle;
        }
        let recent = self.known.asked.len().saturating_sub(60);
        let from = if self.rng.percent(80) { recent } else { 0 };
        let index = from + usize::try_from(self.rng.below((self.known.asked.len() - from) as u64)).unwrap();
        self.known.asked[index].clone()
    }

    fn phone(&mut self) -> Phone {
        *self.rng.pick(&self.phones)
    }

    fn reference(&mut self) -> MerchantReference {
        // A few at a time, so that each is used again while it still matters, and then no more.
        self.references += u64::from(self.rng.percent(12));
        let number = self.references + self.rng.below(5);
        MerchantReference::parse(&format!("INV-{number}")).unwrap()
    }

    fn maybe_reference(&mut self) -> Option<MerchantReference> {
        self.rng.percent(60).then(|| self.reference())
    }

    fn caller(&mut self, class: KeyClass) -> Caller {
        let idempotency = self.rng.percent(40).then(|| {
            let key = format!("key-{}", self.rng.below(60));
            // One of two requests: the same key meets the same request about half of the time.
            (IdempotencyKey::parse(key.as_bytes()).unwrap(), [u8::try_from(self.rng.below(2)).unwrap(); 32])
        });
        Caller { class, idempotency }
    }

    pub fn amount(&mut self) -> Rwf {
        let amount = match self.rng.below(40) {
            0 => 100,
            1 => 333,
            2 => 999_999,
            3 => 1_000_000,
            _ => 100 + self.rng.below(20_000),
        };
        Rwf::new(amount).unwrap()
    }

    fn collect(&mut self) -> Action {
        let (provider, provider_override) = match self.rng.below(20) {
            0 => (Some(Provider::Airtel), true),
            1 => (Some(Provider::Mtn), false),
            _ => (None, false),
        };
        let request = Collect {
            amount: self.amount(),
            phone: self.phone(),
            provider,
            provider_override,
            reference: self.maybe_reference(),
            callback_url: self.rng.percent(20).then(|| "https://shop.example/hook".into()),
            metadata: None,
            customer: Customer::default(),
        };
        Action::Collect(self.caller(KeyClass::Secret), request)
    }

    pub(super) fn lookup(&mut self) -> Lookup {
        if self.known.payments.is_empty() || self.rng.percent(20) {
            return Lookup::Theirs(self.reference());
        }
        let reach = *self.rng.pick(&[3, 3, 3, 20, 2_000]);
        let from = &self.known.payments[self.known.payments.len().saturating_sub(reach)..];
        Lookup::Ours(self.rng.pick(from).clone())
    }

    fn refund(&mut self) -> Action {
        let payment = match &self.refunded {
            Some(payment) if self.rng.percent(35) => payment.clone(),
            _ => self.lookup(),
        };
        self.refunded = Some(payment.clone());
        let request = RefundPayment {
            payment,
            amount: self.rng.percent(50).then(|| {
                let amount =
                    if self.rng.percent(80) { 1 + self.rng.below(300) } else { self.rng.below(6_000) };
                Rwf::new(amount).unwrap()
            }),
            reason: None,
            reference: self.rng.percent(40).then(|| self.reference()),
        };
        Action::Refund(self.caller(KeyClass::Secret), request)
    }

    fn withdraw(&mut self) -> Action {
        // Now and then somebody has forgotten it for long enough to lock it for good.
        let remembers = if self.known.asked.len() / 400 % 3 == 2 { 3 } else { 60 };
        let pin = if self.rng.percent(remembers) { PinCheck::Matches } else { PinCheck::Differs };
        let most = if self.rng.percent(15) { 2_000_000 } else { 90_000 };
        let request = Withdraw {
            amount: Rwf::new(10_000 + self.rng.below(most)).unwrap(),
            phone: self.phone(),
            provider: None,
            provider_override: false,
            pin: Secret::new("1234"),
            reference: self.maybe_reference(),
        };
        Action::Withdraw(self.caller(KeyClass::Secret), request, pin)
    }

    fn initialize(&mut self) -> Action {
        let class = if self.rng.percent(25) { KeyClass::Publishable } else { KeyClass::Secret };
        let redirects = self.rng.percent(30);
        let request = InitializeCheckout {
            amount: self.amount(),
            tx_ref: self.reference(),
            customer: Customer::default(),
            redirect_url: redirects.then(|| "https://yourdomain.com/thanks".into()),
            webhook_url: (class == KeyClass::Secret).then(|| "https://shop.example/session".into()),
            metadata: None,
        };
        Action::InitializeCheckout(self.caller(class), request)
    }

    fn session(&mut self) -> Option<SessionId> {
        let reach = *self.rng.pick(&[1, 1, 6]);
        let recent = self.known.sessions.len().saturating_sub(reach);
        let recent = self.known.sessions.get(recent..)?;
        (!recent.is_empty()).then(|| self.rng.pick(recent).clone())
    }

    fn pay(&mut self) -> Action {
        let Some(session) = self.session() else { return Action::Settle };
        Action::PayCheckout(PayCheckout {
            session,
            phone: self.phone(),
            provider: None,
            provider_override: false,
        })
    }

    pub(super) fn known_attempt(&mut self) -> Option<ProviderRef> {
        let reach = *self.rng.pick(&[3, 3, 3, 20, 200]);
        let recent = self.known.attempts.len().saturating_sub(reach);
        let recent = self.known.attempts.get(recent..)?;
        (!recent.is_empty()).then(|| self.rng.pick(recent).clone())
    }
}
