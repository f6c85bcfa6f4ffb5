//! What an instance counts, for Prometheus. Names of operations are fields of the schema, codes are the program's own, kinds of jobs are
//! those that it knows: however clients ask, there are only so many series.

use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use nabta_domain::kernel::maintenance;
use nabta_domain::kernel::meter::Meter;
use nabta_domain::platform::backlog::{self, Backlog, JobState, MailState};
use nabta_domain::platform::readiness;

use crate::instance::Instance;

/// Bounds of the durations of requests, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0];
/// Bounds of the numbers of statements of a request.
const STATEMENTS: [f64; 9] = [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

/// What an instance counts.
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    process: metrics_process::Collector,
}

/// A request that was answered.
pub struct Answered<'a> {
    /// What it asked for, as the schema calls it.
    pub operation: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// The codes of the errors in it.
    pub codes: &'a [String],
    /// How long it took.
    pub took: Duration,
    /// What it asked of the database.
    pub meter: &'a Meter,
}

impl Metrics {
    /// Nothing is counted yet.
    pub fn new() -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?
            .set_buckets_for_metric(Matcher::Suffix("_statements".into()), &STATEMENTS)?
            .build_recorder();
        let process = metrics_process::Collector::default();
        with_local_recorder(&recorder, || {
            describe();
            process.describe();
            gauge!("nabta_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        });
        Ok(Self { handle: recorder.handle(), recorder, process })
    }

    /// Counts a request.
    pub fn answered(&self, answered: &Answered<'_>) {
        let operation = answered.operation;
        with_local_recorder(&self.recorder, || {
            counter!("nabta_requests_total", "operation" => operation, "status" => answered.status.to_string()).increment(1);
            for code in answered.codes {
                counter!("nabta_request_errors_total", "operation" => operation, "code" => code.clone()).increment(1);
            }
            histogram!("nabta_request_seconds", "operation" => operation).record(answered.took);
            histogram!("nabta_request_sql_seconds", "operation" => operation).record(answered.meter.time());
            let statements = u32::try_from(answered.meter.statements()).unwrap_or(u32::MAX);
            histogram!("nabta_request_sql_statements", "operation" => operation).record(f64::from(statements));
        });
    }

    /// Says how many sockets are open.
    pub fn sockets(&self, open: usize) {
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        with_local_recorder(&self.recorder, || gauge!("nabta_sockets").set(f64::from(open)));
    }

    /// Puts what was counted into its buckets; where nobody asks, it would pile up.
    pub fn settle(&self) {
        self.handle.run_upkeep();
    }

    /// All of it as Prometheus reads it, with what can be looked at only now.
    pub async fn text(&self, instance: &Instance) -> String {
        let ctx = instance.operator();
        let backlog = backlog::look(&ctx).await;
        let maintenance = maintenance::notice(&ctx).await.is_ok_and(|notice| notice.is_some());
        let offset = readiness::look(&ctx).await.clock_offset;
        let now = ctx.now();
        with_local_recorder(&self.recorder, || {
            self.process.collect();
            gauge!("nabta_database_up").set(f64::from(u8::from(backlog.is_ok())));
            gauge!("nabta_maintenance").set(f64::from(u8::from(maintenance)));
            if let Some(offset) = offset {
                gauge!("nabta_clock_offset_seconds").set(number(offset) / 1_000.0);
            }
            if let Some(replica) = &instance.services.replica {
                let lag = replica
                    .lag(instance.services.clock.now())
                    .map_or(f64::INFINITY, |lag| number(lag.num_milliseconds()) / 1_000.0);
                gauge!("nabta_replica_lag_seconds").set(lag);
            }
            for pool in instance.services.database.pools() {
                gauge!("nabta_pool_connections", "pool" => pool.name, "state" => "idle").set(f64::from(pool.idle));
                let used = pool.open.saturating_sub(pool.idle);
                gauge!("nabta_pool_connections", "pool" => pool.name, "state" => "used").set(f64::from(used));
            }
            if let Ok(backlog) = &backlog {
                count_jobs(backlog);
                let age = backlog.unsealed.oldest.map_or(0, |oldest| (now - oldest).num_seconds());
                gauge!("nabta_journal_unsealed").set(number(backlog.unsealed.number));
                gauge!("nabta_journal_unsealed_age_seconds").set(number(age));
                for state in MailState::ALL {
                    let letters = backlog.letters.get(state).copied().unwrap_or_default();
                    gauge!("nabta_letters", "state" => state.name()).set(number(letters));
                }
                gauge!("nabta_letters", "state" => "bounced").set(number(i64::try_from(backlog.bounced).unwrap_or(i64::MAX)));
            }
        });
        self.settle();
        self.handle.render()
    }
}

/// Also those of which there are none: a series that ends tells nothing.
fn count_jobs(backlog: &Backlog) {
    for handler in nabta_domain::handlers() {
        for state in [JobState::Waiting, JobState::Running, JobState::Failed] {
            let found = backlog.jobs.iter().find(|jobs| jobs.kind == handler.kind && jobs.state == state);
            let jobs = found.map_or(0, |jobs| jobs.number);
            gauge!("nabta_jobs", "kind" => handler.kind, "state" => state.name()).set(number(jobs));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
const fn number(number: i64) -> f64 {
    number as f64
}

fn describe() {
    describe_gauge!("nabta_info", "The version of the program");
    describe_counter!("nabta_requests_total", "GraphQL requests, by the field of the schema and the status of the answer");
    describe_counter!("nabta_request_errors_total", "Errors in answers, by the field of the schema and the code");
    describe_histogram!("nabta_request_seconds", "How long a request took, waiting for its turn included");
    describe_histogram!("nabta_request_sql_seconds", "How long the database took for the statements of a request");
    describe_histogram!("nabta_request_sql_statements", "How many statements a request sent to the database");
    describe_gauge!("nabta_database_up", "1 if the database answers");
    describe_gauge!("nabta_maintenance", "1 while everybody only reads");
    describe_gauge!("nabta_clock_offset_seconds", "How far the machine's clock is before the database's");
    describe_gauge!("nabta_replica_lag_seconds", "How far the copy of the database is behind at the most");
    describe_gauge!("nabta_pool_connections", "Connections to the database, by pool, used and idle");
    describe_gauge!("nabta_sockets", "Open sockets of subscriptions");
    describe_gauge!("nabta_jobs", "Jobs by kind: waiting, running, failed (set aside after their last try)");
    describe_gauge!("nabta_letters", "Letters of the last 30 days: waiting, sent, refused; bounced: sent, and came back");
    describe_gauge!("nabta_journal_unsealed", "Entries of the journal that wait for the sealer");
    describe_gauge!("nabta_journal_unsealed_age_seconds", "How long the oldest of them has waited");
}
