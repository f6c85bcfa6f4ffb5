//! `nabta guide print`.

use std::path::PathBuf;

use anyhow::Context;
use clap::Subcommand;
use nabta_domain::catalogue::guide;
use nabta_domain::kernel::Locale;

use super::{Outcome, say, told};
use crate::config::Config;
use crate::instance::Instance;

#[derive(Subcommand)]
pub(super) enum Guide {
    /// Write a training guide as a PDF, drafts too: those say on each page that they are one.
    Print {
        /// The guide's code, such as 2020-2021.
        #[arg(long)]
        year: String,
        /// Its language: ar, fr or en.
        #[arg(long, value_parser = locale)]
        locale: Locale,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
}

fn locale(code: &str) -> Result<Locale, String> {
    Locale::from_code(code).ok_or_else(|| "write ar, fr or en".to_owned())
}

pub(super) async fn run(command: &Guide, config: Config) -> anyhow::Result<Outcome> {
    let Guide::Print { year, locale, out } = command;
    let instance = Instance::open(config).await?;
    let ctx = instance.operator();
    let guide = guide::printable(&ctx, year, *locale).await.map_err(told)?;
    let pdf = guide.print(&ctx).await.map_err(told)?;
    std::fs::write(out, pdf.as_slice()).with_context(|| format!("writing {}", out.display()))?;
    say(&format!("{} was written, {} bytes.", out.display(), pdf.len()));
    Ok(Outcome::Done)
}
