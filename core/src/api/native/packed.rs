//! The hot functions: bytes in, one packed number out.
//!
//! Node, WebAssembly and the JVM read these numbers; Python and PHP have classes over the same typed
//! functions. A negative result is the id of an error, negated: `error.describe` tells the rest, and the
//! function's operation in [`call`](crate::api::call) tells the message. Every result fits into 53 bits, so
//! that a double holds it.
//!
//! [`LAYOUT`] says which bits hold what. Bindings generate their readers from it; nobody types a shift.

use alloc::vec::Vec;

use crate::api::guard::packed;
use crate::error::Code;
use crate::fee::Schedule;
use crate::money::Rwf;
use crate::phone::Phone;
use crate::provider::Provider;
use crate::time::Instant;
use crate::transition;
use crate::webhook::{Headers, PublicKey, SigningKey, Verifier, VerifyingKey, Version, WebhookSecret, sign};

/// The version of this surface: it changes with any change of a function, a layout or the id of an error.
/// A binding compares it when it loads.
pub const ABI_VERSION: u32 = 1;

/// Some bits of a packed result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The function whose result it is a part of.
    pub function: &'static str,
    /// What it holds.
    pub name: &'static str,
    /// Its lowest bit, from 0.
    pub lowest_bit: u32,
    /// How many bits it has.
    pub bits: u32,
}

/// Every field of every packed result.
pub const LAYOUT: &[Field] = &[
    AMOUNT_FRANCS,
    PHONE_NATIONAL,
    PHONE_WALLET,
    FEE_FEE,
    FEE_NET,
    TRANSITION_STATE,
    TRANSITION_REPLAY,
    VERIFY_KEY,
    VERIFY_VERSION,
    VERIFY_TIMESTAMP,
    SIGN_BYTES,
    ABI,
];

/// The amount in francs.
pub const AMOUNT_FRANCS: Field = field("amount_parse", "francs", 0, 53);
/// The nine national digits as a number.
pub const PHONE_NATIONAL: Field = field("phone_parse", "national", 0, 30);
/// The wallet behind the prefix: 0 none, 1 MTN, 2 Airtel.
pub const PHONE_WALLET: Field = field("phone_parse", "wallet", 30, 2);
/// The fee in francs.
pub const FEE_FEE: Field = field("fee", "fee", 0, 26);
/// What the merchant gets, in francs.
pub const FEE_NET: Field = field("fee", "net", 26, 26);
/// The place of the new state among the states of its machine, from 0, in the order of the documentation.
pub const TRANSITION_STATE: Field = field("transition", "state", 0, 8);
/// 1 where the event was a replay, which changes nothing.
pub const TRANSITION_REPLAY: Field = field("transition", "replay", 8, 1);
/// The place of the key that matched, from 0.
pub const VERIFY_KEY: Field = field("webhook_verify", "key", 0, 4);
/// The kind of signature that matched: 0 `v1`, 1 `v1a`.
pub const VERIFY_VERSION: Field = field("webhook_verify", "version", 4, 1);
/// When the delivery was signed, in unix seconds.
pub const VERIFY_TIMESTAMP: Field = field("webhook_verify", "timestamp", 5, 40);
/// How many bytes of the signature were written.
pub const SIGN_BYTES: Field = field("webhook_sign", "bytes", 0, 16);
/// [`ABI_VERSION`].
pub const ABI: Field = field("abi_version", "version", 0, 32);

const fn field(function: &'static str, name: &'static str, lowest_bit: u32, bits: u32) -> Field {
    Field { function, name, lowest_bit, bits }
}

impl Field {
    /// What a packed result holds in these bits; nothing sensible where it is negative.
    pub const fn of(self, packed: i64) -> u64 {
        let value = packed.cast_unsigned().wrapping_shr(self.lowest_bit);
        value & self.most()
    }

    /// The largest number that fits.
    pub const fn most(self) -> u64 {
        1_u64.wrapping_shl(self.bits).wrapping_sub(1)
    }

    /// The number in its bits. One that does not fit is a defect of ours.
    fn holds(self, value: u64) -> Result<i64, Code> {
        if value > self.most() {
            return Err(Code::Internal);
        }
        i64::try_from(value.wrapping_shl(self.lowest_bit)).map_err(|_| Code::Internal)
    }
}

/// The amount in this text, in francs; see [`Rwf::parse`].
///
/// ```
/// use rwandapay_core::api::native::amount_parse;
/// use rwandapay_core::error::Code;
///
/// assert_eq!(amount_parse(b"5000.00"), 5000);
/// assert_eq!(amount_parse(b"5000.5"), -i64::from(Code::AmountNotWhole.id()));
/// ```
pub fn amount_parse(text: &[u8]) -> i64 {
    packed(|| {
        let text = str::from_utf8(text).map_err(|_| Code::AmountMalformed)?;
        AMOUNT_FRANCS.holds(Rwf::parse(text)?.get())
    })
}

