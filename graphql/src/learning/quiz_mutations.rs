//! Writing quizzes.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::kernel;
use nabta_domain::learning::QuizId;
use nabta_domain::learning::quiz::{self, ExceptionDetails, For, QuizDetails};

use super::quiz::Quiz;
use super::quiz_plan::QuizPlan;
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::LocalizedTextInput;

/// What is said about a quiz.
#[derive(InputObject)]
pub struct QuizDetailsInput {
    /// Its titles.
    titles: LocalizedTextInput,
    /// What is said before it begins, as Markdown.
    #[graphql(default)]
    introduction: LocalizedTextInput,
    /// The lesson in which it stands: it opens with its chapter.
    lesson: Option<ID>,
    /// What it asks, and by which rules.
    plan: QuizPlan,
}

impl QuizDetailsInput {
    fn parse(self, ctx: &Context<'_>) -> Result<kernel::Result<QuizDetails>> {
        let lesson = self.lesson.map(|id| ids::parse(ctx, &id)).transpose()?;
        let (titles, introduction) = (self.titles.into(), self.introduction.into());
        let plan = self.plan.parse(ctx)?;
        Ok(plan.map(|plan| QuizDetails { titles, introduction, lesson, plan }).map_err(Into::into))
    }
}

/// A new quiz.
#[derive(InputObject)]
pub struct QuizCreateInput {
    /// Of which course.
    course: ID,
    /// By which the texts of lessons name it: small letters, digits and `-`.
    key: String,
    /// What is said about it.
    details: QuizDetailsInput,
    /// A key of the client's own: the same request asked again gives the first answer.
    idempotency_key: Option<String>,
}

/// A change of what is said about a quiz.
#[derive(InputObject)]
pub struct QuizUpdateInput {
    /// Which quiz.
    quiz: ID,
    /// What is said about it, all of it.
    details: QuizDetailsInput,
    /// The version that was read.
    version: i32,
}

/// A step of a quiz.
#[derive(InputObject)]
pub struct QuizStepInput {
    /// Which quiz.
    quiz: ID,
    /// The version that was read.
    version: i32,
}

/// That a quiz is otherwise for one person or one run. What is not said is as the quiz says.
#[derive(InputObject)]
pub struct QuizExceptionSetInput {
    /// Which quiz.
    quiz: ID,
    /// For everybody in this run.
    run: Option<ID>,
    /// For whom alone, as who takes part.
    enrolment: Option<ID>,
    /// How long an attempt may last, in minutes.
    minutes: Option<i32>,
    /// How many attempts they have.
    attempts: Option<i32>,
    /// From when on it can be begun.
    opens_at: Option<DateTime<Utc>>,
    /// Until when it is taken.
    closes_at: Option<DateTime<Utc>>,
    /// Why; at most 1,000 characters.
    reason: String,
}

/// That an exception no longer holds.
#[derive(InputObject)]
pub struct QuizExceptionRemoveInput {
    /// Which.
    exception: ID,
}

payloads! {
    /// What came of an act on a quiz.
    QuizPayload { quiz: Quiz, from quiz::Quiz }
}

/// Acts on quizzes.
#[derive(Default)]
pub struct QuizMutation;

#[Object]
impl QuizMutation {
    /// Enters a quiz of a course, as one that is being prepared.
    #[doc = nabta_domain::learning_permission!(QUIZ_DEFINE)]
    async fn quiz_create(&self, ctx: &Context<'_>, input: QuizCreateInput) -> Result<QuizPayload> {
        let course = ids::parse(ctx, &input.course)?;
        let created = match input.details.parse(ctx)? {
            Ok(details) => quiz::create(domain(ctx), course, &input.key, details, input.idempotency_key.as_deref()).await,
            Err(refused) => Err(refused),
        };
        QuizPayload::from_outcome(ctx, created)
    }

    /// Changes what is said about a quiz. Attempts that were begun keep their questions and their time.
    #[doc = nabta_domain::learning_permission!(QUIZ_DEFINE)]
    async fn quiz_update(&self, ctx: &Context<'_>, input: QuizUpdateInput) -> Result<QuizPayload> {
        let id: QuizId = ids::parse(ctx, &input.quiz)?;
        let updated = match input.details.parse(ctx)? {
            Ok(details) => quiz::update(domain(ctx), id, details, input.version).await,
            Err(refused) => Err(refused),
        };
        Ok(QuizPayload::from_outcome(ctx, updated)?.or_current(quiz::read(domain(ctx), id)).await)
    }

    /// Lets people take a quiz.
    #[doc = nabta_domain::learning_permission!(QUIZ_DEFINE)]
    async fn quiz_open(&self, ctx: &Context<'_>, input: QuizStepInput) -> Result<QuizPayload> {
        let id: QuizId = ids::parse(ctx, &input.quiz)?;
        let opened = quiz::open(domain(ctx), id, input.version).await;
        Ok(QuizPayload::from_outcome(ctx, opened)?.or_current(quiz::read(domain(ctx), id)).await)
    }

    /// Lets nobody begin a quiz any more; attempts under way go on.
    #[doc = nabta_domain::learning_permission!(QUIZ_DEFINE)]
    async fn quiz_close(&self, ctx: &Context<'_>, input: QuizStepInput) -> Result<QuizPayload> {
        let id: QuizId = ids::parse(ctx, &input.quiz)?;
        let closed = quiz::close(domain(ctx), id, input.version).await;
        Ok(QuizPayload::from_outcome(ctx, closed)?.or_current(quiz::read(domain(ctx), id)).await)
    }

    /// Says, or says anew, that a quiz is otherwise for one person or one run: more time, more attempts, another window. Attempts under way
    /// have the time that is said now.
    #[doc = nabta_domain::learning_permission!(QUIZ_EXCEPT)]
    async fn quiz_exception_set(&self, ctx: &Context<'_>, input: QuizExceptionSetInput) -> Result<QuizPayload> {
        let id: QuizId = ids::parse(ctx, &input.quiz)?;
        let run = input.run.map(|id| ids::parse(ctx, &id)).transpose()?;
        let enrolment = input.enrolment.map(|id| ids::parse(ctx, &id)).transpose()?;
        let details = ExceptionDetails {
            minutes: input.minutes,
            attempts: input.attempts,
            opens_at: input.opens_at,
            closes_at: input.closes_at,
            reason: input.reason,
        };
        let whom = match (run, enrolment) {
            (Some(run), None) => Some(For::Run(run)),
            (None, Some(enrolment)) => Some(For::Enrolment(enrolment)),
            // One of both, and not both.
            _ => None,
        };
        QuizPayload::from_outcome(ctx, quiz::set_exception(domain(ctx), id, whom, details).await)
    }

    /// Takes an exception back.
    #[doc = nabta_domain::learning_permission!(QUIZ_EXCEPT)]
    async fn quiz_exception_remove(&self, ctx: &Context<'_>, input: QuizExceptionRemoveInput) -> Result<QuizPayload> {
        let id = ids::parse(ctx, &input.exception)?;
        QuizPayload::from_outcome(ctx, quiz::remove_exception(domain(ctx), id).await)
    }
}
