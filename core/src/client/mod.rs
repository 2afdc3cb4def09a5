//! The SDK's brain, sans I/O: a call as a machine of values.
//!
//! [`begin`] checks an operation and says what to do first; [`next`] takes what happened and says what to
//! do then, until the step is [`Step::Done`]. Between the two a call is opaque bytes, so no binding holds
//! an object. The shell adds a transport that sends once, a clock and entropy, and decides nothing.
//!
//! - Every POST carries an idempotency key, and every try of a call the same bytes under the same key.
//! - Once a try may have moved money, only a good answer proves anything: the call goes on until its
//!   deadline and then ends as `outcome_unknown`, with what [`resume`] continues from.
//! - Nothing that breaks a rule known here is sent.
//!
//! Source: contract, sections 3, 4 and 6; `docs/architecture.md`, "How a call is made".

mod answer;
mod base_url;
mod config;
mod ending;
mod error;
mod key;
mod machine;
mod operation;
mod page;
mod request;
mod retry;
mod seal;
mod state;
mod step;
mod validate;
mod wait;

pub use answer::RESPONSE_MAX_BYTES;
pub use base_url::{BASE_URL_MAX_BYTES, BaseUrl};
pub use config::{Config, DEADLINE_MS, MAX_RETRIES, TRY_TIMEOUT_MS, USER_AGENT_MAX_BYTES};
pub use error::{ClientDetail, ClientError};
pub use key::{API_KEY_MAX_BYTES, ApiKey};
pub use machine::{RESUME_WITHIN_MS, begin, next, resume, writes};
pub use operation::{Method, OPERATIONS, Operation, Shape};
pub use retry::{BACKOFF_FIRST_MS, BACKOFF_MOST_MS, RETRY_AFTER_MOST_MS, backoff_ms, retry_after_ms};
pub use step::{Answer, Context, Event, Moment, State, Step};
pub use validate::BODY_MAX_BYTES;
pub use wait::{POLL_FIRST_MS, POLL_MOST_MS, WAIT_DEADLINE_MAX_MS, WAIT_DEADLINE_MS};
