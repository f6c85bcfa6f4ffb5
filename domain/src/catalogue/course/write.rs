//! Entering and changing what is said about a course.

use std::collections::BTreeMap;

use nabta_entities::catalogue::course::{ActiveModel, Column, Entity, Level, Modality};
use nabta_entities::catalogue::{course_programme, course_requirement, theme};
use nabta_entities::ids::{CourseId, PersonId, ProgrammeId, ThemeId};
use nabta_entities::values::{Locale, Locales, LocalizedText, LocalizedTexts};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryTrait, Set};
use serde::Serialize;

use super::super::actions::{COURSE_CREATE, COURSE_UPDATE, codes::CYCLIC_PREREQUISITE};
use super::super::entries::CatalogueEntry;
use super::super::index;
use super::queries::{self, Course};
use super::rules;
use crate::kernel::access::Centre;
use crate::kernel::error::codes::{ALREADY_EXISTS, OUT_OF_RANGE, REQUIRED, UNKNOWN_REFERENCE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::work::{Permit, Turn, Work};
use crate::kernel::{Ctx, Error, Money, Refusal, Result, text};
use crate::programmes::programme;

/// The longest course: 400 hours, or 200 days.
const MOST_MINUTES: i32 = 24_000;
const MOST_HALF_DAYS: i32 = 400;

/// What is said about a course.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CourseDetails {
    /// The centre's own code.
    pub code: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its theme.
    pub theme: ThemeId,
    /// Its titles.
    pub titles: LocalizedText,
    /// What it is.
    pub summaries: LocalizedText,
    /// What one can do afterwards.
    pub objectives: LocalizedText,
    /// Whom it is for.
    pub audiences: LocalizedText,
    /// What one must know before, in words.
    pub prerequisites: LocalizedText,
    /// What one learns.
    pub skills: Vec<LocalizedText>,
    /// The whole duration in minutes.
    pub duration_minutes: Option<i32>,
    /// The whole duration in half-days.
    pub half_days: Option<i32>,
    /// How it is given.
    pub modality: Modality,
    /// How hard it is.
    pub level: Level,
    /// The languages in which it is given.
    pub languages: Vec<Locale>,
    /// The language in which its text is first written.
    pub source_language: Locale,
    /// The fee; zero for a free course.
    pub fee: Option<Money>,
    /// The programmes that it is labelled with.
    pub programmes: Vec<ProgrammeId>,
    /// The courses that come before it.
    pub requires: Vec<CourseId>,
}

/// Enters a course, with the actor as its author.
pub async fn create(ctx: &Ctx, details: CourseDetails, idempotency_key: Option<&str>) -> Result<Course> {
    let author = ctx.person()?;
    let work = ctx.begin().await?;
    let permit = work.authorize(COURSE_CREATE, &Centre)?;
    if let Recall::Done(id) = idempotency::recall::<CourseId>(&work, COURSE_CREATE, idempotency_key, &details).await? {
        // A second connection is never asked for while one is held: under load all would wait for each other.
        drop(work);
        return queries::read(ctx, id).await;
    }
    let id = insert(&work, &permit, author, &details).await?;
    idempotency::remember(&work, COURSE_CREATE, idempotency_key, id.0).await?;
    work.commit(permit, CatalogueEntry::CourseCreated { course: id, code: details.code, copied_from: None }).await?;
    queries::read(ctx, id).await
}

/// Changes what is said about a course, if nobody else did since `version` was read.
pub async fn update(ctx: &Ctx, id: CourseId, details: CourseDetails, version: i32) -> Result<Course> {
    let work = ctx.begin().await?;
    let course = queries::lock(&work.read(), id).await?;
    let permit = work.authorize(COURSE_UPDATE, &course)?;
    if course.version != version {
        return Err(Error::Conflict);
    }
    let version = change(&work, &permit, &course, &details).await?;
    work.commit(permit, CatalogueEntry::CourseUpdated { course: id, version }).await?;
    queries::read(ctx, id).await
}

/// Changes what is said about a course that the caller holds locked, and commits; the new version.
pub(in super::super) async fn change(work: &Work, permit: &Permit, course: &Course, details: &CourseDetails) -> Result<i32> {
    let (id, version) = (course.id, course.version + 1);
    let mut row = checked(work, details, Some(id)).await?;
    row.id = ActiveValue::NotSet;
    row.version = Set(version);
    work.execute(permit, &Entity::update_many().set(row).filter(Column::Id.eq(id)).into_query()).await?;
    let labels = course_programme::Entity::delete_many().filter(course_programme::Column::CourseId.eq(id)).into_query();
    work.execute(permit, &labels).await?;
    let before = course_requirement::Entity::delete_many().filter(course_requirement::Column::CourseId.eq(id)).into_query();
    work.execute(permit, &before).await?;
    link(work, permit, id, details).await?;
    if course.published_edition_id.is_some() {
        index::announce(work, permit, id).await?;
    }
    Ok(version)
}

