//! Where PINs are compared: a few at a time, so that guessing costs neither memory nor other merchants' time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rwandapay_core::error::{Code, Error, Outcome};
use rwandapay_core::record::Scope;
use rwandapay_core::secret::Secret;
use tokio::sync::Semaphore;

use super::Vault;

/// How many PINs of one merchant are compared at one time. Source: contract, section 6.
pub const OF_ONE_MERCHANT: usize = 2;
/// How many are compared at one time in all; each takes 19 MiB.
pub const IN_ALL: usize = 4;
/// How many may wait; one more is answered 503.
pub const WAITING: usize = 64;

/// Compares PINs away from the threads that serve.
pub struct PinDesk {
    vault: Arc<Vault>,
    places: Semaphore,
    waiting: Semaphore,
    merchants: Mutex<HashMap<Scope, Arc<Semaphore>>>,
}

impl PinDesk {
    /// A desk over the keys of this vault.
    pub fn new(vault: Arc<Vault>) -> Self {
        Self {
            vault,
            places: Semaphore::new(IN_ALL),
            waiting: Semaphore::new(WAITING),
            merchants: Mutex::default(),
        }
    }

    /// Whether a PIN is the one of this hash.
    ///
    /// # Errors
    /// `overloaded` if too many wait; nothing was counted then.
    pub async fn matches(&self, scope: &Scope, pin: &Secret, hash: String) -> Result<bool, Error> {
        let refused = || Error::new(Code::Overloaded).outcome_is(Some(Outcome::None));
        let _waiting = self.waiting.try_acquire().map_err(|_| refused())?;
        let merchant = self.merchant(scope);
        let _of_merchant = merchant.acquire().await.map_err(|_| refused())?;
        let _in_all = self.places.acquire().await.map_err(|_| refused())?;
        let (vault, pin) = (Arc::clone(&self.vault), pin.clone());
        let compared = tokio::task::spawn_blocking(move || vault.pin_matches(&pin, &hash)).await;
        compared.map_err(|_| Error::new(Code::Internal).outcome_is(Some(Outcome::None)))
    }

    fn merchant(&self, scope: &Scope) -> Arc<Semaphore> {
        let mut merchants = self.merchants.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that nobody uses now are as good as new ones.
        merchants.retain(|_, places| Arc::strong_count(places) > 1);
        let places = merchants.entry(scope.clone());
        Arc::clone(places.or_insert_with(|| Arc::new(Semaphore::new(OF_ONE_MERCHANT))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rwandapay_core::sandbox::demo_scope;

    #[tokio::test]
    async fn many_guesses_are_compared_a_few_at_a_time_and_one_too_many_is_refused() {
        let vault = Arc::new(Vault::new([1; 32]));
        let hash = vault.pin_hash(&Secret::new("1234")).unwrap();
        let desk = Arc::new(PinDesk::new(vault));
        let scope = demo_scope().unwrap();
        assert_eq!(desk.matches(&scope, &Secret::new("1234"), hash.clone()).await, Ok(true));
        let held = desk.waiting.acquire_many(u32::try_from(WAITING).unwrap()).await.unwrap();
        let refused = desk.matches(&scope, &Secret::new("1234"), hash.clone()).await.unwrap_err();
        assert_eq!((refused.code(), refused.outcome()), (Code::Overloaded, Some(Outcome::None)));
        drop(held);
        let guesses = (0..6).map(|guess| {
            let (desk, scope, hash) = (Arc::clone(&desk), scope.clone(), hash.clone());
            tokio::spawn(async move { desk.matches(&scope, &Secret::new(format!("000{guess}")), hash).await })
        });
        for guess in guesses.collect::<Vec<_>>() {
            assert_eq!(guess.await.unwrap(), Ok(false));
        }
        desk.merchant(&scope);
        assert!(desk.merchants.lock().unwrap().len() <= 1);
    }
}
