//! `nabta migrate up|down|status`.

use clap::Subcommand;
use nabta_domain::people;
use nabta_migration::{Migrator, MigratorTrait};

use super::{Outcome, say, told};
use crate::config::Config;
use crate::instance::Instance;

#[derive(Subcommand)]
pub(super) enum Migrate {
    /// Take all steps that have not been taken.
    Up,
    /// Take the newest steps back. What they held is lost.
    Down {
        /// How many steps.
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
    /// List the steps, with whether they have been taken.
    Status,
}

pub(super) async fn run(command: &Migrate, config: Config) -> anyhow::Result<Outcome> {
    let instance = Instance::open(config).await?;
    let database = instance.services.database.for_migration();
    match command {
        Migrate::Up => {
            let pending = Migrator::get_pending_migrations(database).await?.len();
            Migrator::up(database, None).await?;
            let sealed = people::complete(&instance.operator()).await.map_err(told)?;
            say(&format!("The schema is up to date; {pending} steps were taken."));
            if sealed > 0 {
                say(&format!("{sealed} addresses that had been kept in the open are sealed."));
            }
        }
        Migrate::Down { steps } => {
            Migrator::down(database, Some(*steps)).await?;
            say(&format!("{steps} steps were taken back."));
        }
        Migrate::Status => {
            let pending = Migrator::get_pending_migrations(database).await?;
            let waits = |name: &str| pending.iter().any(|step| step.name() == name);
            for step in Migrator::migrations() {
                say(&format!("{}  {}", if waits(step.name()) { "waits" } else { "taken" }, step.name()));
            }
        }
    }
    Ok(Outcome::Done)
}
