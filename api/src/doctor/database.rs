//! The database, its schema, its clock.

use std::time::Duration;

use nabta_domain::kernel::database::health::Health;
use nabta_domain::kernel::database::{Database, DatabaseOptions};
use nabta_domain::platform::readiness::{self, CLOCK_TOLERANCE_MILLISECONDS};
use nabta_migration::{Migrator, MigratorTrait};

use super::Finding;
use crate::config::Config;
use crate::instance::{Instance, told};

/// So much of a database may hold nothing any more before somebody should know.
const UNUSED: f64 = 0.5;
/// Below this many bytes nobody cares.
const SMALL: i64 = 100_000_000;
/// So long a copy may take to come to where the database stood.
const REPLICA_MOMENT: Duration = Duration::from_secs(2);

/// Whether the database can be reached; nothing is made that is not there.
pub(super) async fn reach(config: &Config) -> Result<(), Finding> {
    let url = config.database_url();
    if url.starts_with("sqlite") {
        let file = crate::backup::sqlite_file(&url);
        if !file.exists() {
            let what = format!("{} is not there", file.display());
            return Err(Finding::broken("database", what, "run `nabta migrate up`, or restore a backup"));
        }
    }
    let options = DatabaseOptions { url, max_connections: 1 };
    let away = || {
        let what = "it cannot be reached or opened";
        Finding::broken("database", what, "start it, and check database.url, its password, and that its folder can be written in")
    };
    let database = Database::connect(&options).await.map_err(|_| away())?;
    let answer = database.now().await.map(|_| ()).map_err(|_| away());
    let _ = database.close().await;
    answer
}

pub(super) async fn examine(instance: &Instance) -> Vec<Finding> {
    let database = &instance.services.database;
    let mut findings = Vec::new();
    match database.examine().await {
        Ok(health) => findings.extend(health_of(&health, database.is_postgres())),
        Err(error) => findings.push(Finding::broken(
            "database",
            format!("it cannot be looked through: {:#}", told(error)),
            "look into its own log, and restore a backup if it is damaged",
        )),
    }
    findings.push(schema(instance).await);
    findings.push(clock(instance).await);
    findings.extend(replica(instance).await);
    findings
}

async fn replica(instance: &Instance) -> Option<Finding> {
    let replica = instance.services.replica.as_ref()?;
    // Twice: while people write, a copy is always a moment behind, and has come by then to where the database stood.
    instance.look_at_replica().await;
    tokio::time::sleep(REPLICA_MOMENT).await;
    instance.look_at_replica().await;
    let remedy = "start it, check database.replica_url, and that it follows this database (pg_is_in_recovery)";
    Some(match replica.lag(instance.services.clock.now()) {
        Some(lag) => Finding::ok("replica", format!("{} seconds behind at the most", lag.num_seconds())),
        None => Finding::warning("replica", "it does not answer, is far behind, or follows another database", remedy),
    })
}

fn health_of(health: &Health, is_postgres: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (kind, megabytes) = (if is_postgres { "PostgreSQL" } else { "SQLite" }, health.size / 1_000_000);
    if health.damage.is_empty() {
        findings.push(Finding::ok("database", format!("{kind}, {megabytes} MB, no damage")));
    } else {
        findings.push(Finding::broken(
            "database",
            health.damage.join("; "),
            "stop all instances and restore the newest good backup",
        ));
    }
    if health.loose > 0 {
        let what = format!("{} references lead nowhere", health.loose);
        findings.push(Finding::broken(
            "references",
            what,
            "somebody wrote past Nabta: restore a backup, or correct the rows by hand",
        ));
    } else {
        findings.push(Finding::ok("references", "all lead somewhere"));
    }
    if health.unused > UNUSED && health.size > SMALL {
        let remedy =
            if is_postgres { "run VACUUM, and see that autovacuum is on" } else { "stop Nabta and run VACUUM with sqlite3" };
        let what = format!("{:.0} % of the database hold nothing any more", health.unused * 100.0);
        findings.push(Finding::warning("space", what, remedy));
    }
    findings
}

async fn schema(instance: &Instance) -> Finding {
    let taken = match instance.services.database.schema().await {
        Ok(taken) => taken,
        Err(error) => return Finding::broken("schema", format!("it cannot be read: {:#}", told(error)), "look at the database"),
    };
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let missing = known.iter().filter(|step| !taken.contains(step)).count();
    let later = taken.iter().filter(|step| !known.contains(step)).count();
    if missing > 0 {
        return Finding::broken("schema", format!("{missing} steps are missing"), "back up, then run `nabta migrate up`");
    }
    if later > 0 {
        let what = format!("it has {later} steps that this version does not know");
        return Finding::warning("schema", what, "run the newer version of Nabta here as well");
    }
    Finding::ok("schema", format!("{} steps, up to date", known.len()))
}

async fn clock(instance: &Instance) -> Finding {
    let found = readiness::look(&instance.operator()).await;
    match found.clock_offset {
        None => Finding::broken("clock", "the database tells no time", "look into the database's own log"),
        Some(offset) if offset.abs() > CLOCK_TOLERANCE_MILLISECONDS => {
            let what = format!("{offset} ms off the database's");
            Finding::broken("clock", what, "synchronise both machines' clocks (chrony, systemd-timesyncd)")
        }
        Some(offset) => Finding::ok("clock", format!("{offset} ms off the database's")),
    }
}