/// Adds the rows of a course; the caller commits.
pub(in super::super) async fn insert(
    work: &Work,
    permit: &Permit,
    author: PersonId,
    details: &CourseDetails,
) -> Result<CourseId> {
    let mut row = checked(work, details, None).await?;
    let id = work.ctx().new_id();
    row.id = Set(id);
    row.author_id = Set(author);
    row.created_at = Set(work.ctx().now());
    row.version = Set(1);
    row.published_edition_id = Set(None);
    row.published_at = Set(None);
    work.insert(permit, row).await?;
    link(work, permit, id, details).await?;
    Ok(id)
}

async fn link(work: &Work, permit: &Permit, id: CourseId, details: &CourseDetails) -> Result<()> {
    let labels = details
        .programmes
        .iter()
        .map(|programme| course_programme::ActiveModel { course_id: Set(id), programme_id: Set(*programme) });
    work.insert_all(permit, labels.collect()).await?;
    let before = details
        .requires
        .iter()
        .map(|requires| course_requirement::ActiveModel { course_id: Set(id), requires_id: Set(*requires) });
    work.insert_all(permit, before.collect()).await
}

async fn checked(work: &Work, details: &CourseDetails, known: Option<CourseId>) -> Result<ActiveModel> {
    let short = |value: &LocalizedText, path: &str| text::optional_localized(value, path, text::DESCRIPTION_LENGTH);
    let code = text::code(&details.code, "code")?;
    let slug = text::code(&details.slug, "slug")?;
    let skills = details.skills.iter().enumerate();
    let skills: Result<Vec<_>, _> = skills.map(|(index, skill)| text::titles(skill, &format!("skills.{index}"))).collect();
    for (value, most, path) in
        [(details.duration_minutes, MOST_MINUTES, "durationMinutes"), (details.half_days, MOST_HALF_DAYS, "halfDays")]
    {
        if value.is_some_and(|value| !(1..=most).contains(&value)) {
            return Err(Refusal::at(OUT_OF_RANGE, path).with("least", 1).with("most", most).into());
        }
    }
    let mut languages = details.languages.clone();
    languages.sort_unstable();
    languages.dedup();
    if languages.is_empty() {
        return Err(Refusal::at(REQUIRED, "languages").into());
    }
    check_references(work, details, known, &code, &slug).await?;
    Ok(ActiveModel {
        id: ActiveValue::NotSet,
        code: Set(code),
        slug: Set(slug),
        theme_id: Set(details.theme),
        titles: Set(text::titles(&details.titles, "titles")?),
        summaries: Set(short(&details.summaries, "summaries")?),
        objectives: Set(short(&details.objectives, "objectives")?),
        audiences: Set(short(&details.audiences, "audiences")?),
        prerequisites: Set(short(&details.prerequisites, "prerequisites")?),
        skills: Set(LocalizedTexts(skills?)),
        duration_minutes: Set(details.duration_minutes),
        half_days: Set(details.half_days),
        modality: Set(details.modality),
        level: Set(details.level),
        languages: Set(Locales(languages)),
        source_language: Set(details.source_language),
        fee_minor: Set(details.fee.as_ref().map(|fee| fee.minor)),
        fee_currency: Set(details.fee.as_ref().map(|fee| fee.currency.clone())),
        author_id: ActiveValue::NotSet,
        published_edition_id: ActiveValue::NotSet,
        published_at: ActiveValue::NotSet,
        created_at: ActiveValue::NotSet,
        version: ActiveValue::NotSet,
    })
}

async fn check_references(work: &Work, details: &CourseDetails, known: Option<CourseId>, code: &str, slug: &str) -> Result<()> {
    let database = work.read();
    for (column, value, path) in [(Column::Code, code, "code"), (Column::Slug, slug, "slug")] {
        let taken = Entity::find().filter(column.eq(value)).filter(Column::Id.is_not_in(known)).count(&database).await?;
        if taken > 0 {
            return Err(Refusal::at(ALREADY_EXISTS, path).with("value", value).into());
        }
    }
    if theme::Entity::find_by_id(details.theme).one(&database).await?.is_none() {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "theme").with("value", "theme").into());
    }
    if programme::within(&database, &details.programmes).await?.len() != details.programmes.len() {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "programmes").with("value", "programme").into());
    }
    let required = Entity::find().filter(Column::Id.is_in(details.requires.clone())).count(&database).await?;
    if required != details.requires.len() as u64 {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "requires").with("value", "course").into());
    }
    if let Some(id) = known {
        work.in_turn(Turn::CourseRequirements).await?;
        let mut requires: BTreeMap<CourseId, Vec<CourseId>> = BTreeMap::new();
        for row in course_requirement::Entity::find().all(&database).await?.into_iter().filter(|row| row.course_id != id) {
            requires.entry(row.course_id).or_default().push(row.requires_id);
        }
        requires.insert(id, details.requires.clone());
        if rules::leads_back(id, &requires) {
            return Err(Refusal::at(CYCLIC_PREREQUISITE, "requires").into());
        }
    }
    Ok(())
}
