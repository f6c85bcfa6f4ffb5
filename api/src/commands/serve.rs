//! `nabta serve`.

use std::time::Duration;

use nabta_migration::{Migrator, MigratorTrait};

use super::{Outcome, say};
use crate::config::Config;
use crate::instance::Instance;
use crate::{demo, http, workers};

pub(super) async fn run(config: Config) -> anyhow::Result<Outcome> {
    let instance = Instance::open(config).await?;
    let pending = Migrator::get_pending_migrations(instance.services.database.for_migration()).await?;
    if !pending.is_empty() {
        anyhow::bail!("the database lacks {} steps of the schema: run `nabta migrate up`", pending.len());
    }
    let bound = http::bind(instance.clone()).await?;
    greet(&instance, bound.address).await;
    let beside = workers::begin(instance.clone());
    bound.serve(Duration::from_millis(instance.config.http.drain_milliseconds)).await?;
    if let Some(beside) = beside {
        beside.abort();
    }
    instance.services.database.clone().close().await?;
    Ok(Outcome::Done)
}

/// Says where to look, and in the demo with which accounts.
async fn greet(instance: &Instance, address: std::net::SocketAddr) {
    say(&format!("Nabta serves at http://{address}"));
    say(&format!("  GraphQL      http://{address}/graphql"));
    if instance.config.playground() {
        say(&format!("  Playground   http://{address}/playground"));
    }
    say(&format!("  Keys         http://{address}/.well-known/jwks.json"));
    say(&format!("  Health       http://{address}/health/ready"));
    if !instance.config.is_production() {
        for line in demo::accounts(instance).await {
            say(&line);
        }
    }
}
