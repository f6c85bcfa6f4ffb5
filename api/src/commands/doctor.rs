//! `nabta doctor`.

use clap::Args;
use serde_json::json;

use super::{Outcome, say};
use crate::config::Config;
use crate::doctor::{self, State};

#[derive(Args)]
pub(super) struct Doctor {
    /// As JSON, for programs.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(command: &Doctor, config: Config) -> anyhow::Result<Outcome> {
    let findings = doctor::examine(config).await;
    let count = |state: State| findings.iter().filter(|finding| finding.state == state).count();
    let (broken, warnings) = (count(State::Broken), count(State::Warning));
    if command.json {
        say(&serde_json::to_string_pretty(&json!({ "healthy": broken == 0, "findings": findings }))?);
    } else {
        findings.iter().for_each(|finding| say(&finding.to_string()));
        say(&format!("{broken} broken, {warnings} warnings"));
    }
    Ok(if broken > 0 { Outcome::Faults } else { Outcome::Done })
}
