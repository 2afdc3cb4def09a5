//! Lists as JSON texts, and sealed secrets.

use rwandapay_core::json::{Json, Object, parse};
use rwandapay_core::phone::Phone;
use rwandapay_core::record::{DeliveryAttempt, EventType, SigningSecret, UnsettledDay};
use rwandapay_core::secret::Secret;
use rwandapay_core::time::{Instant, KigaliDay};

use super::super::seal::Sealer;
use super::cell::{Cell, FromCell};

/// A list as JSON text.
pub fn list<T>(items: &[T], print: impl Fn(&T) -> Json) -> Cell<'static> {
    // Most lists are empty most of the time.
    if items.is_empty() { "[]".into() } else { Json::Array(items.iter().map(print).collect()).print().into() }
}

/// A list read back; none where the text is not a list of such items.
pub struct List<T>(pub Vec<T>);

/// What a list is made of.
pub trait Item: Sized {
    /// Reads it.
    fn read(json: &Json) -> Option<Self>;
}

impl<T: Item> FromCell for List<T> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        let Cell::Text(text) = cell else { return None };
        if text == "[]" {
            return Some(Self(Vec::new()));
        }
        let json = parse(text.as_bytes()).ok()?;
        json.as_array()?.iter().map(T::read).collect::<Option<_>>().map(Self)
    }
}

fn number(json: Option<&Json>) -> Option<i64> {
    if let Some(Json::Number(text)) = json { text.parse().ok() } else { None }
}

fn maybe_number(number: Option<i64>) -> Json {
    number.map_or(Json::Null, Json::int)
}

/// A number, or null; none for anything else.
#[expect(clippy::option_option, reason = "null is a value here, and what is no value is damage")]
fn number_or_null(json: Option<&Json>) -> Option<Option<i64>> {
    if let Some(Json::Null) = json { Some(None) } else { number(json).map(Some) }
}

impl Item for String {
    fn read(json: &Json) -> Option<Self> {
        json.as_text().map(Into::into)
    }
}

impl Item for Phone {
    fn read(json: &Json) -> Option<Self> {
        Self::new(u32::try_from(number(Some(json))?).ok()?).ok()
    }
}

impl Item for EventType {
    fn read(json: &Json) -> Option<Self> {
        Self::from_name(json.as_text()?)
    }
}

/// The merchant's own data: pairs, so that their order and every key stay as they were given.
pub fn metadata(metadata: Option<&Vec<(String, String)>>) -> Cell<'static> {
    let pair = |(key, value): &(String, String)| Json::Array(vec![Json::text(key), Json::text(value)]);
    metadata.map(|pairs| list(pairs, pair)).into()
}

impl Item for (String, String) {
    fn read(json: &Json) -> Option<Self> {
        match json.as_array()? {
            [Json::Text(key), Json::Text(value)] => Some((key.clone(), value.clone())),
            _ => None,
        }
    }
}

/// What is not settled, by day.
pub fn unsettled_days(days: &[UnsettledDay]) -> Cell<'static> {
    list(days, |day| {
        Object::default()
            .with("day", Json::int(day.day.number()))
            .with("amount", Json::int(day.amount.signed()))
            .with("settles_on", maybe_number(day.settles_on.map(KigaliDay::number)))
            .into()
    })
}

impl Item for UnsettledDay {
    fn read(json: &Json) -> Option<Self> {
        let object = json.as_object()?;
        let amount = u64::try_from(number(object.get("amount"))?).ok()?;
        Some(Self {
            day: KigaliDay::from_number(number(object.get("day"))?),
            amount: rwandapay_core::money::Rwf::new(amount).ok()?,
            settles_on: number_or_null(object.get("settles_on"))?.map(KigaliDay::from_number),
        })
    }
}

/// The attempts of a delivery.
pub fn delivery_attempts(attempts: &[DeliveryAttempt]) -> Cell<'static> {
    list(attempts, |attempt| {
        Object::default()
            .with("at", Json::int(attempt.at.ms()))
            .with("status", maybe_number(attempt.status.map(i64::from)))
            .with("error", Json::maybe_text(attempt.error.as_ref()))
            .with("duration_ms", Json::int(attempt.duration_ms))
            .into()
    })
}

impl Item for DeliveryAttempt {
    fn read(json: &Json) -> Option<Self> {
        let object = json.as_object()?;
        Some(Self {
            at: Instant::from_ms(number(object.get("at"))?),
            status: match number_or_null(object.get("status"))? {
                Some(status) => Some(u16::try_from(status).ok()?),
                None => None,
            },
            error: match object.get("error")? {
                Json::Null => None,
                error => Some(error.as_text()?.into()),
            },
            duration_ms: u32::try_from(number(object.get("duration_ms"))?).ok()?,
        })
    }
}

/// Signing secrets: when each was made and until when it signs may be read, the secret itself is sealed.
pub fn secrets(secrets: &[SigningSecret], sealer: &dyn Sealer) -> Cell<'static> {
    list(secrets, |secret| {
        Object::default()
            .with("sealed", Json::Text(hex(&sealer.seal(secret.secret.reveal().as_bytes()))))
            .with("created_at", Json::int(secret.created_at.ms()))
            .with("expires_at", maybe_number(secret.expires_at.map(Instant::ms)))
            .into()
    })
}

/// A signing secret before it is opened.
pub struct Sealed {
    bytes: Vec<u8>,
    created_at: Instant,
    expires_at: Option<Instant>,
}

impl Item for Sealed {
    fn read(json: &Json) -> Option<Self> {
        let object = json.as_object()?;
        Some(Self {
            bytes: unhex(object.get("sealed")?.as_text()?)?,
            created_at: Instant::from_ms(number(object.get("created_at"))?),
            expires_at: number_or_null(object.get("expires_at"))?.map(Instant::from_ms),
        })
    }
}

/// Opens signing secrets; none where one was sealed under another key.
pub fn open_all(List(sealed): List<Sealed>, sealer: &dyn Sealer) -> Option<Vec<SigningSecret>> {
    let open = |Sealed { bytes, created_at, expires_at }: Sealed| {
        Some(SigningSecret { secret: open(&bytes, sealer)?, created_at, expires_at })
    };
    sealed.into_iter().map(open).collect()
}

/// Opens one secret.
pub fn open(sealed: &[u8], sealer: &dyn Sealer) -> Option<Secret> {
    sealer.open(sealed).and_then(|plain| String::from_utf8(plain).ok()).map(Secret::new)
}

/// Bytes as small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high << 4 | low).ok(),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}
