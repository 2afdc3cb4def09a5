//! What a client is set up with, and the bounds of every option.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::RangeInclusive;

use super::base_url::BaseUrl;
use super::key::ApiKey;
use crate::error::{Code, Error, shown};
use crate::json::{Json, Object};

/// How long one try may take, in milliseconds: from 1 s to 2 minutes, 30 s unless given.
pub const TRY_TIMEOUT_MS: RangeInclusive<u64> = 1_000..=120_000;
/// How long a call with all of its tries may take, in milliseconds: 1 s to 1 hour, 60 s unless given.
pub const DEADLINE_MS: RangeInclusive<u64> = 1_000..=3_600_000;
/// How often a call whose money cannot have moved is tried again: 0 to 10, 3 unless given.
pub const MAX_RETRIES: RangeInclusive<u64> = 0..=10;
/// The longest text that a caller may add to `User-Agent`, in bytes.
pub const USER_AGENT_MAX_BYTES: usize = 64;

const TRY_TIMEOUT_DEFAULT_MS: u64 = 30_000;
const DEADLINE_DEFAULT_MS: u64 = 60_000;
const MAX_RETRIES_DEFAULT: u64 = 3;
const KNOWN: [&str; 6] =
    ["api_key", "base_url", "try_timeout_ms", "deadline_ms", "max_retries", "user_agent"];

/// The settings of a client; a binding passes them at every step, so that no state holds the key.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// The API key.
    pub api_key: ApiKey,
    /// Where requests go.
    pub base_url: BaseUrl,
    /// How long one try may take.
    pub try_timeout_ms: u64,
    /// How long a call may take, unless the call says otherwise.
    pub deadline_ms: u64,
    /// How often a call whose money cannot have moved is tried again.
    pub max_retries: u64,
    /// What stands behind our own name in `User-Agent`.
    pub user_agent: Option<String>,
}

impl Config {
    /// Reads `{"api_key", "base_url", "try_timeout_ms", "deadline_ms", "max_retries", "user_agent"}`; all
    /// but the key may be absent or null.
    ///
    /// # Errors
    /// `api_key_missing`, `api_key_malformed`, `base_url_not_allowed`, `client_option_invalid`.
    ///
    /// ```
    /// use rwandapay_core::client::Config;
    /// use rwandapay_core::json::{Json, Object};
    ///
    /// let config = Config::read(&Object::default().with("api_key", Json::text("sk_live_4f2b")))?;
    /// assert_eq!(config.base_url.origin, "https://api.rwandapay.rw");
    /// # Ok::<(), rwandapay_core::error::Error>(())
    /// ```
    pub fn read(input: &Object) -> Result<Self, Error> {
        if let Some((name, _)) = input.0.iter().find(|(name, _)| !KNOWN.contains(&name.as_str())) {
            return Err(option(name, format!("the client has no option `{}`", shown(name))));
        }
        let api_key = ApiKey::parse(text(input, "api_key")?.unwrap_or_default())?;
        let base_url = match text(input, "base_url")? {
            Some(given) => BaseUrl::parse(given, api_key.mode())?,
            None => BaseUrl::of(api_key.mode()),
        };
        Ok(Self {
            base_url,
            try_timeout_ms: number(input, "try_timeout_ms", TRY_TIMEOUT_MS, TRY_TIMEOUT_DEFAULT_MS)?,
            deadline_ms: number(input, "deadline_ms", DEADLINE_MS, DEADLINE_DEFAULT_MS)?,
            max_retries: number(input, "max_retries", MAX_RETRIES, MAX_RETRIES_DEFAULT)?,
            user_agent: user_agent(input)?,
            api_key,
        })
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Config({:?}, {}{})", self.api_key, self.base_url.origin, self.base_url.path)
    }
}

fn text<'a>(input: &'a Object, name: &str) -> Result<Option<&'a str>, Error> {
    match input.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Text(text)) => Ok(Some(text)),
        Some(_) => Err(option(name, format!("option `{name}` is not a text"))),
    }
}

fn number(input: &Object, name: &str, bounds: RangeInclusive<u64>, default: u64) -> Result<u64, Error> {
    let given = match input.get(name) {
        None | Some(Json::Null) => return Ok(default),
        Some(Json::Number(text)) => whole(text),
        Some(_) => None,
    };
    given.filter(|value| bounds.contains(value)).ok_or_else(|| {
        let (from, to) = (bounds.start(), bounds.end());
        option(name, format!("option `{name}` is not a whole number from {from} to {to}"))
    })
}

fn user_agent(input: &Object) -> Result<Option<String>, Error> {
    let Some(given) = text(input, "user_agent")? else { return Ok(None) };
    let visible = given.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if given.is_empty() || given.len() > USER_AGENT_MAX_BYTES || !visible || given.trim() != given {
        let bound = USER_AGENT_MAX_BYTES;
        return Err(option(
            "user_agent",
            format!("option `user_agent` is not 1 to {bound} visible ASCII characters"),
        ));
    }
    Ok(Some(given.to_string()))
}

/// A whole number written in digits alone.
pub(crate) fn whole(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

pub(super) fn option(name: &str, message: impl Into<String>) -> Error {
    Error::with_message(Code::ClientOptionInvalid, message).at(shown(name))
}
