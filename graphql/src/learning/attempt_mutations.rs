//! Taking quizzes.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::Refusal;
use nabta_domain::learning::QuizAttemptId;
use nabta_domain::learning::quiz::attempt::{self, Saving};

use super::answer_given::AnswerGivenInput;
use super::attempt::QuizAttempt;
use crate::errors::{UserError, domain, payloads, user_errors, user_errors_of};
use crate::ids;

/// An attempt that begins.
#[derive(InputObject)]
pub struct QuizAttemptBeginInput {
    /// At which quiz.
    quiz: ID,
    /// As who takes part in which run.
    enrolment: ID,
}

/// An answer that is saved.
#[derive(InputObject)]
pub struct QuizAnswerInput {
    /// To the question in this place of the attempt.
    place: i32,
    /// The number of this save, from 1; the highest wins, whichever arrives last.
    save: i64,
    /// What is answered; nothing takes an answer back.
    answer: Option<AnswerGivenInput>,
}

/// Answers that are saved.
#[derive(InputObject)]
pub struct QuizAnswersSaveInput {
    /// Of which attempt.
    attempt: ID,
    /// The answers, in any order, also those that were saved before; at most 200.
    answers: Vec<QuizAnswerInput>,
}

/// A page that is turned to.
#[derive(InputObject)]
pub struct QuizAttemptTurnInput {
    /// Of which attempt.
    attempt: ID,
    /// To this page, from nought.
    page: i32,
}

/// An attempt that is submitted.
#[derive(InputObject)]
pub struct QuizAttemptSubmitInput {
    /// Which.
    attempt: ID,
}

payloads! {
    /// What came of an act on an attempt.
    QuizAttemptPayload { attempt: QuizAttempt, from attempt::Attempt }
}

/// What became of answers.
#[derive(SimpleObject)]
pub struct QuizAnswersPayload {
    /// The attempt as it stands now.
    pub attempt: Option<QuizAttempt>,
    /// What was not taken, by its place in the list; everything else was.
    pub refused: Vec<UserError>,
    /// What the centre's clock says.
    pub now: Option<DateTime<Utc>>,
    /// What the caller can repair; nothing was taken if there is any.
    pub user_errors: Vec<UserError>,
}

/// Acts of who takes a quiz.
#[derive(Default)]
pub struct AttemptMutation;

#[Object]
impl AttemptMutation {
    /// Begins an attempt, or goes on with the one that is under way, however often it is asked for.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_TAKE)]
    async fn quiz_attempt_begin(&self, ctx: &Context<'_>, input: QuizAttemptBeginInput) -> Result<QuizAttemptPayload> {
        let (quiz, enrolment) = (ids::parse(ctx, &input.quiz)?, ids::parse(ctx, &input.enrolment)?);
        QuizAttemptPayload::from_outcome(ctx, attempt::begin(domain(ctx), quiz, enrolment).await)
    }

    /// Saves answers as they are given. The last one wins by its number. Nothing is said of what is right.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_TAKE)]
    async fn quiz_answers_save(&self, ctx: &Context<'_>, input: QuizAnswersSaveInput) -> Result<QuizAnswersPayload> {
        let id: QuizAttemptId = ids::parse(ctx, &input.attempt)?;
        let answers: Result<Vec<Saving>, Refusal> =
            input.answers.into_iter().enumerate().map(|(index, answer)| answer.read(index)).collect();
        let saved = match answers {
            Ok(answers) => attempt::save(domain(ctx), id, answers).await,
            Err(refusal) => Err(refusal.into()),
        };
        Ok(match saved {
            Ok(saved) => QuizAnswersPayload {
                refused: user_errors_of(domain(ctx).locale, &saved.refused),
                now: Some(saved.now),
                attempt: Some(saved.attempt.into()),
                user_errors: Vec::new(),
            },
            Err(error) => {
                let user_errors = user_errors(domain(ctx), error)?;
                QuizAnswersPayload { attempt: None, refused: Vec::new(), now: None, user_errors }
            }
        })
    }

    /// Turns to a page. Where a page that was left stays behind, to the next one alone.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_TAKE)]
    async fn quiz_attempt_turn(&self, ctx: &Context<'_>, input: QuizAttemptTurnInput) -> Result<QuizAttemptPayload> {
        let id: QuizAttemptId = ids::parse(ctx, &input.attempt)?;
        QuizAttemptPayload::from_outcome(ctx, attempt::turn(domain(ctx), id, input.page).await)
    }

    /// Submits an attempt; said again, nothing changes.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_TAKE)]
    async fn quiz_attempt_submit(&self, ctx: &Context<'_>, input: QuizAttemptSubmitInput) -> Result<QuizAttemptPayload> {
        let id: QuizAttemptId = ids::parse(ctx, &input.attempt)?;
        QuizAttemptPayload::from_outcome(ctx, attempt::submit(domain(ctx), id).await)
    }
}

impl QuizAnswerInput {
    fn read(self, index: usize) -> Result<Saving, Refusal> {
        let at = |refusal: Refusal| Refusal {
            path: ["answers".to_owned(), index.to_string()].into_iter().chain(refusal.path.clone()).collect(),
            ..refusal
        };
        let answer = self.answer.map(AnswerGivenInput::read).transpose().map_err(at)?;
        Ok(Saving { place: self.place, number: self.save, answer })
    }
}
