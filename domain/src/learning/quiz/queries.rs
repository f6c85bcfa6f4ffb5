//! Questions about quizzes.

use nabta_entities::ids::{CourseId, LessonId, QuizExceptionId, QuizId};
use nabta_entities::learning::quiz::{Column, Entity};
use nabta_entities::learning::quiz_exception;
use nabta_entities::learning::quiz_plan::QuizPlan;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::actions::{QUIZ_DEFINE, QUIZ_EXCEPT, QUIZ_READ_PLAN};
use super::super::question::Bank;
use super::{Exception, Quiz};
use crate::catalogue::outline;
use crate::kernel::access::Subject;
use crate::kernel::work::{Held, authorize};
use crate::kernel::{Ctx, Error, Result};

fn may_read(ctx: &Ctx, quiz: &Quiz) -> bool {
    authorize(ctx, quiz.reading(), quiz).is_ok()
}

/// One quiz, if the actor may know of it.
pub async fn read(ctx: &Ctx, id: QuizId) -> Result<Quiz> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The quizzes with these ids that the actor may know of.
pub async fn by_ids(ctx: &Ctx, ids: &[QuizId]) -> Result<Vec<Quiz>> {
    let found = load(ctx.database().reader(), ids).await?;
    Ok(found.into_iter().filter(|quiz| may_read(ctx, quiz)).collect())
}

/// The quizzes of courses that the actor may know of, by course and key.
pub async fn of_courses(ctx: &Ctx, courses: &[CourseId]) -> Result<Vec<Quiz>> {
    let found = all_of(ctx.database().reader(), courses).await?;
    Ok(found.into_iter().filter(|quiz| may_read(ctx, quiz)).collect())
}

/// The lesson of a course by its chapter's name and its own, `01-why/04-scale`, for those who write quizzes.
pub async fn lesson_named(ctx: &Ctx, course: CourseId, name: &str) -> Result<Option<LessonId>> {
    authorize(ctx, QUIZ_DEFINE, &Bank(course))?;
    Ok(outline::lessons_by_slug(ctx.database().reader(), course).await?.remove(name))
}

/// What a quiz asks and by which rules, for those who write it.
pub fn read_plan<'a>(ctx: &Ctx, quiz: &'a Quiz) -> Option<&'a QuizPlan> {
    authorize(ctx, QUIZ_READ_PLAN, quiz).is_ok().then_some(&quiz.0.plan)
}

/// The exceptions of quizzes, oldest first, for those who make them; whoever asks knows of the quizzes.
pub async fn exceptions(ctx: &Ctx, ids: &[QuizId]) -> Result<Vec<Exception>> {
    let quizzes = by_ids(ctx, ids).await?;
    let seen: Vec<QuizId> =
        quizzes.iter().filter(|quiz| authorize(ctx, QUIZ_EXCEPT, *quiz).is_ok()).map(|quiz| quiz.0.id).collect();
    let select = quiz_exception::Entity::find().filter(quiz_exception::Column::QuizId.is_in(seen));
    Ok(select.order_by_asc(quiz_exception::Column::Id).all(ctx.database().reader()).await?)
}

/// The quizzes with these ids, whoever asks.
pub(super) async fn load(database: &impl ConnectionTrait, ids: &[QuizId]) -> Result<Vec<Quiz>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(database).await?.into_iter().map(Quiz).collect())
}

/// The quizzes of courses, by course and key; whoever asks.
pub(super) async fn all_of(database: &impl ConnectionTrait, courses: &[CourseId]) -> Result<Vec<Quiz>> {
    let select = Entity::find().filter(Column::CourseId.is_in(courses.to_vec()));
    let rows = select.order_by_asc(Column::CourseId).order_by_asc(Column::Key).all(database).await?;
    Ok(rows.into_iter().map(Quiz).collect())
}

/// Those of these quizzes that a course has, whoever asks.
pub(in super::super) async fn in_course(
    database: &impl ConnectionTrait,
    course: CourseId,
    ids: &[QuizId],
) -> Result<Vec<QuizId>> {
    let select = Entity::find().select_only().column(Column::Id);
    let select = select.filter(Column::CourseId.eq(course)).filter(Column::Id.is_in(ids.to_vec()));
    Ok(select.into_tuple().all(database).await?)
}

/// The quiz, held until the transaction ends, whoever asks: authorise afterwards.
pub(super) async fn hold(database: &impl ConnectionTrait, id: QuizId) -> Result<Quiz> {
    Ok(Quiz(Entity::find_by_id(id).held().one(database).await?.ok_or(Error::NotFound)?))
}

/// An exception, held until the transaction ends, whoever asks.
pub(super) async fn hold_exception(database: &impl ConnectionTrait, id: QuizExceptionId) -> Result<Exception> {
    quiz_exception::Entity::find_by_id(id).held().one(database).await?.ok_or(Error::NotFound)
}
