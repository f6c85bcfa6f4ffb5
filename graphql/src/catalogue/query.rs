//! Questions about the catalogue.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use nabta_domain::catalogue::course::{self, CourseFilter, CourseOrder};
use nabta_domain::catalogue::text::ChangeKind;
use nabta_domain::catalogue::{
    LegalTextId, LessonId, LessonRevisionId, ThemeId, edition, glossary, guide, law, lesson, review, theme,
};
use nabta_domain::programmes::ProgrammeId;

use super::content::{Edition, LessonRevision};
use super::course::{Course, Level, Modality};
use super::glossary::GlossaryTerm;
use super::guide::Guide;
use super::law::LegalText;
use super::review::ContentReview;
use super::search::{Search, SearchFilter, SearchHit, search};
use super::theme::Theme;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::values::Locale;

/// Which courses.
#[derive(InputObject, Default)]
pub struct CourseFilterInput {
    /// Of this theme.
    theme: Option<ID>,
    /// Given in this language.
    language: Option<Locale>,
    /// Given this way.
    modality: Option<Modality>,
    /// Of this level.
    level: Option<Level>,
    /// With this programme's label.
    programme: Option<ID>,
    /// True for those that are not published, as far as the actor may see them.
    #[graphql(default)]
    unpublished: bool,
}

/// In which order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Default)]
#[graphql(remote = "CourseOrder")]
pub enum CourseSort {
    /// By code.
    #[default]
    Code,
    /// The newest edition first.
    Newest,
}

/// A run of words that two texts share or that only one of them has.
#[derive(SimpleObject)]
pub struct TextChange {
    /// What happened to the words.
    kind: TextChangeKind,
    /// The words.
    text: String,
}

/// What happened to words between two texts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextChangeKind {
    /// In both.
    Equal,
    /// Only in the newer one.
    Insert,
    /// Only in the older one.
    Delete,
}

fn filter(ctx: &Context<'_>, input: Option<CourseFilterInput>) -> Result<CourseFilter> {
    let input = input.unwrap_or_default();
    Ok(CourseFilter {
        theme: input.theme.as_ref().map(|id| ids::parse::<ThemeId>(ctx, id)).transpose()?,
        language: input.language.map(Into::into),
        modality: input.modality.map(Into::into),
        level: input.level.map(Into::into),
        programme: input.programme.as_ref().map(|id| ids::parse::<ProgrammeId>(ctx, id)).transpose()?,
        unpublished: input.unpublished,
    })
}

/// What a comparison costs: no request has more than four.
const COMPARISON: usize = 10_000;

/// Questions about the catalogue.
#[derive(Default)]
pub struct CatalogueQuery;

#[Object]
impl CatalogueQuery {
    /// The themes, in their order.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn themes(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Theme>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(theme::list(domain(ctx), &page).await.answer(ctx)?))
    }

    /// The courses of the catalogue.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn courses(
        &self,
        ctx: &Context<'_>,
        filter: Option<CourseFilterInput>,
        #[graphql(desc = "By code where nothing is said.")] sort: Option<CourseSort>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Course>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let filter = self::filter(ctx, filter)?;
        Ok(connection(course::queries::list(domain(ctx), &filter, sort.unwrap_or_default().into(), &page).await.answer(ctx)?))
    }

    /// A course by its name in addresses.
    async fn course(&self, ctx: &Context<'_>, slug: String) -> Result<Option<Course>> {
        Ok(Some(course::queries::by_slug(domain(ctx), &slug).await.answer(ctx)?.into()))
    }

    /// Courses and lessons that are published, by words in any of the three languages: accents, vowel signs, forms of letters and
    /// one slip of the finger don't matter.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        text: String,
        filter: Option<SearchFilter>,
        locale: Option<Locale>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<List<SearchHit>> {
        search(ctx, Search { text, filter: filter.unwrap_or_default(), locale, first, after }).await
    }

    /// The yearly guides, newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn guides(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Guide>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(guide::list(domain(ctx), &page).await.answer(ctx)?))
    }

    /// The legal texts that lessons cite, oldest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn legal_texts(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<LegalText>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(law::list(domain(ctx), &page).await.answer(ctx)?))
    }

    /// A legal text by its code, as lessons cite it.
    async fn legal_text(&self, ctx: &Context<'_>, code: String) -> Result<Option<LegalText>> {
        Ok(Some(law::by_code(domain(ctx), &code).await.answer(ctx)?.into()))
    }

    /// The terms of the glossary, by code.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn glossary_terms(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<GlossaryTerm>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(glossary::list(domain(ctx), &page).await.answer(ctx)?))
    }

    /// A term of the glossary by its code, as lessons link to it.
    async fn glossary_term(&self, ctx: &Context<'_>, code: String) -> Result<Option<GlossaryTerm>> {
        Ok(Some(glossary::by_code(domain(ctx), &code).await.answer(ctx)?.into()))
    }

    /// Editions that wait for approval or publication, oldest first.
    #[doc = nabta_domain::catalogue_permission!(EDITION_APPROVE)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn editions_waiting(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Edition>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(edition::queries::waiting(domain(ctx), &page).await.answer(ctx)?))
    }

    /// Lessons to look at again because a legal text changed, oldest first; of one text or of all.
    #[doc = nabta_domain::catalogue_permission!(REVIEW_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn content_reviews(
        &self,
        ctx: &Context<'_>,
        legal_text: Option<ID>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<ContentReview>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let text = legal_text.as_ref().map(|id| ids::parse::<LegalTextId>(ctx, id)).transpose()?;
        Ok(connection(review::open(domain(ctx), text, &page).await.answer(ctx)?))
    }

    /// All revisions of a lesson in a language, newest first.
    #[doc = nabta_domain::catalogue_permission!(COURSE_READ_DRAFT)]
    #[graphql(complexity = "usual(10, child_complexity)")]
    async fn lesson_revisions(&self, ctx: &Context<'_>, lesson: ID, locale: Locale) -> Result<Vec<LessonRevision>> {
        let id: LessonId = ids::parse(ctx, &lesson)?;
        Ok(lesson::queries::history(domain(ctx), id, locale.into()).await.answer(ctx)?.into_iter().map(LessonRevision).collect())
    }

    /// Two revisions of one lesson, compared by words. It costs what a page full of lists costs: long texts take a while.
    #[graphql(complexity = "COMPARISON + child_complexity")]
    async fn lesson_revision_compare(&self, ctx: &Context<'_>, from: ID, to: ID) -> Result<Vec<TextChange>> {
        let (from, to): (LessonRevisionId, LessonRevisionId) = (ids::parse(ctx, &from)?, ids::parse(ctx, &to)?);
        let changes = lesson::queries::compare(domain(ctx), from, to).await.answer(ctx)?;
        let kind = |kind| match kind {
            ChangeKind::Equal => TextChangeKind::Equal,
            ChangeKind::Insert => TextChangeKind::Insert,
            ChangeKind::Delete => TextChangeKind::Delete,
        };
        Ok(changes.into_iter().map(|change| TextChange { kind: kind(change.kind), text: change.text }).collect())
    }
}
