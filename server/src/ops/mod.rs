//! For the operator: logs, metrics, health.
