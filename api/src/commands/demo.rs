//! `nabta demo load|reset`.

use clap::Subcommand;
use nabta_migration::{Migrator, MigratorTrait};

use super::{Outcome, say};
use crate::config::Config;
use crate::demo;
use crate::instance::Instance;

#[derive(Subcommand)]
pub(super) enum Demo {
    /// Load what isn't there yet; a second time changes nothing.
    Load,
    /// Empty the whole database and load the demo anew.
    Reset,
}

pub(super) async fn run(command: &Demo, config: Config) -> anyhow::Result<Outcome> {
    if config.is_production() {
        anyhow::bail!("the demo's passwords are known to everybody: it is never loaded in production");
    }
    let instance = Instance::open(config).await?;
    if matches!(command, Demo::Reset) {
        let database = instance.services.database.for_migration();
        Migrator::reset(database).await?;
        Migrator::up(database, None).await?;
    }
    let began = tokio::time::Instant::now();
    let told = demo::load(&instance).await?;
    say(&format!("{told} in {:.1} s.", began.elapsed().as_secs_f32()));
    Ok(Outcome::Done)
}
