//! What is wrong with a configuration, each with its key and a remedy. No value of a secret is ever shown.

use std::net::{SocketAddr, ToSocketAddrs};

use nabta_domain::kernel::keyring::{DEMO_SECRET, MIN_SECRET_LENGTH};
use secrecy::ExposeSecret;
use tracing_subscriber::EnvFilter;
use url::{Host, Url};

use super::{Config, MailKind, ProviderConfig, StoreKind, centre};

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key.
    pub key: &'static str,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: &'static str,
}

/// All that is wrong.
#[must_use]
pub fn check(config: &Config) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |key, what: String, remedy| problems.push(Problem { key, what, remedy });
    let url = config.database_url();
    if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) {
        say("database.url", "neither SQLite nor PostgreSQL".into(), "write sqlite:///path/file.db or postgres://user@host/name");
    }
    if let Some(replica) = &config.database.replica_url {
        let is_postgres = |url: &str| url.starts_with("postgres");
        if !is_postgres(&url) || !is_postgres(secrecy::ExposeSecret::expose_secret(replica)) {
            say(
                "database.replica_url",
                "a copy that is no PostgreSQL, or of a database that is none".into(),
                "leave it out on SQLite",
            );
        }
    }
    if !(1..=600).contains(&config.database.replica_lag_seconds) {
        say("database.replica_lag_seconds", config.database.replica_lag_seconds.to_string(), "write a number from 1 to 600");
    }
    if !(1..=500).contains(&config.database.max_connections) {
        say("database.max_connections", config.database.max_connections.to_string(), "write a number from 1 to 500");
    }
    if config.http.listen.to_socket_addrs().is_err() {
        say("http.listen", format!("{:?} is no address with a port", config.http.listen), "write for instance 127.0.0.1:8080");
    }
    // Port 0 is another one each time.
    let is_taken = |bind: &String| *bind == config.http.listen && !bind.ends_with(":0");
    if config.http.metrics_bind.as_ref().is_some_and(|bind| bind.to_socket_addrs().is_err() || is_taken(bind)) {
        say(
            "http.metrics_bind",
            format!("{:?} is no address with a port of its own", config.http.metrics_bind.as_deref().unwrap_or_default()),
            "write for instance 127.0.0.1:9090",
        );
    }
    match Url::parse(&config.http.public_address) {
        Ok(address) if ["http", "https"].contains(&address.scheme()) && address.path() == "/" => {
            if config.is_production() && address.scheme() == "http" {
                say(
                    "http.public_address",
                    "http in production".into(),
                    "write the https address that users reach; cookies need it",
                );
            }
        }
        _ => say(
            "http.public_address",
            format!("{:?} is no address of a site", config.http.public_address),
            "write for instance https://nabta.example.tn",
        ),
    }
    if config.files.kind == StoreKind::S3 {
        let is_address = Url::parse(&config.files.endpoint).is_ok_and(|url| ["http", "https"].contains(&url.scheme()));
        if !is_address {
            say("files.endpoint", "no address of an object store".into(), "write for instance https://s3.example.org");
        } else if config.is_production() && !config.files.endpoint.starts_with("https:") {
            say("files.endpoint", "http in production".into(), "write the https address: files and signatures pass there");
        }
        if config.files.access_key.is_empty() || config.files.secret_key.is_none() {
            say("files.access_key", "no key to the object store".into(), "write files.access_key and files.secret_key");
        }
    }
    for (kind, days) in &config.privacy.retention_days {
        if !nabta_domain::tidy::kinds().contains(&kind.as_str()) || !(0..=36_500).contains(days) {
            say(
                "privacy.retention_days",
                format!("{kind} = {days}"),
                "write a kind of `retentionRules`, and days from 0 to 36500",
            );
        }
    }
    if config.auth.former_keys.iter().any(|key| !hex::decode(key).is_ok_and(|key| key.len() == 32)) {
        say("auth.former_keys", "no public key of 64 hexadecimal digits".into(), "write what `nabta keys reseal` said");
    }
    let files = &config.files;
    if files.upload_hours < 1 || files.upload_hours > 168 {
        say("files.upload_hours", files.upload_hours.to_string(), "write a number from 1 to 168");
    }
    if files.address_minutes < 1 || files.address_minutes > 1_440 {
        say("files.address_minutes", files.address_minutes.to_string(), "write a number from 1 to 1440");
    }
    for origin in &config.http.allowed_origins {
        if Url::parse(origin).map(|url| url.origin().ascii_serialization()) != Ok(origin.clone()) {
            say(
                "http.allowed_origins",
                format!("{origin:?} is no origin"),
                "write scheme, host and port only: https://app.example.tn",
            );
        }
    }
    if let Some(what) = config.auth.providers.iter().find_map(|provider| provider_problem(provider, config)) {
        let remedy = "write key, name, issuer (https), client_id and client_secret of each; keys and issuers once";
        say("auth.providers", what, remedy);
    }
    if config.http.threads == 0 || config.http.threads > 256 {
        say("http.threads", config.http.threads.to_string(), "write a number from 1 to 256");
    }
    if config.auth.secrets.is_empty() {
        say(
            "auth.secrets",
            "there is none".into(),
            "write at least one random text of 32 bytes or more: openssl rand -base64 48",
        );
    }
    for (index, secret) in config.auth.secrets.iter().enumerate() {
        let secret = secret.expose_secret();
        if secret.len() < MIN_SECRET_LENGTH {
            say(
                "auth.secrets",
                format!("number {} is too short", index + 1),
                "write a random text of 32 bytes or more: openssl rand -base64 48",
            );
        }
        if is_reached_from_elsewhere(config) && secret == DEMO_SECRET {
            say(
                "auth.secrets",
                format!("number {} is the demo's, which everybody knows", index + 1),
                "set NABTA_AUTH__SECRETS to: openssl rand -base64 48",
            );
        }
    }
    if config.mail.from.parse::<lettre::message::Mailbox>().is_err() {
        say("mail.from", format!("{:?} is no address", config.mail.from), "write for instance Nabta <nabta@example.org>");
    }
    if config.is_production() && config.mail.kind == MailKind::Folder {
        say("mail.kind", "letters stay in a folder in production".into(), "write smtp, and mail.host, mail.user, mail.password");
    }
    if config.mail.user.is_some() != config.mail.password.is_some() {
        say("mail.password", "mail.user and mail.password come together".into(), "set both, or none");
    }
    problems.extend(centre::check(config));
    let mut say = |key, what: String, remedy| problems.push(Problem { key, what, remedy });
    if config.workers.jobs > 64 {
        say("workers.jobs", config.workers.jobs.to_string(), "write a number up to 64");
    }
    if !(1_024..=64 * 1024 * 1024).contains(&config.http.body_limit) {
        say("http.body_limit", config.http.body_limit.to_string(), "write a number of bytes from 1024 to 67108864");
    }
    if config.http.timeout_seconds > 600 {
        say("http.timeout_seconds", config.http.timeout_seconds.to_string(), "write a number of seconds up to 600");
    }
    // A collector runs beside the instance, and sends on under TLS what goes further.
    let is_collector = |address: &String| Url::parse(address).is_ok_and(|url| url.scheme() == "http" && url.has_host());
    if config.telemetry.otlp_endpoint.as_ref().is_some_and(|address| !is_collector(address)) {
        say("telemetry.otlp_endpoint", "no http address of a collector".into(), "write for instance http://127.0.0.1:4318");
    }
    if EnvFilter::try_new(&config.log.filter).is_err() {
        say("log.filter", format!("{:?} is no filter", config.log.filter), "write for instance info,sqlx=warn");
    }
    problems
}

