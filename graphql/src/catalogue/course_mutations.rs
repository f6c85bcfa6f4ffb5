//! Entering, changing and copying courses, and setting their outline.

use async_graphql::{Context, ID, InputObject, Object, Result};
use nabta_domain::catalogue::course::{self, CourseDetails};
use nabta_domain::catalogue::outline::{self, ChapterPlan, LessonPlan};
use nabta_domain::catalogue::{CourseId, edition};
use nabta_domain::kernel::{Error, Result as DomainResult};

use super::content::Edition;
use super::course::{Course, Level, Modality};
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::{Locale, LocalizedTextInput, MoneyInput};

/// What is said about a course.
#[derive(InputObject)]
pub struct CourseDetailsInput {
    /// The centre's own code.
    code: String,
    /// Its name in addresses.
    slug: String,
    /// Its theme.
    theme: ID,
    /// Its titles.
    titles: LocalizedTextInput,
    /// What it is.
    #[graphql(default)]
    summaries: LocalizedTextInput,
    /// What one can do afterwards; Markdown.
    #[graphql(default)]
    objectives: LocalizedTextInput,
    /// Whom it is for.
    #[graphql(default)]
    audiences: LocalizedTextInput,
    /// What one must know before, in words.
    #[graphql(default)]
    prerequisites: LocalizedTextInput,
    /// What one learns.
    #[graphql(default)]
    skills: Vec<LocalizedTextInput>,
    /// The whole duration in minutes.
    duration_minutes: Option<i32>,
    /// The whole duration in half-days of training.
    half_days: Option<i32>,
    /// How it is given.
    modality: Modality,
    /// How hard it is.
    level: Level,
    /// The languages in which it is given.
    languages: Vec<Locale>,
    /// The language in which its text is first written.
    source_language: Locale,
    /// The fee; zero for a free course.
    fee: Option<MoneyInput>,
    /// The programmes that it is labelled with.
    #[graphql(default)]
    programmes: Vec<ID>,
    /// The courses that come before it.
    #[graphql(default)]
    requires: Vec<ID>,
}

/// A new course.
#[derive(InputObject)]
pub struct CourseCreateInput {
    /// What is said about it.
    details: CourseDetailsInput,
    /// The client's own word for this request: asked again with the same one, it is done once.
    idempotency_key: Option<String>,
}

/// A change of what is said about a course.
#[derive(InputObject)]
pub struct CourseUpdateInput {
    /// Which course.
    course: ID,
    /// All that is said about it from now on.
    details: CourseDetailsInput,
    /// The version that was read.
    version: i32,
}

/// A copy of a course.
#[derive(InputObject)]
pub struct CourseCopyInput {
    /// Which course.
    course: ID,
    /// The copy's code.
    code: String,
    /// The copy's name in addresses.
    slug: String,
    /// The client's own word for this request: asked again with the same one, it is done once.
    idempotency_key: Option<String>,
}

/// The list of chapters and lessons.
#[derive(InputObject)]
pub struct CourseOutlineSetInput {
    /// Which course.
    course: ID,
    /// Its chapters, in order.
    chapters: Vec<ChapterInput>,
    /// The version of the draft that was read; nothing where none was open.
    version: Option<i32>,
}

/// A chapter as authors place it.
#[derive(InputObject)]
pub struct ChapterInput {
    /// Its name in addresses; the chapter stays the same one while it keeps it.
    slug: String,
    /// Its titles.
    titles: LocalizedTextInput,
    /// Its lessons, in order.
    lessons: Vec<LessonInput>,
}

/// A lesson as authors place it.
#[derive(InputObject)]
pub struct LessonInput {
    /// Its name in its chapter; the lesson stays the same one while it keeps it.
    slug: String,
    /// Its titles.
    titles: LocalizedTextInput,
}

payloads! {
    /// What came of entering a course.
    CourseCreatePayload { course: Course, from course::Course }
    /// What came of changing a course.
    CourseUpdatePayload { course: Course, from course::Course }
    /// What came of copying a course.
    CourseCopyPayload { course: Course, from course::Course }
    /// What came of setting an outline.
    CourseOutlineSetPayload { edition: Edition, from edition::Edition }
}

/// Acts on courses.
#[derive(Default)]
pub struct CourseMutation;

