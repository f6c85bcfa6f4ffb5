//! How a quiz stands for somebody.

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use nabta_domain::learning::enrolment;
use nabta_domain::learning::quiz::attempt;
use nabta_domain::learning::quiz::standing::Standing;

use super::amounts::percent;
use super::attempt::QuizAttempt;
use super::quiz::Quiz;
use crate::connection::usual;
use crate::errors::{UserError, domain, user_errors_of};

/// How a quiz stands for somebody who takes part: what holds for them, what they tried, what they reached.
pub struct EnrolmentQuiz {
    pub(super) standing: Standing,
    pub(super) enrolment: enrolment::Enrolment,
}

#[Object]
impl EnrolmentQuiz {
    /// Which quiz.
    async fn quiz(&self) -> Quiz {
        Quiz(self.standing.quiz.clone())
    }

    /// How long an attempt of theirs may last, in minutes.
    async fn minutes(&self) -> Option<i32> {
        self.standing.limits.minutes
    }

    /// From when on they can begin it.
    async fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.standing.limits.opens_at
    }

    /// Until when they can take it.
    async fn closes_at(&self) -> Option<DateTime<Utc>> {
        self.standing.limits.closes_at
    }

    /// How many attempts are left to them; nothing for as many as they like.
    async fn attempts_left(&self) -> Option<i32> {
        let used = i32::try_from(self.standing.attempts.len()).unwrap_or(i32::MAX);
        self.standing.limits.attempts.map(|most| Ord::max(most - used, 0))
    }

    /// Why another attempt can't begin now; nothing where it can, as far as the quiz's own rules say. Its chapter must be open as well.
    async fn hindrance(&self, ctx: &Context<'_>) -> Option<UserError> {
        let refusal = self.standing.may_begin(domain(ctx)).err()?;
        user_errors_of(domain(ctx).locale, &[refusal]).pop()
    }

    /// The share of the points that counts, in percent, once it may be seen.
    async fn percent(&self, ctx: &Context<'_>) -> Option<f64> {
        let attempts = attempt::of_standing(domain(ctx), &self.enrolment, &self.standing);
        let is_visible = attempts.first().is_some_and(|attempt| attempt.visible.score);
        self.standing.result.as_ref()?.share.filter(|_| is_visible).map(percent)
    }

    /// When they had passed it; nothing while they have not.
    async fn passed_at(&self) -> Option<DateTime<Utc>> {
        self.standing.result.as_ref()?.passed_at
    }

    /// Their attempts, in order; without those that are graded by people who do not know whose they are.
    #[graphql(complexity = "usual(1, child_complexity)")]
    async fn attempts(&self, ctx: &Context<'_>) -> Vec<QuizAttempt> {
        let attempts = attempt::of_standing(domain(ctx), &self.enrolment, &self.standing).into_iter();
        attempts.filter(|attempt| !attempt.is_withheld).map(QuizAttempt).collect()
    }
}
