//! Courses.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::catalogue::{self, course};
use nabta_domain::kernel::LocalizedText;
use nabta_domain::kernel::page::Page;
use nabta_domain::people::person::Name;

use super::blocks::Figure;
use super::content::{Chapter, Edition};
use super::guide::GuideOffer;
use super::theme::Theme;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::learning::loaders::{QuizzesByCourse, RunsByCourse};
use crate::learning::{CourseRun, Quiz};
use crate::loaders::{
    ChapterCountByEdition, ChaptersByEdition, DescriptionByCourse, EditionById, EditionsByCourse, FiguresByCourse, NameByPerson,
    OffersByCourse, ProgrammesByCourse, RequirementsByCourse, ThemeById, load,
};
use crate::programmes::Programme;
use crate::values::{self, Locale, LocalizedString, LocalizedTexts, Money};

/// How a course is given.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalogue::Modality")]
pub enum Modality {
    /// Everybody in one room.
    InPerson,
    /// With a trainer, at a distance.
    Remote,
    /// Partly in a room, partly at a distance.
    Blended,
    /// Alone, at one's own pace.
    SelfPaced,
}

/// How hard a course is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalogue::Level")]
pub enum Level {
    /// Asks for nothing before.
    Beginner,
    /// Asks for the basics.
    Intermediate,
    /// Asks for practice.
    Advanced,
}

/// Who answers for a course.
pub struct Author(Name);

#[Object]
impl Author {
    /// The name, in the letters of the language asked for where it is written in them.
    async fn name(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.names, locale, domain(ctx).locale)
    }
}

/// A course.
pub struct Course(pub course::Course);

impl From<course::Course> for Course {
    fn from(course: course::Course) -> Self {
        Self(course)
    }
}

#[Object]
impl Course {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// The centre's own code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its name in addresses.
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

    /// What it is, in a few sentences.
    async fn summary(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<LocalizedString> {
        self.0.summaries.as_ref().map(|text| values::choose(text, locale, domain(ctx).locale))
    }

    /// What one can do afterwards; Markdown.
    async fn objectives(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Option<LocalizedString>> {
        self.described(ctx, locale, |description| description.objectives).await
    }

    /// Whom it is for.
    async fn audience(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Option<LocalizedString>> {
        self.described(ctx, locale, |description| description.audiences).await
    }

    /// What one must know before, in words.
    async fn prerequisites(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Option<LocalizedString>> {
        self.described(ctx, locale, |description| description.prerequisites).await
    }

    /// What one learns.
    #[graphql(complexity = "usual(4, child_complexity)")]
    async fn skills(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Vec<LocalizedString>> {
        let description = load(ctx, DescriptionByCourse(self.0.id)).await?;
        let skills = description.map_or_else(Vec::new, |description| description.skills.0);
        Ok(skills.iter().map(|skill| values::choose(skill, locale, domain(ctx).locale)).collect())
    }

    /// Its theme.
    async fn theme(&self, ctx: &Context<'_>) -> Result<Option<Theme>> {
        Ok(load(ctx, ThemeById(self.0.theme_id)).await?.map(Theme))
    }

    /// Who answers for its content.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Author>> {
        Ok(load(ctx, NameByPerson(self.0.author_id)).await?.map(Author))
    }

    /// The programmes that it is labelled with.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn programmes(&self, ctx: &Context<'_>) -> Result<Vec<Programme>> {
        Ok(load(ctx, ProgrammesByCourse(self.0.id)).await?.unwrap_or_default().into_iter().map(Programme).collect())
    }

    /// The courses to follow before, as far as the actor may see them.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn requires(&self, ctx: &Context<'_>) -> Result<Vec<Course>> {
        Ok(load(ctx, RequirementsByCourse(self.0.id)).await?.unwrap_or_default().into_iter().map(Course).collect())
    }

    /// The whole duration in minutes.
    async fn duration_minutes(&self) -> Option<i32> {
        self.0.duration_minutes
    }

    /// The whole duration in half-days of training.
    async fn half_days(&self) -> Option<i32> {
        self.0.half_days
    }

    /// How it is given.
    async fn modality(&self) -> Modality {
        self.0.modality.into()
    }

    /// How hard it is.
    async fn level(&self) -> Level {
        self.0.level.into()
    }

    /// The languages in which it is given.
    async fn languages(&self) -> Vec<Locale> {
        self.0.languages.0.iter().map(|locale| (*locale).into()).collect()
    }

    /// The language in which its text is first written.
    async fn source_language(&self) -> Locale {
        self.0.source_language.into()
    }

    /// The fee; nothing where it is not fixed.
    async fn fee(&self) -> Option<Money> {
        self.0.fee().map(Into::into)
    }

    /// Whether it is free of charge.
    async fn is_free(&self) -> bool {
        self.0.fee_minor == Some(0)
    }

    /// Its offers in published guides, newest guide first, with fees and dates.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn offers(&self, ctx: &Context<'_>) -> Result<Vec<GuideOffer>> {
        Ok(load(ctx, OffersByCourse(self.0.id)).await?.unwrap_or_default().into_iter().map(GuideOffer).collect())
    }

    /// Its runs in which people can enrol now or later, oldest first.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn runs(&self, ctx: &Context<'_>) -> Result<Vec<CourseRun>> {
        Ok(load(ctx, RunsByCourse(self.0.id)).await?.unwrap_or_default().into_iter().map(CourseRun).collect())
    }

