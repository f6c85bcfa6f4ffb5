//! Counts what one request asks of the database, also where parts of it run as tasks of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The target of the spans that are told to a collector of traces. Only these are: what else the program or a library notes may hold what
/// somebody wrote.
pub const TRACED: &str = "nabta_trace";

/// What one request asked of the database.
#[derive(Debug, Default)]
pub struct Meter {
    statements: AtomicU64,
    nanoseconds: AtomicU64,
}

tokio::task_local! {
    static METER: Arc<Meter>;
}

impl Meter {
    /// Counts what a request asks.
    pub async fn count<T>(self: &Arc<Self>, request: impl Future<Output = T>) -> T {
        METER.scope(Arc::clone(self), request).await
    }

    /// How many statements there were.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// How long the database took for them, one added to the other.
    #[must_use]
    pub fn time(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed))
    }
}

/// Runs a part of a request as a task of its own that counts with it.
pub fn spawn<T: Send + 'static>(part: impl Future<Output = T> + Send + 'static) -> tokio::task::JoinHandle<T> {
    match METER.try_with(Arc::clone) {
        Ok(meter) => tokio::spawn(METER.scope(meter, part)),
        Err(_) => tokio::spawn(part),
    }
}

/// Notes a statement, where a request is counted.
pub(super) fn note(took: Duration) {
    let _ = METER.try_with(|meter| {
        meter.statements.fetch_add(1, Ordering::Relaxed);
        meter.nanoseconds.fetch_add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn parts_that_run_as_tasks_count_with_their_request_and_with_no_other() {
        let (one, other) = (Arc::new(Meter::default()), Arc::new(Meter::default()));
        one.count(async {
            note(Duration::from_millis(2));
            spawn(async { note(Duration::from_millis(3)) }).await.unwrap();
        })
        .await;
        note(Duration::from_secs(1));
        other.count(async { note(Duration::from_millis(1)) }).await;
        assert_eq!((one.statements(), one.time()), (2, Duration::from_millis(5)));
        assert_eq!(other.statements(), 1);
    }
}
