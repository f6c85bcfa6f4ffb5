//! `nabta journal verify`.

use clap::Subcommand;
use nabta_domain::kernel::journal::{sealer, verify};

use super::{Outcome, say, told};
use crate::config::Config;
use crate::instance::Instance;

#[derive(Subcommand)]
pub(super) enum Journal {
    /// Seal what waits, recompute the whole chain and check its signatures. Exit code 1 if something doesn't fit; each fault is
    /// named with its position and entry.
    Verify,
}

pub(super) async fn run(_: &Journal, config: Config) -> anyhow::Result<Outcome> {
    let instance = Instance::open(config).await?;
    let ctx = instance.operator();
    while sealer::seal(&ctx, true).await.map_err(told)? > 0 {}
    let report = verify::verify(&ctx).await.map_err(told)?;
    for fault in &report.faults {
        say(&format!("fault: {fault}"));
    }
    say(&format!(
        "{} entries verified, {} signed checkpoints, {} not sealed yet, {} faults",
        report.verified,
        report.checkpoints,
        report.unsealed,
        report.faults.len()
    ));
    Ok(if report.faults.is_empty() { Outcome::Done } else { Outcome::Faults })
}
