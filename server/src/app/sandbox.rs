//! What only a server in sandbox mode does: the demonstration merchant, a clock that moves, a fresh start.

use rwandapay_core::engine::{Action, Command, Config};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::{Code, Error};
use rwandapay_core::record::{Account, Attempt, Key, Record, Scope};
use rwandapay_core::sandbox::{DEMO_NAME, DEMO_PIN, account, demo_scope, documented_payment};
use rwandapay_core::secret::Secret;
use rwandapay_core::time::Instant;

use super::App;
use crate::lane::{Entry, execute};
use crate::random;
use crate::store::{Changes, Store, StoreError};
use crate::vault::Vault;

/// The furthest that one call may move the clock: a year.
pub const MAX_ADVANCE_SECONDS: u64 = 31_536_000;
/// Where a moved clock is remembered, in milliseconds ahead of the wall.
pub const CLOCK_OFFSET: &str = "clock_offset_ms";

/// Opens the demonstration merchant where it is not there yet.
///
/// # Errors
/// In words, where the store refuses it.
pub fn open_demo(
    store: &mut dyn Store,
    config: &Config,
    vault: &Vault,
    now: Instant,
) -> Result<Option<Attempt>, String> {
    let scope = demo_scope().ok_or("the demonstration merchant has no scope")?;
    if load(store, &Key::Account(scope.clone())).map_err(|error| error.to_string())?.is_some() {
        return Ok(None);
    }
    let pin = vault.pin_hash(&Secret::new(DEMO_PIN))?;
    open(store, config, &scope, DEMO_NAME, Some(pin), now).map_err(|error| error.message().to_string())
}

/// Opens an account as a sandbox has it; gives the attempt of the documented payment, of which the simulated
/// provider must be told.
fn open(
    store: &mut dyn Store,
    config: &Config,
    scope: &Scope,
    name: &str,
    pin: Option<String>,
    now: Instant,
) -> Result<Option<Attempt>, Error> {
    let payment = demo_scope().filter(|demo| demo == scope).and_then(|_| documented_payment());
    let reference = payment.as_ref().map(|payment| payment.reference.clone());
    let mut entries = vec![Action::OpenAccount(account(name, payment))];
    entries.extend(pin.map(Action::SetPin));
    let entries: Result<Vec<Entry>, Error> = entries
        .into_iter()
        .map(|action| {
            let entropy = Entropy::new(random().map_err(|_| Error::new(Code::Internal))?);
            Ok(Entry::new(Command { scope: scope.clone(), entropy, action }, now))
        })
        .collect();
    for answer in execute(store, config, entries?) {
        answer?;
    }
    let Some(reference) = reference else { return Ok(None) };
    let broken = |_| Error::new(Code::Internal);
    let payment = load(store, &Key::Payment(scope.clone(), reference)).map_err(broken)?;
    let Some(Record::Payment(payment)) = payment else { return Ok(None) };
    match load(store, &Key::Attempt(scope.clone(), payment.attempt)).map_err(broken)? {
        Some(Record::Attempt(attempt)) => Ok(Some(attempt)),
        _ => Ok(None),
    }
}

fn load(store: &mut dyn Store, key: &Key) -> Result<Option<Record>, StoreError> {
    let mut found = store.begin()?.load(std::slice::from_ref(key))?;
    Ok(found.pop().flatten())
}

impl App {
    /// The secret that the demonstration merchant's webhooks are signed with; none without that merchant.
    pub async fn demo_secret(&self) -> Option<String> {
        let key = Key::Account(demo_scope()?);
        match self.parts().readers.query(move |reader| reader.load(&key)).await.ok()?? {
            Record::Account(account) => {
                account.secrets.first().map(|secret| secret.secret.reveal().to_owned())
            }
            _ => None,
        }
    }

    /// Moves the clock, and lets everything happen that falls due on the way.
    pub(super) async fn advance(&self, seconds: u64) -> Result<Instant, Error> {
        if seconds > MAX_ADVANCE_SECONDS {
            return Err(Code::SandboxClockInvalid.into());
        }
        let ms = i64::try_from(seconds).unwrap_or_default().saturating_mul(1_000);
        let _turn = self.0.clockwork.lock().await;
        let parts = self.parts();
        let until = parts.clock.now().plus_ms(ms);
        parts.work.run_until(until).await?;
        let offset_ms = parts.clock.offset_ms();
        let kept = parts.lane.maintain(move |store, _| keep_offset(store, offset_ms)).await?;
        kept.map_err(|_| Error::new(Code::Internal))?;
        parts.work.wake();
        Ok(until)
    }

    /// Starts a merchant's sandbox again, as it was opened; the clock goes on, and its keys still hold.
    pub(super) async fn reset(&self, scope: &Scope) -> Result<Instant, Error> {
        let _turn = self.0.clockwork.lock().await;
        let parts = self.parts();
        let (of, now) = (scope.clone(), parts.clock.now());
        let opened = parts.lane.maintain(move |store, config| -> Result<_, Error> {
            let before = load(store, &Key::Account(of.clone())).map_err(|_| Error::new(Code::Internal))?;
            let Some(Record::Account(Account { name, pin_hash, .. })) = before else {
                return Err(Code::AccountNotFound.into());
            };
            store.reset(&of).map_err(|_| Error::new(Code::Internal))?;
            open(store, config, &of, &name, pin_hash, now)
        });
        let attempt = opened.await??;
        if let Some(attempt) = attempt {
            parts.work.tell_provider(attempt).await;
        }
        Ok(now)
    }
}

fn keep_offset(store: &mut dyn Store, offset_ms: i64) -> Result<(), StoreError> {
    let mut changes = Changes::default();
    changes.set_meta(CLOCK_OFFSET, &offset_ms.to_string());
    let mut transaction = store.begin()?;
    transaction.write(&changes)?;
    transaction.commit()
}
