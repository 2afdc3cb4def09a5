//! Collect: ask a customer to pay.

use super::command::Caller;
use super::decision::{Answer, Task};
use super::draft::{Draft, Making, Stop};
use super::idempotency;
use crate::error::{Code, Error, Outcome};
use crate::payment::PaymentState;
use crate::phone::Phone;
use crate::provider::{self, Provider, ProviderSource};
use crate::rails;
use crate::record::{Attempt, ClaimKind, Customer, Key, KeyClass, Owner, Payment, Purpose, Stage};
use crate::reference::{MerchantReference, SessionId};
use crate::request::Collect;
use crate::secret::Secret;

/// `POST /payments/collect`: idempotency, reference, prompt, then the payment, its attempt and its claims.
pub fn run(draft: &mut Draft<'_>, caller: &Caller, request: &Collect) -> Result<Answer, Stop> {
    draft.want_and_named(wanted(draft, caller, request))?;
    if let Some(answer) = idempotency::replay(draft, caller)? {
        return Ok(answer);
    }
    let (provider, source) = provider::choose(request.phone, request.provider, request.provider_override)?;
    draft.config.policy.collect.admit(request.amount).map_err(|error| error.at("amount"))?;
    if let Some(reference) = &request.reference
        && let Some(claim) = draft.claim(ClaimKind::Reference, reference.as_str())?
    {
        return held(draft, &claim.owner, request, provider, reference);
    }
    guard_prompt(draft, request.phone, true)?;
    let terms = Terms {
        amount: request.amount,
        phone: request.phone,
        provider,
        source,
        amount_source: caller.class,
        merchant_reference: request.reference.clone(),
        session: None,
        customer: request.customer.clone(),
        metadata: request.metadata.clone(),
        callback_url: request.callback_url.clone(),
    };
    let payment = create(draft, terms)?;
    let owner = Owner::Payment(payment.reference.clone());
    if let Some(reference) = &request.reference {
        draft.take(ClaimKind::Reference, reference.as_str(), owner.clone());
    }
    let answer = draft.answer(&Key::Payment(draft.scope.clone(), payment.reference))?;
    idempotency::remember(draft, caller, owner, &answer);
    Ok(answer)
}

fn wanted(draft: &Draft<'_>, caller: &Caller, request: &Collect) -> impl Iterator<Item = Key> {
    let reference = request.reference.as_ref();
    let claim = reference.map(|text| draft.claim_key(ClaimKind::Reference, text.as_str()));
    let names = reference.map(|text| Key::Names(draft.scope.clone(), caller.class, text.clone()));
    let prompt = draft.claim_key(ClaimKind::Prompt, &prompt_text(request.phone));
    let held = [idempotency::key(draft, caller), claim, names, Some(prompt)].into_iter().flatten();
    held.chain(draft.candidates(Making::Payment))
}

/// The same request for a held reference is answered with what holds it; any other is refused.
fn held(
    draft: &Draft<'_>,
    owner: &Owner,
    request: &Collect,
    provider: Provider,
    reference: &MerchantReference,
) -> Result<Answer, Stop> {
    if let Owner::Payment(held) = owner
        && let Some(payment) = draft.payment(held)?
        && payment.amount == request.amount
        && payment.phone == request.phone
        && payment.provider == provider
    {
        let data = draft.print(&Key::Payment(draft.scope.clone(), held.clone()))?;
        return Ok(Answer::Data { data, replayed: true });
    }
    Err(idempotency::in_use(draft, owner, "reference", reference.as_str())?)
}

/// One prompt in flight for each payer phone of a merchant: the networks hold back later ones.
pub fn guard_prompt(draft: &Draft<'_>, phone: Phone, name_it: bool) -> Result<(), Stop> {
    let claim = draft.claim(ClaimKind::Prompt, &prompt_text(phone))?;
    let Some(claim) = claim.filter(|_| draft.account.settings.prompt_guard) else { return Ok(()) };
    let error = Error::new(Code::PromptInFlight).at("phone");
    // On a hosted page it is a stranger who asks: the other payment is not named.
    if !name_it {
        return Err(error.outcome_is(Some(Outcome::None)).into());
    }
    let outcome = idempotency::outcome_of(draft, &claim.owner)?;
    Err(error.about(claim.owner.name()).outcome_is(outcome).into())
}

