//! Questions about editions.

use nabta_entities::catalogue::edition::{Column, EditionState, Entity};
use nabta_entities::ids::{CourseId, EditionId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::course::queries as courses;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::{Ctx, Error, Result};

pub use nabta_entities::catalogue::edition::Model as Edition;

/// States that everybody may read about.
const PUBLIC: [EditionState; 1] = [EditionState::Published];

/// One edition, if the actor may see it.
pub async fn read(ctx: &Ctx, id: EditionId) -> Result<Edition> {
    let edition = load(ctx.database().reader(), id).await?;
    let course = courses::read(ctx, edition.course_id).await?;
    if PUBLIC.contains(&edition.state) || courses::may_see_drafts(ctx, &course) { Ok(edition) } else { Err(Error::NotFound) }
}

/// The editions of a course, newest first: all of them for its authors and staff, the published ones for everybody.
pub async fn history(ctx: &Ctx, course: CourseId, request: &PageRequest) -> Result<Page<Edition>> {
    let course = courses::read(ctx, course).await?;
    let mut select = Entity::find().filter(Column::CourseId.eq(course.id));
    if !courses::may_see_drafts(ctx, &course) {
        select = select.filter(Column::State.is_in(PUBLIC));
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Number))], descending: true };
    page::read(ctx.database().reader(), select, &ordering, request, |row: &Edition| vec![Key::Number(i64::from(row.number))])
        .await
}

/// The editions with these ids; ask only for those that a course that the actor has seen points to.
pub async fn by_ids(ctx: &Ctx, ids: &[EditionId]) -> Result<Vec<Edition>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?)
}

/// What waits for approval or publication, oldest first, for those who may approve.
pub async fn waiting(ctx: &Ctx, request: &PageRequest) -> Result<Page<Edition>> {
    crate::kernel::work::authorize(ctx, super::super::actions::EDITION_APPROVE, &crate::kernel::access::Centre)?;
    let select = Entity::find().filter(Column::State.is_in([EditionState::InReview, EditionState::Approved]));
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: false };
    page::read(ctx.database().reader(), select, &ordering, request, |row: &Edition| vec![Key::Id(row.id.0)]).await
}

/// The edition in preparation, if there is one.
pub(in super::super) async fn in_preparation(database: &impl ConnectionTrait, course: CourseId) -> Result<Option<Edition>> {
    let states = [EditionState::Draft, EditionState::InReview, EditionState::Approved];
    Ok(Entity::find().filter(Column::CourseId.eq(course)).filter(Column::State.is_in(states)).one(database).await?)
}

/// The newest edition, wherever it stands.
pub(in super::super) async fn newest(database: &impl ConnectionTrait, course: CourseId) -> Result<Option<Edition>> {
    Ok(Entity::find().filter(Column::CourseId.eq(course)).order_by_desc(Column::Number).one(database).await?)
}

pub(super) async fn newest_published(database: &impl ConnectionTrait, course: CourseId) -> Result<Option<Edition>> {
    let published = Entity::find().filter(Column::CourseId.eq(course)).filter(Column::State.eq(EditionState::Published));
    Ok(published.order_by_desc(Column::Number).one(database).await?)
}

/// The edition, whoever asks: authorise afterwards.
pub(in super::super) async fn load(database: &impl ConnectionTrait, id: EditionId) -> Result<Edition> {
    Entity::find_by_id(id).one(database).await?.ok_or(Error::NotFound)
}
