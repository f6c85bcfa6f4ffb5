//! How quizzes stand for somebody: what holds for them, what they tried, what they reached.

use std::collections::HashMap;

use nabta_entities::ids::{CourseId, EnrolmentId, QuizId};
use nabta_entities::learning::quiz_attempt::{self, AttemptState, Model as AttemptRow};
use nabta_entities::learning::{enrolment, quiz_exception, quiz_result};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::enrolment::{self as enrolments, Enrolment};
use super::rules::{Limits, Visible, is_under_way, state_at, visible};
use super::{Exception, Quiz, exception, queries};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Refusal, Result};

/// How a quiz stands for somebody.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The quiz.
    pub quiz: Quiz,
    /// What holds for them.
    pub limits: Limits,
    /// What they tried, in order.
    pub attempts: Vec<AttemptRow>,
    /// What they reached.
    pub result: Option<quiz_result::Model>,
}

impl Standing {
    /// Where each attempt stands now, also where nobody looked after it yet.
    #[must_use]
    pub fn states(&self, ctx: &Ctx) -> Vec<AttemptState> {
        self.attempts.iter().map(|one| state_at(one, self.quiz.0.plan.at_end, ctx.now())).collect()
    }

    /// What whoever made the attempts may see of them now.
    #[must_use]
    pub fn visible(&self, ctx: &Ctx) -> Visible {
        visible(&self.quiz.0.plan.review, &self.limits, &self.states(ctx), ctx.now())
    }

    /// Whether another attempt can begin by the quiz's own rules; its chapter must be open as well.
    pub fn may_begin(&self, ctx: &Ctx) -> Result<(), Refusal> {
        self.limits.may_begin(&self.attempts, ctx.now())
    }

    /// The attempt under way.
    #[must_use]
    pub fn under_way(&self) -> Option<&AttemptRow> {
        self.attempts.iter().find(|one| is_under_way(one.state))
    }
}

/// What holds for somebody.
pub(super) fn limits(quiz: &Quiz, exceptions: &[Exception], enrolment: &enrolment::Model) -> Limits {
    let of = |is: fn(&Exception) -> bool| {
        exceptions.iter().find(|one| one.quiz_id == quiz.0.id && is(one) && exception::is_for(one, enrolment))
    };
    Limits::of(&quiz.0.plan, of(|one| one.run_id.is_some()), of(|one| one.enrolment_id.is_some()))
}

/// How the quizzes of their courses stand for those who take part, whoever asks; only these quizzes, where some are named. Closed ones are
/// among them where somebody tried.
pub(super) async fn of_all(
    database: &impl ConnectionTrait,
    enrolments: &[Enrolment],
    only: Option<&[QuizId]>,
) -> Result<HashMap<EnrolmentId, Vec<Standing>>> {
    let ids: Vec<EnrolmentId> = enrolments.iter().map(|one| one.row.id).collect();
    let courses: Vec<CourseId> = enrolments.iter().map(|one| one.row.course_id).collect();
    let quizzes = match only {
        Some(only) => queries::load(database, only).await?,
        None => queries::all_of(database, &courses).await?,
    };
    let quiz_ids: Vec<QuizId> = quizzes.iter().map(|quiz| quiz.0.id).collect();
    let exceptions = quiz_exception::Entity::find().filter(quiz_exception::Column::QuizId.is_in(quiz_ids.clone()));
    let exceptions = exceptions.all(database).await?;
    let attempts = quiz_attempt::Entity::find()
        .filter(quiz_attempt::Column::EnrolmentId.is_in(ids.clone()))
        .filter(quiz_attempt::Column::QuizId.is_in(quiz_ids.clone()))
        .order_by_asc(quiz_attempt::Column::Number);
    let mut of: HashMap<(EnrolmentId, QuizId), Vec<AttemptRow>> = HashMap::new();
    for row in attempts.all(database).await? {
        of.entry((row.enrolment_id, row.quiz_id)).or_default().push(row);
    }
    let results = quiz_result::Entity::find()
        .filter(quiz_result::Column::EnrolmentId.is_in(ids))
        .filter(quiz_result::Column::QuizId.is_in(quiz_ids));
    let results = results.all(database).await?;
    let mut results: HashMap<_, _> = results.into_iter().map(|row| ((row.enrolment_id, row.quiz_id), row)).collect();
    let mut found: HashMap<EnrolmentId, Vec<Standing>> = HashMap::new();
    for one in enrolments {
        for quiz in quizzes.iter().filter(|quiz| quiz.0.course_id == one.row.course_id) {
            let key = (one.row.id, quiz.0.id);
            let attempts = of.remove(&key).unwrap_or_default();
            if quiz.0.is_open || !attempts.is_empty() {
                let limits = limits(quiz, &exceptions, &one.row);
                let standing = Standing { quiz: quiz.clone(), limits, attempts, result: results.remove(&key) };
                found.entry(one.row.id).or_default().push(standing);
            }
        }
    }
    Ok(found)
}

/// How the quizzes of their courses stand for those who take part, for themselves and for those who may read attempts.
pub async fn of(ctx: &Ctx, ids: &[EnrolmentId]) -> Result<HashMap<EnrolmentId, Vec<Standing>>> {
    let found = enrolments::by_ids(ctx, ids).await?;
    let seen: Vec<Enrolment> =
        found.into_iter().filter(|one| authorize(ctx, super::super::actions::ATTEMPT_READ, one).is_ok()).collect();
    of_all(ctx.database().reader(), &seen, None).await
}
