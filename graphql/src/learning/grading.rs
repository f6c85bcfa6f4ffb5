//! Grading what no rule marks, marking anew what was marked wrongly, and how quizzes do.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::Refusal;
use nabta_domain::learning::quiz::attempt::{self, GradeDetails, ToGrade};
use nabta_domain::learning::quiz::regrade::{self, By};
use nabta_domain::learning::quiz::statistics::{self, QuestionStatistics, Statistics};

use super::amounts::credit;
use super::attempt::QuizAttempt;
use super::attempt_mutations::QuizAttemptPayload;
use super::loaders::QuestionById;
use super::question::Question;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain, payloads};
use crate::ids;
use crate::loaders::{JobByEffect, load};
use crate::platform::Job;
use crate::values::LocalizedTexts;

/// What somebody says an answer is worth.
#[derive(InputObject)]
pub struct QuizAnswerGradeInput {
    /// Of which attempt.
    attempt: ID,
    /// The answer to the question in this place, from nought.
    place: i32,
    /// The level of each criterion, from nought, where there is a rubric.
    #[graphql(default)]
    levels: Vec<i32>,
    /// What it is worth, in percent, where there is no rubric: 0 to 100.
    percent: Option<f64>,
    /// What is said to whose answer it is, as Markdown; at most 5,000 characters.
    comment: Option<String>,
}

/// That all answers to a question are marked anew.
#[derive(InputObject)]
pub struct QuestionRegradeInput {
    /// Which question.
    question: ID,
    /// True if everybody gets the whole; else it counts by what the question says now.
    #[graphql(default)]
    is_whole: bool,
    /// Why, as those read it whose points change; at most 1,000 characters.
    reason: String,
}

/// That all answers to a question are marked anew.
pub struct QuestionRegrade(regrade::Regrade);

impl From<regrade::Regrade> for QuestionRegrade {
    fn from(regrade: regrade::Regrade) -> Self {
        Self(regrade)
    }
}

#[Object]
impl QuestionRegrade {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.0.id)
    }

    /// Whether everybody gets the whole.
    async fn is_whole(&self) -> bool {
        self.0.0.question_version_id.is_none()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.0.reason
    }

    /// When it was said.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.0.created_at
    }

    /// The job that does it.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        Ok(load(ctx, JobByEffect(regrade::effect(self.0.0.id))).await?.map(Into::into))
    }
}

/// Which attempts wait to be graded.
#[derive(InputObject, Default)]
pub struct QuizAttemptsToGradeFilterInput {
    /// At this quiz.
    quiz: Option<ID>,
    /// Of this course.
    course: Option<ID>,
    /// In this run.
    run: Option<ID>,
}

/// A choice, and how many took it.
#[derive(SimpleObject)]
pub struct QuizChoiceStatistics {
    /// What it says, as Markdown.
    text: LocalizedTexts,
    /// The share of the attempts that took it, in percent.
    percent: f64,
}

/// How a question does.
pub struct QuizQuestionStatistics(QuestionStatistics);

#[Object]
impl QuizQuestionStatistics {
    /// Which.
    async fn question(&self, ctx: &Context<'_>) -> Result<Option<Question>> {
        Ok(load(ctx, QuestionById(self.0.question)).await?.map(Into::into))
    }

    /// The number of the wording that was asked.
    async fn wording(&self) -> i32 {
        self.0.version.number
    }

    /// How often it was asked.
    async fn asked(&self) -> usize {
        self.0.asked
    }

    /// How often it was answered.
    async fn answered(&self) -> usize {
        self.0.answered
    }

    /// The mean share of its points, in percent: the easier, the more.
    async fn facility_percent(&self) -> f64 {
        self.0.facility * 100.0
    }

    /// Whether those answer it rightly who answer the rest rightly: from -1 to 1; nothing where too few were asked or all did alike.
    async fn discrimination(&self) -> Option<f64> {
        self.0.discrimination
    }

