//! That a quiz is otherwise for one person or one run: more time, more attempts, another window, with a reason.

use chrono::{DateTime, Utc};
use nabta_entities::ids::{EnrolmentId, QuizExceptionId, QuizId, RunId};
use nabta_entities::learning::quiz_attempt::{self, AttemptState};
use nabta_entities::learning::quiz_exception::{ActiveModel, Column, Entity};
use nabta_entities::learning::{enrolment, quiz_exception};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};

use super::super::actions::QUIZ_EXCEPT;
use super::super::entries::LearningEntry;
use super::super::{enrolment as enrolments, run};
use super::{Exception, Quiz, attempt, check, queries, read, standing};
use crate::kernel::clock::written_in_tunis;
use crate::kernel::error::codes::{OUT_OF_RANGE, REQUIRED, UNKNOWN_REFERENCE};
use crate::kernel::work::{Held, Permit, Work};
use crate::kernel::{Ctx, Refusal, Result, text};

/// The longest reason, in characters.
const REASON: usize = 1_000;

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Everybody in a run.
    Run(RunId),
    /// Somebody, as who takes part in a run.
    Enrolment(EnrolmentId),
}

/// What is otherwise. What is not said is as the quiz says, or as the run's exception does.
#[derive(Clone, Debug, Default)]
pub struct ExceptionDetails {
    /// How long an attempt may last, in minutes.
    pub minutes: Option<i32>,
    /// How many attempts they have.
    pub attempts: Option<i32>,
    /// From when on it can be begun.
    pub opens_at: Option<DateTime<Utc>>,
    /// Until when it is taken.
    pub closes_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
}

/// Says, or says anew, that a quiz is otherwise for somebody, who must be named. Attempts under way have the time that is said now.
pub async fn set(ctx: &Ctx, id: QuizId, whom: Option<For>, details: ExceptionDetails) -> Result<Quiz> {
    let work = ctx.begin().await?;
    let quiz = queries::hold(&work.read(), id).await?;
    let permit = work.authorize(QUIZ_EXCEPT, &quiz)?;
    let whom = whom.ok_or_else(|| Refusal::at(REQUIRED, "enrolment"))?;
    check::minutes(details.minutes, "minutes")?;
    check::attempts(details.attempts, "attempts")?;
    if let Some((from, _)) = details.opens_at.zip(details.closes_at).filter(|(from, until)| until <= from) {
        return Err(Refusal::at(OUT_OF_RANGE, "closesAt").with("least", written_in_tunis(from)).with("most", "").into());
    }
    if details.minutes.is_none() && details.attempts.is_none() && details.opens_at.is_none() && details.closes_at.is_none() {
        return Err(Refusal::at(REQUIRED, "minutes").into());
    }
    is_of_course(&work, &quiz, whom).await?;
    let reason = text::paragraph(&details.reason, "reason", REASON)?;
    let (run, enrolment) = columns(whom);
    let row = ActiveModel {
        id: Set(ctx.new_id()),
        quiz_id: Set(id),
        run_id: Set(run),
        enrolment_id: Set(enrolment),
        minutes: Set(details.minutes),
        attempts: Set(details.attempts),
        opens_at: Set(details.opens_at),
        closes_at: Set(details.closes_at),
        reason: Set(reason),
        created_at: Set(ctx.now()),
    };
    let of = if run.is_some() { Column::RunId } else { Column::EnrolmentId };
    let anew = OnConflict::columns([Column::QuizId, of])
        .update_columns([Column::Minutes, Column::Attempts, Column::OpensAt, Column::ClosesAt, Column::Reason, Column::CreatedAt])
        .to_owned();
    work.execute(&permit, &Entity::insert(row).on_conflict(anew).into_query()).await?;
    retime(&work, &permit, &quiz, whom).await?;
    let course = quiz.0.course_id;
    work.commit(permit, LearningEntry::QuizExcepted { quiz: id, course, run, enrolment, is_removed: false }).await?;
    read(ctx, id).await
}

