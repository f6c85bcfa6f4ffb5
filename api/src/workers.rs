//! What runs beside the requests, or alone in `nabta work`: jobs, schedules, the journal's sealer, and the search index that follows the
//! catalogue.

use std::sync::Arc;
use std::time::Duration;

use nabta_domain::kernel::Error;
use nabta_domain::kernel::jobs::{Handler, schedule, worker};
use nabta_domain::kernel::journal::sealer;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::instance::Instance;

/// What runs beside the requests.
pub struct Workers {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Workers {
    /// Begins them: so many workers for jobs, and what goes on each tick. `with_index` where somebody searches.
    #[must_use]
    pub fn begin(instance: &Instance, jobs: usize, with_index: bool) -> Self {
        let (stop, stopping) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let tick = Duration::from_millis(instance.config.workers.tick_milliseconds);
        if !tick.is_zero() {
            tasks.spawn(each_tick(instance.clone(), tick, with_index, stopping.clone()));
            if with_index && instance.services.replica.is_some() {
                tasks.spawn(look_at_replica(instance.clone(), tick, stopping.clone()));
            }
        }
        let handlers: Arc<[Handler]> = nabta_domain::handlers().into();
        for _ in 0..jobs {
            tasks.spawn(worker::work(Arc::clone(&instance.services), Arc::clone(&handlers), stopping.clone()));
        }
        Self { tasks, stop }
    }

    /// Tells them to stop, and waits until what they have begun is done, or so long. A job that is cut off is begun again by another
    /// worker, when its lease has run out.
    pub async fn end(mut self, limit: Duration) {
        let _ = self.stop.send(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(limit, ended).await.is_err() {
            tracing::warn!("some jobs were cut off");
        }
    }
}

async fn each_tick(instance: Instance, tick: Duration, with_index: bool, mut stop: watch::Receiver<bool>) {
    // The first round searches the whole journal, in case an instance fell between writing and sealing long ago.
    let mut sweep = true;
    let schedules = nabta_domain::schedules();
    while !*stop.borrow() {
        match sealer::seal(&instance.operator(), sweep).await {
            Ok(_) => sweep = false,
            Err(error) => report("sealing the journal", &error),
        }
        if with_index && let Err(error) = instance.refresh_index().await {
            report("refreshing the search index", &error);
        }
        match schedule::enter_due(&instance.operator(), &schedules).await {
            Ok(0) => {}
            Ok(_) => instance.services.wake.notify_one(),
            Err(error) => report("entering what comes round", &error),
        }
        tokio::select! {
            () = tokio::time::sleep(tick) => {}
            _ = stop.changed() => {}
        }
    }
}

/// A task of its own: a copy that does not answer holds up nothing but itself.
async fn look_at_replica(instance: Instance, tick: Duration, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        instance.look_at_replica().await;
        tokio::select! {
            () = tokio::time::sleep(tick) => {}
            _ = stop.changed() => {}
        }
    }
}

fn report(what: &str, error: &Error) {
    match error {
        // Another instance was faster.
        Error::Conflict => {}
        Error::Internal(report) => tracing::error!(%report, "{what}"),
        other => tracing::warn!(code = other.code(), "{what}"),
    }
}
