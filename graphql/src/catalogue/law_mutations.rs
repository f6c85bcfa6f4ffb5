//! Entering legal texts, and saying what became of them.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use nabta_domain::catalogue::LegalTextId;
use nabta_domain::catalogue::law::{self, LegalTextDetails};
use nabta_domain::kernel::{Ctx, Error, Result as DomainResult};

use super::law::{LegalRelationKind, LegalStatus, LegalText, LegalTextKind};
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::LocalizedTextInput;

/// A legal text.
#[derive(InputObject)]
pub struct LegalTextDefineInput {
    /// The centre's short code.
    code: String,
    /// What kind of text.
    kind: LegalTextKind,
    /// Its official number.
    number: Option<String>,
    /// Its date.
    signed_on: NaiveDate,
    /// Short titles.
    titles: LocalizedTextInput,
    /// What it is about.
    #[graphql(default)]
    topics: Vec<String>,
    /// Whether it holds.
    status: LegalStatus,
}

/// A correction of what is said about a legal text.
#[derive(InputObject)]
pub struct LegalTextUpdateInput {
    /// Which text.
    legal_text: ID,
    /// What kind of text.
    kind: LegalTextKind,
    /// Its official number.
    number: Option<String>,
    /// Its date.
    signed_on: NaiveDate,
    /// Short titles.
    titles: LocalizedTextInput,
    /// What it is about.
    #[graphql(default)]
    topics: Vec<String>,
    /// The version that was read.
    version: i32,
}

/// How one legal text bears on another.
#[derive(InputObject)]
pub struct LegalTextRelateInput {
    /// The text that acts.
    from: ID,
    /// How.
    kind: LegalRelationKind,
    /// The text acted upon.
    to: ID,
}

/// A change of a legal text's status.
#[derive(InputObject)]
pub struct LegalTextChangeInput {
    /// Which text.
    legal_text: ID,
    /// Whether it holds from now on.
    status: LegalStatus,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a legal text.
    LegalTextPayload { legal_text: LegalText, from law::LegalText }
}

/// Acts on legal texts.
#[derive(Default)]
pub struct LawMutation;

#[Object]
impl LawMutation {
    /// Enters a legal text, or answers the one that has this code already and says the same.
    #[doc = nabta_domain::catalogue_permission!(LEGAL_TEXT_DEFINE)]
    async fn legal_text_define(&self, ctx: &Context<'_>, input: LegalTextDefineInput) -> Result<LegalTextPayload> {
        let details = LegalTextDetails {
            kind: input.kind.into(),
            number: input.number,
            signed_on: input.signed_on,
            titles: input.titles.into(),
            topics: input.topics,
        };
        let defined = legal_text_define(domain(ctx), &input.code, details, input.status).await;
        LegalTextPayload::from_outcome(ctx, defined)
    }

    /// Corrects what is said about a legal text. Nothing has to be reviewed for it.
    #[doc = nabta_domain::catalogue_permission!(LEGAL_TEXT_DEFINE)]
    async fn legal_text_update(&self, ctx: &Context<'_>, input: LegalTextUpdateInput) -> Result<LegalTextPayload> {
        let id: LegalTextId = ids::parse(ctx, &input.legal_text)?;
        let details = LegalTextDetails {
            kind: input.kind.into(),
            number: input.number,
            signed_on: input.signed_on,
            titles: input.titles.into(),
            topics: input.topics,
        };
        let updated = law::update(domain(ctx), id, details, input.version).await;
        Ok(LegalTextPayload::from_outcome(ctx, updated)?.or_current(legal_text(domain(ctx), id)).await)
    }

    /// Says how one legal text bears on another. Lessons that rest on a text that is amended or repealed are to be reviewed.
    #[doc = nabta_domain::catalogue_permission!(LEGAL_TEXT_DEFINE)]
    async fn legal_text_relate(&self, ctx: &Context<'_>, input: LegalTextRelateInput) -> Result<LegalTextPayload> {
        let (from, to): (LegalTextId, LegalTextId) = (ids::parse(ctx, &input.from)?, ids::parse(ctx, &input.to)?);
        LegalTextPayload::from_outcome(ctx, law::relate(domain(ctx), from, input.kind.into(), to).await)
    }

    /// Takes back what was said about how one legal text bears on another.
    #[doc = nabta_domain::catalogue_permission!(LEGAL_TEXT_DEFINE)]
    async fn legal_text_unrelate(&self, ctx: &Context<'_>, input: LegalTextRelateInput) -> Result<LegalTextPayload> {
        let (from, to): (LegalTextId, LegalTextId) = (ids::parse(ctx, &input.from)?, ids::parse(ctx, &input.to)?);
        LegalTextPayload::from_outcome(ctx, law::unrelate(domain(ctx), from, input.kind.into(), to).await)
    }

    /// Changes a legal text's status. Every lesson that rests on it is to be reviewed.
    #[doc = nabta_domain::catalogue_permission!(LEGAL_TEXT_CHANGE)]
    async fn legal_text_change(&self, ctx: &Context<'_>, input: LegalTextChangeInput) -> Result<LegalTextPayload> {
        let id: LegalTextId = ids::parse(ctx, &input.legal_text)?;
        let changed = law::change_status(domain(ctx), id, input.status.into(), input.version).await;
        Ok(LegalTextPayload::from_outcome(ctx, changed)?.or_current(legal_text(domain(ctx), id)).await)
    }
}

async fn legal_text_define(
    ctx: &Ctx,
    code: &str,
    details: LegalTextDetails,
    status: LegalStatus,
) -> DomainResult<law::LegalText> {
    let id = law::define(ctx, code, details, status.into()).await?;
    legal_text(ctx, id).await
}

async fn legal_text(ctx: &Ctx, id: LegalTextId) -> DomainResult<law::LegalText> {
    law::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}
