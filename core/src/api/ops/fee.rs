//! `fee.quote`, `fee.inverse` and `fee.schedule`.

use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error, shown};
use crate::fee::{Quote, Rates, Schedule, basis_points};
use crate::json::{Json, Object};
use crate::money::{Limits, Rwf};
use crate::provider::Provider;

/// The operations of this room.
pub const OPS: &[(&str, Operation)] =
    &[("fee.quote", quote), ("fee.inverse", inverse), ("fee.schedule", schedule)];

/// `{amount, provider?, schedule?}`: what an amount costs.
fn quote(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["amount", "provider", "schedule"])?;
    let amount = input.amount("amount")?;
    let provider = input.maybe_provider("provider")?;
    let schedule = read_or_standard(input)?;
    schedule.range().admit(amount).map_err(|error| error.at("amount"))?;
    Ok(quote_json(&schedule.quote(amount, provider)?))
}

/// `{net, provider?, schedule?}`: the smallest amount that leaves at least the net.
fn inverse(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["net", "provider", "schedule"])?;
    let net = input.amount("net")?;
    let provider = input.maybe_provider("provider")?;
    let schedule = read_or_standard(input)?;
    let quote = schedule.gross_for_net(net, provider).map_err(|code| {
        let largest = schedule.range().maximum;
        let message = format!("no amount up to {largest} RWF leaves a net of `{net}`");
        Error::with_message(code, message).at("net")
    })?;
    Ok(quote_json(&quote))
}

/// A schedule: `{id, effective_from, basis_points | percent, fixed?, minimum?, maximum?, from?, to?,
/// providers?}`, where `providers` holds rates of their own under `MTN` and `Airtel`.
fn schedule(object: &Object) -> Result<Json, Error> {
    let schedule = read(object, "")?;
    let range = schedule.range();
    Ok(Object::default()
        .with("id", Json::text(schedule.id()))
        .with("effective_from", Json::text(schedule.effective_from()))
        .with("smallest", quote_json(&schedule.quote(range.minimum, None)?))
        .with("largest", quote_json(&schedule.quote(range.maximum, None)?))
        .into())
}

fn read_or_standard(input: Input<'_>) -> Result<Schedule, Error> {
    input
        .maybe_object("schedule")?
        .map_or_else(|| Ok(Schedule::standard()), |object| read(object, "schedule."))
}

const RATES: [&str; 5] = ["basis_points", "percent", "fixed", "minimum", "maximum"];

fn read(object: &Object, path: &str) -> Result<Schedule, Error> {
    let known = [["id", "effective_from", "from", "to", "providers"], RATES].concat();
    let input = Input::nested(object, path, &known)?;
    let providers = input.maybe_object("providers")?;
    let own = providers.into_iter().flat_map(|providers| &providers.0);
    let own: Vec<_> = own.map(|(name, rates)| own_rates(input, name, rates)).collect::<Result<_, _>>()?;
    let range = Limits {
        minimum: input.maybe_amount("from")?.unwrap_or(Limits::COLLECT.minimum),
        maximum: input.maybe_amount("to")?.unwrap_or(Limits::COLLECT.maximum),
    };
    let id = input.text("id")?;
    let effective_from = input.day("effective_from")?;
    Schedule::new(id, effective_from, range, rates(input)?, &own)
}

fn own_rates(input: Input<'_>, name: &str, members: &Json) -> Result<(Provider, Rates), Error> {
    let provider = Provider::from_text(name).map_err(|error| input.about(error, "providers"))?;
    let Json::Object(members) = members else {
        return Err(input.fault(Code::FieldTypeInvalid, "providers"));
    };
    let path = input.inside(&format!("providers.{}", provider.name()));
    Ok((provider, rates(Input::nested(members, &path, &RATES)?)?))
}

fn rates(input: Input<'_>) -> Result<Rates, Error> {
    let points = input.maybe_whole("basis_points")?;
    let percent = input.maybe_text("percent")?;
    let basis_points = match (points, percent) {
        (Some(points), None) => points,
        (None, Some(percent)) => percent_points(percent).map_err(|error| input.about(error, "percent"))?,
        (None, None) => return Err(input.fault(Code::FieldRequired, "basis_points")),
        (Some(_), Some(_)) => return Err(input.fault(Code::FieldTypeInvalid, "percent")),
    };
    Ok(Rates {
        basis_points,
        fixed: input.maybe_amount("fixed")?.unwrap_or(Rwf::ZERO),
        minimum: input.maybe_amount("minimum")?.unwrap_or(Rwf::ZERO),
        maximum: input.maybe_amount("maximum")?,
    })
}

/// A rate such as `3.5`: digits, and after a point one or two more.
fn percent_points(text: &str) -> Result<u32, Error> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let rate = (digits(whole, 3) && digits(part, 2)).then(|| text.parse::<Decimal>().ok()).flatten();
    rate.ok_or(Code::FeeScheduleInvalid).and_then(basis_points).map_err(|code| {
        Error::with_message(code, format!("the rate `{}` is not 0 to 100 percent", shown(text)))
    })
}

fn quote_json(quote: &Quote<'_>) -> Json {
    Object::default()
        .with("amount", Json::int(quote.amount.signed()))
        .with("fee", Json::int(quote.fee.signed()))
        .with("net_amount", Json::int(quote.net.signed()))
        .with("fee_schedule", Json::text(quote.schedule))
        .into()
}
