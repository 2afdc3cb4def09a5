//! `rate_limit.run`.

use alloc::vec::Vec;

use super::Operation;
use super::input::Input;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::rate_limit::{Bucket, Plan, Verdict};
use crate::time::Instant;

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("rate_limit.run", run)];

/// `{plan, instants}`: what a full bucket says to a request at each instant, in milliseconds since 1970.
fn run(object: &Object) -> Result<Json, Error> {
    let input = Input::new(object, &["plan", "instants"])?;
    let plan = input.text("plan")?;
    let plan = Plan::from_name(plan).ok_or_else(|| input.fault(Code::FieldMalformed, "plan"))?;
    let mut bucket = Bucket::new(plan);
    let mut verdicts = Vec::new();
    for instant in input.list("instants")? {
        let now = Instant::from_ms(input.number(instant, "instants")?);
        verdicts.push(verdict_json(bucket.take(now)));
    }
    Ok(Object::default().with("verdicts", Json::Array(verdicts)).into())
}

fn verdict_json(verdict: Verdict) -> Json {
    let number = |number: u64| Json::Number(alloc::format!("{number}"));
    Object::default()
        .with("allowed", Json::Bool(verdict.allowed))
        .with("limit", number(verdict.limit))
        .with("remaining", number(verdict.remaining))
        .with("reset_seconds", number(verdict.reset_seconds))
        .with("retry_after_seconds", number(verdict.retry_after_seconds))
        .into()
}
