//! `nabta account create|role`.

use std::io::Read;

use clap::Subcommand;
use nabta_domain::kernel::{KnownScope, Locale, LocalizedText};
use nabta_domain::people::account::{self, NewAccount};
use nabta_domain::people::{Role, role as domain_role};

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
        #[arg(long, default_value = "fr", value_parser = locale)]
        locale: Locale,
    },
    /// Give a role for the whole centre.
    Role {
        /// The address of the account.
        #[arg(long)]
        email: String,
        /// Which role: learner, trainer, training_officer, programme_officer, partner_officer, reviewer, coach, quality_officer, auditor or
        /// administrator.
        #[arg(long, value_parser = role)]
        role: Role,
    },
}

fn role(name: &str) -> Result<Role, String> {
    Role::from_name(name).ok_or_else(|| Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", "))
}

fn locale(code: &str) -> Result<Locale, String> {
    Locale::from_code(code).ok_or_else(|| "ar, fr, en".to_owned())
}

pub(super) async fn run(command: Account, config: Config) -> anyhow::Result<Outcome> {
    let instance = Instance::open(config).await?;
    let ctx = instance.operator();
    match command {
        Account::Create { email, name, arabic_name, locale } => {
            let mut password = String::new();
            std::io::stdin().take(10_000).read_to_string(&mut password)?;
            let names = LocalizedText { ar: arabic_name, fr: Some(name), en: None };
            let new = NewAccount { names, email, password: password.trim_end_matches(['\r', '\n']).into(), locale };
            account::create(&ctx, new, None).await.map_err(told)?;
            say("The account is open.");
        }
        Account::Role { email, role } => {
            let account = account::find_by_email(&ctx, &email).await.map_err(told)?;
            domain_role::grant(&ctx, account.id, role, KnownScope::CENTRE).await.map_err(told)?;
            say("The role is held.");
        }
    }
    Ok(Outcome::Done)
}
