//! Metrics in the form of Prometheus.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64};
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::store::sqlite::Counts;

/// The upper bounds of how long an answer takes, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Which requests are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

/// Which attempts at a webhook are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Sent {
    result: String,
}

/// What is counted while the server runs; clones count together.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Histogram,
    connections: Gauge,
    deliveries: Family<Sent, Counter>,
    queue: Gauge<i64, AtomicI64>,
    jobs: Gauge<u64, AtomicU64>,
    jobs_due: Gauge<u64, AtomicU64>,
    reviews: Gauge<u64, AtomicU64>,
    parked_attempts: Gauge<u64, AtomicU64>,
    parked_commands: Gauge<u64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("rwandapay");
        let inner = Inner {
            requests: Family::default(),
            seconds: Histogram::new(SECONDS),
            connections: Gauge::default(),
            deliveries: Family::default(),
            queue: Gauge::default(),
            jobs: Gauge::default(),
            jobs_due: Gauge::default(),
            reviews: Gauge::default(),
            parked_attempts: Gauge::default(),
            parked_commands: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Answers, by route and status", inner.requests.clone());
        registry.register("request_seconds", "How long answers took", inner.seconds.clone());
        registry.register("connections", "Open connections", inner.connections.clone());
        registry.register("deliveries", "Attempts at webhooks, by result", inner.deliveries.clone());
        registry.register("queue", "Commands that wait for the writer", inner.queue.clone());
        registry.register("jobs", "Jobs in the records", inner.jobs.clone());
        registry.register("jobs_due", "Jobs that are due by now", inner.jobs_due.clone());
        registry.register("reviews", "Payments under review", inner.reviews.clone());
        let attempts = "Attempts that wait for a person";
        registry.register("parked_attempts", attempts, inner.parked_attempts.clone());
        registry.register("parked_commands", "Commands that failed alone", inner.parked_commands.clone());
        Self(Arc::new(Inner { registry, ..inner }))
    }
}

impl Metrics {
    /// Counts an answer.
    pub fn answered(&self, route: &str, status: u16, took: Duration) {
        self.0.requests.get_or_create(&Answered { route: route.into(), status }).inc();
        self.0.seconds.observe(took.as_secs_f64());
    }

    /// Counts a connection for as long as what it gives lives.
    pub fn connected(&self) -> Connected {
        self.0.connections.inc();
        Connected(self.clone())
    }

    /// Counts an attempt at a webhook.
    pub fn delivered(&self, status: Option<u16>) {
        let result = match status {
            Some(200..=299) => "delivered",
            Some(_) => "refused",
            None => "unreachable",
        };
        self.0.deliveries.get_or_create(&Sent { result: result.into() }).inc();
    }

    /// Everything as text, with what waits now.
    pub fn print(&self, queue: usize, counts: Counts) -> String {
        self.0.queue.set(i64::try_from(queue).unwrap_or(i64::MAX));
        self.0.jobs.set(counts.jobs);
        self.0.jobs_due.set(counts.jobs_due);
        self.0.reviews.set(counts.under_review);
        self.0.parked_attempts.set(counts.parked_attempts);
        self.0.parked_commands.set(counts.parked_commands);
        let mut page = String::new();
        // A text in memory takes everything.
        let _ = text::encode(&mut page, &self.0.registry);
        page
    }
}

/// An open connection.
pub struct Connected(Metrics);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.0.connections.dec();
    }
}

/// The name under which a request is counted: its operation, or the page that it asks for. No part of it
/// comes from outside, so that nobody can make metrics grow.
pub fn route(method: &str, path: &str) -> &'static str {
    if let Ok(route) = rwandapay_core::api::route::find(method, path) {
        return route.operation.name;
    }
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    ["pay", "checkout", "docs", "openapi.json", "livez", "readyz"]
        .into_iter()
        .find(|known| *known == first)
        .unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_stands_on_the_page() {
        let metrics = Metrics::default();
        metrics.answered(route("POST", "/v1/payments/collect"), 200, Duration::from_millis(3));
        metrics.answered(route("GET", "/pay/secret-token"), 404, Duration::from_millis(3));
        metrics.delivered(Some(200));
        metrics.delivered(None);
        let open = metrics.connected();
        let page = metrics.print(7, Counts { jobs: 5, ..Counts::default() });
        for line in [
            r#"rwandapay_requests_total{route="payments.collect",status="200"} 1"#,
            r#"rwandapay_requests_total{route="pay",status="404"} 1"#,
            r#"rwandapay_deliveries_total{result="unreachable"} 1"#,
            "rwandapay_connections 1",
            "rwandapay_queue 7",
            "rwandapay_jobs 5",
            r#"rwandapay_request_seconds_bucket{le="0.005"} 2"#,
        ] {
            assert!(page.contains(line), "no {line} in {page}");
        }
        assert!(!page.contains("secret-token"));
        drop(open);
        assert!(metrics.print(0, Counts::default()).contains("rwandapay_connections 0"));
    }
}
