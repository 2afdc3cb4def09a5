//! `phone.parse`.

use super::Operation;
use super::input::Input;
use crate::error::Error;
use crate::json::{Json, Object};
use crate::phone::Phone;
use crate::provider::{PREFIXES, Provider};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("phone.parse", parse)];

/// `{text}`: every form of the number, and the provider of its prefix, null where it has no wallet.
fn parse(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["text"])?;
    let phone = Phone::from_text(input.text("text")?).map_err(|error| error.at("text"))?;
    Ok(Object::default()
        .with("e164", Json::text(phone.e164()))
        .with("mtn_wire", Json::text(phone.mtn_wire()))
        .with("airtel_wire", Json::text(phone.airtel_wire()))
        .with("national", Json::text(phone.national()))
        .with("display", Json::text(phone.display()))
        .with("masked", Json::text(phone.masked()))
        .with("provider", Json::maybe_text(Provider::of(phone).ok().map(Provider::name)))
        .with("prefixes", Json::text(PREFIXES.id))
        .into())
}
