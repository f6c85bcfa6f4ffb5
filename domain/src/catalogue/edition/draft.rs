//! The draft that authors write in: opened at the first change after a publication, as a copy of the newest edition's lists.

use nabta_entities::catalogue::edition::{self, EditionState};
use nabta_entities::catalogue::{edition_chapter, edition_lesson, edition_text};
use nabta_entities::ids::{CourseId, EditionId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::super::actions::codes::EDITION_PENDING;
use super::queries::{self, Edition};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Refusal, Result};

/// The course's draft; opened if there is none. Refused while an edition waits for approval or publication.
///
/// The caller holds the course's lock, so that two can't open one each; the unique index would refuse the second anyway.
pub(in super::super) async fn open_draft(work: &Work, permit: &Permit, course: CourseId) -> Result<Edition> {
    if let Some(edition) = queries::in_preparation(&work.read(), course).await? {
        return if edition.state == EditionState::Draft {
            Ok(edition)
        } else {
            Err(Refusal::new(EDITION_PENDING).with("state", edition.state.name()).into())
        };
    }
    let newest = queries::newest(&work.read(), course).await?;
    let row = edition::ActiveModel {
        id: Set(work.ctx().new_id()),
        course_id: Set(course),
        number: Set(newest.as_ref().map_or(1, |edition| edition.number + 1)),
        state: Set(EditionState::Draft),
        created_at: Set(work.ctx().now()),
        version: Set(1),
        ..Default::default()
    };
    let draft = work.insert(permit, row).await?;
    if let Some(newest) = newest {
        copy_lists(work, permit, newest.id, draft.id).await?;
    }
    Ok(draft)
}

/// Copies chapters, lessons and texts from one edition to another of the same course.
async fn copy_lists(work: &Work, permit: &Permit, from: EditionId, to: EditionId) -> Result<()> {
    let database = work.read();
    let chapters = edition_chapter::Entity::find().filter(edition_chapter::Column::EditionId.eq(from)).all(&database).await?;
    let chapters = chapters.into_iter().map(|row| edition_chapter::Model { edition_id: to, ..row });
    work.insert_all(permit, chapters.map(|row| row.into_active_model().reset_all()).collect()).await?;
    let lessons = edition_lesson::Entity::find().filter(edition_lesson::Column::EditionId.eq(from)).all(&database).await?;
    let lessons = lessons.into_iter().map(|row| edition_lesson::Model { edition_id: to, ..row });
    work.insert_all(permit, lessons.map(|row| row.into_active_model().reset_all()).collect()).await?;
    let texts = edition_text::Entity::find().filter(edition_text::Column::EditionId.eq(from)).all(&database).await?;
    let texts = texts.into_iter().map(|row| edition_text::Model { edition_id: to, ..row });
    work.insert_all(permit, texts.map(|row| row.into_active_model().reset_all()).collect()).await
}