/// The Rwandan mobile number in this text, and the wallet behind its prefix; see [`Phone::parse`].
pub fn phone_parse(text: &[u8]) -> i64 {
    packed(|| {
        let phone = Phone::parse(text)?;
        let wallet = match Provider::of(phone) {
            Ok(Provider::Mtn) => 1,
            Ok(Provider::Airtel) => 2,
            Err(_) => 0,
        };
        Ok(PHONE_NATIONAL.holds(u64::from(phone.get()))? | PHONE_WALLET.holds(wallet)?)
    })
}

/// The fee and the net of an amount under the standard schedule; see [`Schedule::quote`].
pub fn fee(amount: i64) -> i64 {
    packed(|| {
        let francs = u64::try_from(amount).map_err(|_| Code::AmountNegative)?;
        let schedule = Schedule::standard();
        let quote = schedule.quote(Rwf::new(francs)?, None)?;
        Ok(FEE_FEE.holds(quote.fee.get())? | FEE_NET.holds(quote.net.get())?)
    })
}

/// Where an event leads a state machine from a state; see [`transition::transition`].
pub fn transition(machine: &[u8], state: &[u8], event: &[u8]) -> i64 {
    packed(|| {
        let machine = str::from_utf8(machine).map_err(|_| Code::StateUnknown)?;
        let state = str::from_utf8(state).map_err(|_| Code::StateUnknown)?;
        let event = str::from_utf8(event).map_err(|_| Code::StateEventUnknown)?;
        let after = transition::transition(machine, state, event)?;
        Ok(TRANSITION_STATE.holds(after.place)? | TRANSITION_REPLAY.holds(u64::from(after.replay))?)
    })
}

/// Verifies a delivery with any of these secrets (`whsec_`) and public keys (`whpk_`), which are counted in
/// this order; see [`Verifier::verify`]. A public key among the secrets is refused. Several signature
/// headers are joined by a space, as their values are.
pub fn webhook_verify(
    secrets: &[&str],
    public_keys: &[&str],
    tolerance_s: u32,
    [id, timestamp, signature]: [&[u8]; 3],
    body: &[u8],
    now_ms: i64,
) -> i64 {
    packed(|| {
        let secrets = secrets.iter().map(|text| WebhookSecret::parse(text).map(VerifyingKey::from));
        let public_keys = public_keys.iter().map(|text| PublicKey::parse(text).map(VerifyingKey::from));
        let keys: Vec<VerifyingKey> = secrets.chain(public_keys).collect::<Result<_, _>>()?;
        let receiver = Verifier::new(keys)?.with_tolerance_s(tolerance_s)?;
        let headers = Headers::new(id, timestamp, signature);
        let proven = receiver.verify(&headers, body, Instant::from_ms(now_ms))?;
        let place = u64::try_from(proven.key).map_err(|_| Code::Internal)?;
        let version = match proven.version {
            Version::V1 => 0,
            Version::V1a => 1,
        };
        let timestamp = u64::try_from(proven.timestamp).map_err(|_| Code::Internal)?;
        Ok(VERIFY_KEY.holds(place)? | VERIFY_VERSION.holds(version)? | VERIFY_TIMESTAMP.holds(timestamp)?)
    })
}

/// Signs a delivery with every one of these secrets (`whsec_`) or private keys (`whsk_`), and writes the
/// value of `webhook-signature` to the front of `out`; see [`sign`].
///
/// An `out` of [`MAX_SIGNATURE_BYTES`](crate::webhook::MAX_SIGNATURE_BYTES) is always large enough; one that
/// is too small gets nothing, and the result is `field_too_long`.
pub fn webhook_sign(keys: &[&str], id: &[u8], now_ms: i64, body: &[u8], out: &mut [u8]) -> i64 {
    packed(|| {
        let keys: Vec<SigningKey> =
            keys.iter().map(|key| SigningKey::parse(key)).collect::<Result<_, _>>()?;
        let id = str::from_utf8(id).map_err(|_| Code::WebhookIdMalformed)?;
        let signature = sign(&keys, id, Instant::from_ms(now_ms), body)?.signature;
        let front = out.get_mut(..signature.len()).ok_or(Code::FieldTooLong)?;
        front.copy_from_slice(signature.as_bytes());
        SIGN_BYTES.holds(u64::try_from(signature.len()).map_err(|_| Code::Internal)?)
    })
}

/// The version of this surface.
pub fn abi_version() -> i64 {
    packed(|| ABI.holds(u64::from(ABI_VERSION)))
}
