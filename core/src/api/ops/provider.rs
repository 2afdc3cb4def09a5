//! `provider.choose`.

use super::Operation;
use super::input::Input;
use crate::error::Error;
use crate::json::{Json, Object};
use crate::phone::Phone;
use crate::provider::choose_described;

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("provider.choose", choose)];

/// `{phone, provider?, provider_override?}`: the provider of a request, and how it was found.
fn choose(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["phone", "provider", "provider_override"])?;
    let phone = Phone::from_text(input.text("phone")?).map_err(|error| error.at("phone"))?;
    let explicit = input.maybe_provider("provider")?;
    let (provider, source) = choose_described(phone, explicit, input.flag("provider_override")?)?;
    Ok(Object::default()
        .with("provider", Json::text(provider.name()))
        .with("provider_source", Json::text(source.name()))
        .into())
}
