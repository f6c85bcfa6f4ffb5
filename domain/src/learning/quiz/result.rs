//! What somebody reached in a quiz, as it follows from their attempts; and what follows from that.

use chrono::{DateTime, Utc};
use nabta_entities::ids::{EnrolmentId, QuizId};
use nabta_entities::learning::question_body::Credit;
use nabta_entities::learning::quiz_attempt::{self, AttemptState};
use nabta_entities::learning::quiz_result::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};

use super::Quiz;
use super::rules::{overall, share};
use crate::kernel::Result;
use crate::kernel::work::{Permit, Work};
use std::collections::HashMap;

/// Reckons what somebody reached anew, from all their attempts that are graded. Who has passed has passed: a later attempt does not take it
/// away.
pub(super) async fn reckon(work: &Work, permit: &Permit, quiz: &Quiz, enrolment: EnrolmentId) -> Result<()> {
    let attempts = quiz_attempt::Entity::find()
        .filter(quiz_attempt::Column::QuizId.eq(quiz.0.id))
        .filter(quiz_attempt::Column::EnrolmentId.eq(enrolment))
        .filter(quiz_attempt::Column::State.eq(AttemptState::Graded))
        .order_by_asc(quiz_attempt::Column::Number)
        .all(&work.read())
        .await?;
    let shares: Vec<Credit> = attempts.iter().map(|one| share(one.points.unwrap_or(0), one.most)).collect();
    let share = overall(quiz.0.plan.scoring, &shares);
    let former = Entity::find_by_id((enrolment, quiz.0.id)).one(&work.read()).await?;
    let is_passed = share.is_some_and(|share| share >= quiz.0.plan.pass);
    let last = attempts.last().and_then(|one| one.ended_at);
    let passed_at = former.and_then(|row| row.passed_at).or_else(|| last.filter(|_| is_passed));
    let row = ActiveModel { enrolment_id: Set(enrolment), quiz_id: Set(quiz.0.id), share: Set(share), passed_at: Set(passed_at) };
    let anew =
        OnConflict::columns([Column::EnrolmentId, Column::QuizId]).update_columns([Column::Share, Column::PassedAt]).to_owned();
    work.execute(permit, &Entity::insert(row).on_conflict(anew).into_query()).await.map(drop)
}

/// When people had passed which quizzes, whoever asks.
pub(in super::super) async fn passed(
    database: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, HashMap<QuizId, DateTime<Utc>>>> {
    let mut found: HashMap<EnrolmentId, HashMap<QuizId, DateTime<Utc>>> = HashMap::new();
    for row in Entity::find().filter(Column::EnrolmentId.is_in(enrolments.to_vec())).all(database).await? {
        if let Some(at) = row.passed_at {
            found.entry(row.enrolment_id).or_default().insert(row.quiz_id, at);
        }
    }
    Ok(found)
}
