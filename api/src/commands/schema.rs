//! `nabta schema export`.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Outcome, say};

#[derive(Subcommand)]
pub(super) enum Schema {
    /// Write the schema's text; it needs no database.
    Export {
        /// Into this file; otherwise to standard output.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

pub(super) fn run(command: &Schema) -> anyhow::Result<Outcome> {
    let Schema::Export { out } = command;
    let text = nabta_graphql::schema::sdl();
    match out {
        Some(path) => std::fs::write(path, text)?,
        None => say(&text),
    }
    Ok(Outcome::Done)
}
