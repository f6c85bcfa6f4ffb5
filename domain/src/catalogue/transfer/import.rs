//! A course into the database, from its folder: all of it or nothing.

use nabta_entities::catalogue::course;
use nabta_entities::ids::CourseId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::actions::{COURSE_CREATE, COURSE_IMPORT, COURSE_UPDATE};
use super::super::course::{self as courses, Course, CourseDetails};
use super::super::entries::CatalogueEntry;
use super::super::figure::Drawing;
use super::super::{figure, theme};
use super::content::Content;
use super::export;
use super::format::{CourseFile, CourseFolder};
use crate::kernel::access::Centre;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Money, Refusal, Result, aside};
use crate::programmes::programme;

/// What an import came to.
#[derive(Debug)]
pub enum Imported {
    /// A new course, in draft.
    Created(Course),
    /// What differs was written into the draft of the course with this code.
    Changed(Course),
    /// The course holds all this already.
    Unchanged(Course),
}

impl Imported {
    /// The course.
    #[must_use]
    pub const fn course(&self) -> &Course {
        match self {
            Self::Created(course) | Self::Changed(course) | Self::Unchanged(course) => course,
        }
    }
}

/// Refuses who may bring no course in: an archive of theirs is not even looked at.
pub fn may_import(ctx: &Ctx) -> Result<()> {
    authorize(ctx, COURSE_CREATE, &Centre).map(drop)
}

/// Brings a course in. A course with the same code gets what differs: outline, texts and drawings in its draft, where texts that stay
/// the same keep their revision; what is said about the course (titles, summary, fee…) at once, by who may say it, because it has no
/// editions.
pub async fn import(ctx: &Ctx, folder: CourseFolder) -> Result<Imported> {
    let database = ctx.database().reader();
    let known = course::Entity::find().filter(course::Column::Code.eq(&folder.course.code)).one(database).await?;
    let Some(known) = known else {
        return Ok(Imported::Created(create(ctx, folder, None).await?));
    };
    authorize(ctx, COURSE_IMPORT, &courses::queries::load(database, known.id).await?)?;
    let held = export(ctx, known.id).await?;
    let details = details(ctx, &folder).await?;
    let told = |course: &CourseFile| CourseFile { chapters: Vec::new(), ..course.clone() };
    let is_told_otherwise = told(&held.course) != told(&folder.course);
    let is_outlined_alike = held.course.chapters == folder.course.chapters;
    let has_same_words = held.texts == folder.texts;
    let (folder, drawings) = draw(folder).await?;
    let is_drawn_alike = shows_already(ctx, known.id, &held, &drawings).await?;
    if !is_told_otherwise && is_outlined_alike && has_same_words && is_drawn_alike {
        return Ok(Imported::Unchanged(courses::queries::read(ctx, known.id).await?));
    }
    // Where a drawing changed, the same words are a new revision.
    let content = Content::read(folder, drawings, is_drawn_alike.then_some(held.texts)).await?;
    let work = ctx.begin().await?;
    let course = courses::queries::lock(&work.read(), known.id).await?;
    if course.version != known.version {
        return Err(Error::Conflict);
    }
    if is_told_otherwise {
        work.authorize(COURSE_UPDATE, &course)?;
    }
    let permit = work.authorize(COURSE_IMPORT, &course)?;
    if is_told_otherwise {
        courses::change(&work, &permit, &course, &details).await?;
    }
    let (draft, chapters, lessons) = content.write(&work, &permit, &course).await?;
    work.commit(permit, CatalogueEntry::CourseImported { course: course.id, edition: draft, chapters, lessons }).await?;
    Ok(Imported::Changed(courses::queries::read(ctx, known.id).await?))
}

/// Brings a course in as a copy of another.
pub(in super::super) async fn import_as_copy(
    ctx: &Ctx,
    folder: CourseFolder,
    source: CourseId,
    idempotency_key: Option<&str>,
) -> Result<Course> {
    create(ctx, folder, Some((source, idempotency_key))).await
}