/// What is wrong with a provider of sign-ins.
fn provider_problem(provider: &ProviderConfig, config: &Config) -> Option<String> {
    let name = &provider.key;
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || name.len() > 40 || !name.chars().all(letters) {
        return Some(format!("{name:?} is no key of lower-case letters, digits and hyphens"));
    }
    let all = &config.auth.providers;
    if all.iter().filter(|other| other.key == *name || other.issuer == provider.issuer).count() > 1 {
        return Some(format!("{name}: its key or issuer comes twice"));
    }
    if provider.name.trim().is_empty() || provider.client_id.is_empty() {
        return Some(format!("{name}: no name, or no client_id"));
    }
    let is_safe = |url: &Url| url.scheme() == "https" || (url.scheme() == "http" && !config.is_production() && is_here(url));
    let is_issuer =
        Url::parse(&provider.issuer).is_ok_and(|url| is_safe(&url) && url.query().is_none() && url.fragment().is_none());
    (!is_issuer || provider.issuer.len() > 300).then(|| format!("{name}: its issuer is no https address without question mark"))
}

/// In production, and wherever else than on somebody's desk: there a secret that everybody knows would let everybody in.
pub(super) fn is_reached_from_elsewhere(config: &Config) -> bool {
    let listens_here = config
        .http
        .listen
        .to_socket_addrs()
        .map_or(true, |mut addresses| addresses.all(|address: SocketAddr| address.ip().is_loopback()));
    let is_named_here = Url::parse(&config.http.public_address).map_or(true, |address| is_here(&address));
    config.is_production() || !listens_here || !is_named_here
}

