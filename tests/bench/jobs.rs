//! Jobs a second, with one worker and with two, beside a loop that only claims and settles rows of a queue in plain SQL.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use futures::FutureExt;
use nabta_domain::kernel::jobs::{Failure, Handler, Run, worker};
use nabta_testkit::{Kind, empty};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::inside::Inside;
use crate::pairs::{Compared, Summary, compare};
use crate::process::Home;
use crate::report::Line;
use crate::stores::{KINDS, Name};

const KIND: &str = "bench.nothing";
const PAIRS: usize = 30;
/// So many jobs in one leg.
const JOBS: u64 = 60;

/// Does nothing: what is measured is what stands around it.
const NOTHING: Handler = Handler { kind: KIND, run: |run| nothing(run).boxed() };

async fn nothing(run: Run) -> Result<(), Failure> {
    std::hint::black_box(run.id);
    Ok(())
}

/// A centre with jobs to do.
struct Queue {
    kind: Kind,
    inside: Inside,
    number: AtomicU64,
}

impl Queue {
    fn database(&self) -> &DatabaseConnection {
        self.inside.instance.services.database.for_migration()
    }

    async fn run(&self, sql: &str) -> u64 {
        self.database().execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}")).rows_affected()
    }

    /// Enters the jobs of one leg, and forgets those of before.
    async fn fill(&self) {
        self.run(&format!("DELETE FROM job WHERE kind = '{KIND}'")).await;
        let rows: Vec<String> = (0..JOBS)
            .map(|_| {
                let number = self.number.fetch_add(1, Ordering::Relaxed);
                let (id, payload, at) = match self.kind {
                    Kind::Sqlite => (format!("x'{number:032x}'"), "'{}'", "'2020-11-23T08:00:00+00:00'"),
                    Kind::Postgres => (format!("'{}'", uuid::Uuid::from_u128(u128::from(number))), "'{}'::jsonb", "now()"),
                };
                format!("({id}, '{KIND}', {payload}, 'waiting', {at}, 0, 0, {at}, 1)")
            })
            .collect();
        let columns = "id, kind, payload, state, due_at, tries, progress, created_at, version";
        self.run(&format!("INSERT INTO job ({columns}) VALUES {}", rows.join(", "))).await;
    }

    /// The milliseconds of a job, done by so many workers at once.
    async fn by_workers(&self, workers: usize) -> Vec<f64> {
        self.fill().await;
        let began = Instant::now();
        let work = (0..workers).map(|_| worker::drain(&self.inside.instance.services, &[NOTHING]));
        let done: usize = futures::future::join_all(work).await.into_iter().map(|done| done.expect("jobs are done")).sum();
        assert_eq!(done as u64, JOBS, "each once");
        vec![began.elapsed().as_secs_f64() * 1_000.0 / JOBS as f64]
    }

    /// The milliseconds of a row that is claimed and settled, each in a transaction of its own, and nothing else.
    async fn bare(&self) -> Vec<f64> {
        self.fill().await;
        let lock = if self.kind == Kind::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let claim = format!(
            "UPDATE job SET state = 'running', lease_id = id, leased_until = due_at WHERE id = (SELECT id FROM job WHERE kind = '{KIND}' AND state = 'waiting' ORDER BY due_at, id LIMIT 1 {lock})"
        );
        let settle = format!(
            "UPDATE job SET state = 'done', lease_id = NULL, leased_until = NULL, ended_at = due_at WHERE kind = '{KIND}' AND state = 'running'"
        );
        let began = Instant::now();
        while self.run(&claim).await > 0 {
            self.run(&settle).await;
        }
        vec![began.elapsed().as_secs_f64() * 1_000.0 / JOBS as f64]
    }
}

fn lines(kind: Kind, what: &str, compared: &Compared) -> [Line; 2] {
    let (ours, bare) = compared.times(Summary::Median);
    [
        Line::ratio(
            "jobs",
            format!("a job that does nothing, {what} ÷ a bare claim loop"),
            Name(kind),
            compared,
            Summary::Median,
        ),
        Line::new(
            "jobs",
            format!("jobs a second, {what}; of the bare loop"),
            Name(kind),
            format!("{:.0}; {:.0}", 1_000.0 / ours, 1_000.0 / bare),
        ),
    ]
}

async fn measure(kind: Kind) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(kind, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    let queue = Queue { kind, inside: Inside::open(&url, home.folder()).await, number: AtomicU64::new(1) };
    let mut measured = Vec::new();
    for (workers, what) in [(1, "one worker"), (2, "two workers")] {
        let compared =
            compare(PAIRS, Summary::Median, async || queue.by_workers(workers).await, async || queue.bare().await).await;
        measured.extend(lines(kind, what, &compared));
    }
    measured
}

/// Measures it on both databases.
pub async fn run() -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in KINDS {
        lines.extend(measure(kind).await);
    }
    lines
}
