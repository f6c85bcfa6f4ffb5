//! Seeing pages as somebody else sees them.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::people::look;
use nabta_domain::people::{AccountId, LookId};

use super::registration::DonePayload;
use crate::connection::usual;
use crate::errors::{Answer, domain, payloads};
use crate::ids;

/// An administrator who sees pages as somebody else sees them.
pub struct Look(look::Look);

impl From<look::Look> for Look {
    fn from(look: look::Look) -> Self {
        Self(look)
    }
}

#[Object]
impl Look {
    /// Its id: what the header `nabta-look` says.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// The name of who looks.
    async fn by(&self) -> &str {
        &self.0.by
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Since when.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Until when at the latest.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }
}

/// Questions about looks.
#[derive(Default)]
pub struct LookQuery;

#[Object]
impl LookQuery {
    /// The look under which this request comes; nothing for everybody who asks as themselves. Pages that show one say so.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn current_look(&self, ctx: &Context<'_>) -> Result<Option<Look>> {
        Ok(look::current(domain(ctx)).await.answer(ctx)?.map(Into::into))
    }

    /// Who saw pages as whoever is signed in sees them, newest first.
    #[doc = nabta_domain::people_permission!(ACCOUNT_READ)]
    #[graphql(complexity = "usual(50, child_complexity)")]
    async fn looks_at_me(&self, ctx: &Context<'_>) -> Result<Vec<Look>> {
        Ok(look::at_me(domain(ctx)).await.answer(ctx)?.into_iter().map(Into::into).collect())
    }
}

/// As whom to look, and why.
#[derive(InputObject)]
pub struct LookBeginInput {
    /// As whom.
    account: ID,
    /// Why; they read it.
    reason: String,
}

/// A look of one's own.
#[derive(InputObject)]
pub struct LookEndInput {
    /// Which one.
    look: ID,
}

payloads! {
    /// What came of beginning a look.
    LookPayload { look: Look, from look::Look }
}

/// Acts on looks.
#[derive(Default)]
pub struct LookMutation;

#[Object]
impl LookMutation {
    /// Begins to see pages as somebody else sees them, for half an hour: requests that say its id in the header `nabta-look` are answered
    /// as theirs would be, and only read (`LOOKING_ONLY`). A letter tells them at once.
    #[doc = nabta_domain::people_permission!(LOOK)]
    async fn look_begin(&self, ctx: &Context<'_>, input: LookBeginInput) -> Result<LookPayload> {
        let account: AccountId = ids::parse(ctx, &input.account)?;
        LookPayload::from_outcome(ctx, look::begin(domain(ctx), account, &input.reason).await)
    }

    /// Ends a look of one's own.
    #[doc = nabta_domain::people_permission!(LOOK)]
    async fn look_end(&self, ctx: &Context<'_>, input: LookEndInput) -> Result<DonePayload> {
        let id: LookId = ids::parse(ctx, &input.look)?;
        DonePayload::from_outcome(ctx, look::end(domain(ctx), id).await)
    }
}
