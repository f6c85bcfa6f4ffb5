//! `nabta account create|role`.

use std::io::Read;

use clap::Subcommand;
use nabta_domain::kernel::{KnownScope, Locale, LocalizedText};
use nabta_domain::people::account::{self, NewAccount};
use nabta_domain::people::{Role, role};

use super::{Outcome, say, told};
use crate::config::Config;
use crate::instance::Instance;

#[derive(Subcommand)]
pub(super) enum Account {
    /// Open an account for a new person. The password is read from standard input, so that it stands in no history.
    Create {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The person's name in Latin letters.
        #[arg(long)]
        name: String,
        /// The person's name in Arabic letters.
        #[arg(long)]
        arabic_name: Option<String>,
        /// The language to speak to them: ar, fr or en.
        #[arg(long, default_value = "fr")]
        locale: String,
    },
    /// Give a role for the whole centre.
    Role {
        /// The address of the account.
        #[arg(long)]
        email: String,
        /// learner, trainer, training_officer, programme_officer, partner_officer, reviewer, coach, quality_officer, auditor or administrator.
        #[arg(long)]
        role: String,
    },
}

pub(super) async fn run(command: Account, config: Config) -> anyhow::Result<Outcome> {
    let instance = Instance::open(config).await?;
    let ctx = instance.operator();
    match command {
        Account::Create { email, name, arabic_name, locale } => {
            let locale = Locale::from_code(&locale).ok_or_else(|| anyhow::anyhow!("--locale: ar, fr or en"))?;
            let mut password = String::new();
            std::io::stdin().take(10_000).read_to_string(&mut password)?;
            let names = LocalizedText { ar: arabic_name, fr: Some(name), en: None };
            let new = NewAccount { names, email, password: password.trim_end_matches(['\r', '\n']).into(), locale };
            account::create(&ctx, new).await.map_err(told)?;
            say("The account is open.");
        }
        Account::Role { email, role } => {
            let role = Role::from_name(&role).ok_or_else(|| anyhow::anyhow!("--role: there is no role {role:?}; see --help"))?;
            let account = account::find_by_email(&ctx, &email).await.map_err(told)?;
            role::grant(&ctx, account.id, role, KnownScope::CENTRE).await.map_err(told)?;
            say("The role is held.");
        }
    }
    Ok(Outcome::Done)
}
