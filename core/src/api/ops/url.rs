//! `url.check` and `url.public`.

use core::net::IpAddr;

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::record::Mode;
use crate::url::{Url, UrlPolicy, is_public};

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("url.check", check), ("url.public", public)];

/// `{text, mode, dev_webhooks?}`: the address in its normal form, and its parts.
fn check(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["text", "mode", "dev_webhooks"])?;
    let mode = Mode::from_name(input.text("mode")?);
    let mode = mode.ok_or_else(|| input.fault(Code::FieldMalformed, "mode"))?;
    let policy = UrlPolicy::of(mode, input.flag("dev_webhooks")?);
    let url = Url::from_text(input.text("text")?, policy).map_err(|error| input.about(error, "text"))?;
    Ok(Object::default()
        .with("url", Json::text(&url))
        .with("origin", Json::text(url.origin()))
        .with("host", Json::text(url.host()))
        .with("port", Json::int(url.port()))
        .with("target", Json::text(url.target()))
        .into())
}

/// `{address}`: whether an IP address that a name leads to may be called.
fn public(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["address"])?;
    let address: Option<IpAddr> = input.text("address")?.parse().ok();
    let address = address.ok_or_else(|| input.fault(Code::FieldMalformed, "address"))?;
    Ok(Object::default().with("public", Json::Bool(is_public(address))).into())
}