/// Takes an exception back. Attempts under way have the time that the quiz gives.
pub async fn remove(ctx: &Ctx, id: QuizExceptionId) -> Result<Quiz> {
    let work = ctx.begin().await?;
    let exception = queries::hold_exception(&work.read(), id).await?;
    let quiz = queries::hold(&work.read(), exception.quiz_id).await?;
    let permit = work.authorize(QUIZ_EXCEPT, &quiz)?;
    work.execute(&permit, &Entity::delete_many().filter(Column::Id.eq(id)).into_query()).await?;
    let (run, enrolment) = (exception.run_id, exception.enrolment_id);
    if let Some(whom) = run.map(For::Run).or(enrolment.map(For::Enrolment)) {
        retime(&work, &permit, &quiz, whom).await?;
    }
    let (quiz, course) = (quiz.0.id, quiz.0.course_id);
    work.commit(permit, LearningEntry::QuizExcepted { quiz, course, run, enrolment, is_removed: true }).await?;
    read(ctx, quiz).await
}

const fn columns(whom: For) -> (Option<RunId>, Option<EnrolmentId>) {
    match whom {
        For::Run(run) => (Some(run), None),
        For::Enrolment(enrolment) => (None, Some(enrolment)),
    }
}

async fn is_of_course(work: &Work, quiz: &Quiz, whom: For) -> Result<()> {
    let course = match whom {
        For::Run(run) => run::queries::load(&work.read(), &[run]).await?.pop().map(|run| run.row.course_id),
        For::Enrolment(id) => enrolment::Entity::find_by_id(id).one(&work.read()).await?.map(|row| row.course_id),
    };
    if course == Some(quiz.0.course_id) {
        return Ok(());
    }
    let path = if matches!(whom, For::Run(_)) { "run" } else { "enrolment" };
    Err(Refusal::at(UNKNOWN_REFERENCE, path).with("value", path).into())
}

/// Gives attempts under way the time that holds now.
async fn retime(work: &Work, permit: &Permit, quiz: &Quiz, whom: For) -> Result<()> {
    use quiz_attempt::Column as Attempt;
    let running = quiz_attempt::Entity::find()
        .filter(Attempt::QuizId.eq(quiz.0.id))
        .filter(Attempt::State.is_in([AttemptState::InProgress, AttemptState::Overdue]));
    let running = match whom {
        For::Enrolment(enrolment) => running.filter(Attempt::EnrolmentId.eq(enrolment)),
        For::Run(run) => running.filter(
            Attempt::EnrolmentId.in_subquery(
                Query::select()
                    .column(enrolment::Column::Id)
                    .from(enrolment::Entity)
                    .and_where(Expr::col(enrolment::Column::RunId).eq(run))
                    .to_owned(),
            ),
        ),
    };
    let rows = running.order_by_asc(Attempt::Id).held().all(&work.read()).await?;
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.enrolment_id).collect();
    let of = enrolments::queries::of_all(&work.read(), &ids).await?;
    let runs: Vec<RunId> = of.iter().map(|one| one.row.run_id).collect();
    let runs = run::queries::load(&work.read(), &runs).await?;
    let exceptions = quiz_exception::Entity::find().filter(Column::QuizId.eq(quiz.0.id)).all(&work.read()).await?;
    for row in rows {
        let Some(enrolment) = of.iter().find(|one| one.row.id == row.enrolment_id) else { continue };
        let Some(run) = runs.iter().find(|run| run.row.id == enrolment.row.run_id) else { continue };
        let limits = standing::limits(quiz, &exceptions, &enrolment.row);
        let due_at = limits.due(row.started_at, enrolments::until(&run.row, &enrolment.row));
        if due_at == row.due_at {
            continue;
        }
        // What nobody looked after yet may have time again.
        let set = quiz_attempt::ActiveModel {
            id: Set(row.id),
            due_at: Set(due_at),
            state: Set(AttemptState::InProgress),
            version: Set(row.version + 1),
            ..Default::default()
        };
        work.update(permit, set).await?;
        attempt::expiry::look_after(work, permit, quiz, row.id, due_at).await?;
    }
    Ok(())
}

/// Whether an exception is for somebody.
pub(super) fn is_for(exception: &Exception, enrolment: &enrolment::Model) -> bool {
    exception.enrolment_id == Some(enrolment.id) || exception.run_id == Some(enrolment.run_id)
}
