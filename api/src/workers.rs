//! What runs beside the requests: the journal's sealer, and the search index that follows the catalogue.

use std::time::Duration;

use nabta_domain::kernel::Error;
use nabta_domain::kernel::journal::sealer;
use tokio::task::JoinHandle;

use crate::instance::Instance;

/// Begins them; they end when the handle is aborted.
#[must_use]
pub fn begin(instance: Instance) -> Option<JoinHandle<()>> {
    let tick = instance.config.workers.tick_milliseconds;
    (tick > 0).then(|| tokio::spawn(run(instance, Duration::from_millis(tick))))
}

async fn run(instance: Instance, tick: Duration) {
    // The first round searches the whole journal, in case an instance fell between writing and sealing long ago.
    let mut sweep = true;
    loop {
        match sealer::seal(&instance.operator(), sweep).await {
            Ok(_) => sweep = false,
            Err(error) => report("sealing the journal", &error),
        }
        if let Err(error) = instance.refresh_index().await {
            report("refreshing the search index", &error);
        }
        tokio::time::sleep(tick).await;
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
