//! The demonstration merchant: fixed, documented keys, and the payment and balances of the documentation.
//!
//! Source: contract, section 8.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::jobs::Jobs;
use super::{Access, Sandbox, SimulatedRails, Webhooks};
use crate::engine::command::{OpenAccount, OpeningPayment};
use crate::engine::{Action, Config, Policy, Records};
use crate::entropy::Entropy;
use crate::money::Rwf;
use crate::phone::Phone;
use crate::rails;
use crate::rate_limit::Plan;
use crate::record::{Key, KeyClass, Mode, Principal, Record, Scope, Settings};
use crate::reference::{MerchantId, PaymentRef};
use crate::resource::Links;
use crate::secret::Secret;
use crate::time::Instant;

/// The secret key of the demonstration merchant; refused by anything but a sandbox.
pub const DEMO_SECRET_KEY: &str = "sk_test_sandbox";
/// Its publishable key.
pub const DEMO_PUBLISHABLE_KEY: &str = "pk_test_sandbox";
/// Its PIN.
pub const DEMO_PIN: &str = "1234";
/// Its id.
pub const DEMO_MERCHANT: &str = "sandbox";
/// The name that its customers see.
pub const DEMO_NAME: &str = "Sandbox Shop";
/// The payment of the documentation: 5,000 RWF from 0788123456, paid on 2024-12-15 at 14:25:30 UTC.
pub const DOCUMENTED_PAYMENT: &str = "PAY-20241215-ABC123";

/// How a sandbox is opened.
#[derive(Clone)]
pub struct SandboxConfig {
    /// The time on its clock.
    pub start: Instant,
    /// What references, secrets and page tokens are made from; the same seed makes the same ones.
    pub seed: [u8; 32],
    /// The address that hosted pages have in answers.
    pub public_url: String,
    /// What becomes of webhooks.
    pub webhooks: Webhooks,
    /// The policy; the standard one, unless a test of the merchant's needs another.
    pub policy: Policy,
}

impl SandboxConfig {
    /// A sandbox that opens at this time, from this seed, with everything else as documented.
    pub fn new(start: Instant, seed: [u8; 32]) -> Self {
        let mut policy = Policy::standard();
        // In test mode one person decides.
        policy.two_people = false;
        Self {
            start,
            seed,
            public_url: "https://pay.rwandapay.rw".into(),
            webhooks: Webhooks::HandBack,
            policy,
        }
    }
}

impl fmt::Debug for SandboxConfig {
    /// Not the seed, from which every secret is made.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxConfig")
            .field("start", &self.start)
            .field("public_url", &self.public_url)
            .field("webhooks", &self.webhooks)
            .field("policy", &self.policy.id)
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Opens a sandbox with the demonstration merchant in it.
    pub fn open(origin: SandboxConfig) -> Self {
        let seed = Entropy::new(origin.seed);
        let links = Links { public_url: origin.public_url.clone(), page_key: seed.expand("page key", 0) };
        let mut sandbox = Self {
            config: Config { policy: origin.policy.clone(), links },
            records: Records::complete(),
            journals: Vec::new(),
            jobs: Jobs::default(),
            rails: SimulatedRails::default(),
            wire: simulated_access(),
            access: Access::default(),
            now: origin.start,
            offset_ms: 0,
            seed,
            drawn: 0,
            webhooks: origin.webhooks,
            outbox: VecDeque::new(),
            origin,
        };
        if let Some(demo) = demo_scope() {
            let principal = |class| Principal { scope: demo.clone(), class };
            sandbox.access.add_key(DEMO_SECRET_KEY, principal(KeyClass::Secret));
            sandbox.access.add_key(DEMO_PUBLISHABLE_KEY, principal(KeyClass::Publishable));
            sandbox.open_merchant(&demo, DEMO_NAME, documented_payment());
        }
        sandbox
    }

    /// Opens the account of a merchant with the documented balances and PIN.
    pub fn open_merchant(&mut self, scope: &Scope, name: &str, payment: Option<OpeningPayment>) {
        self.carry_out(scope, Action::OpenAccount(account(name, payment)));
        self.tell_provider(scope);
        let pin = self.pin_hash(DEMO_PIN);
        self.carry_out(scope, Action::SetPin(pin));
    }

    /// The simulated provider must know of a payment that was brought along, or it could not refund it.
    fn tell_provider(&mut self, scope: &Scope) {
        for (key, record) in self.records.iter() {
            if let (Key::Attempt(of, _), Record::Attempt(attempt)) = (key, record)
                && of == scope
            {
                self.rails.record_collection(attempt, attempt.created_at);
            }
        }
    }
}

/// The account of a merchant with the documented balances; the payment, if there is one, is a part of them.
pub fn account(name: &str, payment: Option<OpeningPayment>) -> OpenAccount {
    let brought = if payment.is_some() { DOCUMENTED_NET } else { 0 };
    OpenAccount {
        name: name.into(),
        settings: settings(),
        available: Rwf::new(DOCUMENTED_AVAILABLE.saturating_sub(brought)).unwrap_or_default(),
        unsettled: Rwf::new(DOCUMENTED_PENDING).unwrap_or_default(),
        payment,
    }
}

const DOCUMENTED_AVAILABLE: u64 = 1_200_000;
const DOCUMENTED_PENDING: u64 = 50_000;
/// What the documented payment brought: 5,000 less 175.
const DOCUMENTED_NET: u64 = 4_825;

/// What the simulated providers are reached with; they ask for no secret.
pub fn simulated_access() -> rails::Access {
    let product = || rails::mtn::ProductAccess {
        bearer: Secret::new("simulated"),
        subscription_key: Secret::new("simulated"),
    };
    rails::Access {
        mtn: rails::mtn::Access {
            environment: "mtnrwanda".into(),
            callback_base: "https://callbacks.invalid/mtn".into(),
            collection: product(),
            disbursement: product(),
        },
        airtel: rails::airtel::Access {
            bearer: Secret::new("simulated"),
            encrypted_pin: Secret::new("simulated"),
        },
    }
}

/// The scope of the demonstration merchant.
pub fn demo_scope() -> Option<Scope> {
    Some(Scope { merchant: MerchantId::parse(DEMO_MERCHANT).ok()?, mode: Mode::Test })
}

/// The payment of the documentation, as a merchant brings it along.
pub fn documented_payment() -> Option<OpeningPayment> {
    Some(OpeningPayment {
        reference: PaymentRef::parse(DOCUMENTED_PAYMENT).ok()?,
        amount: Rwf::new(5_000).ok()?,
        phone: Phone::parse("0788123456").ok()?,
        paid_at: Instant::parse("2024-12-15T14:25:30Z")?,
    })
}

fn settings() -> Settings {
    Settings {
        prompt_guard: true,
        registered_numbers: Vec::new(),
        registered_only: false,
        redirect_origins: vec!["https://yourdomain.com".into()],
        plan: Plan::Sandbox,
    }
}