async fn create(ctx: &Ctx, folder: CourseFolder, copy: Option<(CourseId, Option<&str>)>) -> Result<Course> {
    let author = ctx.person()?;
    may_import(ctx)?;
    let details = details(ctx, &folder).await?;
    let (folder, drawings) = draw(folder).await?;
    let content = Content::read(folder, drawings, None).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(COURSE_CREATE, &Centre)?;
    let (copied_from, key) = copy.map_or((None, None), |(source, key)| (Some(source), key));
    let input = (copied_from, &details.code, &details.slug);
    if let Recall::Done(id) = idempotency::recall::<CourseId>(&work, COURSE_CREATE, key, &input).await? {
        drop(work);
        return courses::queries::read(ctx, id).await;
    }
    let id = courses::insert(&work, &permit, author, &details).await?;
    let course = courses::queries::lock(&work.read(), id).await?;
    content.write(&work, &permit, &course).await?;
    idempotency::remember(&work, COURSE_CREATE, key, id.0).await?;
    work.commit(permit, CatalogueEntry::CourseCreated { course: id, code: details.code, copied_from }).await?;
    courses::queries::read(ctx, id).await
}

/// The folder's drawings, cleaned.
async fn draw(folder: CourseFolder) -> Result<(CourseFolder, Vec<Drawing>)> {
    aside(move || {
        let drawings: Result<Vec<Drawing>, Refusal> = folder.figures.iter().map(|(name, svg)| Drawing::read(name, svg)).collect();
        Ok((folder, drawings?))
    })
    .await?
}

/// Whether the course shows all these drawings: those that its newest edition shows, and under a name that it doesn't show, the newest.
async fn shows_already(ctx: &Ctx, course: CourseId, held: &CourseFolder, drawings: &[Drawing]) -> Result<bool> {
    let names: Vec<String> = drawings.iter().map(|drawing| drawing.name.clone()).collect();
    let newest = figure::newest_digests(ctx.database().reader(), course, &names).await?;
    Ok(drawings.iter().all(|drawing| match held.figures.get(&drawing.name) {
        Some(shown) => *shown == drawing.svg.as_bytes(),
        None => newest.get(&drawing.name) == Some(&drawing.digest),
    }))
}

async fn details(ctx: &Ctx, folder: &CourseFolder) -> Result<CourseDetails> {
    let file = folder.course.clone();
    let theme = theme::by_code(ctx, &file.theme).await?;
    let theme = theme.ok_or_else(|| Refusal::at(UNKNOWN_REFERENCE, "theme").with("value", &file.theme))?.id;
    let programmes = programme::by_codes(ctx, &file.programmes).await?;
    if let Some(unknown) = file.programmes.iter().find(|code| programmes.iter().all(|programme| programme.code != **code)) {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "programmes").with("value", unknown).into());
    }
    let required =
        course::Entity::find().filter(course::Column::Code.is_in(file.requires.clone())).all(ctx.database().reader()).await?;
    if let Some(unknown) = file.requires.iter().find(|code| required.iter().all(|course| course.code != **code)) {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "requires").with("value", unknown).into());
    }
    let currency = file.currency.as_deref().unwrap_or("TND");
    let fee = match file.fee.as_deref() {
        Some(amount) => Some(Money::parse(amount, currency, "fee")?),
        None if file.free => Some(Money { minor: 0, currency: currency.to_owned() }),
        None => None,
    };
    Ok(CourseDetails {
        code: file.code,
        slug: file.slug,
        theme,
        titles: file.titles,
        summaries: file.summaries,
        objectives: file.objectives,
        audiences: file.audiences,
        prerequisites: file.prerequisites,
        skills: file.skills,
        duration_minutes: file.duration_minutes,
        half_days: file.half_days,
        modality: file.modality,
        level: file.level,
        languages: file.languages,
        source_language: file.source_language,
        fee,
        programmes: programmes.into_iter().map(|programme| programme.id).collect(),
        requires: required.into_iter().map(|course| course.id).collect(),
    })
}