#[Object]
impl CourseMutation {
    /// Enters a course, with the actor as its author.
    #[doc = nabta_domain::catalogue_permission!(COURSE_CREATE)]
    async fn course_create(&self, ctx: &Context<'_>, input: CourseCreateInput) -> Result<CourseCreatePayload> {
        let created = match details(ctx, input.details)? {
            Ok(details) => course::create(domain(ctx), details, input.idempotency_key.as_deref()).await.map_err(in_details),
            Err(error) => Err(error),
        };
        CourseCreatePayload::from_outcome(ctx, created)
    }

    /// Changes what is said about a course.
    #[doc = nabta_domain::catalogue_permission!(COURSE_UPDATE)]
    async fn course_update(&self, ctx: &Context<'_>, input: CourseUpdateInput) -> Result<CourseUpdatePayload> {
        let id: CourseId = ids::parse(ctx, &input.course)?;
        let updated = match details(ctx, input.details)? {
            Ok(details) => course::update(domain(ctx), id, details, input.version).await.map_err(in_details),
            Err(error) => Err(error),
        };
        Ok(CourseUpdatePayload::from_outcome(ctx, updated)?.or_current(course::queries::read(domain(ctx), id)).await)
    }

    /// Makes a course in draft with the same content as another.
    #[doc = nabta_domain::catalogue_permission!(COURSE_CREATE)]
    async fn course_copy(&self, ctx: &Context<'_>, input: CourseCopyInput) -> Result<CourseCopyPayload> {
        let source: CourseId = ids::parse(ctx, &input.course)?;
        let key = input.idempotency_key.as_deref();
        CourseCopyPayload::from_outcome(ctx, course::copy(domain(ctx), source, &input.code, &input.slug, key).await)
    }

    /// Sets the whole list of chapters and lessons of the draft. Lessons that keep their names keep their texts.
    #[doc = nabta_domain::catalogue_permission!(OUTLINE_SET)]
    async fn course_outline_set(&self, ctx: &Context<'_>, input: CourseOutlineSetInput) -> Result<CourseOutlineSetPayload> {
        let course: CourseId = ids::parse(ctx, &input.course)?;
        let chapters = input.chapters.into_iter().map(Into::into).collect();
        let set = CourseOutlineSetPayload::from_outcome(ctx, outline::set(domain(ctx), course, chapters, input.version).await)?;
        Ok(set.or_current(edition::queries::draft(domain(ctx), course)).await)
    }
}

impl From<ChapterInput> for ChapterPlan {
    fn from(chapter: ChapterInput) -> Self {
        let lessons = chapter.lessons.into_iter().map(|lesson| LessonPlan { slug: lesson.slug, titles: lesson.titles.into() });
        Self { slug: chapter.slug, titles: chapter.titles.into(), lessons: lessons.collect() }
    }
}

/// Names the place of a refusal as the input has it: what is said about a course lies in `details`.
fn in_details(error: Error) -> Error {
    let Error::Refused(mut refusals) = error else { return error };
    for refusal in refusals.iter_mut().filter(|refusal| !refusal.path.is_empty() && refusal.path[0] != "idempotencyKey") {
        refusal.path.insert(0, "details".into());
    }
    Error::Refused(refusals)
}

/// The details behind an input. An id that is none is an error of the request; an amount that is none is for the user to repair.
fn details(ctx: &Context<'_>, input: CourseDetailsInput) -> Result<DomainResult<CourseDetails>> {
    let fee = match input.fee.as_ref().map(|fee| fee.parse("details.fee.amount")).transpose() {
        Ok(fee) => fee,
        Err(error) => return Ok(Err(error)),
    };
    Ok(Ok(CourseDetails {
        code: input.code,
        slug: input.slug,
        theme: ids::parse(ctx, &input.theme)?,
        titles: input.titles.into(),
        summaries: input.summaries.into(),
        objectives: input.objectives.into(),
        audiences: input.audiences.into(),
        prerequisites: input.prerequisites.into(),
        skills: input.skills.into_iter().map(Into::into).collect(),
        duration_minutes: input.duration_minutes,
        half_days: input.half_days,
        modality: input.modality.into(),
        level: input.level.into(),
        languages: input.languages.into_iter().map(Into::into).collect(),
        source_language: input.source_language.into(),
        fee,
        programmes: ids::parse_all(ctx, &input.programmes)?,
        requires: ids::parse_all(ctx, &input.requires)?,
    }))
}
