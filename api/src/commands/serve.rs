//! `nabta serve`.

use std::net::SocketAddr;
use std::time::Duration;

use nabta_migration::{Migrator, MigratorTrait};

use super::{Outcome, say, told};
use crate::config::Config;
use crate::instance::Instance;
use crate::workers::Workers;
use crate::{demo, http};

/// How long jobs that were begun may go on after the last request was answered.
pub(super) const LAST: Duration = Duration::from_secs(5);

pub(super) async fn run(config: Config) -> anyhow::Result<Outcome> {
    let instance = Instance::open(config).await?;
    refuse_old_schema(&instance).await?;
    let bound = http::bind(instance.clone()).await?;
    greet(&instance, bound.address, bound.metrics).await;
    let beside = Workers::begin(&instance, instance.config.workers.jobs, true);
    bound.serve(Duration::from_millis(instance.config.http.drain_milliseconds)).await?;
    beside.end(LAST).await;
    instance.services.database.clone().close().await?;
    Ok(Outcome::Done)
}

/// Nothing works on a schema that lacks something. One that has more is that of the next version, whose steps only add, so that this
/// version goes on beside it until all instances are changed.
pub(super) async fn refuse_old_schema(instance: &Instance) -> anyhow::Result<()> {
    let taken = instance.services.database.schema().await.map_err(told)?;
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let missing = known.iter().filter(|step| !taken.contains(step)).count();
    if missing > 0 {
        anyhow::bail!("the database lacks {missing} steps of the schema: run `nabta migrate up`")
    }
    let later = taken.iter().filter(|step| !known.contains(step)).count();
    if later > 0 {
        tracing::warn!(later, "the schema is of a newer version: change this instance to it");
    }
    Ok(())
}

/// Says where to look, and in the demo with which accounts.
async fn greet(instance: &Instance, address: SocketAddr, metrics: Option<SocketAddr>) {
    // By its name: browsers keep no passkeys for a number.
    let address = if address.ip().is_loopback() { format!("localhost:{}", address.port()) } else { address.to_string() };
    say(&format!("Nabta serves at http://{address}"));
    say(&format!("  GraphQL      http://{address}/graphql"));
    if instance.config.playground() {
        say(&format!("  Playground   http://{address}/playground"));
    }
    if instance.config.shows_letters() {
        say(&format!("  Letters      http://{address}/mail"));
    }
    say(&format!("  Keys         http://{address}/.well-known/jwks.json"));
    say(&format!("  Health       http://{address}/health/ready"));
    if let Some(metrics) = metrics {
        say(&format!("  Metrics      http://{metrics}/metrics"));
    }
    if !instance.config.is_production() {
        for line in demo::accounts(instance).await {
            say(&line);
        }
    }
}