    /// Its quizzes that people may take, by key; for those who write them also those that are closed.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn quizzes(&self, ctx: &Context<'_>) -> Result<Vec<Quiz>> {
        Ok(load(ctx, QuizzesByCourse(self.0.id)).await?.unwrap_or_default().into_iter().map(Quiz).collect())
    }

    /// When the edition that visitors read came out; nothing for a course that isn't published.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.published_at
    }

    /// The edition that visitors read.
    async fn edition(&self, ctx: &Context<'_>) -> Result<Option<Edition>> {
        let Some(id) = self.0.published_edition_id else { return Ok(None) };
        Ok(load(ctx, EditionById(id)).await?.map(Edition))
    }

    /// The chapters that visitors read.
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn chapters(&self, ctx: &Context<'_>) -> Result<Vec<Chapter>> {
        let Some(id) = self.0.published_edition_id else { return Ok(Vec::new()) };
        let chapters = load(ctx, ChaptersByEdition(id)).await?.unwrap_or_default();
        Ok(chapters.into_iter().map(Chapter).collect())
    }

    /// How many chapters visitors read.
    async fn chapter_count(&self, ctx: &Context<'_>) -> Result<i64> {
        let Some(id) = self.0.published_edition_id else { return Ok(0) };
        Ok(load(ctx, ChapterCountByEdition(id)).await?.unwrap_or(0))
    }

    /// Its editions, newest first: the published ones for everybody, all of them for authors and staff.
    #[doc = nabta_domain::catalogue_permission!(COURSE_READ_DRAFT)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn editions(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Edition>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(load(ctx, EditionsByCourse((self.0.id, page))).await?.unwrap_or_else(Page::empty)))
    }

    /// Its drawings, for authors and staff: the newest under each name.
    #[doc = nabta_domain::catalogue_permission!(COURSE_READ_DRAFT)]
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn figures(&self, ctx: &Context<'_>) -> Result<Vec<Figure>> {
        Ok(load(ctx, FiguresByCourse(self.0.id)).await?.unwrap_or_default().into_iter().map(Into::into).collect())
    }

    /// Grows with each change of what is said about it.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

impl Course {
    async fn described(
        &self,
        ctx: &Context<'_>,
        locale: Option<Locale>,
        part: impl FnOnce(course::CourseDescription) -> Option<LocalizedText>,
    ) -> Result<Option<LocalizedString>> {
        let description = load(ctx, DescriptionByCourse(self.0.id)).await?;
        Ok(description.and_then(part).map(|text| values::choose(&text, locale, domain(ctx).locale)))
    }
}
