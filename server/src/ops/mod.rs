//! What the operator sees of a server that runs: logs, metrics, health.

pub mod doctor;
pub mod health;
pub mod listener;
pub mod logs;
pub mod metrics;
mod redact;
pub mod settings;

pub use metrics::Metrics;
