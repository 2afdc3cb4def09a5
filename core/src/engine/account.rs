//! Accounts: opening one, its settings and its PIN.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::command::{OpenAccount, OpeningPayment};
use super::decision::Answer;
use super::draft::{Draft, Stop};
use super::funds;
use crate::error::{Code, Outcome};
use crate::ledger;
use crate::payment::PaymentState;
use crate::provider::{Provider, ProviderSource};
use crate::rate_limit::Plan;
use crate::record::{
    Account, Attempt, Balances, Customer, KeyClass, Payment, PinFailures, Purpose, Settings, SigningSecret,
    Stage,
};
use crate::reference::ProviderRef;
use crate::secret::Secret;
use crate::time::Instant;
use crate::webhook::WebhookSecret;

/// An account that does not exist yet; [`open`] fills it.
pub fn blank(open: &OpenAccount, now: Instant) -> Account {
    Account {
        name: open.name.clone(),
        clock: now,
        sequence: 0,
        balances: Balances::default(),
        unsettled_days: Vec::new(),
        pin_hash: None,
        pin_failures: PinFailures::default(),
        settings: open.settings.clone(),
        secrets: Vec::new(),
        endpoints: 0,
        version: 0,
    }
}

/// Stands in for an account that is not loaded, while a use case says what it needs.
pub fn unknown(now: Instant) -> Account {
    let settings = Settings {
        prompt_guard: true,
        registered_numbers: Vec::new(),
        registered_only: false,
        redirect_origins: Vec::new(),
        plan: Plan::Sandbox,
    };
    let open = OpenAccount {
        name: String::new(),
        settings,
        available: crate::money::Rwf::ZERO,
        unsettled: crate::money::Rwf::ZERO,
        payment: None,
    };
    blank(&open, now)
}

/// Opens the account, with what the merchant has from before posted from the opening account.
pub fn open(draft: &mut Draft<'_>, open: &OpenAccount) -> Result<Answer, Stop> {
    if draft.account.version != 0 || !draft.account.secrets.is_empty() {
        return Err(Code::AccountExists.into());
    }
    draft.account.secrets = vec![new_secret(draft, "account secret")];
    if !(open.available.is_zero() && open.unsettled.is_zero()) {
        draft.post(ledger::opening(draft.scope.merchant.as_str(), open.available, open.unsettled))?;
        // What was pending at another place has no settlement day here: it stays pending until corrected.
        funds::add_unsettled(draft, draft.now.kigali_day(), open.unsettled, None)?;
    }
    if let Some(payment) = &open.payment {
        bring_along(draft, payment)?;
    }
    Ok(Answer::Done)
}

/// A payment from before, received through the same postings as any other.
fn bring_along(draft: &mut Draft<'_>, opening: &OpeningPayment) -> Result<(), Stop> {
    let provider = Provider::of(opening.phone)?;
    let quote = draft.config.policy.fees.quote(opening.amount, Some(provider))?;
    let split = funds::give(draft, quote.net);
    let about = opening.reference.as_str();
    draft.post(ledger::payment_received(about, provider, opening.amount, quote.fee, split))?;
    let attempt = Attempt {
        reference: ProviderRef::generate(&draft.command.entropy.expand("attempt", 0)),
        purpose: Purpose::Collect(opening.reference.clone()),
        provider,
        phone: opening.phone,
        amount: opening.amount,
        callback_token: Secret::new(String::new()),
        stage: Stage::Closed,
        maybe_taken: true,
        sent_at: Some(opening.paid_at),
        prompt_until: None,
        submissions: 1,
        enquiries: 1,
        not_found_at: None,
        created_at: opening.paid_at,
        version: 0,
    };
    draft.put_attempt(&attempt);
    draft.put_payment(&Payment {
        reference: opening.reference.clone(),
        merchant_reference: None,
        session: None,
        amount: opening.amount,
        fee: quote.fee,
        fee_schedule: draft.config.policy.fees.id().into(),
        policy: draft.config.policy.id.clone(),
        amount_source: KeyClass::Secret,
        phone: opening.phone,
        provider,
        provider_source: ProviderSource::Prefix,
        customer: Customer::default(),
        metadata: None,
        callback_url: None,
        state: PaymentState::Successful,
        outcome: Outcome::Done,
        failure: None,
        late: false,
        duplicate_of: None,
        review: None,
        refunded: crate::money::Rwf::ZERO,
        refund_pending: crate::money::Rwf::ZERO,
        refunded_beyond: crate::money::Rwf::ZERO,
        fee_returned: crate::money::Rwf::ZERO,
        attempt: attempt.reference,
        created_at: opening.paid_at,
        expires_at: opening.paid_at.plus_seconds(i64::from(draft.config.policy.payment_expiry_seconds)),
        paid_at: Some(opening.paid_at),
        version: 0,
    });
    Ok(())
}

/// A new webhook secret from the command's entropy.
pub fn new_secret(draft: &Draft<'_>, label: &str) -> SigningSecret {
    let secret = WebhookSecret::generate(&draft.command.entropy.expand(label, 0));
    SigningSecret { secret: secret.text(), created_at: draft.now, expires_at: None }
}

/// How many old secrets may sign beside the new one: a verifier reads no more than 16 signatures.
const OVERLAPPING_SECRETS: usize = 15;

/// Puts a new secret to the front; the old ones sign until the overlap, or their own time, is over.
pub fn rotate(draft: &Draft<'_>, secrets: &mut Vec<SigningSecret>, label: &str, overlap_seconds: u32) {
    let until = draft.now.plus_seconds(i64::from(overlap_seconds));
    for secret in secrets.iter_mut() {
        secret.expires_at = Some(secret.expires_at.map_or(until, |end| end.min(until)));
    }
    secrets.retain(|secret| secret.expires_at.is_some_and(|end| end > draft.now));
    secrets.truncate(OVERLAPPING_SECRETS);
    secrets.insert(0, new_secret(draft, label));
}

/// Makes a new default webhook secret, which signs for addresses without an endpoint, and redirects.
pub fn rotate_secret(draft: &mut Draft<'_>, overlap_seconds: u32) -> Answer {
    let mut secrets = core::mem::take(&mut draft.account.secrets);
    rotate(draft, &mut secrets, "account secret", overlap_seconds);
    draft.account.secrets = secrets;
    Answer::Done
}

/// Replaces the merchant's settings.
pub fn set_settings(draft: &mut Draft<'_>, settings: &Settings) -> Answer {
    draft.account.settings = settings.clone();
    Answer::Done
}

/// Sets the hash of a new PIN; what was wrong with the old one is forgotten.
pub fn set_pin(draft: &mut Draft<'_>, hash: &str) -> Answer {
    draft.account.pin_hash = Some(hash.into());
    unlock_pin(draft)
}

/// An operator unlocks the PIN.
pub fn unlock_pin(draft: &mut Draft<'_>) -> Answer {
    draft.account.pin_failures = PinFailures::default();
    Answer::Done
}
