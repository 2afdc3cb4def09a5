//! The three headers of a delivery, found among all the others.

use crate::error::Code;

/// The id of a delivered message, the same at every attempt.
pub const ID_HEADER: &str = "webhook-id";
/// When this attempt was signed, in unix seconds.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// The signature tokens, separated by spaces.
pub const SIGNATURE_HEADER: &str = "webhook-signature";

/// The most signature tokens of a delivery.
pub const MAX_TOKENS: usize = 16;
/// The most bytes of all signature values, joined by spaces.
pub const MAX_SIGNATURE_BYTES: usize = 4_096;
/// The most characters of an id.
pub const MAX_ID_BYTES: usize = 256;

/// The headers of one delivery, as they arrived and not yet checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Headers<'a> {
    pub(super) id: &'a [u8],
    pub(super) timestamp: &'a [u8],
    signatures: [&'a [u8]; MAX_TOKENS],
    count: usize,
}

impl<'a> Headers<'a> {
    /// The values of `webhook-id`, `webhook-timestamp` and `webhook-signature`, each present once.
    pub const fn new(id: &'a [u8], timestamp: &'a [u8], signature: &'a [u8]) -> Self {
        let mut signatures: [&[u8]; MAX_TOKENS] = [&[]; MAX_TOKENS];
        let [first, ..] = &mut signatures;
        *first = signature;
        Self { id, timestamp, signatures, count: 1 }
    }

    /// Finds the three among all the headers of a request, whatever the case of their names.
    ///
    /// A header that stands several times (or whose value was a list) comes as several pairs: signature
    /// values are joined, and an id or a timestamp may be repeated but not contradicted. Nothing is
    /// allocated.
    ///
    /// # Errors
    /// `webhook_header_missing`, `ambiguous_header`, `webhook_signature_too_large`.
    ///
    /// ```
    /// use rwandapay_core::webhook::Headers;
    ///
    /// let pairs = [("Webhook-Id", "msg_1"), ("WEBHOOK-TIMESTAMP", "1614265330"), ("webhook-signature", "v1,…")];
    /// let headers = Headers::from_pairs(pairs.map(|(name, value)| (name, value.as_bytes())))?;
    /// assert_eq!(headers, Headers::new(b"msg_1", b"1614265330", "v1,…".as_bytes()));
    /// # Ok::<(), rwandapay_core::error::Code>(())
    /// ```
    pub fn from_pairs<N: AsRef<[u8]>>(pairs: impl IntoIterator<Item = (N, &'a [u8])>) -> Result<Self, Code> {
        let (mut id, mut timestamp) = (None, None);
        let mut signatures: [&[u8]; MAX_TOKENS] = [&[]; MAX_TOKENS];
        let mut count = 0_usize;
        for (name, value) in pairs {
            let name = name.as_ref();
            if name.eq_ignore_ascii_case(ID_HEADER.as_bytes()) {
                once(&mut id, value)?;
            } else if name.eq_ignore_ascii_case(TIMESTAMP_HEADER.as_bytes()) {
                once(&mut timestamp, value)?;
            } else if name.eq_ignore_ascii_case(SIGNATURE_HEADER.as_bytes()) {
                *signatures.get_mut(count).ok_or(Code::WebhookSignatureTooLarge)? = value;
                count = count.saturating_add(1);
            }
        }
        match (id, timestamp, count) {
            (Some(id), Some(timestamp), 1..) => Ok(Self { id, timestamp, signatures, count }),
            _ => Err(Code::WebhookHeaderMissing),
        }
    }

    /// The signature values, each with its tokens.
    pub(super) fn signatures(&self) -> impl Iterator<Item = &'a [u8]> {
        self.signatures.iter().copied().take(self.count)
    }
}

/// Takes a value in, unless another one is there already.
fn once<'a>(place: &mut Option<&'a [u8]>, value: &'a [u8]) -> Result<(), Code> {
    match place {
        Some(earlier) if *earlier != value => Err(Code::AmbiguousHeader),
        _ => {
            *place = Some(value);
            Ok(())
        }
    }
}

/// The id, if it is 1 to 256 visible ASCII characters without a full stop.
///
/// The full stop separates the signed parts: with one in the id, two deliveries could share a signature.
pub(super) fn read_id(id: &[u8]) -> Result<&str, Code> {
    let fits = (1..=MAX_ID_BYTES).contains(&id.len());
    if !fits || !id.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'.') {
        return Err(Code::WebhookIdMalformed);
    }
    core::str::from_utf8(id).map_err(|_| Code::WebhookIdMalformed)
}

/// The unix seconds of a timestamp: 1 to 12 digits, the first of them not 0, and nothing else.
pub(super) fn read_timestamp(text: &[u8]) -> Result<i64, Code> {
    if !(1..=12).contains(&text.len()) || text.first() == Some(&b'0') {
        return Err(Code::WebhookTimestampMalformed);
    }
    text.iter().try_fold(0_i64, |seconds, byte| match byte {
        b'0'..=b'9' => {
            let digit = i64::from(byte.wrapping_sub(b'0'));
            // Twelve digits are far below the range of the type.
            Ok(seconds.wrapping_mul(10).wrapping_add(digit))
        }
        _ => Err(Code::WebhookTimestampMalformed),
    })
}
