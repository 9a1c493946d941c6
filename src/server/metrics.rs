//! What an operator's Prometheus reads: how many, how fast, how full. Nothing that names a person, a scope, a code or
//! an address: a route is its pattern, a result its kind.
//!
//! It is served on an address of its own (`serve --metrics`), which is nobody's business outside.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use qadam_domain::Clock as _;
use qadam_protocol::sync::OpResult;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::admission::Admission;
use crate::clock::SystemClock;
use crate::live::Live;
use crate::store::{Figures, Store};

type Amount = Gauge<f64, AtomicU64>;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Ended {
    result: &'static str,
}

/// All counts of a server. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Mutex<Registry>,
    requests: Family<Answered, Counter>,
    took: Family<Asked, Histogram, fn() -> Histogram>,
    ops: Family<Ended, Counter>,
    records: Counter,
    now: Now,
}

/// What is looked up when it is read.
#[derive(Default)]
struct Now {
    lines: Gauge,
    long_running: Gauge,
    long_waiting: Gauge,
    turned_away: Counter,
    commits: Counter,
    writes: Counter,
    committing: Counter<f64, AtomicU64>,
    queue: Gauge,
    connections: Gauge,
    connections_idle: Gauge,
    memory: Gauge,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("qadam");
        // From half a millisecond to half a minute: links are slow, and so is the disk sometimes.
        let took = || Histogram::new(exponential_buckets(0.000_5, 2.0, 17));
        let requests = Family::default();
        let took = Family::new_with_constructor(took as fn() -> Histogram);
        let (ops, records, now) = (Family::default(), Counter::default(), Now::default());
        registry.register("requests", "Answered requests", requests.clone());
        registry.register_with_unit("request", "Until an answer began", Unit::Seconds, took.clone());
        registry.register("ops", "Ops by what became of them", ops.clone());
        registry.register("records_pulled", "Rows that were given to phones", records.clone());
        registry.register(
            "lines_open",
            "Phones that are told when there is something new",
            now.lines.clone(),
        );
        registry.register("long_pulls_running", "First syncs that run", now.long_running.clone());
        registry.register("long_pulls_waiting", "First syncs that wait", now.long_waiting.clone());
        registry.register(
            "long_pulls_turned_away",
            "First syncs that were asked to come back",
            now.turned_away.clone(),
        );
        registry.register("commits", "Commits of the embedded database", now.commits.clone());
        registry.register("writes", "Requests in those commits", now.writes.clone());
        registry.register_with_unit(
            "committing",
            "Time in those commits",
            Unit::Seconds,
            now.committing.clone(),
        );
        registry.register("writes_waiting", "Requests that wait for the next commit", now.queue.clone());
        registry.register("connections", "Connections to PostgreSQL", now.connections.clone());
        registry.register("connections_idle", "Of them, without work", now.connections_idle.clone());
        registry.register_with_unit("memory", "Resident memory", Unit::Bytes, now.memory.clone());
        let started = Amount::default();
        started.set(SystemClock.now().0 as f64 / 1_000.0);
        registry.register_with_unit("started", "When it was started, since 1970", Unit::Seconds, started);
        Self(Arc::new(Inner { registry: Mutex::new(registry), requests, took, ops, records, now }))
    }
}

impl Metrics {
    /// A request was answered. `route`: its pattern; none where there is no such route.
    pub(crate) fn answered(&self, method: &str, route: Option<&str>, status: u16, took: Duration) {
        // Whoever tries addresses out makes no new rows here.
        let route = route.unwrap_or("other").to_owned();
        let method = match method {
            "GET" => "GET",
            "POST" => "POST",
            "PATCH" => "PATCH",
            "HEAD" => "HEAD",
            "DELETE" => "DELETE",
            "OPTIONS" => "OPTIONS",
            _ => "other",
        };
        self.0.took.get_or_create(&Asked { route: route.clone() }).observe(took.as_secs_f64());
        self.0.requests.get_or_create(&Answered { method, route, status }).inc();
    }

    /// What became of an op.
    pub(crate) fn op(&self, result: &OpResult) {
        let result = match result {
            OpResult::Applied => "applied",
            OpResult::Kept => "kept",
            OpResult::Held => "held",
            OpResult::Erased => "erased",
            OpResult::Rejected { .. } => "rejected",
            OpResult::Retry { .. } => "retry",
        };
        self.0.ops.get_or_create(&Ended { result }).inc();
    }

    /// So many rows were given.
    pub(crate) fn records(&self, count: usize) {
        self.0.records.inc_by(u64::try_from(count).unwrap_or(0));
    }

    /// All of it, in Prometheus' text form.
    pub(crate) fn text(
        &self,
        live: &Live,
        gate: &Admission,
        figures: Figures,
    ) -> Result<String, std::fmt::Error> {
        let (now, counts) = (&self.0.now, gate.counts());
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        now.lines.set(number(live.count()));
        now.long_running.set(number(counts.running));
        now.long_waiting.set(counts.waiting.into());
        let raise = |counter: &Counter, to: u64| {
            counter.inc_by(to.saturating_sub(counter.get()));
        };
        raise(&now.turned_away, counts.turned_away);
        raise(&now.commits, figures.commits);
        raise(&now.writes, figures.writes);
        now.committing.inc_by((figures.committing.as_secs_f64() - now.committing.get()).max(0.0));
        now.queue.set(number(figures.waiting));
        now.connections.set(number(figures.connections));
        now.connections_idle.set(number(figures.idle));
        now.memory.set(number(memory().unwrap_or(0)));
        let mut text = String::new();
        let registry = self.0.registry.lock().unwrap_or_else(PoisonError::into_inner);
        encode(&mut text, &registry).map(|()| text)
    }
}

/// Resident memory in bytes, where the system says.
fn memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    let kib: usize = line.split_whitespace().next()?.parse().ok()?;
    Some(kib.saturating_mul(1024))
}

/// `GET /metrics`, and nothing else: for a listener of its own.
pub fn app(store: Arc<dyn Store>, metrics: Metrics, live: Live, gate: Admission) -> Router {
    let text = move || async move { answer(&metrics, &live, &gate, store.figures()) };
    Router::new().route("/metrics", get(text))
}

fn answer(metrics: &Metrics, live: &Live, gate: &Admission, figures: Figures) -> Response {
    match metrics.text(live, gate, figures) {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
        }
        Err(cause) => {
            tracing::error!(%cause, "the counts cannot be written");
            axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
