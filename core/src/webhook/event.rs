//! The event that a delivery carries, read only after its signature holds.

use alloc::string::{String, ToString};
use alloc::{borrow::ToOwned, format};

use crate::error::{Code, Error};
use crate::json::{self, Json, Object};
use crate::money::Rwf;
use crate::record::{EventType, Mode};
use crate::reference::EventId;
use crate::time::Instant;

/// What happened: an event that this version knows, or the name of one that was added later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// One of the known events.
    Known(EventType),
    /// A name that this version does not know; to be ignored.
    Unknown(String),
}

impl EventKind {
    /// The name, such as `payment.successful`.
    pub fn name(&self) -> &str {
        match self {
            Self::Known(kind) => kind.name(),
            Self::Unknown(name) => name,
        }
    }
}

/// An event as a receiver reads it. Source: contract, section 7.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id, `evt_…`.
    pub id: String,
    /// What happened.
    pub kind: EventKind,
    /// When it happened.
    pub created_at: Instant,
    /// Test money or real money.
    pub mode: Mode,
    /// Its place among all events of the merchant in this mode; gapless, from 1.
    pub sequence: u64,
    /// The resource exactly as its GET answers it.
    pub data: Object,
}

impl Event {
    /// Reads the body of a delivery whose signature was verified, for a receiver of one mode.
    ///
    /// Members that this version does not know are ignored.
    ///
    /// # Errors
    /// `webhook_payload_invalid` with the member that is wrong; `wrong_mode` for an event of the other
    /// mode.
    ///
    /// ```
    /// use rwandapay_core::money::Rwf;
    /// use rwandapay_core::record::Mode;
    /// use rwandapay_core::webhook::Event;
    ///
    /// let body = br#"{"event":"payment.successful","id":"evt_1","created_at":"2024-12-15T14:25:30Z",
    ///     "mode":"test","sequence":1,"data":{"reference":"PAY-20241215-ABC123","amount":5000,"version":2}}"#;
    /// let event = Event::parse(body, Mode::Test)?;
    /// event.expect("PAY-20241215-ABC123", Rwf::new(5000)?)?;
    /// assert_eq!(Event::parse(body, Mode::Live).unwrap_err().code().name(), "wrong_mode");
    /// # Ok::<(), rwandapay_core::error::Error>(())
    /// ```
    pub fn parse(body: &[u8], mode: Mode) -> Result<Self, Error> {
        let event = Self::parse_any_mode(body)?;
        if event.mode == mode {
            return Ok(event);
        }
        let (got, wanted) = (event.mode.name(), mode.name());
        Err(Error::with_message(
            Code::WrongMode,
            format!("the event is of mode `{got}`, expected `{wanted}`"),
        )
        .at("mode"))
    }

    /// The same for a receiver that serves both modes and tells them apart itself.
    ///
    /// # Errors
    /// `webhook_payload_invalid`.
    pub fn parse_any_mode(body: &[u8]) -> Result<Self, Error> {
        let tree = json::parse_answer(body)
            .map_err(|error| invalid(None, &format!("it is not strict JSON ({})", error.code().name())))?;
        let Json::Object(object) = tree else { return Err(invalid(None, "it is not a JSON object")) };
        let name = text(&object, "event")?;
        let kind =
            EventType::from_name(name).map_or_else(|| EventKind::Unknown(name.to_owned()), EventKind::Known);
        let created_at = Instant::parse(text(&object, "created_at")?)
            .ok_or_else(|| invalid(Some("created_at"), "is not an RFC 3339 time"))?;
        let mode = Mode::from_name(text(&object, "mode")?)
            .ok_or_else(|| invalid(Some("mode"), "is neither test nor live"))?;
        let sequence = object.get("sequence").and_then(whole).filter(|sequence| *sequence > 0);
        let sequence = sequence.ok_or_else(|| invalid(Some("sequence"), "is not a whole number from 1"))?;
        let Some(Json::Object(data)) = object.get("data") else {
            return Err(invalid(Some("data"), "is not an object"));
        };
        Ok(Self { id: text(&object, "id")?.to_owned(), kind, created_at, mode, sequence, data: data.clone() })
    }

    /// Whether the event is about this reference (ours or the merchant's) and exactly this amount.
    ///
    /// A signature proves who sent an event, not that it is about the order at hand: ask this before
    /// anything is handed over, and look at [`Event::kind`] too.
    ///
    /// # Errors
    /// `expectation_failed`.
    pub fn expect(&self, reference: &str, amount: Rwf) -> Result<(), Error> {
        let named = ["reference", "merchant_reference"].map(|key| self.data.get(key));
        if !named.iter().any(|value| matches!(value, Some(Json::Text(text)) if text == reference)) {
            return Err(unexpected("reference", "the event is not about the expected reference"));
        }
        let francs = matches!(self.data.get("currency"), None | Some(Json::Null))
            || matches!(self.data.get("currency"), Some(Json::Text(currency)) if currency == "RWF");
        if !francs || self.data.get("amount").and_then(whole) != Some(amount.get()) {
            let message = format!("the event is not about the expected amount of {amount} RWF");
            return Err(unexpected("amount", &message));
        }
        Ok(())
    }

    /// The version of the resource, counted up by every change.
    pub fn version(&self) -> Option<u64> {
        self.data.get("version").and_then(whole)
    }

    /// Whether the resource was seen at this or a later version already: deliveries may be repeated and
    /// may overtake each other. One without a version is never stale.
    pub fn is_stale(&self, last_seen: u64) -> bool {
        self.version().is_some_and(|version| is_stale(version, last_seen))
    }
}

/// Whether a version is not above the last one that was seen.
pub const fn is_stale(version: u64, last_seen: u64) -> bool {
    version <= last_seen
}

/// The body of an event, printed once and from then on sent, listed and replayed as these very bytes.
///
/// `data` is the resource as its GET answers it, printed already.
pub fn body(
    id: &EventId,
    kind: EventType,
    created_at: Instant,
    mode: Mode,
    sequence: u64,
    data: &str,
) -> String {
    // Ids, names, times and modes hold nothing that JSON would escape.
    format!(
        r#"{{"event":"{}","id":"{id}","created_at":"{created_at}","mode":"{}","sequence":{sequence},"data":{data}}}"#,
        kind.name(),
        mode.name(),
    )
}

fn text<'a>(object: &'a Object, key: &str) -> Result<&'a str, Error> {
    match object.get(key) {
        Some(Json::Text(text)) if !text.is_empty() => Ok(text),
        _ => Err(invalid(Some(key), "is not a text")),
    }
}

/// A number that is written as a whole one: digits and nothing else, as our answers print it.
fn whole(value: &Json) -> Option<u64> {
    let Json::Number(digits) = value else { return None };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| plain && *number <= Rwf::MAX.get())
}

fn invalid(member: Option<&str>, why: &str) -> Error {
    let what = member.map_or_else(|| why.to_string(), |member| format!("`{member}` {why}"));
    let error = Error::with_message(
        Code::WebhookPayloadInvalid,
        format!("the signature holds, but the body is not an event: {what}"),
    );
    match member {
        Some(member) => error.at(member),
        None => error,
    }
}

fn unexpected(field: &str, message: &str) -> Error {
    Error::with_message(Code::ExpectationFailed, message).at(field)
}
