//! One typed configuration: defaults, then `nabta.toml`, then the environment (`NABTA_…`, with `__` between the parts of a key).

mod auth;
mod centre;
mod check;

use std::collections::BTreeMap;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use nabta_domain::kernel::keyring::DEMO_SECRET;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

pub use auth::{AuthConfig, ProviderConfig};
pub use centre::{CentreConfig, letterhead};
pub use check::{Problem, check};

/// Where the instance runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// On somebody's desk: playground, introspection, demo secret.
    Development,
    /// For its users.
    Production,
}

/// The whole configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the instance runs.
    pub environment: Environment,
    /// The folder for what the instance keeps on disk.
    pub data_dir: PathBuf,
    /// The folder of the demo.
    pub demo_dir: PathBuf,
    /// The centre, as its documents show it.
    pub centre: CentreConfig,
    /// The database.
    pub database: DatabaseConfig,
    /// HTTP.
    pub http: HttpConfig,
    /// Keys.
    pub auth: AuthConfig,
    /// Letters.
    pub mail: MailConfig,
    /// Files.
    pub files: FilesConfig,
    /// Personal data.
    pub privacy: PrivacyConfig,
    /// Logs.
    pub log: LogConfig,
    /// What is told to a collector of traces.
    pub telemetry: TelemetryConfig,
    /// What runs beside the requests.
    pub workers: WorkersConfig,
}

/// The database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite://…` or `postgres://…`; nothing for an SQLite file in the data folder. `DATABASE_URL` says it too.
    pub url: Option<SecretString>,
    /// The most connections at once.
    pub max_connections: u32,
    /// A copy of a PostgreSQL database that follows it, from which visitors' questions are answered; nothing where there is none.
    pub replica_url: Option<SecretString>,
    /// How many seconds it may be behind before they are answered from the database itself.
    pub replica_lag_seconds: u32,
}

/// HTTP.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpConfig {
    /// Address and port to listen on; port 0 takes a free one.
    pub listen: String,
    /// Address and port at which `/metrics` is told, for the operator alone; nowhere unless said.
    pub metrics_bind: Option<String>,
    /// The address under which users reach the service.
    pub public_address: String,
    /// How many proxies of one's own stand before the service: so far `X-Forwarded-For` is believed.
    pub proxies: usize,
    /// Web pages from elsewhere that may call the service.
    pub allowed_origins: Vec<String>,
    /// Whether the schema may be asked about itself; in development yes, in production no, unless said.
    pub introspection: Option<bool>,
    /// Whether there is a playground; in development yes, in production no, unless said.
    pub playground: Option<bool>,
    /// The folder of the playground's scripts.
    pub playground_dir: Option<PathBuf>,
    /// Threads that serve.
    pub threads: usize,
    /// The longest body, in bytes.
    pub body_limit: usize,
    /// The longest that a request may take, in seconds.
    pub timeout_seconds: u64,
    /// How long the instance goes on taking requests after a signal to stop, while it already says that it isn't ready, so that a
    /// balancer hears of it; in milliseconds.
    pub drain_milliseconds: u64,
    /// How long requests that have begun may go on after a signal to stop, in seconds.
    pub shutdown_seconds: u64,
}

/// Where letters go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailKind {
    /// Into `data_dir/mail`, where a page shows them.
    Folder,
    /// To a mail server.
    Smtp,
}

/// How the conversation with a mail server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Begins in the open, and goes on under TLS or not at all; usually port 587.
    Starttls,
    /// Under TLS from the beginning; usually port 465.
    Tls,
    /// Not at all: for a server on the same machine.
    None,
}

/// Letters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Where letters go.
    pub kind: MailKind,
    /// Who they are from: `Nabta <nabta@example.org>`.
    pub from: String,
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the conversation is kept from others.
    pub security: Security,
    /// The name to sign in with, if the server asks for one.
    pub user: Option<String>,
    /// The password to it.
    pub password: Option<SecretString>,
    /// A file with a certificate (PEM) of an authority of one's own.
    pub authority: Option<PathBuf>,
    /// The longest that a step of the conversation may take, in seconds.
    pub timeout_seconds: u64,
}

/// Where files lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// In `data_dir/files`, for one instance.
    Folder,
    /// In an object store that speaks as S3 does.
    S3,
}

/// Files.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesConfig {
    /// Where they lie.
    pub kind: StoreKind,
    /// The object store: its address, `https://s3.example.org`. Browsers send files there, straight.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// The name of the key to it.
    pub access_key: String,
    /// The key.
    pub secret_key: Option<SecretString>,
    /// The longest that the store may take to answer, in seconds.
    pub timeout_seconds: u64,
    /// The most of one video or audio, in MB (1,048,576 bytes).
    pub most_media_megabytes: u64,
    /// The most of all files of one account, in MB.
    pub quota_megabytes: u64,
    /// How long the parts of a file may take to come, in hours.
    pub upload_hours: i64,
    /// How long an address is good that gives a file out, in minutes.
    pub address_minutes: i64,
    /// Where `clamd` listens, which looks for malware: `127.0.0.1:3310`, or the path of its socket.
    pub clamd: Option<String>,
}

/// Personal data.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyConfig {
    /// The number of the authorisation to keep what concerns health; without one, needs for access are not kept.
    pub access_needs_authorisation: Option<String>,
    /// Where things are kept for another time than the rules say: kinds, with days. `retentionRules` lists them.
    pub retention_days: BTreeMap<String, i64>,
}

/// Logs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// What is logged, as `tracing` filters say it.
    pub filter: String,
    /// One JSON object a line; otherwise text for people.
    pub json: bool,
}

