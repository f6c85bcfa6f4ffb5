//! `nabta keys reseal`.

use clap::Subcommand;

use super::{Outcome, say, told};
use crate::config::Config;
use crate::instance::Instance;

#[derive(Subcommand)]
pub(super) enum Keys {
    /// Seal under the first of auth.secrets what the others sealed, so that they can go. It may run while others serve, and again.
    Reseal,
}

pub(super) async fn run(command: &Keys, config: Config) -> anyhow::Result<Outcome> {
    let Keys::Reseal = command;
    let instance = Instance::open(config).await?;
    let done = nabta_domain::reseal(&instance.operator()).await.map_err(told)?;
    say(&format!("{} fields and {} digests are under the newest secret now.", done.fields, done.digests));
    for former in instance.services.keyring.all().iter().skip(1) {
        say(&format!(
            "Before you remove the secret of key {}: add its public part to auth.former_keys, by which the journal's checkpoints stay \
             verifiable: \"{}\"",
            former.id,
            hex::encode(former.public().as_bytes())
        ));
    }
    Ok(Outcome::Done)
}
