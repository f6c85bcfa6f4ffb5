//! Quizzes, as those see them who may take them and those who write them.

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::learning::question::markup;
use nabta_domain::learning::quiz::{self, plan};

use super::amounts::percent;
use super::loaders::{EnrolmentById, ExceptionsByQuiz, RunById};
use super::quiz_plan::{QuizAtEnd, QuizPlan, QuizReview, QuizScoring};
use super::{CourseRun, Enrolment};
use crate::catalogue::Course;
use crate::connection::usual;
use crate::errors::domain;
use crate::ids;
use crate::loaders::{CourseById, load};
use crate::values::{self, Locale, LocalizedString, LocalizedTexts};

/// A quiz of a course.
pub struct Quiz(pub quiz::Quiz);

impl From<quiz::Quiz> for Quiz {
    fn from(quiz: quiz::Quiz) -> Self {
        Self(quiz)
    }
}

#[Object]
impl Quiz {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.0.id)
    }

    /// By which the texts of lessons name it: the `key` of a `QuizBlock`.
    async fn key(&self) -> &str {
        &self.0.0.key
    }

    /// Of which course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(self.0.0.course_id)).await?.map(Into::into))
    }

    /// The id of the lesson in which it stands: it opens with its chapter.
    async fn lesson_id(&self) -> Option<ID> {
        self.0.0.lesson_id.map(ids::id)
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.0.titles, locale, domain(ctx).locale)
    }

    /// Its titles as they were written.
    async fn titles(&self) -> LocalizedTexts {
        self.0.0.titles.clone().into()
    }

    /// What is said before it begins, as sanitised HTML; nothing where nothing was written.
    async fn introduction_html(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        let (locale, text) = self.0.0.introduction.resolve(locale.map_or(domain(ctx).locale, Into::into))?;
        Some(markup::html(text, locale, &Default::default()))
    }

    /// What is said before it begins, as it was written.
    async fn introduction(&self) -> LocalizedTexts {
        self.0.0.introduction.clone().into()
    }

    /// How many questions are asked.
    async fn question_count(&self) -> i32 {
        let count = |part: &plan::QuizPart| match part {
            plan::QuizPart::Fixed { .. } => 1,
            plan::QuizPart::Drawn(draw) => draw.count,
        };
        self.rules().parts.iter().map(count).sum()
    }

    /// How long an attempt may last, in minutes.
    async fn minutes(&self) -> Option<i32> {
        self.rules().minutes
    }

    /// What becomes of an attempt whose time is over.
    async fn at_end(&self) -> QuizAtEnd {
        self.rules().at_end.into()
    }

    /// How many attempts one has; nothing for as many as one likes.
    async fn attempts(&self) -> Option<i32> {
        self.rules().attempts
    }

    /// Which attempt counts.
    async fn scoring(&self) -> QuizScoring {
        self.rules().scoring.into()
    }

    /// The share of the points with which it is passed, in percent.
    async fn pass_percent(&self) -> f64 {
        percent(self.rules().pass)
    }

    /// What a wrong answer takes away, in percent of what the question is worth.
    async fn penalty_percent(&self) -> f64 {
        percent(self.rules().penalty)
    }

    /// Whether a page that was left stays behind.
    async fn is_forward_only(&self) -> bool {
        self.rules().is_forward_only
    }

    /// From when on it can be begun.
    async fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.rules().opens_at
    }

    /// Until when it is taken.
    async fn closes_at(&self) -> Option<DateTime<Utc>> {
        self.rules().closes_at
    }

    /// What may be seen of attempts by those whose they are.
    async fn review(&self) -> QuizReview {
        self.rules().review.into()
    }

    /// What it asks, and by which rules, for those who write it.
    #[doc = nabta_domain::learning_permission!(QUIZ_READ_PLAN)]
    async fn plan(&self, ctx: &Context<'_>) -> Option<QuizPlan> {
        quiz::read_plan(domain(ctx), &self.0).cloned().map(Into::into)
    }

    /// For whom it is otherwise, oldest first, for those who say so.
    #[doc = nabta_domain::learning_permission!(QUIZ_EXCEPT)]
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn exceptions(&self, ctx: &Context<'_>) -> Result<Vec<QuizException>> {
        let found = load(ctx, ExceptionsByQuiz(self.0.0.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(QuizException).collect())
    }

    /// Whether people may take it.
    async fn is_open(&self) -> bool {
        self.0.0.is_open
    }

    /// When it was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.0.created_at
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.0.version
    }
}

impl Quiz {
    const fn rules(&self) -> &plan::QuizPlan {
        &self.0.0.plan
    }
}

/// That a quiz is otherwise for one person or one run. What is not said is as the quiz says.
pub struct QuizException(quiz::Exception);

#[Object]
impl QuizException {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// For everybody in this run.
    async fn run(&self, ctx: &Context<'_>) -> Result<Option<CourseRun>> {
        let Some(id) = self.0.run_id else { return Ok(None) };
        Ok(load(ctx, RunById(id)).await?.map(Into::into))
    }

    /// For whom alone.
    async fn enrolment(&self, ctx: &Context<'_>) -> Result<Option<Enrolment>> {
        let Some(id) = self.0.enrolment_id else { return Ok(None) };
        Ok(load(ctx, EnrolmentById(id)).await?.map(Into::into))
    }

    /// How long an attempt may last, in minutes.
    async fn minutes(&self) -> Option<i32> {
        self.0.minutes
    }

    /// How many attempts they have.
    async fn attempts(&self) -> Option<i32> {
        self.0.attempts
    }

    /// From when on it can be begun.
    async fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.0.opens_at
    }

    /// Until when it is taken.
    async fn closes_at(&self) -> Option<DateTime<Utc>> {
        self.0.closes_at
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// When it was said last.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}
