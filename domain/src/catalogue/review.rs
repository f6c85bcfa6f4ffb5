//! Lessons to look at again because a legal text that they cite changed.

use nabta_entities::catalogue::content_review::{ActiveModel, Column, Entity};
use nabta_entities::ids::{ContentReviewId, LegalTextId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::actions::{REVIEW_CLOSE, REVIEW_READ};
use super::entries::CatalogueEntry;
use crate::kernel::access::Centre;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Result, text};

pub use nabta_entities::catalogue::content_review::Model as ContentReview;

/// What is to be reviewed, oldest first; of one legal text, or of all.
pub async fn open(ctx: &Ctx, legal_text: Option<LegalTextId>, request: &PageRequest) -> Result<Page<ContentReview>> {
    authorize(ctx, REVIEW_READ, &Centre)?;
    let mut select = Entity::find().filter(Column::ClosedAt.is_null());
    if let Some(text) = legal_text {
        select = select.filter(Column::LegalTextId.eq(text));
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: false };
    page::read(ctx.database().reader(), select, &ordering, request, |row: &ContentReview| vec![Key::Id(row.id.0)]).await
}

/// One of them.
pub async fn read(ctx: &Ctx, id: ContentReviewId) -> Result<ContentReview> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The reviews with these ids, for those who may read them.
pub async fn by_ids(ctx: &Ctx, ids: &[ContentReviewId]) -> Result<Vec<ContentReview>> {
    if authorize(ctx, REVIEW_READ, &Centre).is_err() {
        return Ok(Vec::new());
    }
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?)
}

/// Says that somebody looked, and what they found.
pub async fn close(ctx: &Ctx, id: ContentReviewId, note: &str, version: i32) -> Result<ContentReview> {
    let person = ctx.person()?;
    let work = ctx.begin().await?;
    let permit = work.authorize(REVIEW_CLOSE, &Centre)?;
    let row = Entity::find_by_id(id).one(&work.read()).await?.ok_or(Error::NotFound)?;
    let note = text::paragraph(note, "note", text::DESCRIPTION_LENGTH)?;
    let update = Entity::update_many()
        .set(ActiveModel {
            closed_at: Set(Some(ctx.now())),
            closed_by: Set(Some(person)),
            note: Set(Some(note)),
            version: Set(version + 1),
            ..Default::default()
        })
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(version))
        .filter(Column::ClosedAt.is_null())
        .into_query();
    if work.execute(&permit, &update).await? == 0 {
        return Err(Error::Conflict);
    }
    work.commit(permit, CatalogueEntry::ReviewClosed { review: id, lesson: row.lesson_id }).await?;
    read(ctx, id).await
}
