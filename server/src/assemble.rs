//! From the command line to an application: the key, the records, the writer, the readers, the work.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;

use rwandapay_core::engine::{Config, Policy};
use rwandapay_core::record::Mode;
use rwandapay_core::reference::PaymentRef;
use rwandapay_core::resource::Links;

use crate::app::{App, CLOCK_OFFSET, Parts, Rules, open_demo};
use crate::clock::Clock;
use crate::deliver::{Sender, SenderConfig, trust};
use crate::lane::Lane;
use crate::ops::Metrics;
use crate::options::{Records, Serve, ServerMode, Switch};
use crate::provider::Provider;
use crate::store::sqlite::{Database, Location};
use crate::store::{Changes, Readers, Sealer, Store, StoreError};
use crate::vault::{KeyFile, Vault};
use crate::work::{Outside, Work};

/// How many threads read.
const READERS: usize = 2;
/// What a database remembers of its root key.
pub const KEY_CHECK: &str = "key_check";
/// What a database remembers of its server: the address in front of hosted pages.
pub const PUBLIC_URL: &str = "public_url";

/// An application, and the lock on its records.
pub struct Assembled {
    /// The application.
    pub app: App,
    /// Held while it runs: two servers over one file would move each other's clock and jobs.
    pub lock: Option<File>,
}

/// Puts an application together. `loopback` tells whether only this machine can reach it.
///
/// # Errors
/// In words: a file that cannot be used, another server on it, another key.
pub async fn assemble(options: &Serve, public_url: String, loopback: bool) -> Result<Assembled, String> {
    let place = Place::of(&options.records);
    let lock = place.lock()?;
    let vault = Arc::new(place.vault()?);
    let policy = policy(options.mode.keys());
    let links = Links { public_url, page_key: vault.page_key() };
    let config = Arc::new(Config { policy, links });
    let database =
        open_database(&place.location, &vault, &config.links).map_err(|error| error.to_string())?;
    let mut store = database.store().map_err(|error| error.to_string())?;
    let readers = (0..READERS).map(|_| database.reader()).collect::<Result<Vec<_>, StoreError>>();
    let readers = readers.map_err(|error| error.to_string())?;
    let reader = readers.first().ok_or("there is no reader")?;
    check_key(&mut store, reader.meta(KEY_CHECK), &vault)?;
    note(&mut store, PUBLIC_URL, &config.links.public_url)?;
    let clock = Arc::new(match options.clock {
        Some(time) => Clock::standing_at(time),
        None => Clock::ahead_by(match (options.mode, reader.meta(CLOCK_OFFSET)) {
            (ServerMode::Sandbox, Ok(Some(offset))) => offset.parse().unwrap_or_default(),
            _ => 0,
        }),
    });
    let provider = Provider::open(place.provider().as_deref())?;
    let roots = trust(options.webhook_ca.as_deref())?;
    let sender = Sender::new(SenderConfig::standard(roots))?;
    let brought = match options.mode {
        ServerMode::Sandbox => open_demo(&mut store, &config, &vault, clock.now())?,
        ServerMode::Test | ServerMode::Live => None,
    };
    let dev_webhooks = options
        .dev_webhooks
        .map_or(loopback && options.mode == ServerMode::Sandbox, |switch| switch == Switch::On);
    let rules = Rules { mode: options.mode, rate_limit: options.rate_limit == Switch::On, dev_webhooks };
    let lane = Lane::open(Box::new(store), Arc::clone(&config))?;
    let readers = Readers::start(readers)?;
    let metrics = Metrics::default();
    let outside = Outside { provider, sender, dev_webhooks, metrics: metrics.clone() };
    let work = Work::new(lane.clone(), readers.clone(), outside, Arc::clone(&clock));
    if let Some(attempt) = brought {
        work.tell_provider(attempt).await;
    }
    let app = App::new(Parts { config, lane, readers, work, vault, clock, rules, metrics });
    Ok(Assembled { app, lock })
}

