//! One instance: its services, put together from the configuration.

use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, anyhow};
use chrono::TimeDelta;
use nabta_domain::catalogue::index;
use nabta_domain::catalogue::search::Index;
use nabta_domain::kernel::clock::{Clock, SystemClock};
use nabta_domain::kernel::context::{Privacy, Tries};
use nabta_domain::kernel::database::replica::Replica;
use nabta_domain::kernel::database::{Database, DatabaseOptions};
use nabta_domain::kernel::entropy::{Entropy, SystemEntropy};
use nabta_domain::kernel::jobs::following::Following;
use nabta_domain::kernel::keyring::Keyring;
use nabta_domain::kernel::maintenance::{FRESH, Known};
use nabta_domain::kernel::printing::Printing;
use nabta_domain::kernel::site::Site;
use nabta_domain::kernel::{Actor, Ctx, Error, Locale, Services, aside};
use nabta_domain::people::passkey;
use secrecy::ExposeSecret;
use tokio::sync::{Notify, OnceCell};

use crate::config::{self, Config};
use crate::{files, mail, providers, sms};

/// The services of an instance, and its search index once somebody asks for it.
#[derive(Clone)]
pub struct Instance {
    /// The configuration.
    pub config: Arc<Config>,
    /// The services.
    pub services: Arc<Services>,
    index: Arc<OnceCell<Arc<Index>>>,
    is_index_filled: Arc<AtomicBool>,
}

impl Instance {
    /// Opens everything, with the clock of the machine.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        Self::open_with(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await
    }

    /// Opens everything, with a clock and a source of randomness of the caller's.
    pub async fn open_with(config: Config, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> anyhow::Result<Self> {
        let problems = config::check(&config);
        if let Some(problem) = problems.first() {
            return Err(anyhow!("{}: {}. Remedy: {}.", problem.key, problem.what, problem.remedy));
        }
        // What is made here is nobody's but the operator's; a folder that is there stays as it is.
        make_private(&config.data_dir)?;
        let options = DatabaseOptions { url: config.database_url(), max_connections: config.database.max_connections };
        let database = Database::connect(&options).await.map_err(|_| anyhow!("database.url: the database does not answer"))?;
        let replica = replica(&config).await?;
        let keyring = Arc::new(keyring(&config));
        let (site, carrier) = (Site::new(&config.http.public_address), mail::carrier(&config)?);
        let tries = Tries {
            account: config.auth.tries_per_account,
            origin: config.auth.tries_per_origin,
            staff_need_second_factor: config.auth.staff_need_second_factor,
        };
        let passkeys = passkey::ceremonies(&config.http.public_address, &config.http.allowed_origins);
        let providers = providers::all(&config)?;
        let files = files::open(&config, &keyring)?;
        let texts = sms::carrier(&config);
        let privacy = Privacy {
            access_needs_authorisation: config.privacy.access_needs_authorisation.clone(),
            retention_days: config.privacy.retention_days.clone(),
        };
        let wake = Notify::new();
        // Where nothing comes round by itself, as in tests, each request does the same work.
        let ticks = config.workers.tick_milliseconds > 0;
        let maintenance = Known::new(if ticks { FRESH } else { Duration::ZERO });
        let letterhead = config::letterhead(&config).map_err(|problem| anyhow!("{}: {}", problem.key, problem.what))?;
        let printing = Printing::new(letterhead);
        let services = Services {
            database,
            replica,
            clock,
            entropy,
            keyring,
            tries,
            site,
            passkeys,
            providers,
            following: Following::default(),
            carrier,
            texts,
            files,
            privacy,
            printing,
            wake,
            maintenance,
        };
        Ok(Self {
            config: Arc::new(config),
            services: Arc::new(services),
            index: Arc::default(),
            is_index_filled: Arc::default(),
        })
    }

    /// Acts as whoever runs the command on the machine itself.
    #[must_use]
    pub fn operator(&self) -> Ctx {
        Ctx::new(Arc::clone(&self.services), Actor::Operator, Locale::Fr)
    }

    /// The search index. Who serves opens it; commands that never search leave its files alone.
    pub async fn index(&self) -> Result<Arc<Index>, Error> {
        let open = async {
            let (folder, name) = (self.config.data_dir.join("search"), self.services.database.name().await?);
            Ok(Arc::new(aside(move || Index::open(&folder, &name)).await??))
        };
        self.index.get_or_try_init(|| open).await.cloned()
    }

    /// Brings the search index up to date.
    pub async fn refresh_index(&self) -> Result<bool, Error> {
        let changed = index::refresh(&self.operator(), &self.index().await?).await?;
        self.is_index_filled.store(true, Ordering::Relaxed);
        Ok(changed)
    }

    /// Looks how far the copy of the database is behind, where there is one.
    pub async fn look_at_replica(&self) {
        let Some(replica) = &self.services.replica else { return };
        if let Err(error) = replica.look(&self.services.database, self.services.clock.now()).await
            && replica.distrust()
        {
            tracing::warn!(code = error.code(), "the copy of the database cannot be used any more");
        }
    }

    /// Whether search finds what is published: false until the index was brought up to date once, where somebody does that.
    #[must_use]
    pub fn is_search_ready(&self) -> bool {
        self.config.workers.tick_milliseconds == 0 || self.is_index_filled.load(Ordering::Relaxed)
    }
}

/// The copy of the database that the configuration names.
async fn replica(config: &Config) -> anyhow::Result<Option<Replica>> {
    let Some(url) = &config.database.replica_url else { return Ok(None) };
    let options = DatabaseOptions { url: url.expose_secret().to_owned(), max_connections: config.database.max_connections };
    let most = TimeDelta::seconds(i64::from(config.database.replica_lag_seconds));
    Ok(Some(Replica::connect(&options, most).await.map_err(|_| anyhow!("database.replica_url: no address of a database"))?))
}

/// The keys that the configuration gives.
pub(crate) fn keyring(config: &Config) -> Keyring {
    Keyring::new(&config.auth.secrets).with_former(&former_keys(config))
}

/// Public keys whose secrets are gone; what is none was refused when the configuration was looked at.
fn former_keys(config: &Config) -> Vec<[u8; 32]> {
    let key = |key: &String| hex::decode(key).ok()?.try_into().ok();
    config.auth.former_keys.iter().filter_map(key).collect()
}

/// Makes a folder that is nobody's but the operator's.
pub(crate) fn make_private(folder: &Path) -> anyhow::Result<()> {
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("making {}", folder.display()))
}

/// What an error of the domain says to an operator.
pub fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Refused(refusals) => {
            let lines: Vec<String> = refusals
                .iter()
                .map(|refusal| {
                    let message = nabta_graphql::messages::message(Locale::En, refusal.code, &refusal.values);
                    format!("{} {}: {message}", refusal.code, refusal.path.join("."))
                })
                .collect();
            anyhow!("{}", lines.join("\n"))
        }
        Error::Internal(report) => anyhow!("internal error: {report}"),
        other => anyhow!("{}", nabta_graphql::messages::message(Locale::En, other.code(), &[])),
    }
}