/// Traces.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelemetryConfig {
    /// Where a collector takes OTLP over HTTP, `http://127.0.0.1:4318`; nowhere unless said.
    pub otlp_endpoint: Option<String>,
}

/// What runs beside the requests.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkersConfig {
    /// How often the journal is sealed, the search index brought up to date and schedules looked at, in milliseconds; 0 for never.
    pub tick_milliseconds: u64,
    /// How many jobs are done at a time; 0 for an instance that only serves.
    pub jobs: usize,
}

/// The defaults: what `make run` runs with.
fn defaults() -> serde_json::Value {
    serde_json::json!({
        "environment": "development",
        "data_dir": "data",
        "demo_dir": "demo",
        "centre": { "names": {}, "address": {}, "phone": null, "email": null, "website": null, "logo": null },
        "database": { "url": null, "max_connections": 16, "replica_url": null, "replica_lag_seconds": 5 },
        "http": {
            "listen": "127.0.0.1:8080",
            "metrics_bind": null,
            "public_address": "http://localhost:8080",
            "proxies": 0,
            "allowed_origins": [],
            "introspection": null,
            "playground": null,
            "playground_dir": null,
            "threads": 2,
            "body_limit": 256 * 1024,
            "timeout_seconds": 20,
            "drain_milliseconds": 1_000,
            "shutdown_seconds": 28,
        },
        "auth": { "secrets": [DEMO_SECRET], "former_keys": [], "tries_per_account": 5, "tries_per_origin": 50, "staff_need_second_factor": false, "providers": [] },
        "mail": {
            "kind": "folder",
            "from": "Nabta <nabta@nabta.example>",
            "host": "127.0.0.1",
            "port": 587,
            "security": "starttls",
            "user": null,
            "password": null,
            "authority": null,
            "timeout_seconds": 20,
        },
        "files": {
            "kind": "folder",
            "endpoint": "",
            "region": "garage",
            "bucket": "nabta",
            "access_key": "",
            "secret_key": null,
            "timeout_seconds": 30,
            "most_media_megabytes": 2_048,
            "quota_megabytes": 4_096,
            "upload_hours": 24,
            "address_minutes": 60,
            "clamd": null,
        },
        "privacy": { "access_needs_authorisation": null, "retention_days": {} },
        "log": { "filter": "info,sqlx=warn,tantivy=warn", "json": false },
        "telemetry": { "otlp_endpoint": null },
        "workers": { "tick_milliseconds": 1_000, "jobs": 2 },
    })
}

/// Variables that belong to the Makefile and to tests, not to the service.
const FOREIGN: [&str; 3] = ["test", "soak", "cache"];

/// Why the configuration can't be read. Of a file that isn't TOML only the place is told: its text, which the parser quotes, may hold a
/// secret; and so may a value that has the wrong type.
#[must_use]
pub fn unread(error: &figment::Error) -> String {
    use figment::error::Kind;
    let key = error.path.join(".");
    match &error.kind {
        Kind::Message(message) => {
            let place = message.lines().next().filter(|line| line.contains(" at line ")).unwrap_or("it cannot be read");
            let file = error.metadata.as_ref().map_or("nabta.toml", |metadata| metadata.name.as_ref());
            let what = if key.is_empty() { file } else { &key };
            format!("{what}: {place}. Remedy: correct it; text stands in quotes.")
        }
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => {
            format!("{key}: it should be {expected}. Remedy: correct this key.")
        }
        kind => format!("{key}: {kind}. Remedy: correct or remove this key."),
    }
}

impl Config {
    /// Reads the configuration; what is wrong with it as a whole is said with its key.
    #[expect(clippy::result_large_err, reason = "read once, at the start")]
    pub fn load() -> Result<Self, figment::Error> {
        Self::figment(Toml::file("nabta.toml")).extract()
    }

    /// From a text of TOML, for tests: the environment is left out.
    #[expect(clippy::result_large_err, reason = "read once, at the start")]
    pub fn from_toml(text: &str) -> Result<Self, figment::Error> {
        Figment::from(Serialized::defaults(defaults())).merge(Toml::string(text)).extract()
    }

    fn figment(file: impl figment::Provider) -> Figment {
        let is_foreign = |key: &figment::value::UncasedStr| {
            FOREIGN.iter().any(|word| key == *word || key.as_str().to_lowercase().starts_with(&format!("{word}_")))
        };
        Figment::from(Serialized::defaults(defaults()))
            .merge(file)
            .merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database.url".into()))
            .merge(Env::prefixed("NABTA_").filter(move |key| !is_foreign(key)).split("__"))
    }

    /// Whether the instance serves its users.
    #[must_use]
    pub fn is_production(&self) -> bool {
        self.environment == Environment::Production
    }

    /// Whether the schema may be asked about itself.
    #[must_use]
    pub fn introspection(&self) -> bool {
        self.http.introspection.unwrap_or(!self.is_production())
    }

    /// Whether there is a playground.
    #[must_use]
    pub fn playground(&self) -> bool {
        self.http.playground.unwrap_or(!self.is_production())
    }

    /// Whether a page shows the letters. They hold links that open accounts, so it is for whoever sits before the machine, and nobody else.
    #[must_use]
    pub fn shows_letters(&self) -> bool {
        self.mail.kind == MailKind::Folder && !check::is_reached_from_elsewhere(self)
    }

    /// The address of the database.
    #[must_use]
    pub fn database_url(&self) -> String {
        use secrecy::ExposeSecret;
        self.database.url.as_ref().map_or_else(
            || format!("sqlite://{}", self.data_dir.join("nabta.db").display()),
            |url| url.expose_secret().to_owned(),
        )
    }
}
