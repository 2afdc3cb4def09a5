//! Why a delivery is refused: a guide for whoever sets a receiver up.
//!
//! It tries what usual mistakes would have made of a good delivery. It accepts nothing: there is no way
//! from an [`Explanation`] to a verified delivery, and it shows neither secret nor body nor the signature
//! that was expected.

mod bodies;
mod clue;
mod heads;
mod keys;
mod trial;

pub use clue::Clue;

use alloc::vec::Vec;

use self::heads::Found;
use self::keys::Candidate;
use self::trial::Trial;
use super::headers::{MAX_SIGNATURE_BYTES, MAX_TOKENS, read_timestamp};
use super::token::split;
use super::{Headers, MAX_BODY_BYTES, MAX_KEYS, PublicKey, SigningKey, Verifier, VerifyingKey};
use crate::error::Code;
use crate::time::Instant;

/// A delivery that was refused, and how it was verified; the secrets are texts, for they may be at fault.
#[derive(Clone, Copy)]
pub struct Refused<'a> {
    /// The secrets as they are configured.
    pub secrets: &'a [&'a str],
    /// The public keys as they are configured.
    pub public_keys: &'a [&'a str],
    /// Secrets that may have been confused with them: the other mode's, another endpoint's.
    pub other_secrets: &'a [&'a str],
    /// The seconds that a timestamp may be from now.
    pub tolerance_s: u32,
    /// The headers as they were passed.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The body as it was passed.
    pub body: &'a [u8],
    /// The time then.
    pub now: Instant,
}

/// What was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The code that it is refused with; `None` where it verifies.
    pub code: Option<Code>,
    /// What seems to be wrong.
    pub findings: Vec<Finding>,
}

/// One thing that seems to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub clue: Clue,
    /// Which secret, from 0, among the secrets (the other secrets for `secret_of_another`).
    pub secret: Option<usize>,
    /// What is wrong with that secret.
    pub code: Option<Code>,
    /// How many seconds ago the delivery was signed; negative if in the future.
    pub age_s: Option<i64>,
}

impl From<Clue> for Finding {
    fn from(clue: Clue) -> Self {
        Self { clue, secret: None, code: None, age_s: None }
    }
}

impl Finding {
    fn of_secret(clue: Clue, place: usize) -> Self {
        Self { secret: Some(place), ..clue.into() }
    }
}

/// Says why a delivery is refused, as far as usual mistakes explain it.
///
/// ```
/// use rwandapay_core::time::Instant;
/// use rwandapay_core::webhook::{Clue, Refused, explain};
///
/// let refused = Refused {
///     secrets: &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
///     public_keys: &[],
///     other_secrets: &[],
///     tolerance_s: 300,
///     headers: &[
///         ("webhook-id", b"msg_p5jXN8AQM9LWM0D4loKWxJek"),
///         ("webhook-timestamp", b"1614265330"),
///         ("webhook-signature", b"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
///     ],
///     body: br#"{"test":2432232314}"#,
///     now: Instant::from_seconds(1_614_265_330),
/// };
/// let explanation = explain(&refused);
/// assert_eq!(explanation.findings[0].clue, Clue::BodyReserialised);
/// ```
pub fn explain(refused: &Refused<'_>) -> Explanation {
    let code = verdict(refused).err();
    let mut findings = Vec::new();
    secrets(refused, &mut findings);
    let found = heads::find(refused.headers, &mut findings);
    let ids = heads::ids(&found, refused.body, &mut findings);
    let timestamps = heads::timestamps(&found, &mut findings);
    time(refused, &found, &mut findings);
    if signature(&found, &mut findings) && body(refused.body, &mut findings) {
        let bodies = bodies::before(refused.body).into_iter().map(|(clue, body)| (Some(clue), body));
        let bodies: Vec<_> = core::iter::once((None, refused.body.to_vec())).chain(bodies).collect();
        let signatures = trial::readings(&found.signatures, MAX_TOKENS);
        let (keys, ids, timestamps) = (&candidates(refused), &ids, &timestamps);
        match (Trial { keys, ids, timestamps, bodies: &bodies, signatures: &signatures }).run() {
            Some(mistakes) => conclude(mistakes, &mut findings),
            None => hint(refused.body, &found, &mut findings),
        }
    }
    Explanation { code, findings }
}

/// What verifying says.
fn verdict(refused: &Refused<'_>) -> Result<(), Code> {
    let shared =
        refused.secrets.iter().map(|text| SigningKey::parse_allowing_published(text).map(VerifyingKey::from));
    let public = refused
        .public_keys
        .iter()
        .map(|text| PublicKey::parse_allowing_published(text).map(VerifyingKey::from));
    let keys = shared.chain(public).collect::<Result<Vec<_>, _>>()?;
    let verifier = Verifier::new(keys)?.with_tolerance_s(refused.tolerance_s)?;
    let headers = Headers::from_pairs(refused.headers.iter().copied())?;
    verifier.verify(&headers, refused.body, refused.now).map(|_| ())
}

