//! Questions about attempts.

use nabta_entities::ids::{CourseId, EnrolmentId, QuizAttemptId, QuizId, RunId};
use nabta_entities::learning::enrolment as enrolments;
use nabta_entities::learning::quiz_attempt::{AttemptState, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::super::super::actions::{ATTEMPT_GRADE, ATTEMPT_READ, QUESTION_READ};
use super::super::super::enrolment::{self, Enrolment};
use super::super::rules::Visible;
use super::super::standing::{self, Standing};
use super::{Attempt, Look, ShownQuestion, attempts_of, questions};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::reach::reach;
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Result};

/// An attempt by its key.
pub(super) fn find(id: QuizAttemptId) -> Select<Entity> {
    Entity::find_by_id(id)
}

/// One attempt, if the actor may read it.
pub async fn read(ctx: &Ctx, id: QuizAttemptId) -> Result<Attempt> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The attempts with these ids that the actor may read.
pub async fn by_ids(ctx: &Ctx, ids: &[QuizAttemptId]) -> Result<Vec<Attempt>> {
    let database = ctx.database().reader();
    let rows = Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(database).await?;
    let enrolments: Vec<EnrolmentId> = rows.iter().map(|row| row.enrolment_id).collect();
    let quizzes: Vec<QuizId> = rows.iter().map(|row| row.quiz_id).collect();
    let of = enrolment::queries::of_all(database, &enrolments).await?;
    let seen: Vec<Enrolment> = of.into_iter().filter(|one| authorize(ctx, ATTEMPT_READ, one).is_ok()).collect();
    let standings = standing::of_all(database, &seen, Some(&quizzes)).await?;
    let all = seen.iter().flat_map(|one| standings.get(&one.row.id).into_iter().flatten().map(move |standing| (one, standing)));
    let attempts = all.flat_map(|(one, standing)| of_standing(ctx, one, standing));
    Ok(attempts.filter(|attempt| ids.contains(&attempt.row.id)).collect())
}

/// The attempts of a standing, in order, as the actor may see them: who reads the bank sees all of them, whose they are what the quiz says.
pub fn of_standing(ctx: &Ctx, enrolment: &Enrolment, standing: &Standing) -> Vec<Attempt> {
    attempts_of(ctx, standing, enrolment, look(ctx, enrolment, standing))
}

/// Whose they are may see less than who reads the bank, also where it is the same person.
fn look(ctx: &Ctx, enrolment: &Enrolment, standing: &Standing) -> Look {
    let is_own = ctx.person().is_ok_and(|person| person == enrolment.row.person_id);
    let reads_bank = !is_own && authorize(ctx, QUESTION_READ, &standing.quiz).is_ok();
    let visible = if reads_bank { Visible::ALL } else { standing.visible(ctx) };
    Look { visible, may_grade: !is_own && authorize(ctx, ATTEMPT_GRADE, enrolment).is_ok(), is_own }
}

/// Which attempts wait for somebody who grades them.
#[derive(Clone, Copy, Debug, Default)]
pub struct ToGrade {
    /// At this quiz.
    pub quiz: Option<QuizId>,
    /// Of this course.
    pub course: Option<CourseId>,
    /// In this run.
    pub run: Option<RunId>,
}

/// The attempts that wait for somebody who grades them, oldest first, as far as the actor's roles reach.
pub async fn to_grade(ctx: &Ctx, filter: &ToGrade, request: &PageRequest) -> Result<Page<Attempt>> {
    ctx.account()?;
    let reach = reach(&ctx.actor, ATTEMPT_GRADE);
    if reach.is_nowhere() {
        return Err(Error::Forbidden);
    }
    let mut of = enrolment::queries::ids_reached(&reach);
    if let Some(course) = filter.course {
        of.and_where(Expr::col(enrolments::Column::CourseId).eq(course));
    }
    if let Some(run) = filter.run {
        of.and_where(Expr::col(enrolments::Column::RunId).eq(run));
    }
    let mut select = Entity::find().filter(Column::State.eq(AttemptState::Submitted)).filter(Column::EnrolmentId.in_subquery(of));
    if let Some(quiz) = filter.quiz {
        select = select.filter(Column::QuizId.eq(quiz));
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: false };
    let page = page::read(ctx.database().reader(), select, &ordering, request, |row: &Model| vec![Key::Id(row.id.0)]).await?;
    let ids: Vec<QuizAttemptId> = page.rows.iter().map(|(_, row)| row.id).collect();
    let found = by_ids(ctx, &ids).await?;
    page.try_map(|row| {
        let attempt = found.iter().find(|attempt| attempt.row.id == row.id);
        attempt.cloned().ok_or_else(|| Error::internal("an attempt that is not reached"))
    })
}

const fn own(visible: Visible) -> Look {
    Look { visible, may_grade: false, is_own: true }
}

/// What people tried, with its questions, as they may see it themselves, whoever asks: for their record.
pub(crate) async fn of_persons(ctx: &Ctx, enrolments: &[Enrolment]) -> Result<Vec<(Attempt, Vec<ShownQuestion>)>> {
    let standings = standing::of_all(ctx.database().reader(), enrolments, None).await?;
    let all =
        enrolments.iter().flat_map(|one| standings.get(&one.row.id).into_iter().flatten().map(move |standing| (one, standing)));
    let attempts: Vec<Attempt> =
        all.flat_map(|(one, standing)| attempts_of(ctx, standing, one, own(standing.visible(ctx)))).collect();
    let mut found = questions(ctx, &attempts).await?;
    Ok(attempts.into_iter().map(|attempt| (attempt.clone(), found.remove(&attempt.row.id).unwrap_or_default())).collect())
}
