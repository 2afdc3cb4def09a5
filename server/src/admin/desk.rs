//! The records under the operator's hands.

use std::sync::Arc;

use rwandapay_core::engine::command::{Adjustment, Approval};
use rwandapay_core::engine::{Action, Answer, Command, Config};
use rwandapay_core::entropy::Entropy;
use rwandapay_core::error::Error;
use rwandapay_core::record::{Account, Key, Mode, Record, Scope};
use rwandapay_core::reference::MerchantId;
use rwandapay_core::resource::Links;
use rwandapay_core::time::Instant;

use super::options::{Admin, People};
use crate::app::CLOCK_OFFSET;
use crate::assemble::{PUBLIC_URL, Place, open_database, policy};
use crate::clock::wall;
use crate::lane::{Entry, execute};
use crate::random;
use crate::store::sqlite::{Location, Reader, SqliteStore};
use crate::store::{Changes, Store, StoreError};
use crate::vault::Vault;

/// The records, opened for one command.
pub struct Desk {
    /// The keys.
    pub vault: Arc<Vault>,
    /// The mode that the command is about.
    pub mode: Mode,
    /// What is there.
    pub reader: Reader,
    store: SqliteStore,
    config: Config,
    offset_ms: i64,
}

impl Desk {
    /// Opens the records that the command line names; they must be there.
    ///
    /// # Errors
    /// In words: a file that cannot be used, another key.
    pub fn open(admin: &Admin) -> Result<Self, String> {
        let place = Place::of(&admin.records());
        match &place.location {
            Location::File(path) if path.exists() => {}
            Location::File(path) => {
                return Err(format!(
                    "there is no file {}; give the records with --data, or start a server, which makes them",
                    path.display()
                ));
            }
            Location::Memory => return Err("records in memory belong to their server alone".into()),
        }
        let vault = Arc::new(place.vault()?);
        // The addresses are those that the server last had: events carry them.
        let links = |public_url| Links { public_url, page_key: vault.page_key() };
        let reader = opened(&place, &vault, &links(String::new()))?.reader().map_err(shown)?;
        let public_url = reader.meta(PUBLIC_URL).map_err(shown)?.unwrap_or_default();
        let offset_ms = reader.meta(CLOCK_OFFSET).map_err(shown)?.and_then(|text| text.parse().ok());
        let config = Config { policy: policy(admin.mode), links: links(public_url) };
        let database = opened(&place, &vault, &config.links)?;
        let mut store = database.store().map_err(shown)?;
        crate::assemble::check_key(&mut store, reader.meta(crate::assemble::KEY_CHECK), &vault)?;
        Ok(Self { vault, mode: admin.mode, reader, store, config, offset_ms: offset_ms.unwrap_or_default() })
    }

    /// A merchant in the mode of the command.
    pub fn scope(&self, merchant: &MerchantId) -> Scope {
        Scope { merchant: merchant.clone(), mode: self.mode }
    }

    /// The account of a merchant.
    ///
    /// # Errors
    /// In words, where there is none.
    pub fn account(&self, merchant: &MerchantId) -> Result<Account, String> {
        match self.reader.load(&Key::Account(self.scope(merchant))).map_err(shown)? {
            Some(Record::Account(account)) => Ok(account),
            _ => Err(format!("there is no merchant `{merchant}` in {} mode", self.mode.name())),
        }
    }

    /// The server's time: in a sandbox whose clock was moved it is not the wall's.
    pub fn now(&self) -> Instant {
        wall().plus_ms(self.offset_ms)
    }

    /// Carries out one action of the engine.
    ///
    /// # Errors
    /// In words: the refusal, with its code.
    pub fn act(&mut self, merchant: &MerchantId, action: Action) -> Result<Answer, String> {
        let entropy = Entropy::new(random()?);
        let command = Command { scope: self.scope(merchant), entropy, action };
        let entry = Entry::new(command, self.now());
        let answers = execute(&mut self.store, &self.config, vec![entry]);
        let answer = answers.into_iter().next().ok_or("the command was not carried out")?;
        answer.map_err(|error| refused(&error))
    }

    /// Carries out a correction by people.
    ///
    /// # Errors
    /// As [`Self::act`].
    pub fn adjust(
        &mut self,
        merchant: &MerchantId,
        adjustment: Adjustment,
        people: &People,
    ) -> Result<Answer, String> {
        let People { by, and, reason } = people.clone();
        self.act(merchant, Action::Adjust(adjustment, Approval { by, and, reason }))
    }

    /// Writes what is beside the engine's records.
    ///
    /// # Errors
    /// In words.
    pub fn write(&mut self, changes: &Changes) -> Result<(), String> {
        let mut transaction = self.store.begin().map_err(shown)?;
        transaction.write(changes).map_err(shown)?;
        transaction.commit().map_err(shown)
    }
}

fn opened(
    place: &Place,
    vault: &Arc<Vault>,
    links: &Links,
) -> Result<crate::store::sqlite::Database, String> {
    open_database(&place.location, vault, links).map_err(shown)
}

/// An error of the store in words.
#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub fn shown(error: StoreError) -> String {
    error.to_string()
}

/// A refusal in words: its message, what may be done, its code.
pub fn refused(error: &Error) -> String {
    format!("{} ({}); nothing was changed", error.message(), error.code().name())
}