/// One person decides in test mode, two where money is real.
pub fn policy(mode: Mode) -> Policy {
    let mut policy = Policy::standard();
    policy.two_people = mode == Mode::Live;
    policy
}

/// Opens the database with the keys of its vault.
///
/// # Errors
/// As [`Database::open`].
pub fn open_database(location: &Location, vault: &Arc<Vault>, links: &Links) -> Result<Database, StoreError> {
    let (links, index) = (links.clone(), Arc::clone(vault));
    let page_index = move |payment: &PaymentRef| index.page_index(&links.token(payment.as_str()));
    Database::open(location, Box::new(SharedVault(Arc::clone(vault))), Box::new(page_index))
}

struct SharedVault(Arc<Vault>);

impl Sealer for SharedVault {
    fn seal(&self, plain: &[u8]) -> Vec<u8> {
        self.0.seal(plain)
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        Sealer::open(self.0.as_ref(), sealed)
    }
}

/// Refuses a database that was made with another key: nothing sealed in it could be opened.
///
/// # Errors
/// In words: the key differs, or the store refuses.
pub fn check_key(
    store: &mut dyn Store,
    known: Result<Option<String>, StoreError>,
    vault: &Vault,
) -> Result<(), String> {
    match known.map_err(|error| error.to_string())? {
        Some(known) if known == vault.check_value() => Ok(()),
        Some(_) => {
            Err("the records were made with another key; give the key file that belongs to them".into())
        }
        None => note(store, KEY_CHECK, &vault.check_value()),
    }
}

/// Lets the database remember a value of the server.
fn note(store: &mut dyn Store, name: &str, value: &str) -> Result<(), String> {
    let mut changes = Changes::default();
    changes.set_meta(name, value);
    let noted = store.begin().and_then(|mut transaction| {
        transaction.write(&changes)?;
        transaction.commit()
    });
    noted.map_err(|error| error.to_string())
}

/// Where everything lies.
#[derive(Debug)]
pub struct Place {
    /// The records.
    pub location: Location,
    key_file: Option<KeyFile>,
}

impl Place {
    /// The place that the command line names.
    pub fn of(options: &Records) -> Self {
        if options.data == ":memory:" {
            return Self { location: Location::Memory, key_file: options.key_file.clone().map(KeyFile::at) };
        }
        let key_file = options.key_file.clone().unwrap_or_else(|| beside(&options.data, "key"));
        Self { location: Location::File(options.data.clone().into()), key_file: Some(KeyFile::at(key_file)) }
    }

    /// The keys; made with new records alone.
    ///
    /// # Errors
    /// In words, as [`KeyFile::open`], and where records have lost their key.
    pub fn vault(&self) -> Result<Vault, String> {
        if let (Location::File(data), Some(key)) = (&self.location, &self.key_file)
            && data.exists()
            && !key.path().exists()
        {
            let shown = key.path().display();
            return Err(format!("the key file {shown} is missing; restore it, for nothing replaces it"));
        }
        self.key_file.as_ref().map_or_else(Vault::fleeting, KeyFile::open)
    }

    fn provider(&self) -> Option<PathBuf> {
        self.file().map(|data| beside(data, "provider"))
    }

    fn file(&self) -> Option<&str> {
        match &self.location {
            Location::File(path) => path.to_str(),
            Location::Memory => None,
        }
    }

    fn lock(&self) -> Result<Option<File>, String> {
        let Some(data) = self.file() else { return Ok(None) };
        let path = beside(data, "lock");
        let shown = path.display();
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| format!("cannot make {shown}: {error}"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {
                Err(format!("another server uses {data}; stop it, or give this one another --data"))
            }
            Err(TryLockError::Error(error)) => Err(format!("cannot lock {shown}: {error}")),
        }
    }
}

fn beside(data: &str, what: &str) -> PathBuf {
    PathBuf::from(format!("{data}.{what}"))
}
