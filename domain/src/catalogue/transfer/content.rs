//! Outline, drawings and texts of a folder, made ready and then written into a course's draft.

use std::collections::BTreeMap;

use nabta_entities::catalogue::{edition_text, lesson, lesson_revision};
use nabta_entities::ids::{EditionId, LessonId, LessonRevisionId};
use nabta_entities::values::Locale;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::course::Course;
use super::super::figure::Drawing;
use super::super::lesson::{self as lessons, NewText, Prepared, prepare_here};
use super::super::outline::{ChapterPlan, LessonPlan};
use super::super::{edition, figure, outline};
use super::format::{CourseFolder, LessonPlace, TextFile};
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Error, Refusal, Result, aside};

/// What goes into a draft.
pub(super) struct Content {
    plan: Vec<ChapterPlan>,
    drawings: Vec<Drawing>,
    texts: BTreeMap<LessonPlace, TextFile>,
    /// Those that may have to be written, rendered before the transaction: nobody waits for that.
    prepared: BTreeMap<LessonPlace, Prepared>,
}

impl Content {
    /// Checks and renders what the course doesn't hold already.
    pub(super) async fn read(
        folder: CourseFolder,
        drawings: Vec<Drawing>,
        held: Option<BTreeMap<LessonPlace, TextFile>>,
    ) -> Result<Self> {
        let plan = folder
            .course
            .chapters
            .into_iter()
            .map(|chapter| ChapterPlan {
                slug: chapter.slug,
                titles: chapter.titles,
                lessons: chapter
                    .lessons
                    .into_iter()
                    .map(|lesson| LessonPlan { slug: lesson.slug, titles: lesson.titles })
                    .collect(),
            })
            .collect();
        let held = held.unwrap_or_default();
        let texts = folder.texts;
        aside(move || {
            let mut prepared = BTreeMap::new();
            for (place, text) in texts.iter().filter(|(place, text)| held.get(place) != Some(text)) {
                let new = NewText {
                    locale: place.locale,
                    body: text.body.clone(),
                    summary: text.summary.clone(),
                    based_on: None,
                    follows: text.source_digest.clone(),
                };
                prepared.insert(place.clone(), prepare_here(new).map_err(|error| name_file(error, place))?);
            }
            Ok(Self { plan, drawings, texts, prepared })
        })
        .await?
    }

    /// Writes it into the course's draft; the draft's id, and how many chapters and lessons.
    pub(super) async fn write(mut self, work: &Work, permit: &Permit, course: &Course) -> Result<(EditionId, usize, usize)> {
        let draft = edition::open_draft(work, permit, course.id).await?;
        let counts = (self.plan.len(), self.plan.iter().map(|chapter| chapter.lessons.len()).sum());
        outline::replace(work, permit, course.id, draft.id, self.plan).await?;
        for drawing in self.drawings {
            figure::store(work, permit, course.id, drawing).await?;
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
        let mut texts: Vec<_> = self.texts.into_iter().collect();
        texts.sort_by_key(|(place, _)| place.locale != course.source_language);
        for (place, text) in texts {
            let lesson = lessons.get(&place.lesson).copied();
            let lesson = lesson.ok_or_else(|| Refusal::at(UNKNOWN_REFERENCE, "archive").with("value", &place.lesson))?;
            let same = held.get(&(lesson, place.locale)).filter(|revision| {
                revision.body == text.body && revision.summary == text.summary && revision.follows_digest == text.source_digest
            });
            let new = match (self.prepared.remove(&place), same) {
                (None, Some(_)) => continue,
                (Some(_), Some(same)) if lessons::shows_newest(&work.read(), course.id, same).await? => continue,
                (Some(new), _) => new,
                // It was the same when it was read, before the transaction.
                (None, None) => return Err(Error::Conflict),
            };
            let place_in_course = (draft.id, lesson);
            let written = lessons::write(work, permit, (course.id, course.source_language), place_in_course, author, new).await;
            written.map_err(|error| name_file(error, &place))?;
        }
        Ok((draft.id, counts.0, counts.1))
    }
}

/// Says in which file a refusal lies.
fn name_file(error: Error, place: &LessonPlace) -> Error {
    match error {
        Error::Refused(refusals) => {
            let named = refusals.into_iter().map(|mut refusal| {
                refusal.path = vec!["archive".into(), format!("{}.{}.md", place.lesson, place.locale.code())];
                refusal
            });
            Error::Refused(named.collect())
        }
        other => other,
    }
}

async fn held_revisions(work: &Work, edition: EditionId) -> Result<BTreeMap<(LessonId, Locale), lesson_revision::Model>> {
    let rows = edition_text::Entity::find().filter(edition_text::Column::EditionId.eq(edition)).all(&work.read()).await?;
    let ids: Vec<LessonRevisionId> = rows.into_iter().map(|row| row.revision_id).collect();
    let revisions = lesson_revision::Entity::find().filter(lesson_revision::Column::Id.is_in(ids)).all(&work.read()).await?;
    Ok(revisions.into_iter().map(|revision| ((revision.lesson_id, revision.locale), revision)).collect())
}
