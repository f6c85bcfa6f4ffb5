//! `nabta backup`, `nabta backup verify`, `nabta restore`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Outcome, say};
use crate::backup::{self, Manifest};
use crate::config::Config;
use crate::instance::Instance;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Backup {
    #[command(subcommand)]
    part: Option<Part>,
    /// Into this folder, which is made.
    #[arg(long, required = true)]
    to: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Part {
    /// Check every byte of a backup. Exit code 1 if one was changed or is missing; each file is named.
    Verify {
        /// The backup's folder.
        #[arg(long)]
        from: PathBuf,
    },
}

#[derive(Args)]
pub(super) struct Restore {
    /// The backup's folder.
    #[arg(long)]
    from: PathBuf,
    /// Let the backup take the place of the database and the files that are there. Those are lost.
    #[arg(long)]
    replace: bool,
}

pub(super) async fn run(command: Backup, config: Config) -> anyhow::Result<Outcome> {
    if let Some(Part::Verify { from }) = command.part {
        return Ok(match checked(&from) {
            Some(manifest) => {
                say(&format!("Every byte is as it was: {}.", told(&manifest)));
                Outcome::Done
            }
            None => Outcome::Faults,
        });
    }
    let to = command.to.ok_or_else(|| anyhow::anyhow!("--to: into which folder?"))?;
    let instance = Instance::open(config).await?;
    let manifest = backup::take(&instance, &to).await?;
    say(&format!("Backed up to {}: {}.", to.display(), told(&manifest)));
    say("The secrets (auth.secrets) are not in it: without them it cannot be used. Keep them elsewhere.");
    Ok(Outcome::Done)
}

pub(super) async fn restore(command: Restore, config: Config) -> anyhow::Result<Outcome> {
    // Before anything is touched, opened or made.
    let Some(manifest) = checked(&command.from) else {
        say("Nothing was restored.");
        return Ok(Outcome::Faults);
    };
    backup::restore(&config, &command.from, &manifest, command.replace).await?;
    say(&format!("Restored from {}: {}.", command.from.display(), told(&manifest)));
    say("Now run `nabta migrate up`, `nabta journal verify` and `nabta doctor`.");
    Ok(Outcome::Done)
}

/// The manifest of a backup that is whole; otherwise its faults are said.
fn checked(from: &Path) -> Option<Manifest> {
    let (manifest, faults) = backup::faults(from);
    for fault in &faults {
        say(&format!("fault: {fault}"));
    }
    manifest.filter(|_| faults.is_empty())
}

fn told(manifest: &Manifest) -> String {
    let tables = manifest.database.tables.len();
    let megabytes = manifest.size().div_ceil(100_000);
    let taken = manifest.taken_at.format("%Y-%m-%d %H:%M:%S UTC");
    format!(
        "{} rows in {tables} tables, {} files, {}.{} MB, of {taken}",
        manifest.rows(),
        manifest.files.len() - 1,
        megabytes / 10,
        megabytes % 10
    )
}
