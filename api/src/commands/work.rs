//! `nabta work`.

use std::time::Duration;

use super::serve::refuse_old_schema;
use super::{Outcome, say};
use crate::config::Config;
use crate::http::{self, told_to_stop};
use crate::instance::Instance;
use crate::workers::Workers;

/// How long jobs that were begun may go on after the signal to stop.
const LAST: Duration = Duration::from_secs(25);

pub(super) async fn run(config: Config) -> anyhow::Result<Outcome> {
    let instance = Instance::open(config).await?;
    refuse_old_schema(&instance).await?;
    let jobs = instance.config.workers.jobs.max(1);
    let metrics = http::metrics::begin(&instance)?;
    say(&format!("Nabta works: {jobs} jobs at a time."));
    if let Some((metrics, _)) = &metrics {
        say(&format!("  Metrics      http://{metrics}/metrics"));
    }
    let workers = Workers::begin(&instance, jobs, false);
    told_to_stop().await;
    workers.end(LAST).await;
    instance.services.database.clone().close().await?;
    Ok(Outcome::Done)
}
