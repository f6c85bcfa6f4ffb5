//! Quizzes: what is asked by which rules, and attempts at them.
//!
//! A quiz ([`Quiz`]) belongs to a course and says as data what it asks and by which rules; [`rules`] reads them and is pure. An attempt
//! ([`attempt`]) holds on to the questions that it was given. What somebody reached follows from their attempts ([`result`]).

pub mod attempt;
mod check;
mod draw;
mod erasure;
mod exception;
mod queries;
pub mod regrade;
pub(super) mod result;
pub mod rules;
#[cfg(test)]
mod rules_tests;
pub mod standing;
pub mod statistics;

use nabta_entities::ids::{CourseId, LessonId, QuizId};
use nabta_entities::learning::quiz::{ActiveModel, Column, Entity, Model};
use nabta_entities::learning::quiz_plan::QuizPlan;
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde::Serialize;

use super::actions::{QUIZ_DEFINE, QUIZ_READ, QUIZ_READ_DRAFT};
use super::entries::LearningEntry;
use super::question::Bank;
use super::question::arrange::Seed;
use crate::catalogue::course;
use crate::kernel::access::{Action, Scope, Subject, SubjectRef};
use crate::kernel::error::codes::{ALREADY_EXISTS, UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::work::Work;
use crate::kernel::{Ctx, Error, Refusal, Result, text};

pub(super) use erasure::erase;
pub use exception::{ExceptionDetails, For, remove as remove_exception, set as set_exception};
pub use nabta_entities::learning::quiz_attempt::AttemptState;
pub use nabta_entities::learning::quiz_exception::Model as Exception;
pub use nabta_entities::learning::quiz_plan as plan;
pub(super) use queries::in_course;
pub use queries::{by_ids, exceptions, lesson_named, of_courses, read, read_plan};

/// A quiz of a course.
#[derive(Clone, Debug)]
pub struct Quiz(pub Model);

impl Subject for Quiz {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.0.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::of(self.0.course_id)]
    }
    fn reading(&self) -> Action {
        if self.0.is_open { QUIZ_READ } else { QUIZ_READ_DRAFT }
    }
}

/// What is said about a quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuizDetails {
    /// Its titles.
    pub titles: LocalizedText,
    /// What is said before it begins, as Markdown.
    pub introduction: LocalizedText,
    /// The lesson in which it stands: it opens with its chapter.
    pub lesson: Option<LessonId>,
    /// What it asks, and by which rules.
    pub plan: QuizPlan,
}

fn said(details: QuizDetails) -> ActiveModel {
    ActiveModel {
        lesson_id: Set(details.lesson),
        titles: Set(details.titles),
        introduction: Set(details.introduction),
        plan: Set(details.plan),
        ..Default::default()
    }
}

/// Enters a quiz of a course, as one that is being prepared.
pub async fn create(ctx: &Ctx, course: CourseId, key: &str, details: QuizDetails, idempotency_key: Option<&str>) -> Result<Quiz> {
    let work = ctx.begin().await?;
    let permit = work.authorize(QUIZ_DEFINE, &Bank(course))?;
    let asked = (course, key, &details);
    if let Recall::Done(id) = idempotency::recall::<QuizId>(&work, QUIZ_DEFINE, idempotency_key, &asked).await? {
        drop(work);
        return read(ctx, id).await;
    }
    if !course::queries::exists(&work.read(), course).await? {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "course").with("value", "course").into());
    }
    course::queries::lock(&work.read(), course).await?;
    let key = text::code(key, "key")?;
    let same = Entity::find().filter(Column::CourseId.eq(course)).filter(Column::Key.eq(key.as_str()));
    if same.count(&work.read()).await? > 0 {
        return Err(Refusal::at(ALREADY_EXISTS, "key").with("value", key).into());
    }
    let id = ctx.new_id();
    let row = ActiveModel {
        id: Set(id),
        course_id: Set(course),
        key: Set(key),
        is_open: Set(false),
        created_at: Set(ctx.now()),
        version: Set(1),
        ..said(check::checked(&work, course, details).await?)
    };
    work.insert(&permit, row).await?;
    idempotency::remember(&work, QUIZ_DEFINE, idempotency_key, id.0).await?;
    work.commit(permit, LearningEntry::QuizDefined { quiz: id, course, version: 1, is_open: false }).await?;
    read(ctx, id).await
}

/// Changes what is said about a quiz, if nobody else did since `version` was read. Attempts that were begun keep their questions and their
/// time; what may be seen of them follows the quiz.
pub async fn update(ctx: &Ctx, id: QuizId, details: QuizDetails, version: i32) -> Result<Quiz> {
    let work = ctx.begin().await?;
    let quiz = queries::hold(&work.read(), id).await?;
    let permit = work.authorize(QUIZ_DEFINE, &quiz)?;
    if quiz.0.version != version {
        return Err(Error::Conflict);
    }
    let course = quiz.0.course_id;
    let row = said(check::checked(&work, course, details).await?);
    if quiz.0.is_open {
        can_be_asked(&work, course, row.plan.as_ref()).await?;
    }
    work.update(&permit, ActiveModel { id: Set(id), version: Set(version + 1), ..row }).await?;
    let is_open = quiz.0.is_open;
    work.commit(permit, LearningEntry::QuizDefined { quiz: id, course, version: version + 1, is_open }).await?;
    read(ctx, id).await
}

/// Lets people take a quiz.
pub async fn open(ctx: &Ctx, id: QuizId, version: i32) -> Result<Quiz> {
    turn(ctx, id, version, true).await
}

/// Lets nobody begin it any more; attempts under way go on.
pub async fn close(ctx: &Ctx, id: QuizId, version: i32) -> Result<Quiz> {
    turn(ctx, id, version, false).await
}

async fn turn(ctx: &Ctx, id: QuizId, version: i32, is_open: bool) -> Result<Quiz> {
    let work = ctx.begin().await?;
    let quiz = queries::hold(&work.read(), id).await?;
    let permit = work.authorize(QUIZ_DEFINE, &quiz)?;
    if quiz.0.is_open == is_open {
        return Err(Refusal::new(WRONG_STATE).with("state", if is_open { "Open" } else { "Closed" }).into());
    }
    if quiz.0.version != version {
        return Err(Error::Conflict);
    }
    let course = quiz.0.course_id;
    if is_open {
        can_be_asked(&work, course, &quiz.0.plan).await?;
    }
    let row = ActiveModel { id: Set(id), is_open: Set(is_open), version: Set(version + 1), ..Default::default() };
    work.update(&permit, row).await?;
    work.commit(permit, LearningEntry::QuizDefined { quiz: id, course, version: version + 1, is_open }).await?;
    read(ctx, id).await
}

/// Refuses a quiz that nobody could take: the bank holds too few questions that fit.
async fn can_be_asked(work: &Work, course: CourseId, plan: &QuizPlan) -> Result<()> {
    draw::draw(&work.read(), course, plan, &Seed([0; 16])).await.map(drop)
}
