//! Keeps the search index in step with what is published.
//!
//! The index is a read model in each instance. What it must read again stands in `catalogue_change`; the number of the last change
//! that it holds is its version.

use std::collections::BTreeMap;
use std::sync::Arc;

use nabta_entities::catalogue::{catalogue_change, course, edition_text, lesson_revision};
use nabta_entities::ids::{CourseId, EditionId, LessonId, LessonRevisionId, TypedId};
use nabta_entities::values::Locale;
use sea_orm::{ActiveValue, ColumnTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::outline;
use super::search::{Document, Index, SearchError};
use crate::kernel::work::{Permit, Turn, Work};
use crate::kernel::{Ctx, Error, Result, aside};

/// Says that what readers find of a course changed. The numbers come in the order of the commits, so that an index that has read up to
/// one has missed none.
pub(super) async fn announce(work: &Work, permit: &Permit, course: CourseId) -> Result<()> {
    work.in_turn(Turn::CatalogueChange).await?;
    work.insert(permit, catalogue_change::ActiveModel { number: ActiveValue::NotSet, course_id: Set(course) }).await?;
    Ok(())
}

/// How many courses are read at once.
const BATCH: usize = 100;

impl From<SearchError> for Error {
    fn from(error: SearchError) -> Self {
        Self::internal(format!("search: {error}"))
    }
}

/// Brings the index to the catalogue's version; true if it changed.
pub async fn refresh(ctx: &Ctx, index: &Arc<Index>) -> Result<bool> {
    let database = ctx.database().reader();
    let newest = catalogue_change::Entity::find().order_by_desc(catalogue_change::Column::Number).one(database).await?;
    let newest = newest.map_or(0, |change| change.number);
    let held = i64::try_from(index.version()).unwrap_or(i64::MAX);
    if held == newest {
        return Ok(false);
    }
    let since = if held > newest {
        // The database is another or older one than the index was made from.
        let emptied = Arc::clone(index);
        aside(move || emptied.clear()).await??;
        0
    } else {
        held
    };
    let mut changed: Vec<CourseId> = catalogue_change::Entity::find()
        .select_only()
        .column(catalogue_change::Column::CourseId)
        .distinct()
        .filter(catalogue_change::Column::Number.gt(since))
        .filter(catalogue_change::Column::Number.lte(newest))
        .into_tuple()
        .all(database)
        .await?;
    changed.sort_unstable();
    let version = u64::try_from(newest).unwrap_or(0);
    let batches: Vec<&[CourseId]> = changed.chunks(BATCH).collect();
    for (number, courses) in batches.iter().enumerate() {
        let documents = documents(ctx, courses).await?;
        let ids: Vec<_> = courses.iter().map(|course| course.0).collect();
        let filled = Arc::clone(index);
        // Only the last batch brings the version: a crash in between reads all again.
        let reached = if number + 1 == batches.len() { version } else { index.version() };
        aside(move || filled.replace_courses(reached, &ids, documents.into_iter())).await??;
    }
    Ok(true)
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "lesson_revision::Entity")]
struct Plain {
    id: LessonRevisionId,
    lesson_id: LessonId,
    locale: Locale,
    plain: String,
}

async fn documents(ctx: &Ctx, ids: &[CourseId]) -> Result<Vec<Document>> {
    let database = ctx.database().reader();
    let courses = course::Entity::find()
        .filter(course::Column::Id.is_in(ids.to_vec()))
        .filter(course::Column::PublishedEditionId.is_not_null())
        .all(database)
        .await?;
    let editions: Vec<EditionId> = courses.iter().filter_map(|course| course.published_edition_id).collect();
    let mut lessons: BTreeMap<EditionId, Vec<outline::Lesson>> = BTreeMap::new();
    for chapter in outline::of_editions(database, &editions).await? {
        lessons.entry(chapter.edition).or_default().extend(chapter.lessons);
    }
    let texts = edition_text::Entity::find().filter(edition_text::Column::EditionId.is_in(editions)).all(database).await?;
    let mut plain: BTreeMap<(LessonId, Locale), String> = BTreeMap::new();
    for some in texts.chunks(500) {
        let revisions = lesson_revision::Entity::find()
            .filter(lesson_revision::Column::Id.is_in(some.iter().map(|text| text.revision_id)))
            .into_partial_model::<Plain>()
            .all(database)
            .await?;
        tracing::trace!(revisions = revisions.len(), first = ?revisions.first().map(|revision| revision.id), "indexing");
        plain.extend(revisions.into_iter().map(|revision| ((revision.lesson_id, revision.locale), revision.plain)));
    }
    let mut documents = Vec::new();
    for course in &courses {
        let document = |id: String, lesson: Option<LessonId>, locale: Locale, title: &str, text: String| Document {
            id,
            course: course.id.0,
            lesson: lesson.map(TypedId::uuid),
            locale,
            title: title.to_owned(),
            text,
            theme: Some(course.theme_id.0),
            languages: course.languages.0.clone(),
            modality: course.modality.name(),
            level: course.level.name(),
        };
        for (locale, title) in course.titles.iter() {
            let more = [&course.summaries, &course.objectives, &course.audiences];
            let mut text: Vec<&str> = more.into_iter().flatten().filter_map(|text| text.get(locale)).collect();
            text.extend(course.skills.0.iter().filter_map(|skill| skill.get(locale)));
            documents.push(document(format!("{}/{}", course.id.wire(), locale.code()), None, locale, title, text.join("\n")));
        }
        let Some(edition) = course.published_edition_id else { continue };
        for lesson in lessons.remove(&edition).unwrap_or_default() {
            for (locale, title) in lesson.titles.iter() {
                let text = plain.remove(&(lesson.id, locale)).unwrap_or_default();
                documents.push(document(format!("{}/{}", lesson.id.wire(), locale.code()), Some(lesson.id), locale, title, text));
            }
        }
    }
    Ok(documents)
}