pub fn prompt_text(phone: Phone) -> alloc::string::String {
    alloc::string::ToString::to_string(&phone.e164())
}

/// What a payment is created from.
pub struct Terms {
    pub amount: crate::money::Rwf,
    pub phone: Phone,
    pub provider: Provider,
    pub source: ProviderSource,
    pub amount_source: KeyClass,
    pub merchant_reference: Option<MerchantReference>,
    pub session: Option<SessionId>,
    pub customer: Customer,
    pub metadata: Option<alloc::vec::Vec<(alloc::string::String, alloc::string::String)>>,
    pub callback_url: Option<alloc::string::String>,
}

/// Creates the payment, its attempt and its prompt, and asks for both to be worked on.
pub fn create(draft: &mut Draft<'_>, terms: Terms) -> Result<Payment, Stop> {
    let quote = draft.config.policy.fees.quote(terms.amount, Some(terms.provider))?;
    let reference = draft.fresh_payment()?;
    let attempt =
        new_attempt(draft, Purpose::Collect(reference.clone()), terms.provider, terms.phone, terms.amount)?;
    let expires_at = draft.now.plus_seconds(i64::from(draft.config.policy.payment_expiry_seconds));
    let payment = Payment {
        reference: reference.clone(),
        merchant_reference: terms.merchant_reference,
        session: terms.session,
        amount: terms.amount,
        fee: quote.fee,
        fee_schedule: draft.config.policy.fees.id().into(),
        policy: draft.config.policy.id.clone(),
        amount_source: terms.amount_source,
        phone: terms.phone,
        provider: terms.provider,
        provider_source: terms.source,
        customer: terms.customer,
        metadata: terms.metadata,
        callback_url: terms.callback_url,
        state: PaymentState::Pending,
        outcome: Outcome::Unknown,
        failure: None,
        late: false,
        duplicate_of: None,
        review: None,
        refunded: crate::money::Rwf::ZERO,
        refund_pending: crate::money::Rwf::ZERO,
        refunded_beyond: crate::money::Rwf::ZERO,
        fee_returned: crate::money::Rwf::ZERO,
        attempt: attempt.reference,
        created_at: draft.now,
        expires_at,
        paid_at: None,
        version: 0,
    };
    draft.put_payment(&payment);
    if draft.account.settings.prompt_guard {
        draft.take(ClaimKind::Prompt, &prompt_text(payment.phone), Owner::Payment(reference.clone()));
    }
    if let Some(name) = &payment.merchant_reference {
        let mut names = draft.names(payment.amount_source, name)?;
        names.newest = Some(reference.clone());
        draft.put_names(payment.amount_source, name, names);
    }
    draft.job(expires_at, Task::ExpirePayment(reference));
    Ok(payment)
}

/// Creates an attempt with its provider reference and callback token, and asks for its submission.
pub fn new_attempt(
    draft: &mut Draft<'_>,
    purpose: Purpose,
    provider: Provider,
    phone: Phone,
    amount: crate::money::Rwf,
) -> Result<Attempt, Stop> {
    let reference = draft.fresh_attempt()?;
    let token = draft.fresh_callback_token()?;
    draft.take(ClaimKind::Callback, &token, Owner::Other(reference.as_str().into()));
    let attempt = Attempt {
        reference: reference.clone(),
        purpose,
        provider,
        phone,
        amount,
        callback_token: Secret::new(token),
        stage: Stage::Created,
        maybe_taken: false,
        sent_at: None,
        prompt_until: None,
        submissions: 0,
        enquiries: 0,
        not_found_at: None,
        created_at: draft.now,
        version: 0,
    };
    draft.put_attempt(&attempt);
    draft.job(draft.now, Task::Submit(reference));
    Ok(attempt)
}

/// When the prompt of an attempt that is sent now stops being answerable.
pub fn prompt_until(draft: &Draft<'_>, provider: Provider) -> crate::time::Instant {
    draft.now.plus_ms(rails::prompt_lifetime_ms(provider).cast_signed())
}
