//! Numbers for Prometheus. Each application counts for itself, so that several can run in one process.
//!
//! Labels are names of our own choosing (route templates, channels, gateways), never anything that a visitor sends.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use kunci_db::Stats;
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use tokio::time::{MissedTickBehavior, interval};

use crate::state::App;

/// Upper bounds of the request durations, in seconds; 25 ms and 250 ms are the ones we promise.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0];

/// Samples wait in memory until they are sorted into buckets; without anyone who scrapes, this often.
const SORT_EVERY: Duration = Duration::from_secs(5);

/// The counters of one application. Cheap to clone.
#[derive(Clone)]
pub struct Meters {
    recorder: Arc<PrometheusRecorder>,
    handle: PrometheusHandle,
}

impl Meters {
    /// All at zero.
    #[must_use]
    pub fn new() -> Self {
        let builder = PrometheusBuilder::new();
        // Fails only without bounds; then durations would be shown as quantiles instead.
        let builder = builder
            .set_buckets(&SECONDS)
            .unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = Arc::new(builder.build_recorder());
        let handle = recorder.handle();
        Self { recorder, handle }
    }

    /// Runs `count`, whose `counter!`, `gauge!` and `histogram!` then belong to this application. It must not await.
    pub fn record(&self, count: impl FnOnce()) {
        metrics::with_local_recorder(&*self.recorder, count);
    }

    /// One answered request; `route` is the template, such as `/devices/{id}`.
    pub fn answered(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let (method, route, status) = (
            method_name(method),
            route.to_owned(),
            status.as_str().to_owned(),
        );
        self.record(|| {
            counter!("kunci_http_requests_total", "method" => method, "route" => route.clone(), "status" => status).increment(1);
            histogram!("kunci_http_request_seconds", "method" => method, "route" => route).record(took.as_secs_f64());
        });
    }

    /// Everything in Prometheus' text format.
    #[must_use]
    pub fn render(&self, app: &App) -> String {
        self.record(|| {
            gauge!("kunci_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
            counter!("kunci_password_hashes_total").absolute(app.hasher.evaluated());
            stats("main", app.db.stats());
            stats("places", app.places.stats());
        });
        self.handle.render()
    }

    /// What locks and owners say of the rules, over 90 days: locks by cause, how many of them their owners lifted (S-029), and what
    /// owners said was not them, by whether two-step verification was on (S-075).
    pub fn safety(&self, locks: &[(String, i64, i64)], denied: &[(String, bool, i64)]) {
        self.record(|| {
            for (cause, placed, lifted) in locks {
                gauge!("kunci_locks_placed_90d", "cause" => cause.clone()).set(small(*placed));
                gauge!("kunci_locks_lifted_by_owner_90d", "cause" => cause.clone())
                    .set(small(*lifted));
            }
            for (what, two_step, n) in denied {
                let two_step = if *two_step { "on" } else { "off" };
                gauge!("kunci_not_me_90d", "what" => what.clone(), "two_step" => two_step)
                    .set(small(*n));
            }
        });
    }

    /// Sorts samples into buckets until `stop`.
    pub async fn run_until(self, stop: impl Future<Output = ()> + Send) {
        let mut stop = pin!(stop);
        let mut due = interval(SORT_EVERY);
        due.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = &mut stop => return,
                _ = due.tick() => self.handle.run_upkeep(),
            }
        }
    }
}

impl Default for Meters {
    fn default() -> Self {
        Self::new()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "rows of one table, far below 2^52"
)]
const fn small(n: i64) -> f64 {
    n as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a queue is bounded far below 2^52"
)]
fn stats(db: &'static str, stats: Stats) {
    gauge!("kunci_db_queued", "db" => db).set(stats.queued as f64);
    counter!("kunci_db_transactions_total", "db" => db).absolute(stats.closures);
    counter!("kunci_db_commits_total", "db" => db).absolute(stats.commits);
    counter!("kunci_db_reruns_total", "db" => db).absolute(stats.reruns);
    counter!("kunci_db_refused_total", "db" => db).absolute(stats.refused);
}

/// Visitors can invent methods; labels cannot.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}
