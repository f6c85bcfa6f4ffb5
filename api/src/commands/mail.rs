//! `nabta mail bounced`.

use std::io::Read;

use anyhow::bail;
use clap::Subcommand;
use nabta_domain::people::notice;

use super::{Outcome, say, told};
use crate::config::Config;
use crate::instance::Instance;
use crate::mail::report;

/// The longest report: what is longer brings back attachments that nobody sent.
const LONGEST: u64 = 4 * 1_024 * 1_024;

#[derive(Subcommand)]
pub(super) enum Mail {
    /// Read a mail server's report on a letter that came back (RFC 3464) from the standard input, and note it: whom the mailbox of
    /// returned letters hands its letters to.
    Bounced,
}

pub(super) async fn run(command: Mail, config: Config) -> anyhow::Result<Outcome> {
    let Mail::Bounced = command;
    let mut bytes = Vec::new();
    std::io::stdin().take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        bail!("the report is longer than {LONGEST} bytes");
    }
    // What is no report is somebody's answer or an advertisement: no reason for the mail server to try again.
    let Some(bounce) = report::read(&bytes) else {
        say("This is no report on a letter that failed; nothing was noted.");
        return Ok(Outcome::Done);
    };
    let instance = Instance::open(config).await?;
    let is_news = notice::note_bounce(&instance.operator(), &bounce).await.map_err(told)?;
    say(if is_news { "Noted." } else { "No letter of ours, or known already; nothing was noted." });
    Ok(Outcome::Done)
}