/// Whether an address is of this machine.
fn is_here(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(toml: &str) -> Vec<&'static str> {
        check(&Config::from_toml(toml).unwrap()).into_iter().map(|problem| problem.key).collect()
    }

    #[test]
    fn the_defaults_are_right_for_development_and_refused_in_production() {
        assert!(problems("").is_empty());
        assert_eq!(problems("environment = 'production'"), ["http.public_address", "auth.secrets", "mail.kind"]);
        let good = "environment = 'production'\nhttp.public_address = 'https://nabta.example'\nauth.secrets = ['0123456789012345678901234567890123']\nmail.kind = 'smtp'";
        assert!(problems(good).is_empty());
    }

    #[test]
    fn each_mistake_is_named_by_its_key() {
        assert_eq!(problems("database.url = 'mysql://x'"), ["database.url"]);
        assert_eq!(problems("database.replica_url = 'postgres://h/d'"), ["database.replica_url"]);
        assert_eq!(problems("database.replica_lag_seconds = 0"), ["database.replica_lag_seconds"]);
        assert_eq!(problems("http.listen = 'nowhere'"), ["http.listen"]);
        assert_eq!(problems("http.metrics_bind = 'nowhere'"), ["http.metrics_bind"]);
        assert_eq!(problems("http.metrics_bind = '127.0.0.1:8080'"), ["http.metrics_bind"]);
        assert_eq!(problems("http.allowed_origins = ['https://a.example/path']"), ["http.allowed_origins"]);
        let provider =
            |key: &str, issuer: &str| format!("[[auth.providers]]\nkey='{key}'\nname='N'\nissuer='{issuer}'\nclient_id='n'\n");
        let good = provider("centre", "https://id.example.tn");
        assert_eq!(problems(&good), Vec::<&str>::new());
        let (twice, key) = (good.clone() + &good, provider("A b", "https://id.example.tn"));
        let (open, asked) = (provider("c", "http://id.example.tn"), provider("c", "https://id.example.tn?x"));
        for bad in [twice, key, open, asked] {
            assert_eq!(problems(&bad), ["auth.providers"], "{bad}");
        }
        assert_eq!(problems("auth.secrets = ['short']"), ["auth.secrets"]);
        assert_eq!(problems("http.body_limit = 1"), ["http.body_limit"]);
        assert_eq!(problems("telemetry.otlp_endpoint = 'https://collector.example'"), ["telemetry.otlp_endpoint"]);
        assert_eq!(problems("log.filter = 'info,=,'"), ["log.filter"]);
        assert!(Config::from_toml("http.lisen = 'x'").is_err());
    }

    #[test]
    fn a_secret_that_everybody_knows_stays_on_the_desk() {
        assert_eq!(problems("http.listen = '0.0.0.0:8080'"), ["auth.secrets"]);
        assert_eq!(problems("http.public_address = 'https://nabta.example'"), ["auth.secrets"]);
        assert!(problems("http.listen = '[::1]:8080'\nhttp.public_address = 'http://localhost:8080'").is_empty());
    }

    #[test]
    fn no_secret_is_ever_printed() {
        let config =
            Config::from_toml("auth.secrets = ['hunter2hunter2']\ndatabase.url = 'mysql://u:hunter2hunter2@h/d'").unwrap();
        let said = format!("{config:?} {:?}", check(&config));
        assert!(!said.contains("hunter2"), "{said}");
    }
}
