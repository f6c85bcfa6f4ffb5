//! Entering themes, legal texts and terms.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use nabta_domain::catalogue::glossary::{self, TermDetails};
use nabta_domain::catalogue::law::{self, LegalTextDetails};
use nabta_domain::catalogue::theme::{self, ThemeDetails};
use nabta_domain::catalogue::{ContentReviewId, GlossaryTermId, LegalTextId, ThemeId, review};
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

/// A change of what is said about a theme.
#[derive(InputObject)]
pub struct ThemeUpdateInput {
    /// Which theme.
    theme: ID,
    /// Its titles.
    titles: LocalizedTextInput,
    /// What it covers.
    #[graphql(default)]
    summaries: LocalizedTextInput,
    /// Its place in lists.
    position: i32,
    /// The version that was read.
    version: i32,
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

/// A change of a term or of what it means.
#[derive(InputObject)]
pub struct GlossaryTermUpdateInput {
    /// Which term.
    term: ID,
    /// The term.
    terms: LocalizedTextInput,
    /// What it means.
    definitions: LocalizedTextInput,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a theme.
    ThemePayload { theme: Theme, from theme::Theme }
    /// What came of an act on a legal text.
    LegalTextPayload { legal_text: LegalText, from law::LegalText }
    /// What came of closing a review.
    ContentReviewClosePayload { review: ContentReview, from review::ContentReview }
    /// What came of an act on a term.
    GlossaryTermPayload { term: GlossaryTerm, from glossary::GlossaryTerm }
}

/// Acts on reference data.
#[derive(Default)]
pub struct ReferenceMutation;

#[Object]
impl ReferenceMutation {
    /// Enters a theme, or answers the one that has this code already and says the same.
    #[doc = nabta_domain::catalogue_permission!(THEME_DEFINE)]
    async fn theme_define(&self, ctx: &Context<'_>, input: ThemeDefineInput) -> Result<ThemePayload> {
        let details = ThemeDetails { titles: input.titles.into(), summaries: input.summaries.into(), position: input.position };
        ThemePayload::from_outcome(ctx, theme_define(domain(ctx), &input.code, details).await)
    }

    /// Changes what is said about a theme.
    #[doc = nabta_domain::catalogue_permission!(THEME_DEFINE)]
    async fn theme_update(&self, ctx: &Context<'_>, input: ThemeUpdateInput) -> Result<ThemePayload> {
        let id: ThemeId = ids::parse(ctx, &input.theme)?;
        let details = ThemeDetails { titles: input.titles.into(), summaries: input.summaries.into(), position: input.position };
        let updated = theme::update(domain(ctx), id, details, input.version).await;
        Ok(ThemePayload::from_outcome(ctx, updated)?.or_current(theme(domain(ctx), id)).await)
    }

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

    /// Says that somebody looked at a lesson again, and what they found.
    #[doc = nabta_domain::catalogue_permission!(REVIEW_CLOSE)]
    async fn content_review_close(&self, ctx: &Context<'_>, input: ContentReviewCloseInput) -> Result<ContentReviewClosePayload> {
        let id: ContentReviewId = ids::parse(ctx, &input.review)?;
        let closed = review::close(domain(ctx), id, &input.note, input.version).await;
        Ok(ContentReviewClosePayload::from_outcome(ctx, closed)?.or_current(review::read(domain(ctx), id)).await)
    }

    /// Enters a term, or answers the one that has this code already and says the same.
    #[doc = nabta_domain::catalogue_permission!(GLOSSARY_DEFINE)]
    async fn glossary_term_define(&self, ctx: &Context<'_>, input: GlossaryTermDefineInput) -> Result<GlossaryTermPayload> {
        let details = TermDetails { terms: input.terms.into(), definitions: input.definitions.into() };
        GlossaryTermPayload::from_outcome(ctx, term_define(domain(ctx), &input.code, details).await)
    }

    /// Changes a term or what it means.
    #[doc = nabta_domain::catalogue_permission!(GLOSSARY_DEFINE)]
    async fn glossary_term_update(&self, ctx: &Context<'_>, input: GlossaryTermUpdateInput) -> Result<GlossaryTermPayload> {
        let id: GlossaryTermId = ids::parse(ctx, &input.term)?;
        let details = TermDetails { terms: input.terms.into(), definitions: input.definitions.into() };
        let updated = glossary::update(domain(ctx), id, details, input.version).await;
        Ok(GlossaryTermPayload::from_outcome(ctx, updated)?.or_current(term(domain(ctx), id)).await)
    }
}

async fn theme_define(ctx: &Ctx, code: &str, details: ThemeDetails) -> DomainResult<theme::Theme> {
    let id = theme::define(ctx, code, details).await?;
    theme(ctx, id).await
}

async fn theme(ctx: &Ctx, id: ThemeId) -> DomainResult<theme::Theme> {
    theme::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
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

async fn term_define(ctx: &Ctx, code: &str, details: TermDetails) -> DomainResult<glossary::GlossaryTerm> {
    let id = glossary::define(ctx, code, details).await?;
    term(ctx, id).await
}

async fn term(ctx: &Ctx, id: GlossaryTermId) -> DomainResult<glossary::GlossaryTerm> {
    glossary::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}
