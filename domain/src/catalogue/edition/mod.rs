//! Editions: a list of revisions, written as a draft, sent for approval, approved by somebody else, published, withdrawn.

mod draft;
pub mod queries;
mod states;
mod telling;

pub(super) use draft::open_draft;
pub use queries::Edition;
pub use states::Act;

use nabta_entities::catalogue::edition::{self, EditionState};
use nabta_entities::catalogue::{course, edition_text, lesson_revision};
use nabta_entities::ids::{EditionId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::actions::codes::SAME_PERSON;
use super::course::{Course, queries as courses};
use super::entries::CatalogueEntry;
use super::index;
use crate::kernel::error::codes::REQUIRED;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, states as machine, text};
use crate::people::person::queries::entries_of;

/// Sends the draft for approval. Its lists never change again.
pub async fn submit(ctx: &Ctx, id: EditionId, version: i32) -> Result<Edition> {
    step(ctx, id, version, Act::Submit, None).await
}

/// Sends an edition back to its authors, with what they should change.
pub async fn send_back(ctx: &Ctx, id: EditionId, version: i32, note: &str) -> Result<Edition> {
    step(ctx, id, version, Act::Return, Some(text::paragraph(note, "note", text::DESCRIPTION_LENGTH)?)).await
}

/// Approves an edition; never by who sent it or wrote a text that is new in it.
pub async fn approve(ctx: &Ctx, id: EditionId, version: i32) -> Result<Edition> {
    step(ctx, id, version, Act::Approve, None).await
}

/// Publishes an approved edition: from now on it is what visitors read. The one before stays as it was.
pub async fn publish(ctx: &Ctx, id: EditionId, version: i32) -> Result<Edition> {
    step(ctx, id, version, Act::Publish, None).await
}

/// Takes an edition out, with the reason. If visitors read it, the newest other published edition takes its place, if there is one.
pub async fn withdraw(ctx: &Ctx, id: EditionId, version: i32, note: &str) -> Result<Edition> {
    step(ctx, id, version, Act::Withdraw, Some(text::paragraph(note, "note", text::DESCRIPTION_LENGTH)?)).await
}

/// The one way in which an edition changes its state.
async fn step(ctx: &Ctx, id: EditionId, version: i32, act: Act, note: Option<String>) -> Result<Edition> {
    let work = ctx.begin().await?;
    let found = queries::load(&work.read(), id).await?;
    let course = courses::lock(&work.read(), found.course_id).await?;
    let permit = work.authorize(act.action(), &course).map_err(|error| hide(&work, &course, error))?;
    // Read again under the lock: whoever was here before may have moved it.
    let edition = queries::load(&work.read(), id).await?;
    let to = machine::next(states::EDGES, edition.state, act)?;
    if edition.version != version {
        return Err(Error::Conflict);
    }
    let person = ctx.person()?;
    if act == Act::Submit {
        refuse_empty(&work, &edition).await?;
    }
    if act == Act::Approve {
        refuse_own(&work, &course, &edition, person).await?;
    }
    write(&work, &permit, &edition, (act, to), person, note.clone()).await?;
    if matches!(act, Act::Publish | Act::Withdraw) {
        show_newest(&work, &permit, &course, &edition, act).await?;
    }
    telling::moved(&work, &permit, (&course, &edition), (act, person), note.as_deref()).await?;
    work.commit(permit, CatalogueEntry::EditionMoved { course: course.id, edition: id, act, note }).await?;
    queries::load(ctx.database().reader(), id).await
}

/// Who may not see drafts may not learn from an edition's id that it exists.
fn hide(work: &Work, course: &Course, error: Error) -> Error {
    if courses::may_see_drafts(work.ctx(), course) { error } else { Error::NotFound }
}