    /// Its choices as they are written, with how many took them.
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn choices(&self) -> Vec<QuizChoiceStatistics> {
        let choice = |(text, share): &(_, f64)| QuizChoiceStatistics {
            text: LocalizedTexts::from(Clone::clone(text)),
            percent: share * 100.0,
        };
        self.0.choices.iter().map(choice).collect()
    }
}

/// How a quiz does.
pub struct QuizStatistics(Statistics);

#[Object]
impl QuizStatistics {
    /// How many attempts are graded.
    async fn attempts(&self) -> usize {
        self.0.attempts
    }

    /// How many people tried.
    async fn people(&self) -> usize {
        self.0.people
    }

    /// How many of them passed.
    async fn passed(&self) -> usize {
        self.0.passed
    }

    /// The mean share of the points, in percent; nothing before ten attempts.
    async fn mean_percent(&self) -> Option<f64> {
        self.0.mean.map(|mean| mean * 100.0)
    }

    /// How its questions do, those that were asked most first; none before ten attempts.
    #[graphql(complexity = "usual(20, child_complexity)")]
    async fn questions(&self) -> Vec<QuizQuestionStatistics> {
        self.0.questions.iter().cloned().map(QuizQuestionStatistics).collect()
    }
}

payloads! {
    /// What came of having answers marked anew.
    QuestionRegradePayload { regrade: QuestionRegrade, from regrade::Regrade }
}

/// Questions of those who grade.
#[derive(Default)]
pub struct GradingQuery;

#[Object]
impl GradingQuery {
    /// The attempts that wait for somebody who grades them, oldest first, as far as one's roles reach.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_GRADE)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn quiz_attempts_to_grade(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] filter: QuizAttemptsToGradeFilterInput,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<QuizAttempt>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let filter = ToGrade {
            quiz: filter.quiz.map(|id| ids::parse(ctx, &id)).transpose()?,
            course: filter.course.map(|id| ids::parse(ctx, &id)).transpose()?,
            run: filter.run.map(|id| ids::parse(ctx, &id)).transpose()?,
        };
        Ok(connection(attempt::to_grade(domain(ctx), &filter, &page).await.answer(ctx)?))
    }

    /// How a quiz and its questions do, in all runs or in one.
    #[doc = nabta_domain::learning_permission!(QUIZ_READ_PLAN)]
    async fn quiz_statistics(&self, ctx: &Context<'_>, quiz: ID, run: Option<ID>) -> Result<QuizStatistics> {
        let (quiz, run) = (ids::parse(ctx, &quiz)?, run.map(|id| ids::parse(ctx, &id)).transpose()?);
        Ok(QuizStatistics(statistics::of(domain(ctx), quiz, run).await.answer(ctx)?))
    }
}

/// Acts of those who grade.
#[derive(Default)]
pub struct GradingMutation;

#[Object]
impl GradingMutation {
    /// Says, or says anew, what an essay is worth. Once as many people did as the quiz asks for, their mean counts.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_GRADE)]
    async fn quiz_answer_grade(&self, ctx: &Context<'_>, input: QuizAnswerGradeInput) -> Result<QuizAttemptPayload> {
        let id = ids::parse(ctx, &input.attempt)?;
        let share: Result<_, Refusal> = input.percent.map(|percent| credit(percent, "percent")).transpose();
        let graded = match share {
            Ok(share) => {
                let details = GradeDetails { levels: input.levels, share, comment: input.comment };
                attempt::grade(domain(ctx), id, input.place, details).await
            }
            Err(refused) => Err(refused.into()),
        };
        QuizAttemptPayload::from_outcome(ctx, graded)
    }

    /// Has all answers to a question marked anew, because it was wrong: by what it says now, or the whole for everybody. Old marks are kept,
    /// and those are told whose points change.
    #[doc = nabta_domain::learning_permission!(QUESTION_REGRADE)]
    async fn question_regrade(&self, ctx: &Context<'_>, input: QuestionRegradeInput) -> Result<QuestionRegradePayload> {
        let id = ids::parse(ctx, &input.question)?;
        let by = if input.is_whole { By::Whole } else { By::Newest };
        QuestionRegradePayload::from_outcome(ctx, regrade::regrade(domain(ctx), id, by, &input.reason).await)
    }
}
