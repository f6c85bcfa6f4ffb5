//! Questions about editions.

use std::collections::HashMap;

use nabta_entities::catalogue::edition::{Column, EditionState, Entity};
use nabta_entities::ids::{CourseId, EditionId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::course::queries::{self as courses, Course};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::{Ctx, Error, Result};

pub use nabta_entities::catalogue::edition::Model as Edition;

/// States that everybody may read about.
const PUBLIC: [EditionState; 1] = [EditionState::Published];

/// One edition, if the actor may see it.
pub async fn read(ctx: &Ctx, id: EditionId) -> Result<Edition> {
    seen(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The editions with these ids that the actor may see: published ones of a course that they may see, and all of one whose drafts they
/// may see.
pub async fn seen(ctx: &Ctx, ids: &[EditionId]) -> Result<Vec<Edition>> {
    let mut editions = by_ids(ctx, ids).await?;
    let of: Vec<CourseId> = editions.iter().map(|edition| edition.course_id).collect();
    let courses: HashMap<CourseId, Course> =
        courses::by_ids(ctx, &of).await?.into_iter().map(|course| (course.id, course)).collect();
    editions.retain(|edition| {
        let course = courses.get(&edition.course_id);
        course.is_some_and(|course| PUBLIC.contains(&edition.state) || courses::may_see_drafts(ctx, course))
    });
    Ok(editions)
}

/// The same page of the editions of several courses, newest first: all of them for a course's authors and staff, the published ones
/// for everybody. A course that the actor may not see has none.
pub async fn history(ctx: &Ctx, ids: &[CourseId], request: &PageRequest) -> Result<HashMap<CourseId, Page<Edition>>> {
    let courses = courses::by_ids(ctx, ids).await?;
    let (whole, public): (Vec<_>, Vec<_>) = courses.iter().partition(|course| courses::may_see_drafts(ctx, course));
    let of = |courses: &[&Course]| Column::CourseId.is_in(courses.iter().map(|course| course.id));
    let seen = Condition::any().add(of(&whole)).add(of(&public).and(Column::State.is_in(PUBLIC)));
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Number))], descending: true };
    let place = |row: &Edition| vec![Key::Number(i64::from(row.number))];
    let select = Entity::find().filter(seen);
    let course = |row: &Edition| row.course_id;
    page::read_grouped(ctx.database().reader(), select, Column::CourseId, &ordering, request, course, place).await
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

/// The edition in preparation, for the course's authors and staff.
pub async fn draft(ctx: &Ctx, course: CourseId) -> Result<Edition> {
    let course = courses::read(ctx, course).await?;
    let draft = in_preparation(ctx.database().reader(), course.id).await?;
    draft.filter(|_| courses::may_see_drafts(ctx, &course)).ok_or(Error::NotFound)
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

/// The numbers of editions, whoever asks.
pub(crate) async fn numbers(database: &impl ConnectionTrait, ids: &[EditionId]) -> Result<Vec<(EditionId, i32)>> {
    let select = Entity::find().select_only().columns([Column::Id, Column::Number]).filter(Column::Id.is_in(ids.to_vec()));
    Ok(select.into_tuple().all(database).await?)
}

/// Whether an edition of a course is out, for a use case of another context within its own transaction.
pub(crate) async fn is_published(database: &impl ConnectionTrait, course: CourseId, id: EditionId) -> Result<bool> {
    let row = Entity::find_by_id(id).one(database).await?;
    Ok(row.is_some_and(|row| row.course_id == course && row.state == EditionState::Published))
}

/// The edition, whoever asks: authorise afterwards.
pub(in super::super) async fn load(database: &impl ConnectionTrait, id: EditionId) -> Result<Edition> {
    Entity::find_by_id(id).one(database).await?.ok_or(Error::NotFound)
}