/// Names every secret that cannot be used.
fn secrets(refused: &Refused<'_>, findings: &mut Vec<Finding>) {
    if refused.secrets.is_empty() && refused.public_keys.is_empty() {
        findings.push(Clue::SecretMissing.into());
    }
    let shared = refused.secrets.iter().map(|text| keys::fault(text, false));
    let public = refused.public_keys.iter().map(|text| keys::fault(text, true));
    for (place, fault) in shared.chain(public).enumerate() {
        if fault.is_some() {
            findings.push(Finding { code: fault, ..Finding::of_secret(Clue::SecretUnusable, place) });
        }
    }
}

/// Every key that the signature is tried against.
fn candidates(refused: &Refused<'_>) -> Vec<Candidate> {
    let secrets = refused.secrets.iter().map(|text| (*text, false));
    let all = secrets.chain(refused.public_keys.iter().map(|text| (*text, true))).take(MAX_KEYS);
    let own = all.enumerate().flat_map(|(place, (text, public))| keys::readings(text, place, public));
    let others = refused.other_secrets.iter().take(MAX_KEYS).enumerate().filter_map(|(place, text)| {
        let key = SigningKey::parse_allowing_published(super::secret::trim(text)).ok()?;
        Some(Candidate { key: key.into(), fault: Some(Finding::of_secret(Clue::SecretOfAnother, place)) })
    });
    own.chain(others).collect()
}

/// Names a difference between the clocks, and whole hours for what they are.
fn time(refused: &Refused<'_>, found: &Found<'_>, findings: &mut Vec<Finding>) {
    let Some(Ok(timestamp)) = found.timestamp.map(read_timestamp) else { return };
    let age_s = refused.now.seconds().saturating_sub(timestamp);
    let tolerance = u64::from(refused.tolerance_s);
    if age_s.unsigned_abs() <= tolerance {
        return;
    }
    findings.push(Finding { age_s: Some(age_s), ..Clue::ClockSkew.into() });
    // Half an hour more, so that a few minutes before a whole hour count too.
    let hours = age_s.unsigned_abs().saturating_add(1_800) / 3_600;
    let rest = age_s.unsigned_abs().abs_diff(hours.saturating_mul(3_600));
    if (1..=14).contains(&hours) && rest <= tolerance.min(300) {
        findings.push(Clue::TimeZone.into());
    }
}

/// Whether the signature header is worth trying; says why if not.
fn signature(found: &Found<'_>, findings: &mut Vec<Finding>) -> bool {
    let joined = found.signatures.iter().map(|value| value.len()).fold(0, usize::saturating_add);
    let tokens = found.signatures.iter().flat_map(|value| split(value)).count();
    let too_large = tokens > MAX_TOKENS || joined > MAX_SIGNATURE_BYTES;
    if too_large {
        findings.push(Clue::SignatureTooLarge.into());
    } else if tokens == 0 && !found.signatures.is_empty() {
        findings.push(Clue::SignatureVersion.into());
    }
    !too_large && found.id.is_some() && found.timestamp.is_some() && tokens > 0
}

/// Whether the body is worth trying; says why if not.
fn body(body: &[u8], findings: &mut Vec<Finding>) -> bool {
    let too_large = body.len() > MAX_BODY_BYTES;
    if too_large {
        findings.push(Clue::BodyTooLarge.into());
    }
    !too_large
}

/// A signature fits once these mistakes are undone: names those that are not named yet.
fn conclude(mistakes: Vec<Finding>, findings: &mut Vec<Finding>) {
    if mistakes.is_empty() {
        findings.push(Clue::SignatureHolds.into());
    }
    for mistake in mistakes {
        if !findings.iter().any(|finding| finding.clue == mistake.clue) {
            findings.push(mistake);
        }
    }
}

/// No signature fits: names what looks wrong all the same.
fn hint(body: &[u8], found: &Found<'_>, findings: &mut Vec<Finding>) {
    let mut tokens = found.signatures.iter().flat_map(|value| split(value));
    let known = tokens.any(|token| token.starts_with(b"v1,") || token.starts_with(b"v1a,"));
    let replaced = body.windows(3).any(|bytes| bytes == "\u{fffd}".as_bytes());
    for (looks, clue) in [
        (!known, Clue::SignatureVersion),
        (heads::is_of_another(found, body), Clue::IdOfAnotherDelivery),
        (body.is_empty(), Clue::BodyEmpty),
        (replaced, Clue::BodyReplaced),
    ] {
        if looks {
            findings.push(clue.into());
        }
    }
    // A wrong clock does not make a wrong signature.
    if findings.iter().all(|finding| matches!(finding.clue, Clue::ClockSkew | Clue::TimeZone)) {
        findings.push(Clue::NothingFound.into());
    }
}
