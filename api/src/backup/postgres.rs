//! PostgreSQL's own tools. Where the database is and the password go to them by the environment, never by the command line, which
//! everybody on the machine can read.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context, bail};
use percent_encoding::percent_decode_str;
use tokio::process::Command;
use url::Url;

/// Writes a moment of the database into a file, in the custom format.
pub(super) async fn dump(url: &str, moment: &str, file: &Path) -> anyhow::Result<()> {
    let arguments = ["--format=custom", "--no-owner", "--no-privileges", "--no-password", "--snapshot", moment, "--file"];
    run("pg_dump", url, arguments.map(OsStr::new).into_iter().chain([file.as_os_str()])).await
}

/// Brings a dump into an empty database: all of it or nothing.
pub(super) async fn load(url: &str, file: &Path) -> anyhow::Result<()> {
    let name = format!("--dbname={}", environment(url)?.database);
    let arguments = ["--no-owner", "--no-privileges", "--no-password", "--exit-on-error", "--single-transaction", &name];
    run("pg_restore", url, arguments.map(OsStr::new).into_iter().chain([file.as_os_str()])).await
}

/// Whether PostgreSQL can read a dump to its end.
pub(super) async fn read(url: &str, file: &Path) -> anyhow::Result<()> {
    run("pg_restore", url, [OsStr::new("--list"), file.as_os_str()]).await
}

async fn run<'a>(tool: &str, url: &str, arguments: impl IntoIterator<Item = &'a OsStr>) -> anyhow::Result<()> {
    let environment = environment(url)?;
    let mut command = Command::new(tool);
    command.args(arguments).envs(environment.variables).stdin(std::process::Stdio::null()).kill_on_drop(true);
    let output = command.output().await.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => anyhow::anyhow!(
            "{tool} is not on PATH. Remedy: install PostgreSQL's client programs, of the server's version or newer \
             (Debian: apt-get install postgresql-client)"
        ),
        _ => anyhow::Error::new(error).context(format!("starting {tool}")),
    })?;
    if !output.status.success() {
        bail!("{tool}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// What of an address goes into the environment of the tools.
struct Environment {
    variables: Vec<(&'static str, String)>,
    database: String,
}

fn environment(url: &str) -> anyhow::Result<Environment> {
    let url = Url::parse(url).context("database.url: no address")?;
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut variables = Vec::new();
    let mut set = |name, value: String| {
        if !value.is_empty() {
            variables.push((name, value));
        }
    };
    set("PGHOST", plain(url.host_str().unwrap_or_default()).trim_matches(['[', ']']).to_owned());
    set("PGPORT", url.port().map(|port| port.to_string()).unwrap_or_default());
    set("PGUSER", plain(url.username()));
    set("PGPASSWORD", plain(url.password().unwrap_or_default()));
    let mut database = plain(url.path().trim_start_matches('/'));
    for (key, value) in url.query_pairs() {
        let value = value.into_owned();
        match key.as_ref() {
            "host" => set("PGHOST", value),
            "port" => set("PGPORT", value),
            "user" => set("PGUSER", value),
            "password" => set("PGPASSWORD", value),
            "dbname" => database = value,
            "sslmode" | "ssl-mode" => set("PGSSLMODE", value),
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => set("PGSSLROOTCERT", value),
            "sslcert" | "ssl-cert" => set("PGSSLCERT", value),
            "sslkey" | "ssl-key" => set("PGSSLKEY", value),
            _ => {}
        }
    }
    if database.is_empty() {
        bail!("database.url names no database");
    }
    set("PGDATABASE", database.clone());
    Ok(Environment { variables, database })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_variables_with_its_password_as_it_is_meant() {
        let of = |url| environment(url).map(|environment| environment.variables).unwrap();
        let owned =
            |pairs: &[(&'static str, &str)]| pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect::<Vec<_>>();
        assert_eq!(
            of("postgres://nabta:p%40s+s%2Fw@db.example:6432/centre?sslmode=verify-full"),
            owned(&[
                ("PGHOST", "db.example"),
                ("PGPORT", "6432"),
                ("PGUSER", "nabta"),
                ("PGPASSWORD", "p@s+s/w"),
                ("PGSSLMODE", "verify-full"),
                ("PGDATABASE", "centre"),
            ])
        );
        assert_eq!(
            of("postgres:///centre?host=/run/postgresql"),
            owned(&[("PGHOST", "/run/postgresql"), ("PGDATABASE", "centre")])
        );
        assert!(environment("postgres://nabta@db.example").is_err());
    }
}
