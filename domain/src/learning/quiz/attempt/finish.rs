//! Marking an attempt that is over.

use nabta_entities::learning::quiz_attempt::{ActiveModel, AttemptState};
use nabta_entities::learning::quiz_attempt_question::{self, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QueryTrait, Set};

use super::super::rules::{earned, penalised};
use super::super::{Quiz, result};
use super::HeldAttempt;
use super::judge::Judge;
use crate::kernel::Result;
use crate::kernel::work::{Permit, Work};
use chrono::{DateTime, Utc};

/// How an attempt ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Submit(DateTime<Utc>),
    Abandon(DateTime<Utc>),
}

/// What answers earned together, in hundredths of a point; nothing while one waits for somebody who grades it.
pub(super) fn points(quiz: &Quiz, rows: &[quiz_attempt_question::Model]) -> Option<i32> {
    let each = |row: &quiz_attempt_question::Model| {
        let credit = penalised(row.credit?, quiz.0.plan.penalty, row.answer.is_some());
        Some(earned(row.points, credit))
    };
    let sum: i32 = rows.iter().map(each).sum::<Option<i32>>()?;
    Some(sum.max(0))
}

/// Ends an attempt that is held with its enrolment, and what follows from it. The caller commits.
pub(super) async fn finish(work: &Work, permit: &Permit, held: &HeldAttempt, end: End) -> Result<AttemptState> {
    let id = held.row.id;
    let base = ActiveModel { id: Set(id), version: Set(held.row.version + 1), ..Default::default() };
    let ended_at = match end {
        End::Abandon(at) => {
            let set = ActiveModel { state: Set(AttemptState::Abandoned), ended_at: Set(Some(at)), ..base };
            work.update(permit, set).await?;
            return Ok(AttemptState::Abandoned);
        }
        End::Submit(at) => at,
    };
    let select = Entity::find().filter(Column::AttemptId.eq(id)).order_by_asc(Column::Place);
    let mut rows = select.all(&work.read()).await?;
    let judge = Judge::of(&work.read(), &rows).await?;
    for row in &mut rows {
        row.credit = judge.mark(&held.row, row)?.credit;
    }
    write(work, permit, &rows).await?;
    let points = points(&held.quiz, &rows);
    let state = if points.is_some() { AttemptState::Graded } else { AttemptState::Submitted };
    work.update(permit, ActiveModel { state: Set(state), ended_at: Set(Some(ended_at)), points: Set(points), ..base }).await?;
    if state == AttemptState::Graded {
        graded(work, permit, held).await?;
    }
    Ok(state)
}

/// What follows from an attempt that is wholly graded: the result, and what it completes.
pub(super) async fn graded(work: &Work, permit: &Permit, held: &HeldAttempt) -> Result<()> {
    result::reckon(work, permit, &held.quiz, held.enrolment.row.id).await?;
    super::super::super::progress::settle(work, permit, (&held.run, &held.enrolment)).await
}

/// Writes what answers are worth, with one statement for each hundred.
pub(super) async fn write(work: &Work, permit: &Permit, rows: &[quiz_attempt_question::Model]) -> Result<()> {
    for some in rows.chunks(100) {
        let rows = some.iter().cloned().map(|row| row.into_active_model().reset_all());
        let marked = OnConflict::columns([Column::AttemptId, Column::Place])
            .update_columns([Column::Credit, Column::RegradeId])
            .to_owned();
        work.execute(permit, &Entity::insert_many(rows).on_conflict(marked).into_query()).await?;
    }
    Ok(())
}
