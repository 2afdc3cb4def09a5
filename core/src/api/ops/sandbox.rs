//! A whole conversation with a sandbox in one operation.

use alloc::vec;

use super::Operation;
use super::input::Input;
use crate::api::open::Open;
use crate::api::script;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::sandbox::SandboxConfig;
use crate::time::Instant;

/// The operations of this room.
pub const OPS: &[(&str, Operation)] = &[("sandbox.script", run)];

/// When a sandbox starts that is not told when: on 2026-01-05 at 08:00:00 UTC.
const START: Instant = Instant::from_seconds(1_767_600_000);

/// Opens a sandbox, runs `steps` (see [`script`]), and gives the lines. `start` (a time), `seed` (64
/// hexadecimal digits) and `rate_limit` (false; it counts in the sandbox's time) may be left out.
fn run(input: &Object) -> Result<Json, Error> {
    let input = Input::new(input, &["start", "seed", "rate_limit", "steps"])?;
    let start = input.maybe("start").map(|_| input.instant("start")).transpose()?.unwrap_or(START);
    let seed = input.maybe("seed").map(|_| input.hex("seed")).transpose()?;
    let seed = <[u8; 32]>::try_from(seed.unwrap_or_else(|| vec![9; 32]));
    let seed = seed.map_err(|_| input.fault(Code::FieldMalformed, "seed"))?;
    let mut sandbox = Open::new(SandboxConfig::new(start, seed)).limited(input.flag("rate_limit")?);
    script::replay(input.list("steps")?, &mut sandbox)
}
