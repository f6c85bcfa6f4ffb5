//! What is decided about one enrolment: by the person, by an officer, by a trainer.

use chrono::{DateTime, Utc};
use nabta_entities::ids::{EditionId, EnrolmentId, PersonId};
use nabta_entities::learning::course_run::RunState;
use nabta_entities::learning::enrolment::{ActiveModel, Column, EnrolmentState, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::super::actions::codes::NOT_PUBLISHED;
use super::super::actions::{ENROLMENT_ANSWER, ENROLMENT_COMPLETE, ENROLMENT_DECIDE, ENROLMENT_MOVE};
use super::super::entries::LearningEntry;
use super::super::run::{self, Run};
use super::entering::ends_at;
use super::states::{Act, is_under_way};
use super::{Enrolment, Step, changed, hold, moved, step, telling};
use crate::catalogue::edition;
use crate::kernel::access::{Action, Subject};
use crate::kernel::clock::written_in_tunis;
use crate::kernel::error::codes::{OUT_OF_RANGE, UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, text};

/// Takes somebody's wish to take part.
pub async fn accept(ctx: &Ctx, id: EnrolmentId, version: i32) -> Result<Enrolment> {
    decide(ctx, id, Some(version), ENROLMENT_DECIDE, (Act::Accept, None)).await
}

/// Refuses somebody's wish, and says why.
pub async fn refuse(ctx: &Ctx, id: EnrolmentId, version: i32, note: &str) -> Result<Enrolment> {
    decide(ctx, id, Some(version), ENROLMENT_DECIDE, (Act::Refuse, Some(said(note)?))).await
}

/// Takes somebody out, and says why.
pub async fn remove(ctx: &Ctx, id: EnrolmentId, version: i32, note: &str) -> Result<Enrolment> {
    decide(ctx, id, Some(version), ENROLMENT_DECIDE, (Act::Remove, Some(said(note)?))).await
}

/// Says yes to an invitation; said again, nothing changes.
pub async fn join(ctx: &Ctx, id: EnrolmentId) -> Result<Enrolment> {
    decide(ctx, id, None, ENROLMENT_ANSWER, (Act::Join, None)).await
}

/// Says no to an invitation; said again, nothing changes.
pub async fn decline(ctx: &Ctx, id: EnrolmentId) -> Result<Enrolment> {
    decide(ctx, id, None, ENROLMENT_ANSWER, (Act::Decline, None)).await
}

/// Leaves a run, or takes a wish back; said again, nothing changes.
pub async fn withdraw(ctx: &Ctx, id: EnrolmentId) -> Result<Enrolment> {
    decide(ctx, id, None, ENROLMENT_ANSWER, (Act::Withdraw, None)).await
}

/// Says that somebody did what the run asks for.
pub async fn complete(ctx: &Ctx, id: EnrolmentId, version: i32, note: Option<&str>) -> Result<Enrolment> {
    let note = note.map(said).transpose()?;
    decide(ctx, id, Some(version), ENROLMENT_COMPLETE, (Act::Complete, note)).await
}

/// Takes everybody out of a run that does not take place, and tells them; who that was. The run is held; the caller commits.
pub(in super::super) async fn remove_all(
    work: &Work,
    permit: &Permit,
    run: &Run,
    note: &str,
) -> Result<Vec<(PersonId, EnrolmentId)>> {
    let rows = Entity::find().filter(Column::RunId.eq(run.row.id)).order_by_asc(Column::Id).all(&work.read()).await?;
    let mut removed = Vec::new();
    for row in rows.iter().filter(|row| is_under_way(row.state)) {
        let said = Step { act: Act::Remove, note: Some(note.to_owned()) };
        step(work, permit, (run, row), said, ActiveModel::default()).await?;
        removed.push((row.person_id, row.id));
    }
    let persons: Vec<PersonId> = removed.iter().map(|(person, _)| *person).collect();
    telling::cancelled(work, permit, run, &persons, note).await?;
    Ok(removed)
}

fn said(note: &str) -> Result<String> {
    Ok(text::paragraph(note, "note", text::DESCRIPTION_LENGTH)?)
}

async fn decide(
    ctx: &Ctx,
    id: EnrolmentId,
    version: Option<i32>,
    action: Action,
    (act, note): (Act, Option<String>),
) -> Result<Enrolment> {
    let work = ctx.begin().await?;
    let (run, enrolment) = hold(&work, id).await?;
    let permit = work.authorize(action, &enrolment)?;
    let row = &enrolment.row;
    if is_done(row.state, act) {
        drop(work);
        return changed(ctx, id).await;
    }
    if version.is_some_and(|version| version != row.version) {
        return Err(Error::Conflict);
    }
    // Who left comes again by enrolling again, where the conditions count.
    if act == Act::Join && row.state != EnrolmentState::Invited {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", row.state)).into());
    }
    if matches!(act, Act::Join | Act::Accept) && matches!(run.row.state, RunState::Draft | RunState::Cancelled) {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", run.row.state)).into());
    }
    let mut set = ActiveModel::default();
    if matches!(act, Act::Join | Act::Accept) {
        let edition = run::published(&work, &run).await?.ok_or_else(|| Refusal::new(NOT_PUBLISHED))?;
        set.edition_id = Set(Some(edition));
        set.active_at = Set(Some(ctx.now()));
        set.ends_at = Set(ends_at(&run.row, ctx.now()));
    }
    let row = step(&work, &permit, (&run, row), Step { act, note }, set).await?;
    telling::decided(&work, &permit, &run, &row, act).await?;
    work.commit(permit, moved(action, &run, &row, act)).await?;
    changed(ctx, id).await
}

/// Whether somebody said the same a moment ago, and the answer was lost.
const fn is_done(state: EnrolmentState, act: Act) -> bool {
    matches!((state, act), (EnrolmentState::Active, Act::Join) | (EnrolmentState::Withdrawn, Act::Decline | Act::Withdraw))
}

/// Gives somebody time until an instant, also to whom it has run out.
pub async fn extend(ctx: &Ctx, id: EnrolmentId, version: i32, until: DateTime<Utc>) -> Result<Enrolment> {
    let work = ctx.begin().await?;
    let (run, enrolment) = hold(&work, id).await?;
    let permit = work.authorize(ENROLMENT_DECIDE, &enrolment)?;
    if enrolment.row.version != version {
        return Err(Error::Conflict);
    }
    if until <= ctx.now() {
        return Err(Refusal::at(OUT_OF_RANGE, "until").with("least", written_in_tunis(ctx.now())).with("most", "").into());
    }
    let set = ActiveModel { ends_at: Set(Some(until)), reminded_at: Set(None), ..Default::default() };
    let row = step(&work, &permit, (&run, &enrolment.row), Step::new(Act::Extend), set).await?;
    telling::decided(&work, &permit, &run, &row, Act::Extend).await?;
    work.commit(permit, moved(ENROLMENT_DECIDE, &run, &row, Act::Extend)).await?;
    changed(ctx, id).await
}

/// Follows another edition of the course from now on. What was done stays done, lesson by lesson.
pub async fn move_to(ctx: &Ctx, id: EnrolmentId, edition: EditionId) -> Result<Enrolment> {
    let work = ctx.begin().await?;
    let (run, enrolment) = hold(&work, id).await?;
    let permit = work.authorize(ENROLMENT_MOVE, &enrolment)?;
    let row = &enrolment.row;
    if row.edition_id == Some(edition) {
        drop(work);
        return changed(ctx, id).await;
    }
    // A run that gives one edition gives everybody the same.
    if row.state != EnrolmentState::Active || run.row.edition_id.is_some() {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", row.state)).into());
    }
    if !edition::queries::is_published(&work.read(), run.row.course_id, edition).await? {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "edition").with("value", "edition").into());
    }
    let set =
        ActiveModel { id: Set(row.id), edition_id: Set(Some(edition)), version: Set(row.version + 1), ..Default::default() };
    let row = work.update(&permit, set).await?;
    let (person, scopes) = (row.person_id, enrolment.scopes());
    work.commit(permit, LearningEntry::EditionChanged { enrolment: id, run: row.run_id, person, scopes, edition }).await?;
    changed(ctx, id).await
}
