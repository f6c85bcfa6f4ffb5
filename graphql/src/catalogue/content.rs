//! Editions, chapters, lessons, and what they say.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::catalogue::{self, CourseId, edition, lesson, outline};
use nabta_domain::kernel::{Locale as DomainLocale, reading_order};

use super::blocks::{Block, Citation, blocks, citations};
use super::course::Course;
use super::glossary::GlossaryTerm;
use crate::connection::usual;
use crate::errors::domain;
use crate::ids;
use crate::loaders::{BodyByRevision, ChaptersByEdition, CourseById, TermsByRevision, TextsByLesson, load};
use crate::values::{self, Direction, Locale, LocalizedString, LocalizedTexts};

/// Where an edition stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalogue::EditionState")]
pub enum EditionState {
    /// Being written.
    Draft,
    /// Waiting for somebody else's approval.
    InReview,
    /// Approved, not yet out.
    Approved,
    /// Out; it never changes any more.
    Published,
    /// Taken out.
    Withdrawn,
}

/// An edition of a course: a list of texts, approved and published as one.
pub struct Edition(pub edition::Edition);

impl From<edition::Edition> for Edition {
    fn from(edition: edition::Edition) -> Self {
        Self(edition)
    }
}

#[Object]
impl Edition {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// From 1 in each course.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// Where it stands.
    async fn state(&self) -> EditionState {
        self.0.state.into()
    }

    /// What the last decision said.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(self.0.course_id)).await?.map(Course))
    }

    /// Its chapters, in order.
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn chapters(&self, ctx: &Context<'_>) -> Result<Vec<Chapter>> {
        Ok(load(ctx, ChaptersByEdition(self.0.id)).await?.unwrap_or_default().into_iter().map(Chapter).collect())
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was sent for approval.
    async fn submitted_at(&self) -> Option<DateTime<Utc>> {
        self.0.submitted_at
    }

    /// When it was approved.
    async fn approved_at(&self) -> Option<DateTime<Utc>> {
        self.0.approved_at
    }

    /// When it came out.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.published_at
    }

    /// Grows with each change of its state.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A chapter in an edition.
pub struct Chapter(pub outline::Chapter);

impl From<outline::Chapter> for Chapter {
    fn from(chapter: outline::Chapter) -> Self {
        Self(chapter)
    }
}

#[Object]
impl Chapter {
    /// Its id, which stays from edition to edition.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name in addresses.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.titles, locale, domain(ctx).locale)
    }

    /// Its lessons, in order.
    #[graphql(complexity = "usual(4, child_complexity)")]
    async fn lessons(&self) -> Vec<Lesson> {
        self.0.lessons.iter().cloned().map(Lesson).collect()
    }
}

/// A lesson in an edition.
#[derive(Clone)]
pub struct Lesson(pub outline::Lesson);

impl From<outline::Lesson> for Lesson {
    fn from(lesson: outline::Lesson) -> Self {
        Self(lesson)
    }
}

#[Object]
impl Lesson {
    /// Its id, which stays from edition to edition.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its chapter's and its own name in addresses.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.titles, locale, domain(ctx).locale)
    }

    /// Its titles as written.
    async fn titles(&self) -> LocalizedTexts {
        self.0.titles.clone().into()
    }

    /// The course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(self.0.course)).await?.map(Course))
    }

    /// What it says, in the language asked for, else in French, else in any; nothing where it is only announced.
    async fn text(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Option<LessonText>> {
        let asked = locale.map_or(domain(ctx).locale, Into::into);
        let texts = self.all_texts(ctx).await?;
        let found = reading_order(asked).find_map(|locale| texts.iter().find(|text| text.revision.locale == locale));
        Ok(found.map(|text| LessonText { text: text.clone(), course: self.0.course, asked }))
    }

    /// What it says in each language in which it has been written.
    #[graphql(complexity = "usual(3, child_complexity)")]
    async fn texts(&self, ctx: &Context<'_>) -> Result<Vec<LessonText>> {
        let mut texts = self.all_texts(ctx).await?;
        texts.sort_by_key(|text| text.revision.locale);
        let wrap = |text: lesson::LessonText| LessonText { asked: text.revision.locale, text, course: self.0.course };
        Ok(texts.into_iter().map(wrap).collect())
    }
}