async fn write(
    work: &Work,
    permit: &Permit,
    edition: &Edition,
    (act, to): (Act, EditionState),
    person: PersonId,
    note: Option<String>,
) -> Result<()> {
    let now = work.ctx().now();
    let mut row =
        edition::ActiveModel { state: Set(to), note: Set(note), version: Set(edition.version + 1), ..Default::default() };
    match act {
        Act::Submit => (row.submitted_at, row.submitted_by) = (Set(Some(now)), Set(Some(person))),
        Act::Return => (row.submitted_at, row.submitted_by) = (Set(None), Set(None)),
        Act::Approve => (row.approved_at, row.approved_by) = (Set(Some(now)), Set(Some(person))),
        Act::Publish => row.published_at = Set(Some(now)),
        Act::Withdraw => row.withdrawn_at = Set(Some(now)),
    }
    let update = edition::Entity::update_many()
        .set(row)
        .filter(edition::Column::Id.eq(edition.id))
        .filter(edition::Column::State.eq(edition.state))
        .filter(edition::Column::Version.eq(edition.version))
        .into_query();
    if work.execute(permit, &update).await? == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Gives a draft its next version: its outline was changed, and who read the one before is told so.
pub(super) async fn touch(work: &Work, permit: &Permit, draft: &Edition) -> Result<()> {
    let row = edition::ActiveModel { version: Set(draft.version + 1), ..Default::default() };
    let update = edition::Entity::update_many().set(row).filter(edition::Column::Id.eq(draft.id)).into_query();
    work.execute(permit, &update).await.map(drop)
}

/// Points the course to the edition that visitors read from now on, and tells the readers of the catalogue.
async fn show_newest(work: &Work, permit: &Permit, course: &Course, edition: &Edition, act: Act) -> Result<()> {
    let shown = if act == Act::Publish {
        Some((edition.id, work.ctx().now()))
    } else if course.published_edition_id == Some(edition.id) {
        queries::newest_published(&work.read(), course.id).await?.and_then(|other| Some((other.id, other.published_at?)))
    } else {
        return Ok(());
    };
    let row = course::ActiveModel {
        published_edition_id: Set(shown.map(|(id, _)| id)),
        published_at: Set(shown.map(|(_, at)| at)),
        ..Default::default()
    };
    let update = course::Entity::update_many()
        .set(row)
        .col_expr(course::Column::Version, Expr::col(course::Column::Version).add(1))
        .filter(course::Column::Id.eq(course.id))
        .into_query();
    work.execute(permit, &update).await?;
    index::announce(work, permit, course.id).await
}

/// A chapter promises lessons, so it must list some. Their texts may come later: an outline is published before its lessons are
/// written, and a course without chapters is only announced.
async fn refuse_empty(work: &Work, edition: &Edition) -> Result<()> {
    let outline = super::outline::of_editions(&work.read(), &[edition.id]).await?;
    if outline.iter().any(|chapter| chapter.lessons.is_empty()) {
        return Err(Refusal::at(REQUIRED, "lessons").into());
    }
    Ok(())
}

/// Approval is by somebody else: neither who sent the edition nor who wrote a text that the published one doesn't hold, under whichever
/// entry they were known then.
async fn refuse_own(work: &Work, course: &Course, edition: &Edition, person: PersonId) -> Result<()> {
    let database = work.read();
    let entries = entries_of(&database, person).await?;
    if edition.submitted_by.is_some_and(|submitter| entries.contains(&submitter)) {
        return Err(Refusal::new(SAME_PERSON).into());
    }
    let texts = edition_text::Entity::find().filter(edition_text::Column::EditionId.eq(edition.id)).all(&database).await?;
    let before = match course.published_edition_id {
        Some(published) => {
            edition_text::Entity::find().filter(edition_text::Column::EditionId.eq(published)).all(&database).await?
        }
        None => Vec::new(),
    };
    let new =
        texts.iter().map(|text| text.revision_id).filter(|revision| before.iter().all(|text| text.revision_id != *revision));
    let own = lesson_revision::Entity::find()
        .filter(lesson_revision::Column::Id.is_in(new))
        .filter(lesson_revision::Column::AuthorId.is_in(entries))
        .into_query();
    let own: Option<sea_orm::QueryResult> = sea_orm::ConnectionTrait::query_one(&database, &own.to_owned()).await?;
    if own.is_some() { Err(Refusal::new(SAME_PERSON).into()) } else { Ok(()) }
}
