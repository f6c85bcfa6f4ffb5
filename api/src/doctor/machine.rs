//! The machine: the data folder, its disk, who may read what, the secrets.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use nabta_domain::kernel::keyring::DEMO_SECRET;
use secrecy::ExposeSecret;

use super::Finding;
use crate::config::Config;

/// Below this many free bytes somebody should make room.
const LITTLE: u64 = 2_000_000_000;
/// Below this many, writes are about to fail.
const TOO_LITTLE: u64 = 200_000_000;

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![folder(&config.data_dir)];
    if config.data_dir.is_dir() {
        findings.push(disk(&config.data_dir));
    }
    findings.extend(permissions(config));
    findings.push(secrets(config));
    findings
}

fn folder(path: &Path) -> Finding {
    let probe = path.join(".nabta-doctor");
    let written = fs::write(&probe, b"x").and_then(|()| fs::remove_file(&probe));
    match written {
        Ok(()) => Finding::ok("files", format!("{} can be written in", path.display())),
        Err(error) => {
            let what = format!("{} cannot be written in: {error}", path.display());
            Finding::broken(
                "files",
                what,
                "make it, give it to the user that Nabta runs as, and see that the disk is not read-only",
            )
        }
    }
}

fn disk(path: &Path) -> Finding {
    let megabytes = |bytes: u64| bytes / 1_000_000;
    match fs4::available_space(path) {
        Err(error) => Finding::warning("disk", format!("its free space cannot be read: {error}"), "look at it with df"),
        Ok(free) if free < TOO_LITTLE => {
            let what = format!("{} MB are free where {} lies", megabytes(free), path.display());
            Finding::broken("disk", what, "make room now: writes are about to fail")
        }
        Ok(free) if free < LITTLE => {
            let what = format!("{} MB are free where {} lies", megabytes(free), path.display());
            Finding::warning("disk", what, "make room, or move old backups elsewhere")
        }
        Ok(free) => Finding::ok("disk", format!("{} MB are free", megabytes(free))),
    }
}

fn permissions(config: &Config) -> Vec<Finding> {
    let mut open = Vec::new();
    for path in [Path::new("nabta.toml"), config.data_dir.as_path()] {
        if fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o007 != 0) {
            open.push(path);
        }
    }
    if open.is_empty() {
        return vec![Finding::ok("permissions", "others on this machine read neither configuration nor data")];
    }
    let warn = |path: &&Path| {
        let what = format!("every user of this machine may look into {}", path.display());
        Finding::warning("permissions", what, format!("chmod o-rwx {}", path.display()))
    };
    open.iter().map(warn).collect()
}

/// Too short ones are refused before anything is looked at.
fn secrets(config: &Config) -> Finding {
    let secrets = &config.auth.secrets;
    if secrets.iter().any(|secret| secret.expose_secret() == DEMO_SECRET) {
        let remedy = "before anybody else reaches this instance, set NABTA_AUTH__SECRETS to: openssl rand -base64 48";
        return Finding::warning("secrets", "the demo's secret, which everybody knows", remedy);
    }
    let shortest = secrets.iter().map(|secret| secret.expose_secret().len()).min().unwrap_or_default();
    Finding::ok("secrets", format!("{}, the shortest of {shortest} bytes", secrets.len()))
}
