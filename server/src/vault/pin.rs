//! PINs: Argon2id, with a pepper that is not in the database.
//!
//! A PIN has 4 to 6 digits. Its hash alone, however slow, is searched in minutes; under a pepper it is not
//! searched at all.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use rwandapay_core::secret::Secret;
use zeroize::Zeroizing;

use super::Vault;

/// The memory of one hash, in KiB; with [`PASSES`], what OWASP asks of Argon2id at least.
const MEMORY_KIB: u32 = 19 * 1024;
/// How often that memory is filled.
const PASSES: u32 = 2;

impl Vault {
    /// The hash of a PIN, with a salt of its own, in PHC's form. Takes tens of milliseconds.
    ///
    /// # Errors
    /// In words, where the operating system has no randomness or no memory.
    pub fn pin_hash(&self, pin: &Secret) -> Result<String, String> {
        self.with_argon(|argon| {
            let hash: PasswordHash = argon
                .hash_password(pin.reveal().as_bytes())
                .map_err(|error| format!("the PIN cannot be hashed: {error}"))?;
            Ok(hash.to_string())
        })
    }

    /// Whether a PIN is the one of this hash; parameters are those of the hash. Takes tens of milliseconds.
    pub fn pin_matches(&self, pin: &Secret, hash: &str) -> bool {
        let matches = self.with_argon(|argon| {
            let hash = PasswordHash::new(hash).map_err(|error| error.to_string())?;
            Ok(argon.verify_password(pin.reveal().as_bytes(), &hash).is_ok())
        });
        matches.unwrap_or(false)
    }

    fn with_argon<T>(&self, run: impl FnOnce(Argon2<'_>) -> Result<T, String>) -> Result<T, String> {
        let pepper = Zeroizing::new(self.derive("pin pepper"));
        let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| error.to_string())?;
        let argon = Argon2::new_with_secret(pepper.as_slice(), Algorithm::Argon2id, Version::V0x13, params);
        run(argon.map_err(|error| error.to_string())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_matches_its_own_hash_under_its_own_pepper() {
        let vault = Vault::new([1; 32]);
        let hash = vault.pin_hash(&Secret::new("1234")).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!hash.contains("1234"));
        assert_ne!(vault.pin_hash(&Secret::new("1234")).unwrap(), hash, "a salt of its own");
        assert!(vault.pin_matches(&Secret::new("1234"), &hash));
        for other in ["1235", "", "12345", "01234"] {
            assert!(!vault.pin_matches(&Secret::new(other), &hash), "{other}");
        }
        assert!(!Vault::new([2; 32]).pin_matches(&Secret::new("1234"), &hash), "another pepper");
        for broken in ["", "$argon2id$", "1234"] {
            assert!(!vault.pin_matches(&Secret::new("1234"), broken));
        }
    }
}
