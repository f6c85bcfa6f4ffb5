//! `nabta maintenance on|off|status`.

use clap::Subcommand;
use nabta_domain::kernel::LocalizedText;
use nabta_domain::kernel::maintenance::notice;
use nabta_domain::platform::maintenance;

use super::{Outcome, say, told};
use crate::config::Config;
use crate::instance::Instance;

#[derive(Subcommand)]
pub(super) enum Maintenance {
    /// Have everybody only read, on all instances, a second later at the latest. No job is begun; commands work.
    On {
        /// What people are told who read Arabic, instead of the usual sentence.
        #[arg(long)]
        message_ar: Option<String>,
        /// What people are told who read French.
        #[arg(long)]
        message_fr: Option<String>,
        /// What people are told who read English.
        #[arg(long)]
        message_en: Option<String>,
        /// After how many seconds programs are told to ask again.
        #[arg(long, default_value_t = 120)]
        retry_after: i32,
    },
    /// Have everybody write again.
    Off,
    /// Say whether everybody only reads.
    Status,
}

pub(super) async fn run(command: Maintenance, config: Config) -> anyhow::Result<Outcome> {
    let instance = Instance::open(config).await?;
    let ctx = instance.operator();
    match command {
        Maintenance::On { message_ar, message_fr, message_en, retry_after } => {
            let messages = LocalizedText { ar: message_ar, fr: message_fr, en: message_en };
            maintenance::begin(&ctx, &messages, retry_after).await.map_err(told)?;
            say("Everybody only reads, in a second at the latest.");
        }
        Maintenance::Off => {
            let was = maintenance::end(&ctx).await.map_err(told)?;
            say(if was { "Everybody writes again, in a second at the latest." } else { "There was no maintenance." });
        }
        Maintenance::Status => match notice(&ctx).await.map_err(told)? {
            Some(notice) => say(&format!("Everybody only reads since {}.", notice.since.format("%Y-%m-%d %H:%M:%S UTC"))),
            None => say("There is no maintenance."),
        },
    }
    Ok(Outcome::Done)
}
