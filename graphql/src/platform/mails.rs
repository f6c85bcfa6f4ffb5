//! What became of letters.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::platform::{self, mail};

use crate::connection::{List, connection, cost, page};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::values::Locale;

/// Where a letter stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "platform::MailState")]
pub enum MailState {
    /// On its way.
    Waiting,
    /// Taken by the mail server.
    Sent,
    /// Refused for good.
    Refused,
}

/// By which way a letter goes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "platform::MailChannel")]
pub enum MailChannel {
    /// By mail.
    Mail,
    /// As a text message to a telephone.
    Sms,
}

/// A letter, without its address and what it says.
pub struct Mail(mail::Mail);

impl From<mail::Mail> for Mail {
    fn from(mail: mail::Mail) -> Self {
        Self(mail)
    }
}

#[Object]
impl Mail {
    /// Its id, which its Message-ID is made from.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What it says, by name.
    async fn template(&self) -> &str {
        &self.0.template
    }

    /// By which way it goes.
    async fn channel(&self) -> MailChannel {
        self.0.channel.into()
    }

    /// In which language.
    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    /// Where it stands.
    async fn state(&self) -> MailState {
        self.0.state.into()
    }

    /// A word on why it was refused.
    async fn problem(&self) -> Option<&str> {
        self.0.problem.as_deref()
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was taken or refused.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// When it was told that it came back although it had been taken.
    async fn bounced_at(&self) -> Option<DateTime<Utc>> {
        self.0.bounced_at
    }
}

/// Questions about letters.
#[derive(Default)]
pub struct MailQuery;

#[Object]
impl MailQuery {
    /// The letters that the platform wrote, newest first; in one state, or all; those that came back, or those that did not.
    #[doc = nabta_domain::platform_permission!(MAIL_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn mails(
        &self,
        ctx: &Context<'_>,
        state: Option<MailState>,
        bounced: Option<bool>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Mail>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(mail::list(domain(ctx), state.map(Into::into), bounced, &page).await.answer(ctx)?))
    }
}
