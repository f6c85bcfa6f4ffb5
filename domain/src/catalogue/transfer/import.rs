//! A course into the database, from its folder: all of it or nothing.

use std::collections::BTreeMap;

use nabta_entities::catalogue::{course, edition_text, lesson, lesson_revision};
use nabta_entities::ids::{CourseId, EditionId, LessonId, LessonRevisionId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::actions::{COURSE_CREATE, COURSE_IMPORT};
use super::super::course::{self as courses, Course, CourseDetails};
use super::super::entries::CatalogueEntry;
use super::super::lesson::NewText;
use super::super::outline::{ChapterPlan, LessonPlan};
use super::super::text as markdown;
use super::super::{edition, figure, outline, theme};
use super::export;
use super::format::CourseFolder;
use crate::kernel::access::Centre;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::work::{Permit, Work, authorize};
use crate::kernel::{Ctx, Error, Money, Refusal, Result};
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

/// Brings a course in. A course with the same code gets what differs, in its draft; texts that stay the same keep their revision.
pub async fn import(ctx: &Ctx, folder: CourseFolder) -> Result<Imported> {
    let known = course::Entity::find().filter(course::Column::Code.eq(&folder.course.code)).one(ctx.database().reader()).await?;
    let Some(known) = known else {
        return Ok(Imported::Created(create(ctx, folder, None).await?));
    };
    let held = export(ctx, known.id).await?;
    // Drawings are kept sanitised, so they are compared as they would be kept.
    let drawn = |folder: &CourseFolder| -> BTreeMap<String, Option<String>> {
        folder.figures.iter().map(|(name, svg)| (name.clone(), markdown::sanitise_svg(svg).ok())).collect()
    };
    if held.course == folder.course && held.texts == folder.texts && drawn(&held) == drawn(&folder) {
        return Ok(Imported::Unchanged(courses::queries::read(ctx, known.id).await?));
    }
    let details = details(ctx, &folder).await?;
    let told = |folder: &CourseFolder| super::CourseFile { chapters: Vec::new(), ..folder.course.clone() };
    let is_told_otherwise = told(&held) != told(&folder);
    let work = ctx.begin().await?;
    let course = courses::queries::lock(&work.read(), known.id).await?;
    if course.version != known.version {
        return Err(Error::Conflict);
    }
    let permit = work.authorize(COURSE_IMPORT, &course)?;
    if is_told_otherwise {
        courses::change(&work, &permit, &course, &details).await?;
    }
    let (draft, chapters, lessons) = content(&work, &permit, &course, folder).await?;
    work.commit(permit, CatalogueEntry::CourseImported { course: course.id, edition: draft, chapters, lessons }).await?;
    Ok(Imported::Changed(courses::queries::read(ctx, known.id).await?))
}

/// Brings a course in as a copy of another.
pub(in super::super) async fn import_as_copy(ctx: &Ctx, folder: CourseFolder, source: Option<CourseId>) -> Result<Course> {
    create(ctx, folder, source).await
}

async fn create(ctx: &Ctx, folder: CourseFolder, copied_from: Option<CourseId>) -> Result<Course> {
    let author = ctx.person()?;
    let details = details(ctx, &folder).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(COURSE_CREATE, &Centre)?;
    let id = courses::insert(&work, &permit, author, &details).await?;
    let course = courses::queries::lock(&work.read(), id).await?;
    content(&work, &permit, &course, folder).await?;
    work.commit(permit, CatalogueEntry::CourseCreated { course: id, code: details.code, copied_from }).await?;
    courses::queries::read(ctx, id).await
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

/// Writes outline, figures and texts into the draft; its id, and how many chapters and lessons.
async fn content(work: &Work, permit: &Permit, course: &Course, folder: CourseFolder) -> Result<(EditionId, usize, usize)> {
    let draft = edition::open_draft(work, permit, course.id).await?;
    let plan: Vec<ChapterPlan> = folder
        .course
        .chapters
        .into_iter()
        .map(|chapter| ChapterPlan {
            slug: chapter.slug,
            titles: chapter.titles,
            lessons: chapter.lessons.into_iter().map(|lesson| LessonPlan { slug: lesson.slug, titles: lesson.titles }).collect(),
        })
        .collect();
    let counts = (plan.len(), plan.iter().map(|chapter| chapter.lessons.len()).sum());
    outline::replace(work, permit, course.id, draft.id, plan).await?;
    for (name, svg) in &folder.figures {
        figure::store(work, permit, course.id, name, svg).await?;
    }
    let lessons: BTreeMap<String, LessonId> = lesson::Entity::find()
        .filter(lesson::Column::CourseId.eq(course.id))
        .all(&work.read())
        .await?
        .into_iter()
        .map(|row| (row.slug, row.id))
        .collect();
    let held = held_revisions(work, draft.id).await?;
    let author = work.ctx().person()?;
    // The source language first: a translation without a digest follows the source text that the draft holds.
    let mut texts: Vec<_> = folder.texts.into_iter().collect();
    texts.sort_by_key(|(place, _)| place.locale != course.source_language);
    for (place, text) in texts {
        let lesson = lessons.get(&place.lesson).copied();
        let lesson = lesson.ok_or_else(|| Refusal::at(UNKNOWN_REFERENCE, "archive").with("value", &place.lesson))?;
        let same = held.get(&(lesson, place.locale)).is_some_and(|revision| {
            revision.body == text.body && revision.summary == text.summary && revision.follows_digest == text.source_digest
        });
        if same {
            continue;
        }
        let new =
            NewText { locale: place.locale, body: text.body, summary: text.summary, based_on: None, follows: text.source_digest };
        let written =
            super::super::lesson::write(work, permit, (course.id, course.source_language), (draft.id, lesson), author, new).await;
        written.map_err(|error| name_file(error, &place.lesson, place.locale.code()))?;
    }
    Ok((draft.id, counts.0, counts.1))
}

/// Says in which file a refusal lies.
fn name_file(error: Error, lesson: &str, locale: &str) -> Error {
    match error {
        Error::Refused(refusals) => {
            let named = refusals.into_iter().map(|mut refusal| {
                refusal.path = vec!["archive".into(), format!("{lesson}.{locale}.md")];
                refusal
            });
            Error::Refused(named.collect())
        }
        other => other,
    }
}

async fn held_revisions(
    work: &Work,
    edition: EditionId,
) -> Result<BTreeMap<(LessonId, nabta_entities::values::Locale), lesson_revision::Model>> {
    let rows = edition_text::Entity::find().filter(edition_text::Column::EditionId.eq(edition)).all(&work.read()).await?;
    let ids: Vec<LessonRevisionId> = rows.into_iter().map(|row| row.revision_id).collect();
    let revisions = lesson_revision::Entity::find().filter(lesson_revision::Column::Id.is_in(ids)).all(&work.read()).await?;
    Ok(revisions.into_iter().map(|revision| ((revision.lesson_id, revision.locale), revision)).collect())
}