impl Lesson {
    async fn all_texts(&self, ctx: &Context<'_>) -> Result<Vec<lesson::LessonText>> {
        let source = load(ctx, CourseById(self.0.course)).await?.map_or(DomainLocale::Fr, |course| course.source_language);
        Ok(load(ctx, TextsByLesson((self.0.edition, self.0.id, source))).await?.unwrap_or_default())
    }
}

/// What a lesson says in an edition and a language.
pub struct LessonText {
    text: lesson::LessonText,
    course: CourseId,
    asked: DomainLocale,
}

#[Object]
impl LessonText {
    /// The language that it is in.
    async fn locale(&self) -> Locale {
        self.text.revision.locale.into()
    }

    /// The way it runs.
    async fn direction(&self) -> Direction {
        self.text.revision.locale.direction().into()
    }

    /// True if it isn't the language that was asked for.
    async fn is_fallback(&self) -> bool {
        self.text.revision.locale != self.asked
    }

    /// True if it translates a source text that this edition holds no more.
    async fn is_stale(&self) -> bool {
        self.text.is_stale
    }

    /// One or two sentences.
    async fn summary(&self) -> Option<&str> {
        self.text.revision.summary.as_deref()
    }

    /// How many words.
    async fn words(&self) -> i32 {
        self.text.revision.words
    }

    /// What it says, in order.
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn blocks(&self, ctx: &Context<'_>) -> Result<Vec<Block>> {
        blocks(ctx, self.text.revision.id).await
    }

    /// The legal texts that it cites.
    #[graphql(complexity = "usual(4, child_complexity)")]
    async fn citations(&self, ctx: &Context<'_>) -> Result<Vec<Citation>> {
        citations(ctx, self.text.revision.id).await
    }

    /// The terms of the glossary that it links to.
    #[graphql(complexity = "usual(4, child_complexity)")]
    async fn terms(&self, ctx: &Context<'_>) -> Result<Vec<GlossaryTerm>> {
        Ok(load(ctx, TermsByRevision(self.text.revision.id)).await?.unwrap_or_default().into_iter().map(Into::into).collect())
    }

    /// The immutable revision that it is.
    async fn revision(&self) -> LessonRevision {
        LessonRevision(self.text.revision.clone())
    }

    /// The course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(self.course)).await?.map(Course))
    }
}

/// One text of a lesson in one language; never changed.
pub struct LessonRevision(pub lesson::Revision);

impl From<lesson::Revision> for LessonRevision {
    fn from(revision: lesson::Revision) -> Self {
        Self(revision)
    }
}

#[Object]
impl LessonRevision {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// The lesson.
    async fn lesson_id(&self) -> ID {
        ids::id(self.0.lesson_id)
    }

    /// The language.
    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    /// The way it runs.
    async fn direction(&self) -> Direction {
        self.0.locale.direction().into()
    }

    /// From 1 in each language.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// One or two sentences.
    async fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// Digest of what it says: a translation names its source by it.
    async fn digest(&self) -> &str {
        &self.0.digest
    }

    /// Digest of the source text that it translates.
    async fn follows_digest(&self) -> Option<&str> {
        self.0.follows_digest.as_deref()
    }

    /// How many words.
    async fn words(&self) -> i32 {
        self.0.words
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// The Markdown as written.
    async fn body(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(load(ctx, BodyByRevision(self.0.id)).await?.unwrap_or_default())
    }

    /// What it says, in order.
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn blocks(&self, ctx: &Context<'_>) -> Result<Vec<Block>> {
        blocks(ctx, self.0.id).await
    }

    /// The legal texts that it cites.
    #[graphql(complexity = "usual(4, child_complexity)")]
    async fn citations(&self, ctx: &Context<'_>) -> Result<Vec<Citation>> {
        citations(ctx, self.0.id).await
    }

    /// The terms of the glossary that it links to.
    #[graphql(complexity = "usual(4, child_complexity)")]
    async fn terms(&self, ctx: &Context<'_>) -> Result<Vec<GlossaryTerm>> {
        Ok(load(ctx, TermsByRevision(self.0.id)).await?.unwrap_or_default().into_iter().map(Into::into).collect())
    }
}
