//! Entering themes, legal texts and terms.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use nabta_domain::catalogue::law::{self, NewLegalText};
use nabta_domain::catalogue::theme::{self, NewTheme};
use nabta_domain::catalogue::{ContentReviewId, LegalTextId, glossary, review};
use nabta_domain::kernel::{Ctx, Error, Result as DomainResult};

use super::course::Theme;
use super::law::{ContentReview, GlossaryTerm, LegalRelationKind, LegalStatus, LegalText, LegalTextKind};
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::LocalizedTextInput;

/// A theme.
#[derive(InputObject)]
pub struct ThemeDefineInput {
    /// Short name.
    code: String,
    /// Its titles.
    titles: LocalizedTextInput,
    /// What it covers.
    #[graphql(default)]
    summaries: LocalizedTextInput,
    /// Its place in lists.
    position: i32,
}

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

/// What somebody found who looked at a lesson again.
#[derive(InputObject)]
pub struct ContentReviewCloseInput {
    /// Which review.
    review: ID,
    /// What they found.
    note: String,
    /// The version that was read.
    version: i32,
}

/// A term of the glossary.
#[derive(InputObject)]
pub struct GlossaryTermDefineInput {
    /// Short name.
    code: String,
    /// The term.
    terms: LocalizedTextInput,
    /// What it means.
    definitions: LocalizedTextInput,
}

payloads! {
    /// What came of entering a theme.
    ThemeDefinePayload { theme: Theme, from theme::Theme }
    /// What came of an act on a legal text.
    LegalTextPayload { legal_text: LegalText, from law::LegalText }
    /// What came of closing a review.
    ContentReviewClosePayload { review: ContentReview, from review::ContentReview }
    /// What came of entering a term.
    GlossaryTermDefinePayload { term: GlossaryTerm, from glossary::GlossaryTerm }
}

/// Acts on reference data.
#[derive(Default)]
pub struct ReferenceMutation;

#[Object]
impl ReferenceMutation {
    /// Enters a theme, or answers the one that has this code already.
    #[doc = nabta_domain::catalogue_permission!(THEME_DEFINE)]
    async fn theme_define(&self, ctx: &Context<'_>, input: ThemeDefineInput) -> Result<ThemeDefinePayload> {
        let new = NewTheme {
            code: input.code,
            titles: input.titles.into(),
            summaries: input.summaries.into(),
            position: input.position,
        };
        ThemeDefinePayload::from_outcome(ctx, theme_define(domain(ctx), new).await)
    }

    /// Enters a legal text, or answers the one that has this code already.
    #[doc = nabta_domain::catalogue_permission!(LEGAL_TEXT_DEFINE)]
    async fn legal_text_define(&self, ctx: &Context<'_>, input: LegalTextDefineInput) -> Result<LegalTextPayload> {
        let new = NewLegalText {
            code: input.code,
            kind: input.kind.into(),
            number: input.number,
            signed_on: input.signed_on,
            titles: input.titles.into(),
            topics: input.topics,
            status: input.status.into(),
        };
        LegalTextPayload::from_outcome(ctx, legal_text_define(domain(ctx), new).await)
    }

    /// Says how one legal text bears on another. Lessons that rest on a text that is amended or repealed are to be reviewed.
    #[doc = nabta_domain::catalogue_permission!(LEGAL_TEXT_DEFINE)]
    async fn legal_text_relate(&self, ctx: &Context<'_>, input: LegalTextRelateInput) -> Result<LegalTextPayload> {
        let (from, to): (LegalTextId, LegalTextId) = (ids::parse(ctx, &input.from)?, ids::parse(ctx, &input.to)?);
        LegalTextPayload::from_outcome(ctx, law::relate(domain(ctx), from, input.kind.into(), to).await)
    }

    /// Changes a legal text's status. Every lesson that rests on it is to be reviewed.
    #[doc = nabta_domain::catalogue_permission!(LEGAL_TEXT_CHANGE)]
    async fn legal_text_change(&self, ctx: &Context<'_>, input: LegalTextChangeInput) -> Result<LegalTextPayload> {
        let id: LegalTextId = ids::parse(ctx, &input.legal_text)?;
        let changed = law::change_status(domain(ctx), id, input.status.into(), input.version).await;
        Ok(LegalTextPayload::from_outcome(ctx, changed)?.or_current(legal_text(domain(ctx), id)).await)
    }

    /// Says that somebody looked at a lesson again, and what they found.
    #[doc = nabta_domain::catalogue_permission!(REVIEW_CLOSE)]
    async fn content_review_close(&self, ctx: &Context<'_>, input: ContentReviewCloseInput) -> Result<ContentReviewClosePayload> {
        let id: ContentReviewId = ids::parse(ctx, &input.review)?;
        let closed = review::close(domain(ctx), id, &input.note, input.version).await;
        Ok(ContentReviewClosePayload::from_outcome(ctx, closed)?.or_current(review::read(domain(ctx), id)).await)
    }

    /// Enters a term, or answers the one that has this code already.
    #[doc = nabta_domain::catalogue_permission!(GLOSSARY_DEFINE)]
    async fn glossary_term_define(&self, ctx: &Context<'_>, input: GlossaryTermDefineInput) -> Result<GlossaryTermDefinePayload> {
        GlossaryTermDefinePayload::from_outcome(ctx, term_define(domain(ctx), input).await)
    }
}

async fn theme_define(ctx: &Ctx, new: NewTheme) -> DomainResult<theme::Theme> {
    let id = theme::define(ctx, new).await?;
    theme::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

async fn legal_text_define(ctx: &Ctx, new: NewLegalText) -> DomainResult<law::LegalText> {
    let id = law::define(ctx, new).await?;
    legal_text(ctx, id).await
}

async fn legal_text(ctx: &Ctx, id: LegalTextId) -> DomainResult<law::LegalText> {
    law::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

async fn term_define(ctx: &Ctx, input: GlossaryTermDefineInput) -> DomainResult<glossary::GlossaryTerm> {
    let id = glossary::define(ctx, &input.code, &input.terms.into(), &input.definitions.into()).await?;
    glossary::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}
