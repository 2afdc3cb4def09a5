//! The event in a delivery whose signature holds.

use super::given;
use crate::api::ops::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::money::Rwf;
use crate::record::Mode;
use crate::webhook::{Event, EventKind};

/// Reads the event of a body for a receiver of one `mode` (or `any`), and whether it is stale after
/// `last_seen`.
pub(super) fn event(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["body", "body_base64", "mode", "last_seen"])?;
    let event = read(input)?;
    let last_seen = input.maybe("last_seen").map(|_| input.whole("last_seen")).transpose()?;
    let known = matches!(event.kind, EventKind::Known(_));
    let stale = last_seen.map_or(Json::Null, |last_seen| Json::Bool(event.is_stale(last_seen)));
    let number = |number: u64| Json::Number(alloc::format!("{number}"));
    Ok(Object::default()
        .with("id", Json::text(&event.id))
        .with("event", Json::text(event.kind.name()))
        .with("known", Json::Bool(known))
        .with("created_at", Json::text(event.created_at))
        .with("mode", Json::text(event.mode.name()))
        .with("sequence", number(event.sequence))
        .with("version", event.version().map_or(Json::Null, number))
        .with("stale", stale)
        .with("data", event.data.into())
        .into())
}

/// Whether the event is about a `reference` and exactly an `amount`.
pub(super) fn expect(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["body", "body_base64", "mode", "reference", "amount"])?;
    let amount = Rwf::new(input.whole("amount")?).map_err(|code| input.fault(code, "amount"))?;
    let event = read(input)?;
    event.expect(input.text("reference")?, amount)?;
    Ok(Object::default().with("id", Json::text(event.id)).into())
}

fn read(input: Input<'_>) -> Result<Event, Error> {
    let body = given::body(input)?;
    match input.text("mode")? {
        "any" => Event::parse_any_mode(&body),
        mode => {
            let mode = Mode::from_name(mode).ok_or_else(|| input.fault(Code::FieldMalformed, "mode"))?;
            Event::parse(&body, mode)
        }
    }
}
